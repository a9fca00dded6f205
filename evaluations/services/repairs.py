"""Repair tickets: report a fault, say who repairs it by when, end it with what it cost."""

from datetime import date, datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.documents.services import store_upload
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.libraries.models import ServicePoint
from baubau_pembinaan.notifications.services import notify
from evaluations.models import Complaint, RepairTicket
from evaluations.models.repair import RepairStatus

PHOTO_APP = "repair-photo"
PHOTO_BYTES = 8 * 1024 * 1024
Upload = tuple[IO[bytes], str]


class RepairRefused(ValidationError):
    """The deed does not hold together; the message says why."""


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
    is_demo: bool = False,
) -> RepairTicket:
    """Write a fault down. Raises FileRefused for a photo that is none."""
    with acting(by):
        return RepairTicket.objects.create(
            place=place,
            fault=fault,
            service_point=service_point,
            complaint=complaint,
            photo=_kept(photo, by, at),
            reported_on=on,
            is_demo=is_demo,
        )


def _kept(photo: Upload | None, by: Any, at: datetime) -> StoredFile | None:
    """Drawn anew: no place, no camera."""
    if photo is None:
        return None
    upload, name = photo
    return store_upload(
        upload=upload, name=name, app=PHOTO_APP, by=by, at=at, allowed=(Kind.JPG, Kind.PNG), max_bytes=PHOTO_BYTES
    )


@transaction.atomic
def plan_repair(*, ticket: RepairTicket, owner: StaffProfile | None, due_on: date | None, by: Any) -> RepairTicket:
    """Say who sees to it by when, and tell a new owner. Raises RepairEnded and RepairRefused."""
    row = _open(ticket)
    if due_on and owner is None:
        raise RepairRefused({"owner": _("A due day needs somebody who sees to it.")})
    former, row.owner, row.due_on = row.owner_id, owner, due_on
    with acting(by):
        row.save()
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
    with acting(by):
        row.save()
    return row


def _open(ticket: RepairTicket) -> RepairTicket:
    row = RepairTicket.objects.select_for_update(of=("self",)).select_related("owner__user").get(pk=ticket.pk)
    if not row.is_open:
        raise RepairEnded
    return row
