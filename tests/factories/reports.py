"""Rows of the report room for tests."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from baubau_pembinaan.reports.models import Indicator, IndicatorFigure

_numbers = count(1)


def make_indicator(**fields: Any) -> Indicator:
    number = next(_numbers)
    defaults = {"code": f"uji-{number}", "family": "own", "name": f"Indikator {number}", "valid_from": date(2020, 1, 1)}
    return Indicator.objects.create(**(defaults | fields))


def make_figure(indicator: Indicator | None = None, **fields: Any) -> IndicatorFigure:
    return IndicatorFigure.objects.create(
        **({"indicator": indicator or make_indicator(), "year": 2026, "value": Decimal(5)} | fields)
    )
