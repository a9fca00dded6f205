"""Two demo sessions told by hand: one that waits for its second approval, one that the demo's librarian teaches."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from training.models import Enrolment, Programme, Session
from training.services import enrolments
from training.services.sessions import Slot, announce_session, plan_session

CONFERENCE, COURSE = "Konferensi Pustakawan Indonesia", "Literasi Informasi untuk Pengajar"
COMING, TAUGHT = "Angkatan mendatang", "Kelas lanjutan"


def load(context: DemoContext) -> None:
    """Make what is absent; needs the demo's programmes."""
    if programme := _without(CONFERENCE, COMING):
        _conference(context, programme)
    if programme := _without(COURSE, TAUGHT):
        _course(context, programme)


def approve(context: DemoContext, row: Enrolment, at: datetime) -> None:
    """The head's yes; of the heads' own requests the agency's head decides."""
    users = context.shared["users"]
    by = users["kadis"] if row.profile.user_id == users["kabid"].pk else users["kabid"]
    enrolments.approve_enrolment(enrolment=row, by=by, at=at)


def _without(title: str, label: str) -> Programme | None:
    found = Programme.objects.filter(title=title, is_demo=True).first()
    return None if found is None or found.sessions.filter(label=label).exists() else found


def _conference(context: DemoContext, programme: Programme) -> None:
    """Three have their supervisor's yes and wait for the agency's head, one for the supervisor."""
    first = context.as_of + timedelta(days=37)
    slots = [_slot(context, first + timedelta(days=day), trainer_name="Narasumber Contoh") for day in range(2)]
    session = _announced(context, programme, COMING, slots, capacity=3)
    for number, username in enumerate(("pertama", "muda", "penyelia", "pengelola")):
        profile = context.shared["people"][username]
        at = _moment(context.days_ago(6 - number), 9)
        row = enrolments.request_seat(
            session=session, profile=profile, by=profile.user, at=at, note="Untuk tugas saya."
        )
        if number < 3:
            approve(context, row, at + timedelta(hours=4))


def _course(context: DemoContext, programme: Programme) -> None:
    """Its first meeting was yesterday (on a Saturday, where that was a Sunday): attendance is to be taken."""
    before = context.days_ago(1)
    held = before - timedelta(days=1) if before.weekday() == 6 else before
    teacher = context.shared["people"]["pustakawan"]
    slots = [_slot(context, day, trainer=teacher) for day in (held, context.as_of + timedelta(days=13))]
    session = _announced(context, programme, TAUGHT, slots, capacity=8)
    at = _moment(context.days_ago(12), 10)
    for username in ("pertama", "terampil", "petugas", "relawan"):
        profile = context.shared["people"][username]
        enrolments.nominate(session=session, profile=profile, by=context.shared["users"]["kabid"], at=at)


def _announced(context: DemoContext, programme: Programme, label: str, slots: list[Slot], *, capacity: int) -> Session:
    admin = context.shared["users"]["admin"]
    session = plan_session(
        programme=programme,
        by=admin,
        slots=slots,
        label=label,
        capacity=capacity,
        opens_on=context.days_ago(30),
        closes_on=timezone.localdate(slots[0].starts_at) - timedelta(days=3),
        offer_hours=0,
        coordinator=context.shared["people"]["muda"],
    )
    return announce_session(session=session, by=admin)


def _slot(context: DemoContext, day: date, **who: Any) -> Slot:
    return Slot(starts_at=_moment(day, 13), ends_at=_moment(day, 16), place="Ruang rapat lantai 2", **who)


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), timezone.get_current_timezone())
