"""What the pages of information-literacy classes read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from outreach.choices import AgeBand, TestPhase
from outreach.models import ClassLesson, LessonPlan, Observation, Session, TestQuestion, TestTally


@dataclass(frozen=True)
class Gain:
    """What a class knew before and after: counts, shares in percent (None: nobody answered), and the difference."""

    label: str
    outcome: str
    before: tuple[int, int]
    after: tuple[int, int]

    @staticmethod
    def _share(counts: tuple[int, int]) -> float | None:
        return counts[0] * 100 / counts[1] if counts[1] else None

    @property
    def before_percent(self) -> float | None:
        return self._share(self.before)

    @property
    def after_percent(self) -> float | None:
        return self._share(self.after)

    @property
    def points(self) -> float | None:
        """Percentage points won; None where one of the two tests is missing."""
        before, after = self.before_percent, self.after_percent
        return None if before is None or after is None else after - before


def _sum(rows: Iterable[Gain], label: str, outcome: str = "") -> Gain:
    rows = list(rows)
    return Gain(
        label,
        outcome,
        (sum(row.before[0] for row in rows), sum(row.before[1] for row in rows)),
        (sum(row.after[0] for row in rows), sum(row.after[1] for row in rows)),
    )


def gains(questions: Iterable[TestQuestion], tallies: Iterable[TestTally]) -> list[Gain]:
    """One row a question, from tallies of one class or of many. No statement of its own."""
    counted: dict[tuple[int, str], tuple[int, int]] = {}
    for row in tallies:
        right, asked = counted.get((row.question_id, row.phase), (0, 0))
        counted[row.question_id, row.phase] = (right + row.right, asked + row.asked)
    return [
        Gain(
            question.text,
            question.outcome.text,
            counted.get((question.pk, TestPhase.BEFORE), (0, 0)),
            counted.get((question.pk, TestPhase.AFTER), (0, 0)),
        )
        for question in questions
    ]


def by_outcome(rows: list[Gain]) -> list[Gain]:
    names = list(dict.fromkeys(row.outcome for row in rows))
    return [_sum((row for row in rows if row.outcome == name), name) for name in names]


def total(rows: list[Gain]) -> Gain:
    return _sum(rows, "")


def plans(*, search: str = "", band: str = "", active: bool = True) -> QuerySet[LessonPlan]:
    """With `taught` (classes), `asked` (questions)."""
    found = LessonPlan.objects.annotate(taught=Count("classes", distinct=True), asked=Count("questions", distinct=True))
    if active:
        found = found.filter(is_active=True)
    if band in AgeBand.values:
        found = found.filter(age_band=band)
    if search:
        found = found.filter(
            Q(title__icontains=search) | Q(title_en__icontains=search) | Q(outcomes__text__icontains=search)
        )
    return found.order_by("title", "pk")


def plans_with_outcomes() -> QuerySet[LessonPlan]:
    """With `outcome_texts`, in their order."""
    return LessonPlan.objects.annotate(outcome_texts=ArrayAgg("outcomes__text", order_by="outcomes__order"))


def questions_of(plan_id: int) -> list[TestQuestion]:
    return list(TestQuestion.objects.filter(plan=plan_id).select_related("outcome").order_by("order"))


def classes_of(plan: LessonPlan) -> QuerySet[ClassLesson]:
    """The newest first, with session, event and tallies."""
    return (
        plan.classes.select_related("session__event")
        .prefetch_related(Prefetch("tallies", queryset=TestTally.objects.order_by("pk")))
        .order_by("-session__starts_at", "-pk")
    )


def plan_tallies(plan: LessonPlan) -> list[TestTally]:
    """All classes of a plan together, summed by the database: question, phase, right, asked."""
    rows = (
        TestTally.objects.filter(lesson__plan=plan)
        .order_by()
        .values("question_id", "phase")
        .annotate(r=Sum("right"), a=Sum("asked"))
    )
    return [
        TestTally(question_id=row["question_id"], phase=row["phase"], right=row["r"], asked=row["a"]) for row in rows
    ]


def observations_of(session: Session) -> QuerySet[Observation]:
    return session.observations.select_related("teacher__user", "observer__user").order_by("-day", "-pk")
