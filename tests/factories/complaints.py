"""Complaints for tests."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.complaint_choices import ComplaintKind
from evaluations.models import (
    Complaint,
    ComplaintCategory,
    Procedure,
    ReferenceTally,
    ReferenceTopic,
    RepairTicket,
    ServiceStandard,
)
from evaluations.services.complaints import answer_complaint, receive_complaint, route_complaint
from evaluations.services.complaints.looking_into import Route
from evaluations.services.procedures import shelve
from evaluations.services.repairs import report_fault
from evaluations.services.tally import tick
from tests.factories.accounts import make_person


def category(code: str = "sarana") -> ComplaintCategory:
    return ComplaintCategory.objects.get(code=code)


def make_complaint(**fields) -> Complaint:
    """What somebody wrote today, unless told otherwise."""
    fields.setdefault("kind", ComplaintKind.COMPLAINT)
    fields.setdefault("category", category())
    fields.setdefault("text", "Lampu di tangga mati.")
    fields.setdefault("on", timezone.localdate())
    return fresh(receive_complaint(**fields))


def fresh(complaint: Complaint) -> Complaint:
    return Complaint.objects.select_related("handling__category", "handling__owner", "handling__person").get(
        pk=complaint.pk
    )


def route(complaint: Complaint, by, **fields) -> Complaint:
    care = fresh(complaint).handling
    fields = {"category": care.category, "due_on": care.due_on, "owner": care.owner, "person": care.person} | fields
    route_complaint(complaint=complaint, route=Route(**fields), by=by, seen=care.version)
    return fresh(complaint)


def answer(complaint: Complaint, by, text: str = "Sudah diganti.", *, on=None, **fields) -> Complaint:
    answer_complaint(
        complaint=complaint,
        answer=text,
        by=by,
        on=on or timezone.localdate(),
        at=timezone.now(),
        seen=fresh(complaint).handling.version,
        **fields,
    )
    return fresh(complaint)


def make_tick(**fields) -> ReferenceTally:
    """One question of today at the reference desk."""
    fields.setdefault("staff", fields.get("staff") or make_person(Role.LIBRARIAN))
    fields.setdefault("topic", ReferenceTopic.objects.order_by("order", "pk").first())
    today = timezone.localdate()
    return tick(**{"key": uuid4(), "result": "answered", "day": today, "today": today, **fields})


def make_repair(**fields) -> RepairTicket:
    """A fault nobody sees to yet."""
    fields = {"place": "Tangga lantai 3", "fault": "Lampu mati", "by": None, "on": timezone.localdate()} | fields
    return report_fault(**{"at": timezone.now(), **fields})


def make_standard(**fields) -> ServiceStandard:
    """A promise measured by hand: at most five minutes."""
    return ServiceStandard.objects.create(**{"promise": "Peminjaman selesai", "unit": "menit", "target": 5, **fields})


def make_procedure(**fields) -> Procedure:
    """A paper in force for a year, to be reviewed in a year."""
    today = timezone.localdate()
    fields = {"valid_from": today - timedelta(days=365), "review_on": today + timedelta(days=365)} | fields
    return shelve(**{"title": "SOP Uji", "kind": "sop", "by": None, "at": timezone.now(), **fields})
