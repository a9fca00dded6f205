"""A simulation of somebody's angka kredit: every line from a predikat, and how far the next grade and level are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast, JSONObject

from baubau_pembinaan.accounts.choices import AppointmentKind, PositionLevel
from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from evaluations.credit import ZERO, exact_credit, grade_target, months_in, rounded, years_needed
from evaluations.models import CreditFormula, CreditOpening, PeriodicEvaluation, Review
from evaluations.predikat import predicate_of
from evaluations.review_choices import OPEN_TO_PERSON, Predicate, Stage
from training.models import LevelStep

FORECASTS = (Predicate.GOOD, Predicate.VERY_GOOD)


@dataclass(frozen=True)
class Line:
    """Months in one level under one predikat. `is_final`: of a locked review in a year that is over."""

    review_id: int
    starts_on: date
    ends_on: date
    months: int
    level: PositionLevel
    predicate: Predicate
    coefficient: Decimal
    percent: Decimal
    exact: Fraction
    is_final: bool
    is_counted: bool  # of the present level, and after the official figure

    @property
    def credit(self) -> Decimal:
        """Of this line alone, rounded."""
        return rounded(self.exact)


@dataclass(frozen=True)
class Target:
    """Something that asks for credit. `years` holds (predikat, full years) until it is reached."""

    name: str
    needed: Decimal
    missing: Decimal
    years: list[tuple[Predicate, int]]


@dataclass(frozen=True)
class CreditAccount:
    """`level` None: the person holds no functional post that day, so nothing is counted."""

    person: StaffProfile
    on: date
    appointment: Appointment | None
    level: PositionLevel | None
    since: date | None  # the first day in the level
    formula: CreditFormula | None
    opening: CreditOpening | None  # only where it is of the present level
    lines: list[Line]
    grade: Target | None
    next_level: Target | None
    told: Review | None = None  # the newest review whose predikat the person has been told

    @property
    def told_lately(self) -> Review | None:
        """`told`, where it is of last year or of this one already."""
        return self.told if self.told and self.told.cycle.ends_on.year >= self.on.year - 1 else None

    @property
    def total(self) -> Decimal:
        """Of the exact figures, rounded once."""
        counted = sum((line.exact for line in self.lines if line.is_counted), Fraction(0))
        return rounded(counted + Fraction(self.opening.credit if self.opening else ZERO))

    @property
    def is_provisional(self) -> bool:
        return any(line.is_counted and not line.is_final for line in self.lines)


def credit_of(person: StaffProfile, on: date) -> CreditAccount:
    """Two statements. Only predikat that the person may see already count: released years, else evaluated periods."""
    steps = LevelStep.objects.filter(from_level=OuterRef("position__level"), valid_from__lte=on)
    step = steps.order_by("-valid_from", "-pk").values(found=JSONObject(to="to_level", credit=_text("credit")))[:1]
    known = CreditFormula.objects.filter(valid_from__lte=on).order_by("-valid_from", "-pk")
    names = ("version", "source", "levels", "percents")
    figures = {**{name: name for name in names}, "valid_from": _text("valid_from")}
    posts = list(
        Appointment.objects.filter(profile=person, kind=AppointmentKind.DEFINITIVE, starts_on__lte=on)
        .exclude(position__level="")
        .select_related("position", "profile__credit_opening")
        .annotate(asked=Subquery(step), formulas=ArraySubquery(known.values(found=JSONObject(**figures))))
        .order_by("starts_on", "pk")
    )
    post = next((row for row in posts if row.is_running_on(on)), None)
    formulas = [
        CreditFormula(**{**row, "valid_from": date.fromisoformat(row["valid_from"])})
        for row in (posts[0].formulas if posts else [])
    ]
    formula = formulas[0] if formulas else None
    reviews = _reviews(person)
    told = next((row for row in reversed(reviews) if row.is_released), None)
    if post is None or formula is None:
        lines = list(_lines(reviews, posts, formulas, None, None, on))
        return CreditAccount(person, on, post, None, None, formula, None, lines, None, None, told)
    level = PositionLevel(post.position.level)
    since, at_entry = _begin(posts, level)
    opening: CreditOpening | None = getattr(post.profile, "credit_opening", None)
    if opening is not None and (opening.level != level or opening.counted_until < since):
        opening = None
    counts_from = max(since, opening.counted_until + timedelta(days=1)) if opening else since
    lines = list(_lines(reviews, posts, formulas, level, counts_from, on))
    account = CreditAccount(person, on, post, level, since, formula, opening, lines, None, None, told)
    grade, following = _targets(account, at_entry, post.asked)
    return replace(account, grade=grade, next_level=following)


def _text(name: str) -> Cast:
    """A date or a decimal that keeps its exact writing inside JSON."""
    return Cast(name, CharField())


def _begin(posts: Sequence[Appointment], level: PositionLevel) -> tuple[date, str]:
    """The first day of the unbroken time in the level, and the rank held that day."""
    first = posts[-1]
    for row in reversed(posts):
        if row.position.level != level:
            break
        first = row
    return first.starts_on, first.golongan


def _reviews(person: StaffProfile) -> list[Review]:
    """Oldest first, each with the periods that were `evaluated`."""
    parts = {
        "first": _text("starts_on"),
        "last": _text("ends_on"),
        "result": "result_rating",
        "conduct": "conduct_rating",
    }
    periods = PeriodicEvaluation.objects.filter(review=OuterRef("pk"), evaluated_on__isnull=False)
    found = ArraySubquery(periods.order_by("number", "pk").values(found=JSONObject(**parts)))
    rows = Review.objects.filter(person=person).select_related("cycle").annotate(evaluated=found)
    return list(rows.order_by("cycle__starts_on", "pk"))


def _lines(
    reviews: list[Review],
    posts: Sequence[Appointment],
    formulas: list[CreditFormula],
    level: PositionLevel | None,
    counts_from: date | None,
    on: date,
) -> Iterator[Line]:
    """Oldest first. A month belongs to the level held on its first day; the month of a line's end decides nothing."""
    for review in reviews:
        for first, last, predicate in _rated(review):
            formula = next((row for row in formulas if row.valid_from <= last), None)
            if predicate is None or formula is None:
                continue
            months = months_in(first, last)
            for (held, counted), found in groupby(
                months, lambda day: (_level_on(posts, day), counts_from is not None and day >= _month(counts_from))
            ):
                rule = formula.rule(held) if held else None
                if rule is None:
                    continue
                days = list(found)
                percent = formula.percent(predicate)
                yield Line(
                    review_id=review.pk,
                    starts_on=days[0],
                    ends_on=_month_end(days[-1]),
                    months=len(days),
                    level=PositionLevel(held),
                    predicate=predicate,
                    coefficient=rule.coefficient,
                    percent=percent,
                    exact=exact_credit(rule.coefficient, percent, len(days)),
                    is_final=review.stage == Stage.LOCKED and review.cycle.ends_on < on,
                    is_counted=counted and held == level,
                )


def _rated(review: Review) -> Iterator[tuple[date, date, Predicate | None]]:
    """The whole year once it is released, else each period that the supervisor has evaluated."""
    if review.stage in OPEN_TO_PERSON:
        yield review.cycle.starts_on, review.cycle.ends_on, review.predicate
    else:
        for period in review.evaluated:  # type: ignore[attr-defined]  # annotated above
            predicate = predicate_of(period["result"], period["conduct"])
            yield date.fromisoformat(period["first"]), date.fromisoformat(period["last"]), predicate


def _level_on(posts: Sequence[Appointment], day: date) -> str:
    return next((row.position.level for row in posts if row.is_running_on(day)), "")


def _month(day: date) -> date:
    """The first month that begins on that day or after it."""
    return day if day.day == 1 else _month_end(day) + timedelta(days=1)


def _month_end(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)


def _targets(
    account: CreditAccount, rank_at_entry: str, asked: dict[str, str] | None
) -> tuple[Target | None, Target | None]:
    """The next grade by the level's own figure, the next level by what training.LevelStep asks that day (`asked`)."""
    if account.formula is None or account.level is None or account.appointment is None:
        return None, None
    rule = account.formula.rule(account.level)
    if rule is None:
        return None, None
    formula, coefficient = account.formula, rule.coefficient

    def target(name: str, needed: Decimal) -> Target:
        missing = max(ZERO, needed - account.total)
        years = [(key, years_needed(missing, coefficient, formula.percent(key))) for key in FORECASTS]
        return Target(name, needed, missing, [(key, n) for key, n in years if n is not None])

    grade = grade_target(rule, account.appointment.golongan, rank_at_entry)
    following = target(str(PositionLevel(asked["to"]).label), Decimal(asked["credit"])) if asked else None
    return target(*grade) if grade else None, following
