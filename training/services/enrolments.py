"""Asking for a seat, deciding, waiting, leaving. One lock, the session's row, keeps seats and line in order."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext, override

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries import switches
from training.choices import AHEAD, EnrolmentStatus, Origin
from training.models import Enrolment, Interest, Session

from . import asking, telling
from .enrolment_refusals import AlreadyEnrolled as AlreadyEnrolled
from .enrolment_refusals import EnrolmentClosed as EnrolmentClosed
from .enrolment_refusals import IllegalStep as IllegalStep
from .enrolment_refusals import NotAtWork as NotAtWork
from .enrolment_refusals import OfferLapsed as OfferLapsed
from .enrolment_refusals import ReasonMissing as ReasonMissing
from .enrolment_refusals import SessionOver as SessionOver
from .enrolment_refusals import TeachesHere as TeachesHere

S = EnrolmentStatus
# From which state a deed may start; everything else is refused by name.
APPROVABLE = (S.REQUESTED,)
CONFIRMABLE = (S.ENDORSED,)
REFUSABLE = (S.REQUESTED, S.ENDORSED, S.WAITING)
WITHDRAWABLE = AHEAD
ENDABLE = (S.ATTENDED,)  # only by somebody else, with a reason
TAKEABLE = (S.OFFERED,)


def lock_session(session_id: int) -> Session:
    """The session, held until the transaction ends: seats, line and status change under this lock only."""
    return Session.objects.select_for_update(of=("self",)).select_related("programme").get(pk=session_id)


@transaction.atomic
def request_seat(
    *, session: Session, profile: StaffProfile, by: Any, at: datetime, note: str = "", origin: str = Origin.SELF
) -> Enrolment:
    """Ask for a seat; the supervisor decides. Raises EnrolmentClosed, AlreadyEnrolled, TeachesHere, NotAtWork."""
    locked = lock_session(session.pk)
    enrolment = _enter(locked, profile, by, at, note, origin)
    asking.asked(enrolment)
    return enrolment


@transaction.atomic
def nominate(
    *, session: Session, profile: StaffProfile, by: Any, at: datetime, note: str = "", origin: str = Origin.NOMINATED
) -> Enrolment:
    """Enrol somebody one leads: asked and approved in one step; oneself: only asked. Raises as `request_seat`."""
    locked = lock_session(session.pk)
    enrolment = _enter(locked, profile, by, at, note, origin)
    return _approved_unless_own(enrolment, locked, by, at)


@transaction.atomic
def enrol_many(
    *, session: Session, profiles: Iterable[StaffProfile], decides_about: Collection[int], by: Any, at: datetime
) -> list[Enrolment]:
    """Enrol a unit's people but those inside and those who teach; returns the new rows. Raises EnrolmentClosed.

    `decides_about`: keys of the people about whom `by` decides, so these are approved at once; for the others their
    supervisor is asked.
    """
    locked = lock_session(session.pk)
    inside = set(locked.enrolments.live().values_list("profile_id", flat=True))
    inside |= set(locked.meetings.order_by().values_list("trainer_id", flat=True))
    rows, asked_for = [], []
    for profile in sorted(profiles, key=lambda person: (person.name, person.pk)):
        if profile.pk not in inside:
            enrolment = _enter(locked, profile, by, at, "", Origin.UNIT)
            if profile.pk in decides_about:
                enrolment = _approved_unless_own(enrolment, locked, by, at)
            else:
                asked_for.append(enrolment)
            rows.append(enrolment)
    asking.asked_of_unit(asked_for)
    return rows


@transaction.atomic
def approve_enrolment(*, enrolment: Enrolment, by: Any, at: datetime) -> Enrolment:
    """The supervisor says yes: a seat, a place in line, or on to the second approval.

    Raises IllegalStep, SessionOver.
    """
    session, locked = _locked(enrolment)
    _only_from(locked, APPROVABLE)
    return _approved(locked, session, by, at)


@transaction.atomic
def confirm_enrolment(*, enrolment: Enrolment, by: Any, at: datetime) -> Enrolment:
    """The second approval. Raises IllegalStep, SessionOver."""
    session, locked = _locked(enrolment)
    _only_from(locked, CONFIRMABLE)
    return _seat_or_line(locked, session, by, at)


@transaction.atomic
def refuse_enrolment(*, enrolment: Enrolment, by: Any, at: datetime, reason: str) -> Enrolment:
    """Say no, with a reason. Raises IllegalStep, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    _session, locked = _locked(enrolment)
    _only_from(locked, REFUSABLE)
    _save(locked, S.REFUSED, by, at, reason=reason.strip())
    telling.refused(locked)
    return locked


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: Any, at: datetime, reason: str = "") -> Enrolment:
    """Leave; a seat that frees goes to the first in line. Leaving twice changes nothing.

    Who was at a meeting already is taken off by those who lead the session, with a reason; the attendance stays on
    record. Raises IllegalStep, ReasonMissing, SessionOver.
    """
    session, locked = _locked(enrolment)
    if locked.status == S.WITHDRAWN:
        return locked
    is_own = by is not None and locked.profile.user_id == by.pk
    _only_from(locked, WITHDRAWABLE if is_own else (*WITHDRAWABLE, *ENDABLE))
    _refuse_after_the_end(session, at)
    if locked.status in ENDABLE and not reason.strip():
        raise ReasonMissing
    _save(locked, S.WITHDRAWN, by, at, reason=reason.strip(), seat=None)
    telling.withdrawn(locked, by)
    fill_free_seats(session, at=at)
    return locked


def fill_free_seats(session: Session, *, at: datetime) -> list[Enrolment]:
    """Give free seats to those in line, first come first; call it under the session's lock. Returns who got one."""
    if not session.is_open or is_over(session, at):
        return []
    free = _free_seats(session)
    promoted: list[Enrolment] = []
    until = _offer_ends(session, at)
    for enrolment in session.enrolments.in_line().select_related("profile__user", "session__programme")[: len(free)]:
        if until is None:
            _save(enrolment, S.SEATED, None, None, seat=free[len(promoted)])
            telling.seated(enrolment, promoted=True)
        else:
            _save(enrolment, S.OFFERED, None, None, seat=free[len(promoted)], offered_until=until)
            telling.offered(enrolment)
        promoted.append(enrolment)
    return promoted


def _offer_ends(session: Session, at: datetime) -> datetime | None:
    """Until when a seat that frees now is offered; None where it is given at once, as also shortly before the start."""
    if not session.offer_hours:
        return None
    until = at + timedelta(hours=session.offer_hours)
    first = session.meetings.order_by("starts_at", "pk").values_list("starts_at", flat=True).first()
    if first is not None:
        until = min(until, first)
    return until if until > at else None


@transaction.atomic
def take_offer(*, enrolment: Enrolment, by: Any, at: datetime) -> Enrolment:
    """Take the seat that is offered. Taking it twice changes nothing. Raises IllegalStep, OfferLapsed."""
    _session, locked = _locked(enrolment)
    if locked.status == S.SEATED:
        return locked
    _only_from(locked, TAKEABLE)
    if locked.offered_until is None or locked.offered_until <= at:
        raise OfferLapsed
    _save(locked, S.SEATED, None, None)
    telling.seated(locked, promoted=False)
    return locked


def lapse_offers(*, at: datetime) -> int:
    """End the offers nobody took and pass the seats on; returns how many ended. Safe to run twice."""
    due = Enrolment.objects.filter(status=S.OFFERED, offered_until__lte=at)
    sessions = sorted(set(due.values_list("session", flat=True)))
    return sum(_lapse_in(session_id, at) for session_id in sessions)


@transaction.atomic
def _lapse_in(session_id: int, at: datetime) -> int:
    session = lock_session(session_id)
    rows = session.enrolments.filter(status=S.OFFERED, offered_until__lte=at)
    ended = 0
    for row in rows.select_related("profile__user", "session__programme").order_by("offered_until", "pk"):
        with override(settings.LANGUAGE_CODE):
            reason = gettext("The seat offered was not taken in time.")
        _save(row, S.WITHDRAWN, None, None, seat=None, reason=reason)
        telling.lapsed(row)
        ended += 1
    fill_free_seats(session, at=at)
    return ended


def _enter(session: Session, profile: StaffProfile, by: Any, at: datetime, note: str, origin: str) -> Enrolment:
    today = timezone.localdate(at)
    if not session.takes_requests_on(today):
        to_come = session.is_open and session.opens_on is not None and today < session.opens_on
        raise EnrolmentClosed(session.opens_on if to_come else None)
    _refuse_after_the_end(session, at)
    if profile.left_on is not None and profile.left_on < today:
        raise NotAtWork(profile)
    if session.enrolments.live().filter(profile=profile).exists():
        raise AlreadyEnrolled(profile)
    if session.meetings.filter(trainer=profile).exists():
        raise TeachesHere(profile)
    with acting(by):
        enrolment = Enrolment.objects.create(
            session=session,
            profile=profile,
            origin=origin,
            note=note.strip(),
            requested_at=at,
            requested_by=by,
        )
    Interest.objects.filter(programme=session.programme_id, profile=profile).delete()
    return enrolment


def is_over(session: Session, at: datetime) -> bool:
    """Whether the last meeting has ended; a session without a meeting is never over."""
    last = session.meetings.order_by().aggregate(last=Max("ends_at"))["last"]
    return last is not None and last <= at


def _refuse_after_the_end(session: Session, at: datetime) -> None:
    if is_over(session, at):
        raise SessionOver


def _approved_unless_own(enrolment: Enrolment, session: Session, by: Any, at: datetime) -> Enrolment:
    """Nobody decides about oneself: one's own row goes to one's supervisor, as any other request."""
    if by is None or enrolment.profile.user_id != by.pk:
        return _approved(enrolment, session, by, at)
    asking.asked(enrolment)
    return enrolment


def _approved(enrolment: Enrolment, session: Session, by: Any, at: datetime) -> Enrolment:
    _refuse_after_the_end(session, at)
    if session.programme.needs_second_approval and switches.is_on("two_stage_approval"):
        _save(enrolment, S.ENDORSED, by, at)
        asking.endorsed(enrolment)
        return enrolment
    return _seat_or_line(enrolment, session, by, at)


def _seat_or_line(enrolment: Enrolment, session: Session, by: Any, at: datetime) -> Enrolment:
    if not session.is_open:
        raise EnrolmentClosed
    _refuse_after_the_end(session, at)
    free = _free_seats(session)
    if free and not session.enrolments.in_line().exists():
        _save(enrolment, S.SEATED, by, at, seat=free[0])
        telling.seated(enrolment, promoted=False)
    else:
        _save(enrolment, S.WAITING, by, at, queued_at=at)
        telling.queued(enrolment)
    return enrolment


def _free_seats(session: Session) -> list[int]:
    taken = set(session.enrolments.taking_seats().values_list("seat", flat=True))
    return [seat for seat in range(1, session.capacity + 1) if seat not in taken]


def _locked(enrolment: Enrolment) -> tuple[Session, Enrolment]:
    """Session first, enrolment second: every deed takes the locks in this order, so none waits for the other."""
    session = lock_session(enrolment.session_id)
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("profile__user", "session__programme")
    return session, rows.get(pk=enrolment.pk)


def _only_from(enrolment: Enrolment, states: Iterable[str]) -> None:
    if enrolment.status not in states:
        raise IllegalStep(enrolment)


def _save(enrolment: Enrolment, status: str, by: Any, at: datetime | None, **fields: Any) -> None:
    enrolment.status = status
    enrolment.offered_until = None
    if at is not None:
        enrolment.decided_at, enrolment.decided_by = at, by
    for name, value in fields.items():
        setattr(enrolment, name, value)
    with acting(by, reason=enrolment.reason):
        enrolment.save()
