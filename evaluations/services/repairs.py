"""Repair tickets: report a fault, say who repairs it by when, end it with what it cost."""

from datetime import date, datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.documents.services import store_upload
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.libraries.models import ServicePoint
from baubau_pembinaan.notifications.services import notify
from evaluations.models import Complaint, ComplaintHandling, RepairTicket
from evaluations.models.repair import RepairStatus

PHOTO_APP = "repair-photo"
PHOTO_BYTES = 8 * 1024 * 1024
Upload = tuple[IO[bytes], str]


class RepairRefused(ValidationError):
    """The deed does not hold together; the message says why."""


class RepairChangedMeanwhile(RepairRefused):
    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this meanwhile. Please look again."))


class RepairEnded(RepairRefused):
    def __init__(self) -> None:
        super().__init__(_("This repair has ended already."))


@transaction.atomic
def report_fault(
    *,
    place: str,
    fault: str,
    by: Any,
    on: date,
    at: datetime,
    service_point: ServicePoint | None = None,
    complaint: Complaint | None = None,
    photo: Upload | None = None,
    form_key: str = "",
    is_demo: bool = False,
) -> RepairTicket:
    """Write a fault down; the same `form_key` twice returns the first one.

    Raises FileRefused for a photo that is none.
    """
    if form_key:
        _in_turn(form_key)
        if known := RepairTicket.objects.filter(form_key=form_key).first():
            return known
    with acting(by):
        return RepairTicket.objects.create(
            form_key=form_key,
            place=place,
            fault=fault,
            service_point=service_point,
            complaint=complaint,
            photo=_kept(photo, by, at),
            reported_on=on,
            is_demo=is_demo,
        )


def _in_turn(form_key: str) -> None:
    """One sending of a form at a time: the second finds what the first made, and stores no photo."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"repair-form:{form_key}"])


def _kept(photo: Upload | None, by: Any, at: datetime) -> StoredFile | None:
    """Drawn anew: no place, no camera."""
    if photo is None:
        return None
    upload, name = photo
    return store_upload(
        upload=upload, name=name, app=PHOTO_APP, by=by, at=at, allowed=(Kind.JPG, Kind.PNG), max_bytes=PHOTO_BYTES
    )


@transaction.atomic
def plan_repair(
    *, ticket: RepairTicket, owner: StaffProfile | None, due_on: date | None, by: Any, seen: int | None = None
) -> RepairTicket:
    """Say who sees to it by when, and tell a new owner. `seen`: the version the plan was made in sight of.

    Raises RepairEnded, RepairChangedMeanwhile and RepairRefused.
    """
    row = _open(ticket)
    if seen is not None and row.version != seen:
        raise RepairChangedMeanwhile
    if due_on and owner is None:
        raise RepairRefused({"owner": _("A due day needs somebody who sees to it.")})
    former, row.owner, row.due_on = row.owner_id, owner, due_on
    _save(row, by)
    if owner is not None and owner.pk != former and owner.user is not None:
        notify(
            recipient=owner.user,
            key=f"evaluations.repair.{row.pk}.{row.history.count()}",
            kind="evaluations.repair",
            subject=_("A repair is yours to see to"),
            body=_("%(place)s: %(fault)s") % {"place": row.place, "fault": row.fault},
            url=reverse("evaluations:repair-detail", args=[row.pk]),
        )
    return row


@transaction.atomic
def end_repair(
    *,
    ticket: RepairTicket,
    outcome: str,
    by: Any,
    on: date,
    at: datetime,
    cost_idr: int | None = None,
    dropped: bool = False,
    photo: Upload | None = None,
) -> RepairTicket:
    """It is repaired, or will not be (then `outcome` says why). Raises RepairEnded, RepairRefused and FileRefused."""
    row = _open(ticket)
    if dropped and not outcome.strip():
        raise RepairRefused({"outcome": _("Say why it is not repaired.")})
    row.status = RepairStatus.DROPPED if dropped else RepairStatus.DONE
    row.outcome, row.cost_idr, row.ended_on = outcome.strip(), cost_idr, on
    row.photo_after = _kept(photo, by, at)
    _save(row, by)
    _tell_of_the_end(row, by)
    return row


def _save(row: RepairTicket, by: Any) -> None:
    row.version += 1
    with acting(by):
        row.save()


def _tell_of_the_end(row: RepairTicket, by: Any) -> None:
    """Whoever still looks into the complaint it came from can answer it now."""
    if row.complaint_id is None:
        return
    care = ComplaintHandling.objects.select_related("owner__user").get(pk=row.complaint_id)
    user = care.owner.user if care.owner else None
    if user is None or not care.is_open or user == by:
        return
    done = row.status == RepairStatus.DONE
    notify(
        recipient=user,
        key=f"evaluations.repair.{row.pk}.ended",
        kind="evaluations.repair",
        subject=_("The repair a patron asked for is done") if done else _("The repair a patron asked for is not made"),
        body=_("%(place)s: %(fault)s") % {"place": row.place, "fault": row.outcome or row.fault},
        url=reverse("evaluations:complaint-detail", args=[row.complaint_id]),
    )


def _open(ticket: RepairTicket) -> RepairTicket:
    row = RepairTicket.objects.select_for_update(of=("self",)).select_related("owner__user").get(pk=ticket.pk)
    if not row.is_open:
        raise RepairEnded
    return row
