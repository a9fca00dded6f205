"""Who leads and helps: the role of each, on every date or on one date only."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import StaffProfile
from outreach.models import Event, Facilitator, Session
from outreach.services.clashes import refuse_clashes


class HasARole(ValidationError):
    def __init__(self) -> None:
        super().__init__({"profile": _("This colleague has a role on this date already. Change it in the list.")})


@transaction.atomic
def add_facilitator(
    *, event: Event, profile: StaffProfile, role: str, at: datetime, session: Session | None = None
) -> Facilitator:
    """One more colleague, on every date or with `session` on that date only. Raises HasARole, DoubleBooked."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if Facilitator.objects.filter(event=locked, session=session, profile=profile).exists():
        raise HasARole
    made = Facilitator.objects.create(event=locked, session=session, profile=profile, role=role)
    refuse_clashes(locked, at=at)
    return made


@transaction.atomic
def set_role(*, facilitator: Facilitator, role: str) -> Facilitator:
    row = Facilitator.objects.select_for_update().get(pk=facilitator.pk)
    row.role = role
    row.save(update_fields=["role"])
    return row


@transaction.atomic
def remove_facilitator(*, facilitator: Facilitator) -> None:
    Facilitator.objects.filter(pk=facilitator.pk).delete()
