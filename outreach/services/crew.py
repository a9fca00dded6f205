"""Who leads and helps: the role of each, on every date or on one date only. The past keeps the crew it had."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import StaffProfile
from outreach.choices import SessionState
from outreach.models import Event, Facilitator, Session
from outreach.services.clashes import refuse_clashes


class HasARole(ValidationError):
    def __init__(self) -> None:
        super().__init__({"profile": _("This colleague has a role on this date already. Change it in the list.")})


@transaction.atomic
def add_facilitator(
    *, event: Event, profile: StaffProfile, role: str, at: datetime, session: Session | None = None
) -> Facilitator:
    """One more colleague, on every date to come or with `session` on that date only. Raises HasARole, DoubleBooked."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if Facilitator.objects.filter(event=locked, session=session, profile=profile).exists():
        raise HasARole
    since = None if session else _since(locked, at)
    made = Facilitator.objects.create(event=locked, session=session, profile=profile, role=role, since=since)
    refuse_clashes(locked, at=at)
    return made


@transaction.atomic
def set_role(*, facilitator: Facilitator, role: str, at: datetime) -> Facilitator:
    """Another role, of one who is on every date from now on: dates that have begun keep the former one."""
    row = _locked(facilitator)
    if row.role != role:
        _keep_the_past(row, at)
        row.role = role
        row.save(update_fields=["role", "since"])
    return row


@transaction.atomic
def remove_facilitator(*, facilitator: Facilitator, at: datetime) -> None:
    """Take somebody out; from every date: of those to come. Dates that have begun keep who was there."""
    row = _locked(facilitator)
    _keep_the_past(row, at)
    row.delete()


def set_crew(*, event: Event, crew: Iterable[tuple[Any, str]], at: datetime) -> None:
    """The facilitators of every date to come: exactly these. `event` is locked or new."""
    wanted = dict(crew)
    for row in Facilitator.objects.filter(event=event, session=None).select_related("profile"):
        role = wanted.pop(row.profile, None)
        if role is None:
            remove_facilitator(facilitator=row, at=at)
        else:
            set_role(facilitator=row, role=role, at=at)
    since = _since(event, at) if wanted else None
    Facilitator.objects.bulk_create(
        [Facilitator(event=event, profile=profile, role=role, since=since) for profile, role in wanted.items()]
    )


def _locked(facilitator: Facilitator) -> Facilitator:
    """The row as it is now, its event locked first as whoever adds one or a date does."""
    Event.objects.select_for_update().get(pk=facilitator.event_id)
    return Facilitator.objects.select_for_update(of=("self",)).select_related("event").get(pk=facilitator.pk)


def _begun(event: Event, at: datetime) -> Any:
    return event.sessions.filter(starts_at__lte=at).exclude(state=SessionState.CANCELLED).order_by("pk")


def _since(event: Event, at: datetime) -> datetime | None:
    """None where no date has begun: then every date is meant."""
    return at if _begun(event, at).exists() else None


def _keep_the_past(row: Facilitator, at: datetime) -> None:
    """Write a colleague of every date down on each that has begun, with the role as it was; then it may change."""
    if row.session_id is not None:
        return
    there = _begun(row.event, at)
    if row.since is not None:
        there = there.filter(starts_at__gt=row.since)
    kept = [Facilitator(event=row.event, session=date, profile_id=row.profile_id, role=row.role) for date in there]
    Facilitator.objects.bulk_create(kept, ignore_conflicts=True)  # who had a role of that date keeps it
    row.since = at if kept else row.since
