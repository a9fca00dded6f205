"""Registering, answering, cancelling: all of a party or none of it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from baubau_pembinaan.core.followup_code import new_code
from outreach.choices import Registrant, RegistrationKind, RegistrationStatus, Source
from outreach.models import (
    ConsentWay,
    EventQuestion,
    Participant,
    Purpose,
    Registration,
    RegistrationAnswer,
    Session,
)
from outreach.services.consents import photo_purpose, write_answers
from outreach.services.guardian_words import refused_words
from outreach.services.notice_words import Words, guardian_told_words, guardian_words, seat_words, waiting_words
from outreach.services.notices import tell, tell_guardian, tell_guardian_too
from outreach.services.party import (
    AlreadyRegistered,
    AnswerTooLate,
    ClassTooSmall,
    ConsentMissing,
    GrownUpNeeded,
    Party,
    PartyTooLarge,
    RegistrationClosed,
    pause_of,
    reached_by,
)
from outreach.services.queue import fill_seats, has_room, locked_session, position_of


@transaction.atomic
def register(
    *,
    session: Session,
    party: Party,
    at: datetime,
    source: str = Source.WEB,
    by: Any = None,
    language: str = "id",
    nonce: str | None = None,
    held_aside: bool = False,
    way: str = ConsentWay.WEB,
    channel: Any = None,
) -> Registration:
    """Take a registration in: a seat for the whole party, or a place in the queue for the whole party.

    The same `nonce` again returns the first registration. `held_aside` waits for a colleague's look and takes no seat.
    Raises RegistrationClosed, AlreadyRegistered, Paused, PartyTooLarge, ConsentMissing, GrownUpNeeded, ClassTooSmall.
    """
    locked = locked_session(session.pk)
    if nonce and (known := Registration.objects.select_related("session__event").filter(nonce=nonce).first()):
        return known
    _check(locked, party, at, by)
    registration = Registration.objects.create(
        session=locked,
        kind=party.kind,
        status=RegistrationStatus.HELD_ASIDE if held_aside else RegistrationStatus.UNCONFIRMED,
        seats=party.seats,
        name=party.name,
        phone=party.phone,
        email=party.email,
        registrant=party.age,
        guardian_name=party.guardian_name,
        guardian_phone=party.guardian_phone,
        guardian_email=party.guardian_email,
        language=language,
        school=party.school,
        group_band=party.group_band,
        companions=party.companions,
        needs=party.needs,
        source=source,
        queued_at=at,
        nonce=nonce,
        follow_code=new_code(),
        entered_by=by,
        channel=channel,
    )
    write_party(registration, party)
    if not registration.needs_guardian:
        photo = photo_purpose(registration)
        answers: dict[str, bool | None] = {Purpose.ATTENDANCE: party.attendance or None, photo: party.photo}
        write_answers(registration, answers, name=party.name, way=way, at=at, by=by)
    if not held_aside:
        _go_on(registration, at)
    return registration


def _go_on(registration: Registration, at: datetime) -> None:
    """To the guardian where a minor asks, else to a seat or the queue."""
    if registration.needs_guardian:
        registration.status = RegistrationStatus.UNCONFIRMED
        registration.save(update_fields=["status"])
        tell_guardian(registration, "guardian", guardian_words, at=at)
        return
    if registration.registrant == Registrant.SEVENTEEN:
        tell_guardian(registration, "guardian-told", guardian_told_words, at=at)
    _seat_or_queue(registration, at)


def _check(session: Session, party: Party, at: datetime, by: Any) -> None:
    if not session.takes_registrations(at):
        raise RegistrationClosed
    if session.capacity is not None and party.seats > session.capacity:
        raise PartyTooLarge(session.capacity)
    check_ages(party, by)
    if party.has_guarded and party.age != Registrant.YOUNGER and not party.attendance:
        raise ConsentMissing
    same = _same_party(Registration.objects.filter(session=session).live(), party)
    if known := same.filter(reached_by(party.phone, party.email)).first():
        raise AlreadyRegistered(known)
    if by is None and (pause := pause_of(phone=party.phone, email=party.email, at=at)):
        raise pause


def _same_party(rows: Any, party: Party) -> Any:
    """A teacher registers every class of theirs, each by its own name, and their own family too."""
    group = RegistrationKind.GROUP
    return rows.filter(kind=group, school__iexact=party.school) if party.kind == group else rows.exclude(kind=group)


def check_ages(party: Party, by: Any) -> None:
    """A minor speaks for nobody else, and a class is a class: else its size would replace the guardian's consent."""
    if party.age != Registrant.ADULT and party.kind != RegistrationKind.PERSON:
        raise GrownUpNeeded("age")
    if party.age == Registrant.SEVENTEEN and party.has_guarded:
        raise GrownUpNeeded("band1")
    if by is None and party.is_small_class:
        raise ClassTooSmall


def write_party(registration: Registration, party: Party) -> None:
    Participant.objects.bulk_create(
        [
            Participant(
                registration=registration, nickname=person.nickname, age_band=person.age_band, school=person.school
            )
            for person in party.people
        ]
    )
    asked = EventQuestion.objects.filter(event=registration.session.event_id, is_active=True, pk__in=party.answers)
    RegistrationAnswer.objects.bulk_create(
        [
            RegistrationAnswer(registration=registration, question=question, text=party.answers[question.pk][:200])
            for question in asked
            if party.answers[question.pk]
        ]
    )


def _seat_or_queue(registration: Registration, at: datetime) -> None:
    """Under the date's lock: the queue first, then this party, whole or not at all.

    Who registered reads on the page what came of it; a child whose guardian has just agreed reads no page, and hears.
    """
    session = registration.session
    words: Words
    fill_seats(session, at=at)
    if has_room(session, registration.seats):
        registration.status, key, words = RegistrationStatus.REGISTERED, "seat", seat_words
    else:
        registration.status, key = RegistrationStatus.WAITING, "waiting"
        words = waiting_words(position_of(registration))
    registration.save(update_fields=["status"])
    tell(registration, key, words, at=at, only_email=not registration.needs_guardian)
    if registration.needs_guardian and registration.guardian_email:
        tell_guardian_too(registration, key, words, at=at)


@transaction.atomic
def answer_as_guardian(
    *,
    registration: Registration,
    agrees: bool,
    photo: bool | None,
    name: str,
    at: datetime,
    way: str,
    by: Any = None,
    language: str = "",
) -> Registration:
    """The guardian's yes or no; with a yes the party gets a seat or its place in the queue. Raises AnswerTooLate.

    language: in which they read the page; what they are told later comes in it.
    """
    row = locked_registration(registration)
    if not row.awaits_guardian or not row.session.takes_registrations(at):
        raise AnswerTooLate
    if language:
        row.guardian_language = language
        row.save(update_fields=["guardian_language"])
    write_answers(row, {Purpose.ATTENDANCE: agrees, Purpose.PHOTO: photo}, name=name, way=way, at=at, by=by)
    if agrees:
        _seat_or_queue(row, at)
    else:
        row.status, row.cancelled_at = RegistrationStatus.CANCELLED, at
        row.save(update_fields=["status", "cancelled_at"])
        tell(row, "refused", refused_words, at=at)
    return row


@transaction.atomic
def look_after(*, registration: Registration, accept: bool, by: Any, at: datetime) -> Registration | None:
    """Decide on a registration held aside: it joins with the moment it asked, or it goes for good.

    A minor's waits for the guardian next.
    """
    row = locked_registration(registration)
    if row.status != RegistrationStatus.HELD_ASIDE:
        raise AnswerTooLate
    if not accept:
        row.delete()
        return None
    if not row.session.takes_registrations(at):
        raise RegistrationClosed
    _go_on(row, at)
    return row


@transaction.atomic
def cancel(*, registration: Registration, at: datetime) -> Registration:
    """Give the seat or the place in the queue back; the next in the queue moves up. Twice changes nothing more."""
    return cancel_locked(locked_registration(registration), at)


def cancel_locked(row: Registration, at: datetime) -> Registration:
    """The same for a row that is locked already."""
    if not row.is_live:
        return row
    if row.session.ends_at <= at:
        raise AnswerTooLate
    row.status, row.invited_until, row.cancelled_at = RegistrationStatus.CANCELLED, None, at
    row.save(update_fields=["status", "invited_until", "cancelled_at"])
    fill_seats(row.session, at=at)
    return row


@transaction.atomic
def accept_invitation(*, registration: Registration, at: datetime) -> Registration:
    """Yes to an offered seat, before its deadline. Raises AnswerTooLate."""
    row = locked_registration(registration)
    if row.has_seat:
        return row
    if not row.is_invited or row.invited_until is None or row.invited_until <= at:
        raise AnswerTooLate
    if not row.session.is_planned or row.session.starts_at <= at:
        raise AnswerTooLate
    row.status, row.invited_until, row.confirmed_at = RegistrationStatus.REGISTERED, None, at
    row.save(update_fields=["status", "invited_until", "confirmed_at"])
    return row


@transaction.atomic
def confirm(*, registration: Registration, at: datetime) -> Registration:
    """ "I am coming". Raises AnswerTooLate where the seat is gone."""
    row = locked_registration(registration)
    if not row.has_seat:
        raise AnswerTooLate
    row.confirmed_at = row.confirmed_at or at
    row.save(update_fields=["confirmed_at"])
    return row


def locked_registration(registration: Registration) -> Registration:
    """The row as it is now, under its date's lock, with the locked date and event on it."""
    session = locked_session(registration.session_id)
    row = Registration.objects.get(pk=registration.pk)
    row.session = session
    return row
