"""Rows of the report room for tests."""

import hashlib
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from baubau_pembinaan.documents.services import store_content
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.reports.models import Definition, Edition, Indicator, IndicatorFigure, Issue
from tests.factories.accounts import make_unit

_numbers = count(1)


def make_indicator(**fields: Any) -> Indicator:
    number = next(_numbers)
    defaults = {"code": f"uji-{number}", "family": "own", "name": f"Indikator {number}", "valid_from": date(2020, 1, 1)}
    return Indicator.objects.create(**(defaults | fields))


def make_figure(indicator: Indicator | None = None, **fields: Any) -> IndicatorFigure:
    return IndicatorFigure.objects.create(
        **({"indicator": indicator or make_indicator(), "year": 2026, "value": Decimal(5)} | fields)
    )


def make_edition(*, by: Any = None, like: Edition | None = None, **fields: Any) -> Edition:
    """A report in the archive with three small files; `like` makes the next version of another one."""
    number = next(_numbers)
    files = {
        kind: store_content(
            content=f"{kind} {number}".encode(),
            kind=kind,
            name=f"laporan.{kind}",
            app="reports",
            by=None,
            at=timezone.now(),
        )
        for kind in (Kind.PDF, Kind.XLSX, Kind.DOCX)
    }
    same = (
        {"report": like.report, "period": like.period}
        if like
        else {"report": "triwulan", "period": f"{2000 + number}-Q3"}
    )
    version = Edition.objects.filter(**same).count() + 1 if like else 1
    return Edition.objects.create(
        **same
        | {
            "version": version,
            "title": "LAPORAN EVALUASI TRIWULAN",
            "content_sha256": hashlib.sha256(str(number).encode()).hexdigest(),
            "linked": [],
            "made_at": timezone.now(),
            "made_by": by,
            "pdf": files[Kind.PDF],
            "xlsx": files[Kind.XLSX],
            "docx": files[Kind.DOCX],
        }
        | fields
    )


def make_definition(**fields: Any) -> Definition:
    """The monthly summary, five days after each month, where nothing else is said."""
    fields.setdefault("report", "bulanan")
    return Definition.objects.create(**fields)


def make_unit_definition() -> Definition:
    return make_definition(report="unit", unit=make_unit())


def make_issue() -> Issue:
    return Issue.objects.create(definition=make_unit_definition(), period="2026-Q2", begun_at=timezone.now())
