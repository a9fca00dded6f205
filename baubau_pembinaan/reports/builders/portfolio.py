"""One librarian's portfolio of a year: what was learnt, shown and passed on. Reviews stay in their own papers."""

from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import appointment_on
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.core.xlsx import Column
from baubau_pembinaan.documents.tree import Heading, KeyValues, Note, Paragraph
from baubau_pembinaan.reports.content import NOT_RECORDED, Content, Grid, Language, Part
from baubau_pembinaan.reports.periods import PeriodKind, Span
from baubau_pembinaan.reports.registry import Builder
from evaluations.selectors import tally
from outreach.choices import FacilitatorRole
from outreach.selectors.figures import hours_of, led_by
from training.selectors.certificates import certificates_of
from training.selectors.figures import entries_between, jp_until
from training.selectors.gaps import gaps_of
from training.selectors.network import written_by


def portfolio(span: Span, person: StaffProfile, language: Language, day: date) -> Content:
    with override(language):
        parts: list[Part] = [
            KeyValues(_who(person, day)),
            *_learning(span, person, day),
            *_competences(span, person, day),
            *_certificates(span, person),
            *_shared(span, person),
            *_led(span, person),
            *_asked(span, person),
            Note(_("Not official data. Performance reviews have their own papers and are not part of it.")),
        ]
        return Content(
            _("PORTFOLIO"), f"{person.full_name}\n{span.name}", span.key, day, parts, language, is_signed=False
        )


def _who(person: StaffProfile, day: date) -> list[tuple[str, str]]:
    post = appointment_on(person, day)
    return [
        (_("Name"), person.full_name),
        ("NIP", person.nip_text or "–"),
        (_("Employment status"), person.get_employment_status_display()),
        (_("Post"), post.title if post else "–"),
        (_("Unit"), str(post.unit) if post else "–"),
    ]


def _learning(span: Span, person: StaffProfile, day: date) -> list[Part]:
    line = jp_until(StaffProfile.objects.filter(pk=person.pk), day)[0]
    rows = entries_between(person, span.first, span.last)
    target = "" if line.target is None else _(" of a target of %(target)s") % {"target": angka(line.target)}
    return [
        Heading(_("Training and JP")),
        Paragraph(_("Verified JP: %(jp)s%(target)s.") % {"jp": angka(line.jp, 2), "target": target}),
        Grid(
            _("Trainings"),
            [
                Column(_("Training")),
                Column(_("Form")),
                Column(_("Organiser")),
                Column(_("Date"), "date"),
                Column("JP", "number"),
                Column(_("State")),
            ],
            [
                [row.title, row.get_form_display(), row.organiser, row.ends_on, row.jp, row.get_status_display()]
                for row in rows
            ],
            widths=[4, 2.2, 2.6, 1.8, 1.1, 2],
            empty=_("No training is on record for this year."),
        ),
    ]


def _competences(span: Span, person: StaffProfile, day: date) -> list[Part]:
    rows = gaps_of(person, span.year, day)
    return [
        Heading(_("Competences")),
        Grid(
            _("Competences"),
            [Column(_("Unit of competence")), Column(_("Required"), "int"), Column(_("Rated"), "int")],
            [[str(row.competence), row.required, NOT_RECORDED if row.level is None else row.level] for row in rows],
            widths=[6, 1.5, 2],
            empty=_("The post asks for no unit of competence."),
        ),
    ]


def _certificates(span: Span, person: StaffProfile) -> list[Part]:
    rows = [row for row in certificates_of(person) if span.first <= row.issued_on <= span.last and not row.revoked_on]
    return [
        Heading(_("Certificates")),
        Grid(
            _("Certificates"),
            [Column(_("Number")), Column(_("Issued on"), "date"), Column(_("Valid until"), "date")],
            [[row.number.text, row.issued_on, row.expires_on] for row in rows],
            widths=[5, 2, 2],
            empty=_("No certificate was issued in this year."),
        ),
    ]


def _shared(span: Span, person: StaffProfile) -> list[Part]:
    conferences, notes = written_by(person, span.first, span.last)
    rows = [[_("Conference"), row.title, row.ended_on] for row in conferences]
    rows += [[_("Practice note"), row.title, timezone.localtime(row.written_at).date()] for row in notes]
    return [
        Heading(_("Conferences and practice notes")),
        Grid(
            _("Conferences and practice notes"),
            [Column(_("Kind")), Column(_("Title")), Column(_("Date"), "date")],
            rows,
            widths=[2, 5, 2],
            empty=_("Nothing is on record for this year."),
        ),
    ]


def _led(span: Span, person: StaffProfile) -> list[Part]:
    sums, rows = hours_of(person, span.first, span.last), led_by(person, span.first, span.last)
    parts: list[Part] = [Heading(_("Activities for patrons"))]
    if rows:
        parts.append(
            Paragraph(
                _("%(n)s activities, %(hours)s hours, %(heads)s people reached.")
                % {"n": angka(sums.dates), "hours": angka(sums.hours, 1), "heads": angka(sums.heads)}
            )
        )
    parts.append(
        Grid(
            _("Activities for patrons"),
            [
                Column(_("Activity")),
                Column(_("Date"), "date"),
                Column(_("Role")),
                Column(_("Hours"), "number"),
                Column(_("Participants"), "int"),
            ],
            [
                [
                    row.title,
                    timezone.localtime(row.starts_at).date(),
                    str(FacilitatorRole(row.role).label),
                    row.hours or Decimal(0),
                    row.heads or NOT_RECORDED,
                ]
                for row in rows
            ],
            widths=[4, 2, 2, 1.2, 1.6],
            empty=_("No activity is on record for this year."),
        )
    )
    return parts


def _asked(span: Span, person: StaffProfile) -> list[Part]:
    found = tally.figures(span.first, span.last, staff=person)
    parts: list[Part] = [Heading(_("Reference questions"))]
    if found.total:
        words = {"n": angka(found.total), "hours": angka(found.minutes / 60, 1)}
        parts.append(Paragraph(_("%(n)s questions dealt with at the reference desk, about %(hours)s hours.") % words))
    parts.append(
        Grid(
            _("Reference questions"),
            [
                Column(_("Topic")),
                Column(_("Found"), "int"),
                Column(_("Sent on"), "int"),
                Column(_("Not found"), "int"),
            ],
            [[line.name, line.answered, line.referred, line.unanswered] for line in found.topics],
            widths=[5, 1.5, 1.5, 1.5],
            empty=_("No question was ticked off in this year."),
        )
    )
    return parts


BUILDERS = [
    Builder(
        name="portofolio",
        title=gettext_lazy("Portfolio of a librarian"),
        about=gettext_lazy("What one person learnt, shared and led in a year."),
        kind=PeriodKind.YEAR,
        build=portfolio,
        subject="person",
    ),
]
