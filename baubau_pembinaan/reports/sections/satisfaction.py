"""IKM, unsur, comments and follow-ups."""

from datetime import date

from django.utils.translation import gettext as _

from baubau_pembinaan.core.charts import bar_chart
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.core.xlsx import Column
from baubau_pembinaan.documents.tree import Chart, Heading, Note, Paragraph
from baubau_pembinaan.reports.content import NOT_RECORDED, Grid, Part
from baubau_pembinaan.reports.periods import Span
from evaluations.choices import FollowUpStatus, Unsur
from evaluations.models import FollowUp
from evaluations.selectors.figures import comments_between, follow_ups_standing
from evaluations.words import ikm_words

from .common import figures, ikm_by_survey, satisfied


def satisfaction(span: Span, day: date) -> list[Part]:
    """What was answered in the period, by survey and by unsur."""
    found = satisfied(span)
    title = Heading(_("Community satisfaction (IKM)"))
    if not found.leaves:
        return [title, Paragraph(_("Nobody answered an SKM survey in this period: the IKM is not recorded."))]
    if not found.library.respondents:
        return [title, Paragraph(_("Fewer than five patrons answered in this period: what they said is not shown."))]
    unsur = [(str(Unsur(row.key).label), row) for row in found.library.unsur]
    parts: list[Part] = [
        title,
        Paragraph(_ikm_sentence(found.library.respondents, ikm_words(found.library))),
        ikm_by_survey(found.lines()),
        Heading(_("Unsur"), 2),
        Chart(
            bar_chart(
                [(label, row.nrr_3) for label, row in unsur], title=_("NRR per unsur"), places=3, maximum=4, width=640
            )
        ),
        Grid(
            _("Unsur"),
            [
                Column(_("Unsur")),
                Column(_("Answers"), "int"),
                Column("NRR", "number"),
                Column(_("On 25–100"), "number"),
            ],
            [
                [label, row.n, NOT_RECORDED if row.nrr is None else row.nrr_3, row.on_100 or NOT_RECORDED]
                for label, row in unsur
            ],
            widths=[5, 1.5, 1.5, 1.5],
        ),
    ]
    weak = found.library.priorities
    if weak:
        names = ", ".join(f"{Unsur(row.key).label} ({angka(row.nrr_3 or 0, 3)})" for row in weak)
        parts.append(Paragraph(_("To be improved first: %(names)s.") % {"names": names}))
    if found.cut:
        parts.append(Note(_("Of surveys that run longer than this period only the answers of its days are counted.")))
    over = found.cut if day >= span.last else frozenset()
    if any(leaf.period.is_open and leaf.period.pk not in over for leaf in found.leaves):
        parts.append(Note(_("A survey is still open: these figures can change.")))
    return parts


def _ikm_sentence(respondents: int, words: str) -> str:
    if not words:
        return _("%(n)s patrons answered; an unsur without an answer leaves the IKM open.") % {"n": angka(respondents)}
    return _("%(n)s patrons answered. All together give an IKM of %(ikm)s.") % {"n": angka(respondents), "ikm": words}


def comments(span: Span) -> list[Part]:
    found = comments_between(span.first, span.last)
    return [
        Heading(_("Comments of patrons")),
        figures(
            _("Comments"),
            [
                (_("Comments received"), found.received, _("comments")),
                (_("Not yet decided"), found.waiting, _("comments")),
                (_("Published"), found.public, _("comments")),
                (_("Seen to"), found.finished, _("comments")),
                *((str(kind.label), n, _("comments")) for kind, n in found.by_kind),
            ],
        ),
    ]


def state_on(row: FollowUp, day: date) -> str:
    """What a follow-up was on that day, in words."""
    if row.ended_on is not None and row.ended_on <= day:
        return str(row.get_status_display())
    if row.due_on is not None and row.due_on < day:
        return _("Late")
    return str(FollowUpStatus.UNDERWAY.label if row.ended_on else row.get_status_display())


def follow_ups(span: Span, day: date) -> list[Part]:
    rows = follow_ups_standing(span.first, span.last)
    done = sum(row.status == FollowUpStatus.DONE and row.ended_on is not None and row.ended_on <= day for row in rows)
    return [
        Heading(_("Follow-ups")),
        Paragraph(
            _("%(n)s follow-ups were open or settled in the period; %(done)s of them were carried out.")
            % {"n": angka(len(rows)), "done": angka(done)}
        ),
        Grid(
            _("Follow-ups"),
            [
                Column(_("Unsur")),
                Column(_("What is done")),
                Column(_("Person in charge")),
                Column(_("Due date"), "date"),
                Column(_("State")),
            ],
            [
                [
                    str(row.get_unsur_display()),
                    row.action,
                    str(row.responsible or row.unit or "") or None,
                    row.due_on,
                    state_on(row, day),
                ]
                for row in rows
            ],
            widths=[2, 4, 2.4, 1.7, 1.6],
            empty=_("No follow-up was open in this period."),
        ),
    ]
