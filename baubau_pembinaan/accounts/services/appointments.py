"""Appointing, correcting, ending, delegating. Every write of an appointment goes through one lock, so no two people
can together build a circle of supervisors that neither of them sees."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import AppointmentKind
from baubau_pembinaan.accounts.models import Appointment, Delegation, Position, StaffProfile, User
from baubau_pembinaan.core.history import acting

# Any fixed number: holders of this transaction lock change the tree of supervisors one after the other.
TREE_LOCK = 0x61_63_63_74


class SupervisorCycle(ValidationError):
    """The supervisor would, on some day, report to the very person they supervise."""


class AlreadyAppointed(ValidationError):
    """The person holds a definitive post on some of these days."""


def lock_tree() -> None:
    """Wait for other writers of appointments; released when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])


@transaction.atomic
def appoint(
    *,
    profile: StaffProfile,
    position: Position,
    unit: Any,
    starts_on: date,
    by: User | None,
    at: datetime,
    ends_on: date | None = None,
    kind: str = AppointmentKind.DEFINITIVE,
    employment_status: str = "",
    golongan: str = "",
    service_point: Any = None,
    supervisor: StaffProfile | None = None,
    stands_in_for: StaffProfile | None = None,
    decree_number: str = "",
    reason: str = "",
) -> Appointment:
    """Give a person a post. A definitive post ends the earlier open one the day before it starts.

    Raises AlreadyAppointed, SupervisorCycle or ValidationError (dates, level, standing in).
    """
    lock_tree()
    with acting(by, reason):
        if kind == AppointmentKind.DEFINITIVE:
            _close_previous(profile, starts_on)
        appointment = Appointment(
            profile=profile,
            position=position,
            unit=unit,
            starts_on=starts_on,
            ends_on=ends_on,
            kind=kind,
            employment_status=employment_status or profile.employment_status,
            golongan=golongan,
            service_point=service_point,
            supervisor=supervisor,
            stands_in_for=stands_in_for,
            decree_number=decree_number,
        )
        _save_checked(appointment)
        today = timezone.localdate(at)
        runs_today = starts_on <= today and (ends_on is None or ends_on >= today)
        if appointment.is_definitive and runs_today and profile.employment_status != appointment.employment_status:
            profile.employment_status = appointment.employment_status
            profile.save()
    return appointment


@transaction.atomic
def correct_appointment(
    *, appointment: Appointment, by: User | None, at: datetime, reason: str, **changes: Any
) -> None:
    """Put a wrongly written row right; a real change of post is a new appointment. Raises as `appoint`."""
    lock_tree()
    row = Appointment.objects.select_for_update().get(pk=appointment.pk)
    for name, value in changes.items():
        setattr(row, name, value)
    with acting(by, reason):
        _save_checked(row)
    appointment.refresh_from_db()


@transaction.atomic
def end_appointment(*, appointment: Appointment, on: date, by: User | None, at: datetime, reason: str = "") -> None:
    """Let the last day be `on`."""
    correct_appointment(appointment=appointment, ends_on=on, by=by, at=at, reason=reason)


@transaction.atomic
def delegate(
    *,
    giver: StaffProfile,
    receiver: StaffProfile,
    scope: str,
    starts_on: date,
    ends_on: date,
    by: User | None,
    at: datetime,
    decree_number: str = "",
) -> Delegation:
    """Let `receiver` decide in the place of `giver` on these days."""
    delegation = Delegation(
        giver=giver,
        receiver=receiver,
        scope=scope,
        starts_on=starts_on,
        ends_on=ends_on,
        decree_number=decree_number,
    )
    with acting(by):
        delegation.full_clean()
        delegation.save()
    return delegation


def _close_previous(profile: StaffProfile, starts_on: date) -> None:
    open_rows = Appointment.objects.filter(
        profile=profile, kind=AppointmentKind.DEFINITIVE, ends_on=None, starts_on__lt=starts_on
    )
    for row in open_rows:
        row.ends_on = starts_on - timedelta(days=1)
        row.save()


def _save_checked(row: Appointment) -> None:
    if row.is_definitive and row.starts_on:
        others = Appointment.objects.filter(profile=row.profile, kind=AppointmentKind.DEFINITIVE).exclude(pk=row.pk)
        if others.overlapping(row.starts_on, row.ends_on).exists():
            raise AlreadyAppointed(_("This person already holds a definitive post in these days."))
    row.full_clean()
    if row.supervisor_id and closes_a_circle(row):
        raise SupervisorCycle(
            _("%(supervisor)s would then report to %(person)s on some day: a circle of supervisors."),
            params={"supervisor": row.supervisor, "person": row.profile},
        )
    row.save()


def closes_a_circle(row: Appointment) -> bool:
    """Whether a way up from the supervisor reaches the person, all its steps valid on one same day inside the row's.

    One query; call under `lock_tree`.
    """
    steps: dict[int | None, list[tuple[int | None, date, date]]] = {}
    rows = Appointment.objects.overlapping(row.starts_on, row.ends_on).exclude(supervisor=None).exclude(pk=row.pk)
    for person, supervisor, starts_on, ends_on in rows.values_list("profile", "supervisor", "starts_on", "ends_on"):
        steps.setdefault(person, []).append((supervisor, starts_on, ends_on or date.max))
    waiting = [(row.supervisor_id, row.starts_on, row.ends_on or date.max)]
    seen = set(waiting)
    while waiting:
        person, first, last = waiting.pop()
        if person == row.profile_id:
            return True
        for supervisor, starts_on, ends_on in steps.get(person, ()):
            step = (supervisor, max(first, starts_on), min(last, ends_on))
            if step[1] <= step[2] and step not in seen:
                seen.add(step)
                waiting.append(step)
    return False
