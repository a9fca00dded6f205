"""What was promised and what was reached, year by year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Min, Q, QuerySet

from baubau_pembinaan.libraries import figures as counts
from collections_app.models import Demand, Suggestion
from evaluations.models import CommentHandling, Procedure, ServiceStandard, StandardValue
from evaluations.models.standard import Measure

from . import complaints


@dataclass(frozen=True)
class Reached:
    """One year of a standard; value None: nothing to measure, or not written down yet."""

    year: int
    value: Decimal | None
    is_kept: bool | None
    evidence: str = ""


@dataclass(frozen=True)
class StandardLine:
    standard: ServiceStandard
    years: list[Reached]  # oldest first

    @property
    def latest(self) -> Reached:
        return self.years[-1]


def lines(years: list[int], *, today: date, only: int | None = None) -> list[StandardLine]:
    """Every standard in use (or the one with that number) with what it came to in these years, oldest first.

    As many statements for one standard as for many: two, and those of each measure that is used.
    """
    found: Any = ServiceStandard.objects.select_related("service")
    found = found.filter(pk=only) if only is not None else found.filter(is_active=True)
    standards = list(found)
    by_hand = {
        (row.standard_id, row.year): row for row in StandardValue.objects.filter(standard__in=standards, year__in=years)
    }
    counted = {
        measure: {year: value(year, today) for year in years}
        for measure, value in COUNTED.items()
        if any(row.measure == measure for row in standards)
    }
    return [StandardLine(row, [_reached(row, year, by_hand, counted) for year in years]) for row in standards]


def _reached(
    standard: ServiceStandard, year: int, by_hand: dict[Any, StandardValue], counted: dict[str, Any]
) -> Reached:
    row = by_hand.get((standard.pk, year))
    value = (row.value if row else None) if standard.is_manual else counted[standard.measure][year]
    kept = None if value is None else standard.is_kept(value)
    return Reached(year, value, kept, row.evidence if row else "")


def _decimal(value: float | None, places: int = 1) -> Decimal | None:
    return None if value is None else Decimal(str(round(value, places)))


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _complaint_days(year: int, today: date) -> Decimal | None:
    return _decimal(complaints.figures(*_year(year), today=today).days)


def _complaints_in_time(year: int, today: date) -> Decimal | None:
    share = complaints.figures(*_year(year), today=today).in_time_share
    return _decimal(None if share is None else share * 100)


def _comment_days(year: int, today: date) -> Decimal | None:
    rows = CommentHandling.objects.filter(comment__day__range=_year(year), finished_on__isnull=False)
    spans: Any = rows.values_list("comment__day", "finished_on")
    return _median((end - start).days for start, end in spans)


def _suggestion_days(year: int, today: date) -> Decimal | None:
    """From the first wish to the first step after "received", as the demand's own history tells it."""
    first = dict(
        Suggestion.objects.order_by()
        .filter(asked_on__range=_year(year))
        .values_list("demand")
        .annotate(day=Min("asked_on"))
    )
    steps = (
        Demand.history.filter(~Q(status="new"), id__in=first)
        .order_by()
        .values_list("id")
        .annotate(day=Min("status_on"))
    )
    return _median((day - first[pk]).days for pk, day in steps)


def _median(days: Any) -> Decimal | None:
    found = [max(0, n) for n in days]
    return _decimal(median(found)) if found else None


def _visits(year: int, today: date) -> Decimal | None:
    return _decimal(counts.total("visits", *_year(year)), 0)


COUNTED: dict[str, Callable[[int, date], Decimal | None]] = {
    Measure.COMPLAINT_DAYS: _complaint_days,
    Measure.COMPLAINT_IN_TIME: _complaints_in_time,
    Measure.COMMENT_DAYS: _comment_days,
    Measure.SUGGESTION_DAYS: _suggestion_days,
    Measure.VISITS: _visits,
}


def procedures(*, search: str = "", kind: str = "", status: str = "") -> QuerySet[Procedure]:
    """The shelf: what must be reviewed first comes first. status: "retired" for what is out of force."""
    found: Any = Procedure.objects.select_related("unit", "file")
    found = found.filter(retired_on__isnull=status != "retired")
    if kind:
        found = found.filter(kind=kind)
    if search:
        found = found.filter(Q(title__icontains=search) | Q(number__icontains=search))
    return found.order_by("review_on", "title", "pk")
