"""Figures and names as the chapters write them."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka, rentang_tanggal, tanggal
from baubau_pembinaan.documents.tree import Block, Paragraph
from baubau_pembinaan.libraries.models import Library
from evaluations.guard import SMALLEST_GROUP
from evaluations.models import FollowUp
from evaluations.models.followup import OPEN_STATUSES
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


def earlier_figures(data: ReportData) -> list[Block]:
    """That the figures are those of an earlier closing, where they are."""
    if data.frozen == data.closing:
        return []
    words = _(
        "All figures of this report are those of closing no. %(number)s, which were reported or published before. "
        "Since then fewer than %(few)s answers came or went (closing no. %(newer)s), and the difference would tell "
        "what single people answered."
    )
    return [
        Paragraph(
            words % {"number": data.frozen.number, "newer": data.closing.number, "few": SMALLEST_GROUP}, bold=True
        )
    ]


def in_charge(row: FollowUp) -> str:
    return str(row.responsible or row.unit or "–")


def due(row: FollowUp) -> str:
    return tanggal(row.due_on) if row.due_on else "–"


def action(row: FollowUp) -> str:
    """What is done; for a proposal, that nobody planned it yet."""
    if not row.action:
        return _("To be planned")
    return f"{row.action}\n({row.target})" if row.target else row.action


def standing(row: FollowUp, day: date) -> str:
    """How far a follow-up is, and that it is late on the day of the paper."""
    status = str(row.get_status_display())
    late = row.status in OPEN_STATUSES and row.due_on is not None and row.due_on < day
    return f"{status}\n{_('Past its due date')}" if late else status
