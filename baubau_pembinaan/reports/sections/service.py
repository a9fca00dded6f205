"""How much the library was used, and what patrons complained about."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka, half_up
from baubau_pembinaan.documents.tree import Heading
from baubau_pembinaan.libraries.figures import figures_between
from baubau_pembinaan.reports.content import NOT_RECORDED, Part
from baubau_pembinaan.reports.periods import Span
from evaluations.selectors import complaints

from .common import figures


def service(span: Span, day: date) -> list[Part]:
    used = figures_between(span.first, day)
    found = complaints.figures(span.first, span.last, today=day)
    in_time = _("%(n)s of %(all)s") % {"n": angka(found.in_time), "all": angka(found.due)} if found.due else None
    days = None if found.days is None else half_up(Decimal(str(found.days)), 1)
    words = [
        (used.visits, _("Visits"), _("visits")),
        (used.loans, _("Loans"), _("copies")),
        (used.reads_in, _("Read in the library"), _("copies")),
        (used.computer, _("Computer use"), _("uses")),
        (used.internet, _("Internet use"), _("uses")),
    ]
    return [
        Heading(_("Use of the library and complaints")),
        figures(
            _("Use of the library"),
            [(label, NOT_RECORDED if n is None else n, unit) for n, label, unit in words],
        ),
        figures(
            _("Complaints"),
            [
                (_("Complaints, questions and praise"), found.total, ""),
                *((label, n, "") for label, n in found.kinds),
                (_("Complaints and questions answered within their time"), in_time, ""),
                (_("Open and past their day"), found.late, ""),
                (_("Days to the first answer (median)"), days, _("days")),
            ],
        ),
    ]
