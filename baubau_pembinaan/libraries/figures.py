"""Daily counts added up, for pages, samples (Krejcie and Morgan's N), SNP and the raw items of IPLM-2025.

None is "nothing was counted", which is not nought. Whole months and years are local days.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import ExtractMonth

from .models import Counted, DailyCount, Library, ServicePoint

KINDS = [str(kind) for kind in Counted.values]


@dataclass(frozen=True)
class GridRow:
    """One service point of the daily grid: what it counts, and what stands there already."""

    point: ServicePoint
    values: dict[str, int | None]


def grid(day: date) -> list[GridRow]:
    """Every active point that counts something, in the order of its name. Two statements."""
    held = {row.service_point_id: row for row in DailyCount.objects.filter(day=day)}
    points = ServicePoint.objects.active().exclude(counted=[]).order_by("name", "pk")
    return [
        GridRow(point, {kind: getattr(held.get(point.pk), kind, None) for kind in KINDS if kind in point.counted})
        for point in points
    ]


def counted_in(
    first: date, last: date, *, service_point: int | None = None, unit: int | None = None
) -> QuerySet[DailyCount]:
    found = DailyCount.objects.filter(day__range=(first, last))
    if service_point is not None:
        found = found.filter(service_point=service_point)
    if unit is not None:
        found = found.filter(service_point__unit=unit)
    return found


def total(
    kind: str, first: date, last: date, *, service_point: int | None = None, unit: int | None = None
) -> int | None:
    """How many of one kind in these days, both counted. One statement."""
    found = counted_in(first, last, service_point=service_point, unit=unit).aggregate(n=Sum(kind))
    return found["n"]


def visits_of_year_before(first: date, *, service_point: int | None = None, unit: int | None = None) -> int | None:
    """Visits in the twelve months that end the day before `first`: the N of a survey that begins then."""
    try:
        start = first.replace(year=first.year - 1)
    except ValueError:  # 29 February
        start = first.replace(year=first.year - 1, day=28)
    return total("visits", start, date.fromordinal(first.toordinal() - 1), service_point=service_point, unit=unit)


def monthly(year: int, *, service_point: int | None = None) -> list[dict[str, int | None]]:
    """Twelve months, each with the sum of every kind and `days` with any count. One statement."""
    rows: Any = (
        counted_in(date(year, 1, 1), date(year, 12, 31), service_point=service_point)
        .order_by()
        .annotate(month=ExtractMonth("day"))
        .values("month")
        .annotate(days=Count("day", distinct=True), **{f"n_{kind}": Sum(kind) for kind in KINDS})
    )
    by_month = {row["month"]: row for row in rows}
    return [
        {kind: by_month.get(month, {}).get(f"n_{kind}") for kind in KINDS}
        | {"days": by_month.get(month, {}).get("days", 0)}
        for month in range(1, 13)
    ]


@dataclass(frozen=True)
class YearFigures:
    """A year (or other days of one) of the whole library, under the names SNP and IPLM-2025 ask for.

    print_use: loans and what is read in the library (without inter-library loans, which are not counted here);
    ict_use: use of computers and internet; visits_per_day: on days with a count; per_head: visits over inhabitants.
    """

    year: int
    days: int
    visits: int | None
    loans: int | None
    reads_in: int | None
    computer: int | None
    internet: int | None
    population: int | None

    @property
    def print_use(self) -> int | None:
        return _sum(self.loans, self.reads_in)

    @property
    def ict_use(self) -> int | None:
        return _sum(self.computer, self.internet)

    @property
    def visits_per_day(self) -> float | None:
        return self.visits / self.days if self.visits is not None and self.days else None

    @property
    def visits_per_head(self) -> float | None:
        return self.visits / self.population if self.visits is not None and self.population else None


def _sum(*values: int | None) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def year_figures(year: int) -> YearFigures:
    """Two statements at most (the library's own row is usually at hand)."""
    return figures_between(date(year, 1, 1), date(year, 12, 31))


def figures_between(first: date, last: date) -> YearFigures:
    """The same for some days, both counted; `year` is that of the first."""
    found = counted_in(first, last).aggregate(
        days=Count("day", distinct=True), **{f"n_{kind}": Sum(kind) for kind in KINDS}
    )
    sums = {kind: found[f"n_{kind}"] for kind in KINDS}
    return YearFigures(year=first.year, days=found["days"], population=Library.current().population, **sums)


def years() -> list[int]:
    """Years with any count, newest first."""
    return sorted((day.year for day in DailyCount.objects.dates("day", "year")), reverse=True)


def last_counted() -> date | None:
    return DailyCount.objects.aggregate(day=Max("day"))["day"]
