"""Demo data of this room: sixteen invented people, a year and a half of appointments, one sign-in per role."""

from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.utils import timezone

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries.models import ServicePoint, Unit

from .choices import AppointmentKind, DelegationScope, Role
from .demo_people import PEOPLE, SIGN_INS, Person
from .models import Appointment, Delegation, Invitation, Position, StaffProfile, User
from .services import appoint, deactivate, delegate
from .services.appointments import lock_tree
from .sessions import end_sessions_of

DELEGATION_LETTER = "DEL/01/CONTOH"
ACTING_DECREE = "PLT/01/CONTOH"
# At which service point somebody works, by username
POINTS = {"pustakawan": "referensi", "penyelia": "sirkulasi", "petugas": "sirkulasi"}


def load(context: Any) -> None:
    """Make what is absent, dated relative to `context.as_of`; leaves `shared["people"]` and `shared["users"]` by
    username. Needs the units of the libraries' demo data. Safe to run twice."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    posts = {position.code: position for position in Position.objects.all()}
    at = timezone.make_aware(datetime.combine(context.as_of, time(8)))
    with acting(None, "Data contoh"):
        people = {person.username: _person(person, context.as_of, number) for number, person in enumerate(PEOPLE, 1)}
        for person in PEOPLE:
            _first_appointment(person, people, posts, units, context.as_of, at)
        _later_appointments(people, posts, units, context.as_of, at)
        _delegation(people, context.as_of, at)
        _inspector(context.as_of)
        _multiply(context, people, posts, units, at)
    context.shared["people"] = people
    users = User.objects.filter(is_demo=True, username__in=[*people, "pemeriksa"])
    context.shared["users"] = {user.username: user for user in users}


def clear(context: Any) -> None:
    """Take away what goes stale: the delegation that runs for some weeks. People and their appointments stay."""
    with acting(context.by, "Data contoh"):
        Delegation.objects.filter(giver__is_demo=True, receiver__is_demo=True).delete()


def remove(context: Any) -> None:
    """Take the invented people away for good, with the appointments invented for them.

    Whoever stands in a real record (supervises a real person, has changed something that stays) is deactivated
    instead and named in `context.kept`. History keeps its lines, as ever. Safe to run twice.
    """
    lock_tree()
    at = timezone.now()
    with acting(context.by, "Data contoh dihapus"):
        clear(context)
        Appointment.objects.filter(profile__is_demo=True).delete()
        Invitation.objects.filter(user__is_demo=True).delete()
        for profile in StaffProfile.objects.filter(is_demo=True).select_related("user").order_by("pk"):
            if not _gone(profile) and profile.left_on is None:
                context.kept.append(profile.full_name)
                deactivate(profile=profile, on=max(context.as_of, profile.joined_on or context.as_of), by=None, at=at)
        for user in User.objects.filter(is_demo=True).order_by("pk"):
            _take_account(user, context)


def _take_account(user: User, context: Any) -> None:
    end_sessions_of(user)
    # The admin's own log goes with an account by cascade; it tells of real rows, so its writer stays.
    if not LogEntry.objects.filter(user=user).exists() and _gone(user):
        return
    if user.is_active:
        context.kept.append(user.name)
    user.is_active = False
    user.set_unusable_password()
    user.save()


def _gone(row: models.Model) -> bool:
    """Delete the row; False, and nothing has changed, where another record protects it."""
    try:
        with transaction.atomic():
            row.delete()
    except models.ProtectedError:
        return False
    return True


def _person(person: Person, as_of: date, number: int) -> StaffProfile:
    found = StaffProfile.objects.filter(user__username=person.username, is_demo=True).select_related("user").first()
    if found:
        return found
    user = _account(person.username, person.name, person.role)
    return StaffProfile.objects.create(
        user=user,
        name=person.name,
        title_prefix=person.prefix,
        title_suffix=person.suffix,
        nip=person.nip,
        employment_status=person.status,
        phone=f"62812000009{number:02d}",
        joined_on=as_of - relativedelta(years=person.years, months=1),
        is_demo=True,
    )


def _account(username: str, name: str, role: str, **fields: Any) -> User:
    """An account with the password listed for it; without one where none is listed."""
    passwords = {listed: password for _role, listed, password in SIGN_INS}
    user = User(username=username, name=name, email=f"{username}@example.org", is_demo=True, **fields)
    if username in passwords:
        user.set_password(passwords[username])
    else:
        user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name=role))
    return user


def _first_appointment(
    person: Person, people: dict[str, StaffProfile], posts: Any, units: Any, as_of: date, at: datetime
) -> None:
    profile = people[person.username]
    if Appointment.objects.filter(profile=profile).exists():
        return
    appoint(
        profile=profile,
        position=posts[person.position],
        unit=units[person.unit],
        golongan=person.golongan,
        service_point=ServicePoint.objects.filter(code=POINTS.get(person.username, "")).first(),
        supervisor=people.get(person.supervisor),
        starts_on=as_of - relativedelta(years=person.years),
        decree_number=f"800/{profile.pk:03d}/CONTOH",
        by=None,
        at=at,
    )


def _later_appointments(people: Any, posts: Any, units: Any, as_of: date, at: datetime) -> None:
    """A promotion, a move between units, an acting head, a short absence."""
    if Appointment.objects.filter(decree_number=ACTING_DECREE).exists():
        return

    def change(username: str, months: int, **facts: Any) -> None:
        appoint(profile=people[username], starts_on=as_of - relativedelta(months=months), by=None, at=at, **facts)

    # Fifteen months ago the librarian rose a rank, ten months ago the assistant moved desks.
    change("muda", 15, position=posts["pustakawan-ahli-muda"], golongan="III/d", unit=units["pembinaan"],
           supervisor=people["kabid.koleksi"])  # fmt: skip
    change("terampil", 10, position=posts["asisten-mahir"], unit=units["layanan"], supervisor=people["penyelia"])
    # Three months ago the head of collections took over the development of librarians; an expert acts meanwhile.
    change("kabid.koleksi", 3, position=posts["kepala-bidang"], golongan="IV/a", unit=units["pembinaan"],
           supervisor=people["kadis"])  # fmt: skip
    change("madya", 3, position=posts["kepala-bidang"], golongan="IV/a", unit=units["koleksi"],
           kind=AppointmentKind.ACTING, supervisor=people["kadis"], decree_number=ACTING_DECREE)  # fmt: skip
    for username in ("pertama", "madya"):
        row = Appointment.objects.get(profile=people[username], kind=AppointmentKind.DEFINITIVE)
        leader = people["madya"] if username == "pertama" else people["kadis"]
        change(username, 3, position=row.position, golongan=row.golongan, unit=row.unit, supervisor=leader)
    # A fortnight's leave of the head of services, some weeks ago.
    leave = as_of - timedelta(days=40)
    appoint(
        profile=people["penyelia"],
        position=posts["kepala-bidang"],
        unit=units["layanan"],
        kind=AppointmentKind.DAILY_ACTING,
        stands_in_for=people["kabid"],
        starts_on=leave,
        ends_on=leave + timedelta(days=13),
        by=None,
        at=at,
    )


def _delegation(people: Any, as_of: date, at: datetime) -> None:
    if Delegation.objects.filter(decree_number=DELEGATION_LETTER).exists():
        return
    delegate(
        giver=people["kadis"],
        receiver=people["sekretaris"],
        scope=DelegationScope.SPENDING,
        starts_on=as_of - timedelta(days=7),
        ends_on=as_of + timedelta(days=21),
        decree_number=DELEGATION_LETTER,
        by=None,
        at=at,
    )


def _inspector(as_of: date) -> None:
    """Somebody from outside, who reads for a quarter of a year."""
    until = as_of + timedelta(days=90)
    user = User.objects.filter(username="pemeriksa", is_demo=True).first()
    if user is None:
        _account("pemeriksa", "Pemeriksa Contoh", Role.INSPECTOR, inspector_until=until)
    elif user.inspector_until != until:
        user.inspector_until = until
        user.save()


def _multiply(context: Any, people: Any, posts: Any, units: Any, at: datetime) -> None:
    """For `--scale N`: N - 1 times as many people again, as officers of the service desk."""
    wanted = len(PEOPLE) * (context.scale - 1)
    have = StaffProfile.objects.filter(is_demo=True, user=None).count()
    for number in range(have, wanted):
        profile = StaffProfile.objects.create(
            name=f"Petugas Contoh {number + 1}", is_demo=True, employment_status="non_asn"
        )
        appoint(
            profile=profile,
            position=posts["petugas-layanan"],
            unit=units["layanan"],
            supervisor=people["penyelia"],
            starts_on=context.as_of - timedelta(days=context.rng.randrange(30, 540)),
            by=None,
            at=at,
        )
