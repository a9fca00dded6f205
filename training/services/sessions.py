"""The life of a session: planned, announced, moved, cancelled, finished."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import acting
from training.choices import STILL_IN, EnrolmentStatus, SessionStatus
from training.models import Meeting, Programme, Session

from . import telling
from .corrections import MeetingIsHeld as MeetingIsHeld
from .corrections import follow, lines_of
from .enrolments import fill_free_seats, lock_session

MEETINGS_AT_MOST = 60
FIELDS = ("label", "capacity", "opens_on", "closes_on", "offer_hours", "coordinator")


class NoMeetings(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Give the session at least one meeting first."))


class WrongStatus(ValidationError):
    """The session is not in the state this step starts from."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            _("“%(session)s” is “%(status)s”; this step does not apply."),
            params={"session": session.title, "status": session.get_status_display()},
        )


class SeatsTaken(ValidationError):
    """Fewer seats than people who hold one: somebody would lose a seat without a word."""

    def __init__(self, taken: int) -> None:
        super().__init__({"capacity": _("%(n)s seats are taken. Take people off the list first.") % {"n": taken}})


class ReasonMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"reason": _("Say why; everybody enrolled reads it.")})


class MeetingIsKept(ValidationError):
    """Attendance was taken: the meeting stays on record."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(
            _("Attendance of the meeting on %(when)s is on record; it cannot be removed."), params={"when": meeting}
        )


class TrainerTakesPart(ValidationError):
    """Nobody sits in the session they teach."""

    def __init__(self, trainer: StaffProfile) -> None:
        super().__init__(
            _("%(person)s is on the list of this session. Take them off the list before naming them as trainer."),
            params={"person": trainer},
        )


class TooManyMeetings(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("A session has at most %(n)s meetings.") % {"n": MEETINGS_AT_MOST})


@dataclass(frozen=True)
class Slot:
    """A meeting as planned: aware moments. `pk` names the meeting it changes; None makes a new one."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    topic: str = ""
    trainer: StaffProfile | None = None
    trainer_name: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class Written:
    """What became of a session's meetings: those that moved, came or went; who is newly named as trainer where, and
    who no longer teaches what stays."""

    moves: list[telling.Move]
    named: list[Meeting]
    dropped: list[tuple[StaffProfile, telling.Stand]]


@transaction.atomic
def plan_session(*, programme: Programme, by: Any, slots: Iterable[Slot] = (), **fields: Any) -> Session:
    """A new session in preparation; nobody sees it before it is announced. `fields` are FIELDS."""
    with acting(by):
        session = Session.objects.create(programme=programme, **fields)
        _write_slots(session, list(slots), by=by, is_new=True)
    return session


@transaction.atomic
def change_session(*, session: Session, by: Any, at: datetime, **fields: Any) -> Session:
    """Change any of FIELDS; more seats go to those in line at once. Raises SeatsTaken, WrongStatus."""
    locked = lock_session(session.pk)
    if locked.is_cancelled or locked.is_finished:
        raise WrongStatus(locked)
    taken = locked.enrolments.taking_seats().count()
    wanted = fields.get("capacity", locked.capacity)
    if wanted < taken:
        raise SeatsTaken(taken)
    for name, value in fields.items():
        setattr(locked, name, value)
    with acting(by):
        _renumber(locked)
        locked.save()
    fill_free_seats(locked, at=at)
    return locked


@transaction.atomic
def set_meetings(
    *,
    session: Session,
    slots: Iterable[Slot],
    by: Any,
    among: Collection[int] | None = None,
    again: bool = False,
) -> Session:
    """Make these the session's meetings: named ones move, others go, new ones come; enrolments stay. `among`: the
    meetings that this is about, where a part of them was looked at; all others stay as they are.

    Attendance that was taken follows a corrected time; that of a meeting held on another day is taken again where
    `again` says so.

    Where the session is announced and a time or place changed, everybody concerned is told once, with what it was and
    what it is; who is newly named as trainer, or no longer is, is told so.
    Raises NoMeetings (for an announced session), MeetingIsHeld, MeetingIsKept, TooManyMeetings, TrainerTakesPart,
    WrongStatus.
    """
    locked = lock_session(session.pk)
    if locked.is_cancelled or locked.is_finished:
        raise WrongStatus(locked)
    planned = list(slots)
    stays = among is not None and locked.meetings.exclude(pk__in=among).exists()
    if not planned and not stays and not locked.is_draft:
        raise NoMeetings
    people = telling.concerned(locked)
    with acting(by):
        written = _write_slots(locked, planned, among=among, by=by, again=again)
    _refuse_trainers_who_take_part(locked, written.named)
    if (written.moves or written.dropped) and locked.is_open:
        locked.changes += 1
        with acting(by):
            locked.save()
    if written.moves and locked.is_open:
        gone = {trainer.pk for trainer, _stand in written.dropped} - {one.pk for one in telling.concerned(locked)}
        telling.moved(locked, [person for person in people if person.pk not in gone], written.moves)
    if locked.is_open:
        telling.named_as_trainer(locked, written.named)
        telling.dropped_as_trainer(locked, written.dropped)
    return locked


def _refuse_trainers_who_take_part(session: Session, named: list[Meeting]) -> None:
    taking_part = session.enrolments.live().filter(profile__in=[meeting.trainer_id for meeting in named])
    if row := taking_part.select_related("profile").order_by("profile__name", "pk").first():
        raise TrainerTakesPart(row.profile)


@transaction.atomic
def announce_session(*, session: Session, by: Any) -> Session:
    """Show the session in the catalogue; tell those who waited for a date, and its trainers.

    Raises WrongStatus, NoMeetings.
    """
    locked = lock_session(session.pk)
    if not locked.is_draft:
        raise WrongStatus(locked)
    if locked.starts_on is None:
        raise NoMeetings
    locked.status = SessionStatus.OPEN
    with acting(by):
        locked.save()
    interests = locked.programme.interests.select_related("profile__user").order_by("pk")
    telling.announced(locked, [interest.profile for interest in interests])
    telling.named_as_trainer(locked, locked.meetings.select_related("trainer__user").order_by("starts_at", "pk"))
    return locked


@transaction.atomic
def cancel_session(*, session: Session, by: Any, at: datetime, reason: str) -> Session:
    """Call the session off: everybody is told, enrolments end. Raises WrongStatus, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    locked = lock_session(session.pk)
    if locked.is_cancelled or locked.is_finished:
        raise WrongStatus(locked)
    was_open = locked.is_open
    people = telling.concerned(locked)
    locked.status, locked.cancel_reason = SessionStatus.CANCELLED, reason.strip()
    locked.changes += 1
    with acting(by, reason=reason):
        locked.save()
        for enrolment in locked.enrolments.filter(status__in=STILL_IN).order_by("pk"):
            enrolment.status, enrolment.seat = EnrolmentStatus.CANCELLED, None
            enrolment.offered_until = None
            enrolment.reason = reason.strip()[:300]
            enrolment.save()
    if was_open:
        telling.cancelled(locked, people)
    return locked


def _write_slots(
    session: Session,
    slots: list[Slot],
    *,
    by: Any,
    is_new: bool = False,
    among: Collection[int] | None = None,
    again: bool = False,
) -> Written:
    """Bring the session's meetings in line with the plan."""
    locked = session.meetings.select_related("trainer").select_for_update(of=("self",))
    before = {} if is_new else {meeting.pk: meeting for meeting in locked}
    lines = {} if is_new else lines_of(session)
    moves: list[telling.Move] = []
    named: list[Meeting] = []
    dropped: list[tuple[StaffProfile, telling.Stand]] = []
    kept = {pk: meeting for pk, meeting in before.items() if among is not None and pk not in among}
    if len(slots) + len(kept.keys() - {slot.pk for slot in slots}) > MEETINGS_AT_MOST:
        raise TooManyMeetings
    for slot in slots:
        meeting = before.get(slot.pk) if slot.pk is not None else None
        meeting = meeting or Meeting(session=session)
        old = telling.Stand.of(meeting) if meeting.pk else None
        trainer_before = meeting.trainer
        for name in ("starts_at", "ends_at", "place", "link", "topic", "trainer", "trainer_name"):
            setattr(meeting, name, getattr(slot, name))
        meeting.full_clean(exclude=["session"])
        meeting.save()
        kept[meeting.pk] = meeting
        if old is not None:
            follow(meeting, lines.get(meeting.pk, []), was_from=old.starts_at, was_to=old.ends_at, again=again, by=by)
        if old != (new := telling.Stand.of(meeting)):
            moves.append((old, new))
        if meeting.trainer != trainer_before:
            named += [meeting] if meeting.trainer else []
            dropped += [(trainer_before, old)] if trainer_before and old else []
    for pk, meeting in before.items():
        if pk not in kept:
            try:
                meeting.delete()
            except ProtectedError:
                raise MeetingIsKept(meeting) from None
            moves.append((telling.Stand.of(meeting), None))
    _date_session(session, list(kept.values()))
    return Written(moves, sorted(named, key=lambda meeting: (meeting.starts_at, meeting.pk)), dropped)


def _date_session(session: Session, meetings: list[Meeting]) -> None:
    """A meeting belongs to the day it begins on, also where it ends after midnight."""
    days = [meeting.day for meeting in meetings]
    session.starts_on, session.ends_on = min(days, default=None), max(days, default=None)
    session.save()


def _renumber(session: Session) -> None:
    """Bring everybody's seat inside the capacity: after somebody left, a high number may stand over a small room."""
    seated = list(session.enrolments.taking_seats().order_by("seat"))
    free = iter(sorted(set(range(1, session.capacity + 1)) - {enrolment.seat for enrolment in seated}))
    for enrolment in seated:
        if enrolment.seat is not None and enrolment.seat > session.capacity:
            enrolment.seat = next(free)
            enrolment.save()
