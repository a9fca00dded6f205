"""Who leads and helps: the role of each, on every date or on one date only. The past keeps the crew it had."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import StaffProfile
from outreach.choices import SessionState
from outreach.models import Event, Facilitator, Session, on_date
from outreach.services.clashes import refuse_clashes


class HasARole(ValidationError):
    def __init__(self) -> None:
        super().__init__({"profile": _("This colleague has a role on this date already. Change it in the list.")})


class NotThere(ValidationError):
    def __init__(self) -> None:
        super().__init__({"replaces": _("Choose the date, and a colleague who leads or helps on it.")})


class IsReplaced(ValidationError):
    def __init__(self) -> None:
        super().__init__({"profile": _("Somebody stands in for this colleague on this date. Take that out first.")})


class HoursStand(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The report of this date is written: the hours stand with those who were there."))


@transaction.atomic
def add_facilitator(
    *,
    event: Event,
    profile: StaffProfile,
    role: str,
    at: datetime,
    session: Session | None = None,
    replaces: StaffProfile | None = None,
) -> Facilitator:
    """One more colleague, on every date to come or with `session` on that date only, there in place of `replaces`.

    Raises HasARole, IsReplaced, NotThere, HoursStand where the report is written already, DoubleBooked.
    """
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if Facilitator.objects.filter(event=locked, session=session, profile=profile).exists():
        raise HasARole
    if session is not None and _stand_ins(locked, profile).filter(session=session).exists():
        raise IsReplaced
    if replaces is not None:
        _refuse_replacing(locked, session, profile, replaces)
    since = None if session else _since(locked, at)
    made = Facilitator.objects.create(
        event=locked, session=session, profile=profile, role=role, since=since, replaces=replaces
    )
    refuse_clashes(locked, at=at)
    return made


def _refuse_replacing(event: Event, session: Session | None, profile: StaffProfile, replaces: StaffProfile) -> None:
    if session is None or profile == replaces:
        raise NotThere
    date = Session.objects.select_for_update().get(pk=session.pk)  # its report waits until this is decided
    if date.is_reported:
        raise HoursStand
    if not Facilitator.objects.filter(on_date(date.pk, date.starts_at), event=event, profile=replaces).exists():
        raise NotThere


def _stand_ins(event: Event, profile: Any) -> Any:
    """Who stands in for this colleague, each on one date."""
    return Facilitator.objects.filter(event=event, replaces=profile)


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
    """Take somebody out; from every date: of those to come. Dates that have begun keep who was there.

    Without who stood in for them, the colleague is on that date again: HoursStand where its report is written.
    """
    row = _locked(facilitator)
    if row.replaces_id is not None and Session.objects.select_for_update().get(pk=row.session_id or 0).is_reported:
        raise HoursStand
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
    there = there.exclude(pk__in=_stand_ins(row.event, row.profile_id).values("session"))
    kept = [Facilitator(event=row.event, session=date, profile_id=row.profile_id, role=row.role) for date in there]
    Facilitator.objects.bulk_create(kept, ignore_conflicts=True)  # who had a role of that date keeps it
    row.since = at if kept else row.since
