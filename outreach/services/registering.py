"""Registering, changing, cancelling: all of a party or none of it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from baubau_pembinaan.core.followup_code import new_code
from outreach.choices import RegistrationStatus, Source
from outreach.models import (
    Consent,
    ConsentText,
    ConsentWay,
    EventQuestion,
    Participant,
    Purpose,
    Registration,
    RegistrationAnswer,
    Session,
)
from outreach.services.notices import (
    guardian_told_words,
    guardian_words,
    seat_words,
    tell,
    tell_guardian,
    waiting_words,
)
from outreach.services.party import (
    AlreadyRegistered,
    AnswerTooLate,
    ConsentMissing,
    NoRoom,
    Party,
    PartyTooLarge,
    Paused,
    RegistrationClosed,
    paused_until,
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
    Raises RegistrationClosed, AlreadyRegistered, Paused, PartyTooLarge, ConsentMissing.
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
        guardian_name=party.guardian_name,
        guardian_phone=party.guardian_phone,
        guardian_email=party.guardian_email,
        language=language,
        school=party.school,
        group_band=party.group_band,
        needs=party.needs,
        source=source,
        queued_at=at,
        nonce=nonce,
        follow_code=new_code(),
        entered_by=by,
        channel=channel,
    )
    _write_party(registration, party)
    if party.attendance or party.photo is not None:
        _consent(registration, party, party.name, way, at, by)
    if held_aside:
        return registration
    if party.age == "younger":
        tell_guardian(registration, "guardian", guardian_words, at=at)
        return registration
    if party.age == "17":
        tell_guardian(registration, "guardian-told", guardian_told_words, at=at)
    _seat_or_queue(registration, at)
    return registration


def _check(session: Session, party: Party, at: datetime, by: Any) -> None:
    if not session.takes_registrations(at):
        raise RegistrationClosed
    if session.capacity is not None and party.seats > session.capacity:
        raise PartyTooLarge(session.capacity)
    if party.has_guarded and party.age != "younger" and not party.attendance:
        raise ConsentMissing
    same = Registration.objects.filter(session=session).live()
    if (party.phone and same.filter(phone=party.phone).exists()) or (
        party.email and same.filter(email__iexact=party.email).exists()
    ):
        raise AlreadyRegistered
    if by is None and (until := paused_until(phone=party.phone, email=party.email, at=at)):
        raise Paused(until)


def _write_party(registration: Registration, party: Party) -> None:
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


def _consent(registration: Registration, party: Party, name: str, way: str, at: datetime, by: Any) -> None:
    newest = newest_texts()
    rows = []
    if party.attendance:
        rows.append((Purpose.ATTENDANCE, True))
    if party.photo is not None:
        rows.append((Purpose.PHOTO, party.photo))
    Consent.objects.bulk_create(
        [
            Consent(
                registration=registration,
                text=newest[purpose],
                is_given=given,
                name=name,
                way=way,
                at=at,
                recorded_by=by,
            )
            for purpose, given in rows
        ]
    )


def newest_texts() -> dict[str, ConsentText]:
    """purpose -> the words in force."""
    found: dict[str, ConsentText] = {}
    for text in ConsentText.objects.order_by("version"):
        found[text.purpose] = text
    return found


def _seat_or_queue(registration: Registration, at: datetime) -> None:
    """Under the date's lock: the queue first, then this party, whole or not at all."""
    session = registration.session
    fill_seats(session, at=at)
    if has_room(session, registration.seats):
        registration.status = RegistrationStatus.REGISTERED
        registration.save(update_fields=["status"])
        tell(registration, "seat", seat_words, at=at, only_email=True)
    else:
        registration.status = RegistrationStatus.WAITING
        registration.save(update_fields=["status"])
        tell(registration, "waiting", waiting_words(position_of(registration)), at=at, only_email=True)


@transaction.atomic
def answer_as_guardian(
    *, registration: Registration, agrees: bool, photo: bool | None, name: str, at: datetime, way: str, by: Any = None
) -> Registration:
    """The guardian's yes or no; with a yes the party gets a seat or its place in the queue. Raises AnswerTooLate."""
    row = locked_registration(registration)
    if not row.awaits_guardian or not row.session.takes_registrations(at):
        raise AnswerTooLate
    newest = newest_texts()
    for purpose, given in ((Purpose.ATTENDANCE, agrees), (Purpose.PHOTO, photo)):
        if given is not None:
            Consent.objects.create(
                registration=row, text=newest[purpose], is_given=given, name=name[:80], way=way, at=at, recorded_by=by
            )
    if agrees:
        _seat_or_queue(row, at)
    else:
        row.status, row.cancelled_at = RegistrationStatus.CANCELLED, at
        row.save(update_fields=["status", "cancelled_at"])
    return row


@transaction.atomic
def look_after(*, registration: Registration, accept: bool, by: Any, at: datetime) -> Registration | None:
    """Decide on a registration held aside: it joins with the moment it asked, or it goes for good."""
    row = locked_registration(registration)
    if row.status != RegistrationStatus.HELD_ASIDE:
        raise AnswerTooLate
    if not accept:
        row.delete()
        return None
    if not row.session.takes_registrations(at):
        raise RegistrationClosed
    _seat_or_queue(row, at)
    return row


@transaction.atomic
def cancel(*, registration: Registration, at: datetime) -> Registration:
    """Give the seat or the place in the queue back; the next in the queue moves up. Twice changes nothing more."""
    row = locked_registration(registration)
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


@transaction.atomic
def change_party(*, registration: Registration, party: Party, at: datetime, by: Any = None) -> Registration:
    """Other people, or more or fewer of them. More than fit is refused and nothing changes; fewer lets the queue move.

    Raises NoRoom, AnswerTooLate, PartyTooLarge, ConsentMissing.
    """
    row = locked_registration(registration)
    session = row.session
    if not row.is_live or not session.takes_registrations(at):
        raise AnswerTooLate
    if session.capacity is not None and party.seats > session.capacity:
        raise PartyTooLarge(session.capacity)
    if party.has_guarded and not party.attendance and not _agreed(row) and not row.awaits_guardian:
        raise ConsentMissing
    if (row.has_seat or row.is_invited) and party.seats > row.seats and not has_room(session, party.seats - row.seats):
        raise NoRoom
    row.seats, row.school, row.needs, row.group_band = party.seats, party.school, party.needs, party.group_band
    row.save(update_fields=["seats", "school", "needs", "group_band"])
    row.participants.all().delete()
    row.answers.all().delete()
    _write_party(row, party)
    if party.attendance and not _agreed(row):
        _consent(row, party, row.name, ConsentWay.WEB, at, by)
    fill_seats(session, at=at)
    return row


def _agreed(row: Registration) -> bool:
    return row.consents.filter(text__purpose=Purpose.ATTENDANCE, is_given=True, withdrawn_at__isnull=True).exists()


def locked_registration(registration: Registration) -> Registration:
    """The row as it is now, under its date's lock, with the locked date and event on it."""
    session = locked_session(registration.session_id)
    row = Registration.objects.get(pk=registration.pk)
    row.session = session
    return row
