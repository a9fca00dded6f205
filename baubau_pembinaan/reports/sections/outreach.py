"""Events: what was held, who came, with whom, for how much."""

from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.core.xlsx import Column
from baubau_pembinaan.documents.tree import Heading, Note
from baubau_pembinaan.reports.content import NOT_RECORDED, Grid, Part
from baubau_pembinaan.reports.periods import Span
from outreach.choices import AgeBand, EventKind
from outreach.selectors.figures import figures_between, held_between

from .common import figures


def events(span: Span, *, each: bool = True) -> list[Part]:
    """`each` lists every date; without it only the figures by kind."""
    found = figures_between(span.first, span.last)
    reported = found.activities - found.not_reported
    heads = found.participants if reported else NOT_RECORDED
    parts: list[Part] = [
        Heading(_("Events and activities")),
        figures(
            _("Event figures"),
            [
                (_("Programmes"), found.programmes, _("programmes")),
                (_("Activities held"), found.activities, _("activities")),
                (_("of them not yet reported"), found.not_reported, _("activities")),
                (_("of them with a partner"), found.with_partners, _("activities")),
                (_("Meetings with partners besides"), found.partner_meetings, _("meetings")),
                (_("Participants"), heads, _("people")),
                *(
                    (str(_("Participants, %(age)s") % {"age": label}), found.by_band[band], _("people"))
                    for band, label in AgeBand.choices
                    if band in found.by_band
                ),
                (_("Costs reported"), found.cost_idr if reported else NOT_RECORDED, _("rupiah")),
            ],
        ),
        Grid(
            _("Activities by kind"),
            [Column(_("Kind")), Column(_("Activities"), "int"), Column(_("Participants"), "int")],
            [[str(EventKind(kind).label).capitalize(), dates, people] for kind, dates, people in found.by_kind],
            widths=[5, 2, 2],
            empty=_("No activity was held in this period."),
        ),
    ]
    if each and found.activities:
        parts.append(
            Grid(
                _("Activities"),
                [
                    Column(_("Activity")),
                    Column(_("Date"), "date"),
                    Column(_("Participants"), "int"),
                    Column(_("Cost"), "money"),
                ],
                [
                    [
                        row.event.title,
                        timezone.localtime(row.starts_at).date(),
                        NOT_RECORDED if people is None else people,
                        NOT_RECORDED if cost is None else cost,
                    ]
                    for row, people, cost in held_between(span.first, span.last)
                ],
                widths=[5, 2, 1.6, 2],
            )
        )
    if found.not_reported:
        parts.append(
            Note(
                _("%(n)s activities were held and not reported: their participants are missing here.")
                % {"n": angka(found.not_reported)}
            )
        )
    return parts
