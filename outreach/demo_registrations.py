"""Who registered in the demo: invented people, whole classes, a full workshop with a queue, a family that waits."""

from datetime import datetime, timedelta

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from outreach.choices import (
    AgeBand,
    EventKind,
    PartnerKind,
    RegistrationKind,
    RegistrationMode,
    RegistrationStatus,
    SessionState,
)
from outreach.models import Participant, Registration, RegistrationPolicy, Session
from outreach.services.party import Party, Person
from outreach.services.registering import register

NAMES = [
    "Amira", "Bintang", "Citra", "Dimas", "Elok", "Fajar", "Gita", "Hadi", "Intan", "Jaya", "Kirana", "Laode", "Mira",
    "Naufal", "Oki", "Putri", "Raka", "Sinta", "Tegar", "Wa Ode",
]  # fmt: skip
SCHOOLS = ["SD Negeri Contoh 1 Lipu", "SD Negeri Contoh 2 Melai", "MI Contoh Al-Ikhlas", "SMP Negeri Contoh 1"]
BANDS = {
    EventKind.READING_CLUB: AgeBand.TEEN,
    EventKind.WRITING: AgeBand.TEEN,
    EventKind.INFORMATION_LITERACY: AgeBand.TEEN,
    EventKind.SCHOOL_COMES: AgeBand.CHILD,
}

CLUBS = (EventKind.READING_CLUB, EventKind.WRITING)
MEMBERS_AT_MOST = 8  # of a standing group (demo_groups): their seats stay free for them


def load(context: DemoContext) -> None:
    """Past dates get their people in bulk; coming ones go through the same door as everybody."""
    mine = Session.objects.filter(event__is_demo=True, event__registration_mode=RegistrationMode.REGISTER)
    sessions = mine.select_related("event", "partner").order_by("starts_at", "pk")
    for number, session in enumerate(sessions):
        if session.state == SessionState.HELD:
            _past(context, session, number)
        elif session.is_planned and session.starts_at < _noon(context) + timedelta(days=30):
            _coming(context, session, number)


def clear() -> None:
    Registration.objects.filter(session__event__is_demo=True).delete()


def _past(context: DemoContext, session: Session, number: int) -> None:
    """A class, or single people under their nicknames; names of long ago are gone as the retention rule wants it."""
    dice, kept = context.rng, RegistrationPolicy.on(context.as_of).keep_guardian_days
    gone = session.ends_at < _noon(context) - timedelta(days=kept)
    if session.event.takes_groups:
        size = dice.randint(14, min(session.capacity or 20, 36))
        _row(session, number, RegistrationKind.GROUP, size, gone, school=_school(session, dice.choice(SCHOOLS)))
        return
    room = (session.capacity or 12) - (MEMBERS_AT_MOST if session.event.kind in CLUBS else 0)
    for seat in range(dice.randint(min(6, room), room)):
        _row(session, number * 50 + seat, RegistrationKind.PERSON, 1, gone, absent=dice.random() < 0.12)


def _row(
    session: Session, number: int, kind: str, seats: int, gone: bool, *, school: str = "", absent: bool = False
) -> None:
    asked = session.starts_at - timedelta(days=3 + number % 5, minutes=number % 50)
    band = _band(session)
    row = Registration.objects.create(
        session=session,
        kind=kind,
        status=RegistrationStatus.REGISTERED,
        seats=seats,
        companions=2 if kind == RegistrationKind.GROUP else 0,
        name="" if gone else f"{NAMES[number % len(NAMES)]} Contoh",
        phone="" if gone else f"62811{number:07d}"[:13],
        school="" if gone else school,
        group_band=band if kind == RegistrationKind.GROUP else "",
        queued_at=asked,
        no_show=absent,
        erased_at=session.ends_at + timedelta(days=95) if gone else None,
    )
    if kind == RegistrationKind.PERSON:
        nickname = "" if gone else NAMES[number % len(NAMES)]
        Participant.objects.create(registration=row, nickname=nickname, age_band=band)


def _coming(context: DemoContext, session: Session, number: int) -> None:
    dice, event, at = context.rng, session.event, _noon(context) - timedelta(hours=5)
    band = _band(session)
    if event.takes_groups:
        party = Party(
            kind=RegistrationKind.GROUP, name=f"Ibu {NAMES[number % len(NAMES)]} Contoh",
            phone=f"628120000{number:04d}", size=dice.randint(12, session.capacity or 20),
            group_band=band, companions=2, school=_school(session, dice.choice(SCHOOLS)),
        )  # fmt: skip
        register(session=session, party=party, at=at)
        return
    # The workshop fills up and gets a queue; the club stays half empty.
    wanted = (session.capacity or 10) + 4 if event.kind == EventKind.WRITING else (session.capacity or 10) // 2
    for seat in range(wanted):
        size = 2 if seat % 5 == 4 else 1
        name = NAMES[(number * 7 + seat) % len(NAMES)]
        party = Party(
            kind=RegistrationKind.FAMILY if size > 1 else RegistrationKind.PERSON, name=f"Wali {name} Contoh",
            phone=f"62813{number:04d}{seat:03d}", attendance=True, photo=seat % 3 != 0,
            people=[Person(NAMES[(number * 7 + seat + n) % len(NAMES)], band) for n in range(size)],
        )  # fmt: skip
        register(session=session, party=party, at=at + timedelta(minutes=seat))


def _school(session: Session, other: str) -> str:
    return session.partner.name if session.partner else other


def _band(session: Session) -> str:
    if session.partner and session.partner.kind == PartnerKind.SMP:
        return AgeBand.TEEN
    return BANDS.get(EventKind(session.event.kind), AgeBand.ADULT)


def _noon(context: DemoContext) -> datetime:
    return timezone.make_aware(datetime(context.as_of.year, context.as_of.month, context.as_of.day, 12))  # noqa: DTZ001
