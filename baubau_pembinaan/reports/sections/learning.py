"""Training and JP."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.selectors import people_on
from baubau_pembinaan.core.formats import angka, half_up, rentang_tanggal
from baubau_pembinaan.core.xlsx import Column
from baubau_pembinaan.documents.tree import Heading, Note, Paragraph
from baubau_pembinaan.reports.content import NOT_RECORDED, Grid, Part
from baubau_pembinaan.reports.periods import Span
from training.selectors.figures import Impact, impact_between, jp_until, learnt_between, sessions_between

from .common import figures


def learning(span: Span, day: date, *, people: bool = False) -> list[Part]:
    """Trainings that ended in the period, JP since the first of January; `people` lists everybody's JP."""
    held = sessions_between(span.first, day)
    learnt = learnt_between(span.first, span.last)
    lines = jp_until(people_on(day), day)
    wanted = [line for line in lines if line.target is not None]
    reached = sum(line.is_reached for line in wanted)
    total = sum((line.jp for line in lines), Decimal(0))
    money = [row.spent for row in held if row.spent is not None]
    parts: list[Part] = [
        Heading(_("Training and JP")),
        Paragraph(_learnt_words(len(held), sum(row.completed for row in held), learnt.verified)),
        figures(
            _("Training figures"),
            [
                (_("Trainings that ended"), len(held), _("trainings")),
                (_("Participants who completed"), sum(row.completed for row in held), _("people")),
                (_("Did not come"), sum(row.no_show for row in held), _("people")),
                (_("JP verified"), learnt.verified, "JP"),
                (_("JP waiting for verification"), learnt.waiting, "JP"),
                (_("Staff who learnt"), learnt.people, _("people")),
                (_("Costs written down"), sum(money) if money else NOT_RECORDED, _("rupiah")),
                (_("JP per staff member since 1 January"), _average(total, len(lines)), "JP"),
                (
                    _("Staff who reached their JP target"),
                    _("%(n)s of %(all)s") % {"n": angka(reached), "all": angka(len(wanted))}
                    if wanted
                    else NOT_RECORDED,
                    _("people"),
                ),
                *_impact(impact_between(span.first, min(span.last, day))),
            ],
        ),
        Grid(
            _("Trainings"),
            [
                Column(_("Training")),
                Column(_("Date")),
                Column(_("Seats taken"), "int"),
                Column(_("Completed"), "int"),
                Column(_("Cost"), "money"),
            ],
            [[r.title, rentang_tanggal(r.starts_on, r.ends_on), r.seated, r.completed, r.spent] for r in held],
            widths=[4, 2.4, 1.1, 1.1, 1.6],
            empty=_("No training ended in this period."),
        ),
    ]
    if people:
        parts += [
            Heading(_("JP by staff member"), 2),
            Grid(
                _("JP by staff member"),
                [Column(_("Name")), Column(_("Verified JP"), "number"), Column(_("Target"), "int")],
                [[line.person.full_name, line.jp, line.target] for line in lines],
                widths=[5, 1.5, 1.5],
                empty=_("Nobody worked here."),
            ),
            Note(_("JP since 1 January, verified ones only. Not official data: upload them to the personnel system.")),
        ]
    return parts


def _average(total: Decimal, people: int) -> object:
    return half_up(total / people, 2) if people else NOT_RECORDED


def _learnt_words(trainings: int, completed: int, jp: Decimal) -> str:
    return _("%(n)s trainings ended; %(people)s participants completed them and %(jp)s JP were verified.") % {
        "n": angka(trainings),
        "people": angka(completed),
        "jp": angka(jp, 2),
    }


def _impact(impact: Impact) -> list[tuple[str, object, str]]:
    if not impact.due:
        return [(_("Evaluations three months after a training"), _("none due"), "")]
    rows: list[tuple[str, object, str]] = [
        (
            _("Evaluations three months after a training, answered by both"),
            _("%(n)s of %(all)s") % {"n": angka(impact.answered), "all": angka(impact.due)},
            _("evaluations"),
        )
    ]
    for words, level in (
        (_("Applied at work (participants, 1 to 4)"), impact.own),
        (_("Applied at work (supervisors, 1 to 4)"), impact.leader),
    ):
        rows.append((words, NOT_RECORDED if level is None else half_up(level, 2), ""))
    return rows
