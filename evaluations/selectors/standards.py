"""What was promised and what was reached, year by year and quarter by quarter."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, JSONObject

from evaluations.models import Procedure, ServiceStandard, StandardValue

from . import measures


@dataclass(frozen=True)
class Reached:
    """One year or quarter of a standard; value None: nothing to measure, or not written down yet."""

    year: int
    value: Decimal | None
    is_kept: bool | None
    evidence: str = ""
    quarter: int | None = None


@dataclass(frozen=True)
class StandardLine:
    standard: ServiceStandard
    years: list[Reached]  # oldest first
    quarters: list[Reached]  # oldest first; of what the system counts itself

    @property
    def latest(self) -> Reached:
        return self.years[-1]


def lines(
    years: list[int], *, today: date, only: int | None = None, quarters: list[tuple[int, int]] | None = None
) -> list[StandardLine]:
    """Every standard in use (or the one with that number) with what it came to in these years, oldest first, and in
    these quarters (year, 1 to 4).

    As many statements for one standard as for many, whatever the years: one, and at most three for what is measured.
    """
    found: Any = ServiceStandard.objects.select_related("service")
    found = found.filter(pk=only) if only is not None else found.filter(is_active=True)
    by_hand = StandardValue.objects.filter(standard=OuterRef("pk"), year__in=years).order_by("pk")
    written = by_hand.values(row=JSONObject(year="year", value=Cast("value", CharField()), evidence="evidence"))
    standards = list(found.annotate(written=ArraySubquery(written)))
    spans = {year: measures.year(year) for year in years}
    shorter = {at: measures.quarter(at[1], at[0]) for at in quarters or []}
    counted = {row.measure for row in standards if not row.is_manual}
    measured = measures.Measured(counted, [*spans.values(), *shorter.values()], today)
    return [
        StandardLine(
            row,
            [
                _by_hand(row, year) if row.is_manual else _counted(row, measured, span, year)
                for year, span in spans.items()
            ],
            [] if row.is_manual else [_counted(row, measured, span, *at) for at, span in shorter.items()],
        )
        for row in standards
    ]


def _by_hand(standard: Any, year: int) -> Reached:
    row = next((row for row in standard.written if row["year"] == year), None)
    if row is None:
        return Reached(year, None, None)
    value = Decimal(row["value"])
    return Reached(year, value, standard.is_kept(value), row["evidence"])


def _counted(
    standard: ServiceStandard, measured: measures.Measured, span: measures.Span, year: int, quarter: int | None = None
) -> Reached:
    value = measured.value(standard.measure, span)
    return Reached(year, value, None if value is None else standard.is_kept(value), quarter=quarter)


def procedures(*, search: str = "", kind: str = "", status: str = "") -> QuerySet[Procedure]:
    """The shelf: what must be reviewed first comes first. status: "retired" for what is out of force."""
    found: Any = Procedure.objects.select_related("unit", "file")
    found = found.filter(retired_on__isnull=status != "retired")
    if kind:
        found = found.filter(kind=kind)
    if search:
        found = found.filter(Q(title__icontains=search) | Q(number__icontains=search))
    return found.order_by("review_on", "title", "pk")


def procedures_in_force(day: date) -> int:
    """How many papers of the shelf hold on that day."""
    rows = Procedure.objects.filter(Q(retired_on=None) | Q(retired_on__gt=day), valid_from__lte=day)
    return rows.count()
