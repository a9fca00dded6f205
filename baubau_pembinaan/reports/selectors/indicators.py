"""The indicator register of a year: automatic figures, typed ones, targets."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from baubau_pembinaan.reports.content import NOT_RECORDED
from baubau_pembinaan.reports.measures import MEASURES, Facts
from baubau_pembinaan.reports.models import Family, Indicator, IndicatorFigure
from baubau_pembinaan.reports.models.indicator import Better
from baubau_pembinaan.reports.periods import Span


@dataclass(frozen=True)
class Line:
    """One indicator in one year. `url` leads to the rows behind an automatic figure; empty for a typed one."""

    indicator: Indicator
    value: Any
    target: Any
    is_automatic: bool
    url: str
    note: str

    @property
    def is_met(self) -> bool | None:
        """None where there is no target or no figure."""
        if self.target is None or self.value is NOT_RECORDED:
            return None
        if self.indicator.better == Better.LOWER:
            return bool(self.value <= self.target)
        return bool(self.value >= self.target)


def tidy(value: Decimal) -> Decimal | int:
    """A typed figure without zeros behind the comma: 40,000 visits, 2.5 years."""
    return int(value) if value == value.to_integral_value() else value


def indicators_of(year: int) -> QuerySet[Indicator]:
    """Those in use that year, by family, each with its `typed` figures of the year."""
    own = IndicatorFigure.objects.filter(year=year)
    rows = Indicator.objects.filter(is_active=True, valid_from__lte=date(year, 12, 31))
    return rows.prefetch_related(Prefetch("figures", queryset=own, to_attr="typed")).order_by("family", "order", "code")


def register_of(span: Span, day: date) -> dict[Family, list[Line]]:
    """Family -> its lines in order. A typed figure stands in only where the house itself has none."""
    facts = Facts(span, day)
    found: dict[Family, list[Line]] = {family: [] for family in Family}
    for row in indicators_of(span.year):
        typed = row.typed[0] if row.typed else None  # type: ignore[attr-defined]
        measure = MEASURES.get(row.measure)
        counted = measure.value(facts) if measure else NOT_RECORDED
        by_hand = tidy(typed.value) if typed and typed.value is not None else NOT_RECORDED
        automatic = counted is not NOT_RECORDED
        target: Any = (
            tidy(typed.target) if typed and typed.target is not None else measure.target(facts) if measure else None
        )
        found[Family(row.family)].append(
            Line(
                indicator=row,
                value=counted if automatic else by_hand,
                target=target,
                is_automatic=automatic,
                url=measure.rows(span.year) if measure and automatic else "",
                note=typed.note if typed and not automatic else "",
            )
        )
    return {family: lines for family, lines in found.items() if lines}


QUARTERLY = (Family.TPBIS, Family.OWN)  # what has a meaning for a part of a year


def counted_lines(span: Span, day: date) -> list[Line]:
    """The indicators the house counts by itself, for a part of a year: no target, since targets are for years."""
    facts = Facts(span, day)
    rows = Indicator.objects.filter(is_active=True, valid_from__lte=span.last, family__in=QUARTERLY)
    return [
        Line(row, measure.value(facts), None, True, measure.rows(span.year), "")
        for row in rows.order_by("family", "order", "code")
        if (measure := MEASURES.get(row.measure))
    ]


def typed_values(code: str, years: range) -> dict[int, Decimal | int]:
    """Year -> the figure somebody typed for that indicator. One statement."""
    rows = IndicatorFigure.objects.filter(indicator__code=code, year__in=years, value__isnull=False)
    return {row.year: tidy(row.value) for row in rows if row.value is not None}
