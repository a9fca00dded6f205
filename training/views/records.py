"""Everybody's records as one Excel file: what no list of the room carries otherwise."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.core.xlsx import Column, Sheet, xlsx_response
from baubau_pembinaan.libraries.models import Library
from training.selectors import network, records

MOST = 10_000


class RecordsXlsx(PermissionRequiredMixin, View):
    """Evaluations after three months, development plans, memberships, mentoring, visits and examinations."""

    permission_required = "training.view_enrolment"

    def get(self, request: HttpRequest) -> HttpResponse:
        sheets = [impacts(), plans(), memberships(), pairs(), visits(), exams()]
        return xlsx_response(title=_("Training records"), sheets=sheets, office=Library.current().name)


def impacts() -> Sheet:
    columns = [
        Column(_("Name")), Column(_("Training")), Column(_("Asked from"), "date"), Column(_("Participant")),
        Column(_("An example (participant)")), Column(_("Supervisor")), Column(_("An example (supervisor)")),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            row.enrolment.profile.full_name, row.enrolment.session.title, row.due_on,
            row.get_own_level_display() or "", row.own_example,
            row.get_leader_level_display() or "", row.leader_example,
        ]
        for row in records.impacts()[:MOST]
    ]  # fmt: skip
    return Sheet(_("Evaluation after three months"), columns, rows)


def plans() -> Sheet:
    columns = [
        Column(_("Name")), Column(_("Year")), Column(_("Plan")), Column(_("Agreed on"), "date"),
        Column(_("My own wishes")), Column(_("Goal")), Column(_("Comes from")), Column(_("Competence")),
        Column(_("Programme")), Column(_("To be done by"), "date"), Column(_("Status")), Column(_("What came of it")),
    ]  # fmt: skip
    return Sheet(_("Development plans"), columns, _plan_rows())


def _plan_rows() -> Iterator[list[Any]]:
    """A row a goal, and one for a plan without any; the wishes stand with the first."""
    for plan in records.plans()[:MOST]:
        about = [plan.profile.full_name, str(plan.year), plan.get_status_display(), plan.agreed_at, plan.wishes]
        for item in plan.items.all():
            yield [
                *about, item.goal, item.get_origin_display(), str(item.competence or ""),
                item.programme.reader_title if item.programme else "", item.due_on, item.get_status_display(),
                item.outcome,
            ]  # fmt: skip
            about[4] = ""
        if not plan.items.all():
            yield [*about, *[""] * 7]


def memberships() -> Sheet:
    columns = [
        Column(_("Name")), Column(_("Association")), Column(_("Member number")), Column(_("Member from"), "date"),
        Column(_("Member until"), "date"),
    ]  # fmt: skip
    rows = [
        [row.profile.full_name, row.association.name, row.number, row.starts_on, row.ends_on]
        for row in records.memberships()[:MOST]
    ]
    return Sheet(_("Memberships"), columns, rows)


def pairs() -> Sheet:
    columns = [
        Column(_("Mentor")), Column(_("Guided colleague")), Column(_("Goal")), Column(_("First day"), "date"),
        Column(_("Last day"), "date"),
    ]  # fmt: skip
    rows = [
        [row.mentor.full_name, row.mentee.full_name, row.goal, row.starts_on, row.ends_on]
        for row in network.pairs()[:MOST]
    ]
    return Sheet(_("Mentoring"), columns, rows)


def visits() -> Sheet:
    columns = [
        Column(_("Date"), "date"), Column(_("Library or institution")), Column(_("We went there")),
        Column(_("Purpose")), Column(_("Our people"), "int"), Column(_("What we learnt")), Column(_("Written by")),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            row.visited_on, row.institution, row.is_outgoing, row.purpose, row.people, row.result,
            row.written_by.full_name,
        ]
        for row in network.visits()[:MOST]
    ]  # fmt: skip
    return Sheet(_("Exchange visits"), columns, rows)


def exams() -> Sheet:
    columns = [
        Column(_("Name")), Column(_("For the level")), Column(_("Held on"), "date"), Column(_("Organiser")),
        Column(_("Passed")), Column(_("Certificate number")),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            row.profile.full_name, row.get_level_display(), row.held_on, row.organiser, row.passed,
            row.certificate_number,
        ]
        for row in records.exams()[:MOST]
    ]  # fmt: skip
    return Sheet(_("Examinations"), columns, rows)
