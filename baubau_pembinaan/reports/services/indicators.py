"""Typing figures and targets of the indicator register."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.reports.models import Indicator, IndicatorFigure


@transaction.atomic
def type_figure(
    *, indicator: Indicator, year: int, value: Decimal | None, target: Decimal | None, note: str, by: Any
) -> IndicatorFigure | None:
    """Write down what the office says of the indicator in that year; with neither value nor target the line goes."""
    Indicator.objects.select_for_update().get(pk=indicator.pk)  # two who type at once take turns
    row = IndicatorFigure.objects.filter(indicator=indicator, year=year).first()
    with acting(by):
        if value is None and target is None:
            if row is not None:
                row.delete()
            return None
        row = row or IndicatorFigure(indicator=indicator, year=year)
        row.value, row.target, row.note = value, target, note.strip()
        row.full_clean()
        row.save()
    return row
