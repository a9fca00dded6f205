"""Seats: who has one, who waits, who is next. Everything here runs under the date's own lock."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from outreach.choices import RegistrationStatus
from outreach.models import Notice, Registration, Session
from outreach.models.notice import UNSENT
from outreach.services.guardian_words import link_words
from outreach.services.notice_words import (
    Words,
    called_off_words,
    guardian_told_words,
    guardian_words,
    invited_words,
    moved_words,
    released_words,
    seat_words,
    to_guardian,
    waiting_words,
    when_and_where,
)
from outreach.services.notices import (
    CONFIRM,
    GUARDIAN_TOO,
    INVITED,
    MOVED,
    tell,
    tell_both,
    tell_guardian_too,
    write_anew,
)


def locked_session(session_id: int) -> Session:
    """The date with its event, locked: two people who want the last seat go one after the other."""
    return Session.objects.select_for_update(of=("self",)).select_related("event").get(pk=session_id)


def position_of(registration: Registration) -> int:
    """1 for the next in the queue. One statement."""
    waiting = Registration.objects.filter(session=registration.session_id, status=RegistrationStatus.WAITING)
    before = waiting.filter(queued_at__lt=registration.queued_at)
    same = waiting.filter(queued_at=registration.queued_at, pk__lt=registration.pk)
    return (before | same).count() + 1


def fill_seats(session: Session, *, at: datetime) -> list[Registration]:
    """Give free seats to the queue: the first whose whole party fits, then the next. `session` is locked.

    A family of three does not take one free seat, and it does not hold that seat back from a single person after it.
    Nobody is promoted once the date has begun. Returns who moved up.
    """
    free = _free(session)
    moved: list[Registration] = []
    if not session.is_planned or session.starts_at <= at:
        return moved
    for registration in list(Registration.objects.filter(session=session).waiting()):
        if free is not None and free < 1:
            break
        if free is not None and registration.seats > free:
            continue
        registration.session = session
        _move_up(registration, at)
        moved.append(registration)
        free = None if free is None else free - registration.seats
    return moved


def _free(session: Session) -> int | None:
    """Seats free now, as the database counts them; None where there is no limit."""
    if session.capacity is None:
        return None
    counted = Session.objects.filter(pk=session.pk).aggregate(taken=Sum("seats_taken"))
    return session.capacity - counted["taken"]


def has_room(session: Session, seats: int) -> bool:
    free = _free(session)
    return free is None or seats <= free


def _move_up(registration: Registration, at: datetime) -> None:
    event, session = registration.session.event, registration.session
    if event.invites:
        registration.status = RegistrationStatus.INVITED
        # Who has no e-mail is told by a colleague; until then only the date itself ends the offer (rulings 32).
        until = at + event.answer_time if registration.email else session.starts_at
        registration.invited_until = min(until, session.starts_at)
        registration.save(update_fields=["status", "invited_until"])
        key, words = f"{INVITED}{at:%Y%m%d%H%M%S%f}", invited_words
    else:
        registration.status = RegistrationStatus.REGISTERED
        registration.save(update_fields=["status"])
        key, words = f"seat.{at:%Y%m%d%H%M%S%f}", seat_words
    tell(registration, key, words, at=at)
    if registration.needs_guardian:  # waits in the queue, so the guardian agreed
        tell_guardian_too(registration, key, words, at=at)


def start_deadline(*, registration: Registration, at: datetime) -> None:
    """The offer was sent by hand just now: from here the hours count."""
    session = locked_session(registration.session_id)
    row = Registration.objects.get(pk=registration.pk)
    if row.is_invited:
        row.invited_until = min(at + session.event.answer_time, session.starts_at)
        row.save(update_fields=["invited_until"])


@transaction.atomic
def release(*, registration_id: int, at: datetime) -> bool:
    """Take back an offered or unconfirmed seat and pass it on; False where it was answered in the meantime."""
    session_id = Registration.objects.values_list("session_id", flat=True).get(pk=registration_id)
    session = locked_session(session_id)
    row = Registration.objects.get(pk=registration_id)
    row.session = session
    offered = row.is_invited and row.invited_until is not None and row.invited_until <= at
    silent = row.has_seat and row.asked_at is not None and row.confirmed_at is None
    if not offered and not silent:
        return False
    row.status, row.invited_until = RegistrationStatus.RELEASED, None
    row.save(update_fields=["status", "invited_until"])
    tell_both(row, "released", released_words, at=at)
    fill_seats(session, at=at)
    return True


def ask_anew(session: Session) -> None:
    """The date begins at another time: who said they come said it of the old one. `session` is locked."""
    Registration.objects.filter(session=session).live().update(asked_at=None, confirmed_at=None)
    unsent = Notice.objects.filter(registration__session=session, key__startswith=CONFIRM)
    unsent.filter(state__in=UNSENT).delete()


def tell_moved(session: Session, *, was: Session, at: datetime, reason: str = "") -> None:
    """Everybody who is registered or waits, and each guardian, hears of the new date or place once for each change.

    No unsent text names the old one but to say what changed: from what the reader was last told. `reason` is that of
    this change; who had not yet heard of an earlier one reads that one's. `session` is locked.
    """
    for registration in _live(session):
        if registration.is_invited:
            registration.invited_until = _offer_ends(registration)
            registration.save(update_fields=["invited_until"])
    believed = _write_unsent_anew(session)
    for registration in _live(session):
        for whose, reads in (("", registration.language), (GUARDIAN_TOO, registration.guardian_reads)):
            old = believed.get((registration.pk, whose), when_and_where(was, reads))
            if old == when_and_where(session, reads):
                continue  # moved back before anybody heard of it
            tell_moved_to = tell_guardian_too if whose else tell
            why = reason or (session.reason if (registration.pk, whose) in believed else "")
            tell_moved_to(registration, f"{MOVED}{session.sequence}", moved_words(old, why), at=at, before=old)


def _offer_ends(registration: Registration) -> datetime:
    """An offer nobody has heard of stands until the date itself; one that was told keeps its hours, or gets more."""
    session = registration.session
    offers = registration.notices.filter(key__startswith=INVITED).exclude(key__endswith=GUARDIAN_TOO)
    told = offers.order_by("made_at", "pk").last()
    since = None if told is None else told.made_at if told.email else told.sent_at
    if since is None or registration.invited_until is None:
        return session.starts_at
    return min(max(registration.invited_until, since + session.event.answer_time), session.starts_at)


def _write_unsent_anew(session: Session) -> dict[tuple[int, str], str]:
    """Texts that wait to be sent are drawn again from the date as it is; of former moves nobody needs to hear.

    Returns what the readers of those still believe: (registration, GUARDIAN_TOO or nothing) -> when and where.
    """
    unsent = Notice.objects.filter(registration__session=session, state__in=UNSENT)
    moves = unsent.filter(key__startswith=MOVED)
    believed = {
        (pk, GUARDIAN_TOO if key.endswith(GUARDIAN_TOO) else ""): before
        for pk, key, before in moves.exclude(before="").values_list("registration_id", "key", "before")
    }
    moves.delete()
    for notice in unsent.select_for_update(of=("self",)).select_related("registration").order_by("pk"):
        notice.registration.session = session
        if words := _words_of(notice):
            write_anew(notice, to_guardian(words) if notice.key.endswith(GUARDIAN_TOO) else words)
    return believed


def _words_of(notice: Notice) -> Words | None:
    """What a text about a date is drawn from; None for those that say something else."""
    if notice.key.split(".")[0] == "waiting":
        return waiting_words(position_of(notice.registration))
    drawn: dict[str, Words] = {
        "seat": seat_words,
        "invited": invited_words,
        "released": released_words,
        "guardian": guardian_words,
        "guardian-told": guardian_told_words,
        "guardian-link": link_words,
    }
    return drawn.get(notice.key.split(".")[0])


def call_off(session: Session, *, at: datetime) -> None:
    """Everybody hears that the date does not take place; their registrations stay as the record of it."""
    for registration in _live(session):
        tell_both(registration, "called-off", called_off_words, at=at)


def _live(session: Session) -> Iterable[Registration]:
    for registration in Registration.objects.filter(session=session).live().order_by("queued_at", "pk"):
        registration.session = session
        yield registration
