"""What screens and permissions read about people. The day is always given: rights follow the row valid then."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from baubau_pembinaan.libraries.models import Unit

from .choices import DelegationScope, Role
from .models import Appointment, Delegation, StaffProfile, User


def appointment_on(profile: StaffProfile, on: date, **more: Any) -> Appointment | None:
    """The definitive appointment valid that day; where there is none, the newest acting one; else None.

    `more` are annotations of the row, for a page that would else ask once more.
    """
    rows = (
        Appointment.objects.on(on)
        .filter(profile=profile)
        .select_related("position", "unit", "service_point", "supervisor")
        .annotate(**more)
    )
    return min(rows, key=lambda row: (not row.is_definitive, -row.starts_on.toordinal(), -row.pk), default=None)


def supervisor_of(profile: StaffProfile, on: date) -> StaffProfile | None:
    """Who supervises this person that day, by their own appointment."""
    appointment = appointment_on(profile, on)
    return appointment.supervisor if appointment else None


def stands_in_for(profile: Any, on: Any, *, scope: str = DelegationScope.EVERYTHING) -> QuerySet[StaffProfile]:
    """People in whose place this person decides that day: as Plt./Plh., or by a delegation of that scope."""
    acting = Appointment.objects.on(on).filter(profile=profile, stands_in_for__isnull=False)
    delegated = Delegation.objects.on(on).filter(receiver=profile, scope__in={DelegationScope.EVERYTHING, scope})
    return StaffProfile.objects.filter(
        Q(pk__in=acting.values("stands_in_for")) | Q(pk__in=delegated.values("giver"))
    ).order_by()


def staff_of(supervisor: StaffProfile, on: date, *, scope: str = DelegationScope.PEOPLE) -> QuerySet[StaffProfile]:
    """People this person leads that day, directly or in somebody's place; never themselves. One statement."""
    return staff_of_key(supervisor.pk, on, scope=scope)


def staff_of_key(supervisor: Any, on: Any, *, scope: str = DelegationScope.PEOPLE) -> QuerySet[StaffProfile]:
    """The same for the key of a person; both may be blanks of a kept statement (core.statements)."""
    in_place_of = stands_in_for(supervisor, on, scope=scope).values("pk")
    led = Appointment.objects.on(on).filter(Q(supervisor=supervisor) | Q(supervisor__in=in_place_of))
    return StaffProfile.objects.filter(pk__in=led.values("profile")).exclude(pk=supervisor)


def is_supervisor_of(
    supervisor: StaffProfile, profile: StaffProfile, on: date, *, scope: str = DelegationScope.PEOPLE
) -> bool:
    return staff_of(supervisor, on, scope=scope).filter(pk=profile.pk).exists()


def people_on(on: Any) -> QuerySet[StaffProfile]:
    """Everybody working that day, each with `current_appointments` (definitive first) for drawing a list."""
    appointments = (
        Appointment.objects.on(on)
        .select_related("position", "unit", "service_point", "supervisor")
        .order_by("kind", "-starts_on", "-pk")  # 'definitif' sorts before 'plh' and 'plt'
    )
    return (
        StaffProfile.objects.filter(Q(left_on=None) | Q(left_on__gte=on))
        .filter(Q(joined_on=None) | Q(joined_on__lte=on))
        .select_related("user")
        .prefetch_related(Prefetch("appointments", queryset=appointments, to_attr="current_appointments"))
    )


def reachable_on(on: date) -> QuerySet[StaffProfile]:
    """Who works that day and can sign in: whom duties and messages reach."""
    return people_on(on).filter(user__is_active=True)


def can_sign_in(profile: StaffProfile) -> bool:
    return profile.user is not None and profile.user.is_active


def people_in_unit(unit: object, on: date) -> QuerySet[StaffProfile]:
    """People with an appointment in that unit (not its sub-units) that day."""
    return people_on(on).filter(pk__in=Appointment.objects.on(on).filter(unit=unit).values("profile"))


def people_under_unit(unit: Unit, on: date) -> QuerySet[StaffProfile]:
    """People with an appointment in that unit or in a unit below it that day; the units are read at once."""
    within = list(Unit.objects.with_descendants(unit).values_list("pk", flat=True))
    return people_on(on).filter(pk__in=Appointment.objects.on(on).filter(unit__in=within).values("profile"))


def administrators(most: int = 3) -> list[str]:
    """Names of those who give roles, at most so many, by name."""
    rows = User.objects.filter(groups__name=Role.ADMINISTRATOR, is_active=True).order_by("name", "pk")
    return list(rows.values_list("name", flat=True)[:most])
