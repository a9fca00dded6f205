"""The report about one unit and the units below it, for a quarter."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import people_under_unit
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.core.xlsx import Column
from baubau_pembinaan.documents.tree import Heading, Note, Paragraph
from baubau_pembinaan.libraries.models import Unit
from baubau_pembinaan.reports.content import Content, Grid, Language, Part
from baubau_pembinaan.reports.periods import PeriodKind, Span
from baubau_pembinaan.reports.registry import Builder
from baubau_pembinaan.reports.sections.common import ikm_by_survey, satisfied
from baubau_pembinaan.reports.sections.satisfaction import state_on
from evaluations.selectors.figures import follow_ups_standing
from training.selectors.figures import jp_until, learnt_between
from training.selectors.gaps import heat_map

from .programme import opening


def unit_report(span: Span, unit: Unit, language: Language, day: date) -> Content:
    with override(language):
        people = people_under_unit(unit, day)
        within = set(Unit.objects.with_descendants(unit).values_list("pk", flat=True))
        parts: list[Part] = [
            opening(span, _("What this unit of %(library)s learnt and what patrons said of it, %(days)s.")),
            *_jp(span, people, day),
            *_gaps(span, people, day),
            *_said(span, within),
            *_follow_ups(span, within, {person.pk for person in people}, day),
        ]
        return Content(_("UNIT REPORT"), f"{unit}\n{span.name}", span.key, day, parts, language)


def _jp(span: Span, people: QuerySet[StaffProfile], day: date) -> list[Part]:
    learnt = learnt_between(span.first, span.last, people)
    words = {"people": angka(learnt.people), "n": angka(learnt.trainings), "jp": angka(learnt.verified, 2)}
    return [
        Heading(_("Training and JP")),
        Paragraph(_("%(people)s people completed %(n)s trainings in the period: %(jp)s verified JP.") % words),
        Grid(
            _("JP by staff member"),
            [Column(_("Name")), Column(_("Verified JP"), "number"), Column(_("Target"), "int")],
            [[line.person.full_name, line.jp, line.target] for line in jp_until(people, day)],
            widths=[5, 1.5, 1.5],
            empty=_("Nobody worked here."),
        ),
        Note(_("JP since 1 January, verified ones only. Not official data: upload them to the personnel system.")),
    ]


def _gaps(span: Span, people: QuerySet[StaffProfile], day: date) -> list[Part]:
    """How many people have a gap in a unit of competence; never whose."""
    found = heat_map(people.prefetch_related(None), span.year, day)
    rows = [
        [str(competence), gaps]
        for competence, gaps in sorted(
            zip(found.competences, found.totals, strict=True), key=lambda pair: (-pair[1], pair[0].code)
        )
        if gaps
    ]
    return [
        Heading(_("Competence gaps")),
        Grid(
            _("Competence gaps"),
            [Column(_("Unit of competence")), Column(_("People with a gap"), "int")],
            rows,
            widths=[6, 2],
            empty=_("Nobody who was rated has a gap."),
        ),
    ]


def _said(span: Span, within: set[int]) -> list[Part]:
    found = satisfied(span)
    mine = [leaf for leaf in found.leaves if leaf.unit_id in within]
    empty = _("No survey asked about this unit in the period: its IKM is not recorded.")
    if mine:
        empty = _("Fewer than five patrons answered in this period: what they said is not shown.")
    return [Heading(_("Community satisfaction (IKM)")), ikm_by_survey(found.lines(mine), empty)]


def _follow_ups(span: Span, within: set[int], people: set[int], day: date) -> list[Part]:
    rows = [
        row
        for row in follow_ups_standing(span.first, span.last)
        if row.unit_id in within or row.responsible_id in people
    ]
    return [
        Heading(_("Follow-ups")),
        Grid(
            _("Follow-ups"),
            [
                Column(_("What is done")),
                Column(_("Person in charge")),
                Column(_("Due date"), "date"),
                Column(_("State")),
            ],
            [
                [row.action, str(row.responsible or row.unit or "") or None, row.due_on, state_on(row, day)]
                for row in rows
            ],
            widths=[4, 2.6, 1.8, 1.6],
            empty=_("No follow-up was open in this period."),
        ),
    ]


BUILDERS = [
    Builder(
        name="unit",
        title=gettext_lazy("Unit report"),
        about=gettext_lazy("JP, competence gaps, IKM and follow-ups of one unit and those below it."),
        kind=PeriodKind.QUARTER,
        build=unit_report,
        subject="unit",
    ),
]
