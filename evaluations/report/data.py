"""Everything the chapters read, gathered once: the frozen result first, what hangs around it second."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count
from django.utils import timezone

from evaluations.choices import CommentState, Unsur
from evaluations.comparison import Change
from evaluations.guard import tells_few
from evaluations.models import Answer, Comment, FollowUp, FrozenResult, HeldBatch, Period, Question, SkmFormula
from evaluations.models.instrument import in_language
from evaluations.selectors.analysis import importance
from evaluations.selectors.complaints import ComplaintFigures
from evaluations.selectors.complaints import figures as complaint_figures
from evaluations.selectors.followups import ClosedPeriod, Comparison, closed_periods, comparisons, of_period
from evaluations.selectors.own_questions import OwnQuestion, own_answers
from evaluations.selectors.results import Profile, Rows, period_result, profiles, profiles_of, whole_period_rows
from evaluations.selectors.told import told_closing
from evaluations.skm import crowd, frozen_data, half_up, lowest


@dataclass(frozen=True)
class UnsurRow:
    """One unsur of the frozen result; decimals as the closing kept them."""

    key: str
    n: int
    sum: int
    nrr: Decimal
    weighted: Decimal
    counts: tuple[int, ...]

    @property
    def label(self) -> str:
        return str(Unsur(self.key).label)


@dataclass(frozen=True)
class ReportData:
    """One closed period and its surroundings. All figures are those of `frozen`: the closing that was asked for, or one
    told before that it comes too close to. `matrix` has one row of unsur values a respondent, in random order. `own` is
    guarded as on the period's page; both and `importance` (unsur -> correlation) are empty where the answers are not
    those that `frozen` counted, or another closing is close to it."""

    period: Period
    closing: FrozenResult
    frozen: FrozenResult
    unsur: list[UnsurRow]
    ikm: Decimal
    grade: str
    respondents: int
    profiles: list[Profile]
    profiled: FrozenResult
    held: int
    trend: list[ClosedPeriod]
    previous: ClosedPeriod | None
    plan: list[FollowUp]
    previous_plan: list[FollowUp]
    compared: dict[int, Comparison]
    questions: list[Question]
    own: list[OwnQuestion]
    importance: dict[str, float | None]
    matrix: list[list[Decimal | None]]
    comments: list[str]
    complaints: ComplaintFigures
    bands: list[tuple[str, str]]

    @property
    def day(self) -> date:
        """The day of the closing that the paper was asked for after."""
        return timezone.localtime(self.closing.frozen_at).date()

    @property
    def changes(self) -> dict[str, Change]:
        """Unsur -> the change since the period before, where both asked it."""
        if self.previous is None:
            return {}
        pairs = {row.key: (self.previous.measure(row.key), self.trend[-1].measure(row.key)) for row in self.unsur}
        return {key: Change(before, after) for key, (before, after) in pairs.items() if before and after}

    @property
    def weak(self) -> list[UnsurRow]:
        """The unsur to improve first; none where all are equal."""
        return lowest(self.unsur, lambda row: half_up(Fraction(row.nrr), 3))

    @property
    def crowd(self) -> tuple[int, Decimal] | None:
        """(how many, NRR) of those that are too many to come first."""
        return crowd(self.unsur, lambda row: half_up(Fraction(row.nrr), 3))

    @property
    def strong(self) -> list[UnsurRow]:
        """Those to keep, the best first; none below the mean of all, where the importance picture calls it weak."""
        mean = sum((row.nrr for row in self.unsur), Decimal(0)) / max(1, len(self.unsur))
        return [row for row in lowest(self.unsur, lambda row: -half_up(Fraction(row.nrr), 3)) if row.nrr >= mean]

    @property
    def place(self) -> str:
        """The desk or unit the survey asked about, by its name at the closing; empty for the whole library."""
        survey = self.period.survey
        return in_language(*self.frozen.data.get("service", (str(survey.service_point or survey.unit or ""), "")))

    @property
    def title(self) -> str:
        """The survey's title at the closing."""
        survey = self.period.survey
        return in_language(*self.frozen.data.get("title", (survey.title, survey.title_en)))

    @property
    def population(self) -> int | None:
        return self.frozen.data.get("population", self.period.population)


def gather(closing: FrozenResult, *, look_ahead: bool = False) -> ReportData:
    """Read what the report of this closing says, about fifteen statements whatever the number of respondents.

    look_ahead: compare also with periods that came later (the follow-up report); the SKM report ends with its own.
    """
    period = Period.objects.select_related("survey__service_point__unit", "survey__unit", "version__instrument").get(
        pk=closing.period_id
    )
    frozen = told_closing(closing)
    rows = [
        UnsurRow(r["key"], r["n"], r["sum"], Decimal(r["nrr"]), Decimal(r["weighted"]), tuple(r.get("counts", ())))
        for r in frozen.data["unsur"]
    ]
    closed = closed_periods([period.survey_id]).get(period.survey_id, [])
    trend = [c for c in closed if c.period.starts_on < period.starts_on]
    trend.append(ClosedPeriod(period, frozen))
    previous = trend[-2] if len(trend) > 1 else None
    previous_plan = of_period(previous.period) if previous else []
    plan = of_period(period)
    questions = list(Question.objects.filter(version=frozen.instrument_version_id).order_by("order", "pk"))
    summary = whole_period_rows(period)
    profiled = profiled_closing(frozen)
    tells_nobody = _stands(frozen, period, summary) and profiled == frozen == closing
    return ReportData(
        period=period,
        closing=closing,
        frozen=frozen,
        unsur=rows,
        ikm=Decimal(frozen.data["ikm"]),
        grade=frozen.data["grade"],
        respondents=frozen.data["respondents"],
        profiles=profiles_at(profiled, summary),
        profiled=profiled,
        held=HeldBatch.objects.filter(period=period).aggregate(n=Count("answers"))["n"],
        trend=trend,
        previous=previous,
        plan=plan,
        previous_plan=previous_plan,
        compared=comparisons(
            [*previous_plan, *plan],
            closed={period.survey_id: closed},
            until=None if look_ahead else period.starts_on,
        ),
        questions=questions,
        own=own_answers(period, summary).questions if tells_nobody else [],
        importance=importance(period)[1] if tells_nobody else {},
        matrix=_matrix(period, frozen, questions) if tells_nobody else [],
        comments=_comments(period),
        complaints=complaint_figures(
            period.starts_on,
            period.ends_on,
            today=timezone.localdate(closing.frozen_at),
            service_point=period.survey.service_point_id,
            unit=period.survey.unit_id,
        ),
        bands=[(g, f) for row in SkmFormula.objects.filter(version=frozen.formula_version) for g, f in row.bands],
    )


def profiled_closing(frozen: FrozenResult) -> FrozenResult:
    """The closing whose respondents a paper about `frozen` tells apart: itself, unless fewer than five answers came or
    went since an earlier one, for then the groups of both, side by side, would say who gave them."""
    shown: list[FrozenResult] = []
    for closing in FrozenResult.objects.filter(period=frozen.period_id, number__lte=frozen.number).order_by("number"):
        if not any(tells_few(earlier.data, closing.data) for earlier in shown):
            shown.append(closing)
    return shown[-1]


def profiles_at(frozen: FrozenResult, summary: Rows) -> list[Profile]:
    """Who had answered at the closing; closings of old kept no profile and show the present one."""
    return profiles_of(frozen.data["profile"]) if "profile" in frozen.data else profiles(summary)


def _stands(frozen: FrozenResult, period: Period, summary: Rows) -> bool:
    """Whether the answers are still those that the closing counted."""
    now = frozen_data(period_result(period, summary))
    names = ["key", "n", "sum", *(["counts"] if all("counts" in row for row in frozen.data["unsur"]) else [])]

    def counted(data: Mapping[str, Any]) -> list[Any]:
        return [data["respondents"], *([row[name] for name in names] for row in data["unsur"])]

    return counted(now) == counted(frozen.data)


def _matrix(period: Period, frozen: FrozenResult, questions: Sequence[Question]) -> list[list[Decimal | None]]:
    """Rows sorted by their values, then mixed by dice that only the period throws: nothing of who came when is left,
    and the same answers give the same order (rulings 1)."""
    keys = [row["key"] for row in frozen.data["unsur"]]
    slots = {key: [q.slot for q in questions if q.unsur == key and q.slot] for key in keys}
    used = [slot for key in keys for slot in slots[key]]
    rows = sorted(
        Answer.objects.filter(period=period).values_list(*(f"r{slot}" for slot in used)),
        key=lambda row: tuple(value or 0 for value in row),
    )
    dice = random.Random(f"skm:{period.pk}:{frozen.number}")  # noqa: S311 - order, not a secret
    dice.shuffle(rows)
    return [_by_unsur(row, [len(slots[key]) for key in keys]) for row in rows]


def _by_unsur(row: Sequence[int | None], widths: Sequence[int]) -> list[Decimal | None]:
    """The mean of each unsur's questions for one respondent; None where one is missing."""
    found: list[Decimal | None] = []
    at = 0
    for width in widths:
        values = row[at : at + width]
        at += width
        given = [value for value in values if value is not None]
        found.append(Decimal(sum(given)) / len(given) if given and len(given) == width else None)
    return found


def _comments(period: Period) -> list[str]:
    """Words that moderators made public, as readers see them; alphabetical, so no order of arrival shows."""
    shown: Any = Comment.objects.filter(period=period, handling__state=CommentState.PUBLIC).values_list(
        "handling__shown", flat=True
    )
    return sorted(" ".join(words.split()) for words in shown if words.strip())
