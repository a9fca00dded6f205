"""What every deed on a complaint shares: the lock, the saved version, who is told."""

from typing import Any

from django.urls import reverse

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.notifications.services import notify
from evaluations.models import Complaint, ComplaintHandling

from .refusals import AboutYourself, ComplaintChangedMeanwhile


def locked(complaint: Complaint, seen: int | None = None) -> ComplaintHandling:
    """The handling, locked, with its complaint. Raises ComplaintChangedMeanwhile where it is not version `seen`."""
    care = (
        ComplaintHandling.objects.select_for_update(of=("self",))
        .select_related("complaint", "category", "owner__user", "person__user")
        .get(pk=complaint.pk)
    )
    if seen is not None and care.version != seen:
        raise ComplaintChangedMeanwhile
    return care


def save(care: ComplaintHandling, by: Any, reason: str = "") -> None:
    care.version += 1
    with acting(by, reason):
        care.save()


def refuse_about(care: ComplaintHandling, by: Any, person: StaffProfile | None = None) -> None:
    """Nobody decides on what is said about themselves. Raises AboutYourself."""
    me = profile_of(by)
    if me is not None and me.pk in (care.person_id, person.pk if person else None):
        raise AboutYourself


def tell(profile: StaffProfile | None, care: ComplaintHandling, role: str, subject: Any, body: Any) -> None:
    """Without the patron's words: mail is no place for them."""
    if profile is None or profile.user is None:
        return
    notify(
        recipient=profile.user,
        key=f"evaluations.complaint.{care.complaint_id}.{role}.{care.version}",
        kind="evaluations.complaint",
        subject=subject,
        body=body,
        url=reverse("evaluations:complaint-detail", args=[care.complaint_id]),
    )
