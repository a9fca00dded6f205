"""The collection: what there is, what came, what was wished for."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import half_up
from baubau_pembinaan.documents.tree import Heading, Note
from baubau_pembinaan.reports.content import NOT_RECORDED, Part
from baubau_pembinaan.reports.periods import Span
from collections_app.selectors.figures import growth_between, holdings_on, wishes_between

from .common import figures


def collection(span: Span, day: date) -> list[Part]:
    here, came = holdings_on(day), growth_between(span.first, span.last)
    wishes = wishes_between(span.first, span.last)
    share = half_up(Decimal(here.recent * 100) / here.titles, 1) if here.titles and here.dated else NOT_RECORDED
    parts: list[Part] = [
        Heading(_("Collection")),
        figures(
            _("Collection figures"),
            [
                (_("Titles in the catalogue"), here.titles or NOT_RECORDED, _("titles")),
                (_("Copies"), here.copies or NOT_RECORDED, _("copies")),
                (_("Titles of the last five years"), share, "%"),
                (_("New titles"), came.titles if here.has_days else NOT_RECORDED, _("titles")),
                (_("New copies"), came.copies if here.has_days else NOT_RECORDED, _("copies")),
                (
                    _("Value of new copies"),
                    came.cost_idr if came.cost_idr is not None else NOT_RECORDED,
                    _("rupiah"),
                ),
                (_("Books wished for"), wishes.asked, _("wishes")),
                (_("Wishes now on the shelf"), wishes.met, _("titles")),
                (_("Wishes declined"), wishes.declined, _("titles")),
            ],
        ),
    ]
    if not here.has_days:
        parts.append(Note(_("The catalogue says of no copy when it was received, so growth cannot be told.")))
    return parts
