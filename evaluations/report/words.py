"""Figures and names as the chapters write them."""

from decimal import Decimal

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka, rentang_tanggal, tanggal
from baubau_pembinaan.libraries.models import Library
from evaluations.models import FollowUp
from evaluations.words import mutu_words

from .data import ReportData


def three(value: Decimal) -> str:
    return angka(value, 3)


def days(data: ReportData) -> str:
    return rentang_tanggal(data.period.starts_on, data.period.ends_on)


def service(data: ReportData) -> str:
    """ "Layanan Sirkulasi", or the library's own name where the survey asked about all of it."""
    return data.place or Library.current().name


def result_words(data: ReportData) -> str:
    return f"{angka(data.ikm, 2)} · {mutu_words(data.grade)}"


def in_charge(row: FollowUp) -> str:
    return str(row.responsible or row.unit or "–")


def due(row: FollowUp) -> str:
    return tanggal(row.due_on) if row.due_on else "–"


def action(row: FollowUp) -> str:
    """What is done; for a proposal, that nobody planned it yet."""
    if not row.action:
        return _("To be planned")
    return f"{row.action}\n({row.target})" if row.target else row.action
