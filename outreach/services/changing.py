"""Changing who comes, after registering."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from outreach.choices import GUARDED_BANDS, RegistrationKind
from outreach.models import ConsentWay, Purpose, Registration
from outreach.services.consents import has_agreed, photos_standing, write_answers
from outreach.services.party import AnswerTooLate, ConsentMissing, NoRoom, Party, PartyTooLarge, PersonAgreedTo
from outreach.services.photo_care import withdraw_photos
from outreach.services.queue import fill_seats, has_room
from outreach.services.registering import check_ages, locked_registration, write_party


@transaction.atomic
def change_party(*, registration: Registration, party: Party, at: datetime, by: Any = None) -> Registration:
    """Other people, or more or fewer of them. More than fit is refused and nothing changes; fewer lets the queue move.

    Another child needs a yes of its own, and nobody new stands in a picture until somebody says yes to photos again.
    Who is younger than 17 changes who comes until the guardian has said yes, but agrees to nothing.
    Raises NoRoom, AnswerTooLate, PartyTooLarge, ConsentMissing, GrownUpNeeded, ClassTooSmall, PersonAgreedTo.
    """
    row = locked_registration(registration)
    session = row.session
    if not row.is_live or not session.takes_registrations(at):
        raise AnswerTooLate
    if session.capacity is not None and party.seats > session.capacity:
        raise PartyTooLarge(session.capacity)
    agrees = party.attendance and not row.needs_guardian
    agreed, new = has_agreed(row), _new_people(row, party)
    covered = agreed and not any(band in GUARDED_BANDS for _name, band in new)
    check_ages(replace(party, age=row.registrant), by)
    if (
        row.needs_guardian
        and agreed
        and party.who_comes != sorted(row.participants.values_list("nickname", "age_band"))
    ):
        raise PersonAgreedTo
    if party.has_guarded and not agrees and not covered and not row.needs_guardian:
        raise ConsentMissing
    if (row.has_seat or row.is_invited) and party.seats > row.seats and not has_room(session, party.seats - row.seats):
        raise NoRoom
    other_school = row.kind == RegistrationKind.GROUP and row.school.casefold() != party.school.casefold()
    row.seats, row.school, row.needs, row.group_band = party.seats, party.school, party.needs, party.group_band
    row.companions = party.companions
    row.save(update_fields=["seats", "school", "needs", "group_band", "companions"])
    row.participants.all().delete()
    row.answers.all().delete()
    write_party(row, party)
    if new or other_school:
        withdraw_photos(standing=photos_standing(row), at=at)
    if agrees and not covered:
        write_answers(row, {Purpose.ATTENDANCE: True}, name=row.name, way=ConsentWay.WEB, at=at, by=by)
    fill_seats(session, at=at)
    return row


def _new_people(row: Registration, party: Party) -> set[tuple[str, str]]:
    """Nickname and age of those who come now and did not before."""
    before = {(name.casefold(), band) for name, band in row.participants.values_list("nickname", "age_band")}
    return {(name.casefold(), band) for name, band in party.who_comes} - before
