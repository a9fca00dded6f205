"""Noting who came, and closing a date with its report."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.core.statements import Kept, blank
from baubau_pembinaan.documents.services import discard_file, store_upload
from baubau_pembinaan.documents.sniff import Kind
from outreach.choices import AgeBand, RegistrationKind, RegistrationStatus, SessionState
from outreach.models import (
    CheckIn,
    HeadCount,
    Participant,
    Registration,
    Session,
    SessionPhoto,
    SessionReport,
)
from outreach.services.partners import note_reported
from outreach.services.queue import locked_session
from outreach.services.sessions import NotAgreed

OPENS_BEFORE, CLOSES_AFTER = timedelta(hours=12), timedelta(days=14)
PHOTOS_AT_MOST, PHOTO_BYTES = 12, 8 * 1024 * 1024


class NotTheDay(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Arrivals are noted from half a day before the start until two weeks after the end."))


class NoSuchPerson(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This registration has no seat on this date."))


class ReportTooEarly(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The report is written after the date has begun."))


class NobodyCounted(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Count at least one person, or cancel the date."))


class TooManyPhotos(ValidationError):
    def __init__(self) -> None:
        super().__init__({"photos": _("At most %(n)s photos for one date.") % {"n": PHOTOS_AT_MOST}})


@dataclass(frozen=True)
class Arrival:
    """What a phone noted: its own key, then a participant, a class with its heads, the grown-ups who came along with a
    registration (`company`), or an age and a number."""

    key: uuid.UUID
    participant_id: int | None = None
    registration_id: int | None = None
    age_band: str = ""
    heads: int = 1
    company: bool = False


def note_arrival(*, session: Session, arrival: Arrival, by: Any, at: datetime) -> bool:
    """Count an arrival; True where it was new. The same key, person or class again changes nothing.

    Raises NotTheDay, NoSuchPerson.
    """
    new, refused = note_arrivals(session=session, arrivals=[arrival], by=by, at=at)
    if refused:
        raise NoSuchPerson
    return new == 1


@transaction.atomic
def note_arrivals(*, session: Session, arrivals: Sequence[Arrival], by: Any, at: datetime) -> tuple[int, list[Arrival]]:
    """Count arrivals under the date's lock: how many were new, and those of people without a seat here.

    Raises NotTheDay for all together.
    """
    locked = locked_session(session.pk)
    if locked.is_cancelled or locked.is_reported or not locked.event.is_agreed:
        raise NotTheDay
    if not locked.starts_at - OPENS_BEFORE <= at <= locked.ends_at + CLOSES_AFTER:
        raise NotTheDay
    known = CheckIn.objects.filter(Q(session=locked) | Q(key__in=[arrival.key for arrival in arrivals]))
    rows = list(known.values_list("key", "participant", "registration", "is_company"))
    seen = {row[0] for row in rows}
    people_here = {row[1] for row in rows if row[1]}
    groups_here = {(row[2], row[3]) for row in rows if row[2] and not row[1]}
    people, groups = _expected(locked, arrivals)
    new: list[CheckIn] = []
    refused: list[Arrival] = []
    for arrival in arrivals:
        if arrival.key in seen:
            continue
        row = CheckIn(session=locked, key=arrival.key, heads=arrival.heads, age_band=arrival.age_band, at=at, by=by)
        if arrival.participant_id is not None:
            person = people.get(arrival.participant_id)
            if person is None:
                refused.append(arrival)
                continue
            if person.pk in people_here:
                continue
            people_here.add(person.pk)
            row.participant, row.registration_id, row.age_band, row.heads = (
                person,
                person.registration_id,
                person.age_band,
                1,
            )
        elif arrival.registration_id is not None:
            group = groups.get((arrival.registration_id, arrival.company))
            if group is None:
                refused.append(arrival)
                continue
            if (group.pk, arrival.company) in groups_here:
                continue
            groups_here.add((group.pk, arrival.company))
            row.registration, row.is_company = group, arrival.company
            row.age_band = AgeBand.ADULT if arrival.company else group.group_band
        seen.add(arrival.key)
        new.append(row)
    CheckIn.objects.bulk_create(new)
    return len(new), refused


def _expected(
    session: Session, arrivals: Sequence[Arrival]
) -> tuple[dict[int, Participant], dict[tuple[int, bool], Registration]]:
    """Those named by the arrivals who have a seat on this date: people by id; (id, False) of a class, (id, True) of a
    registration with grown-ups who come along."""
    seated = {"session": session, "status": RegistrationStatus.REGISTERED}
    wanted = [arrival.participant_id for arrival in arrivals if arrival.participant_id is not None]
    people = Participant.objects.filter(pk__in=wanted, **{f"registration__{name}": v for name, v in seated.items()})
    named = [arrival.registration_id for arrival in arrivals if arrival.registration_id is not None]
    groups: dict[tuple[int, bool], Registration] = {}
    for row in Registration.objects.filter(pk__in=named, **seated):
        if row.kind == RegistrationKind.GROUP:
            groups[row.pk, False] = row
        if row.companions:
            groups[row.pk, True] = row
    return {row.pk: row for row in people}, groups


@transaction.atomic
def take_back_arrival(*, session: Session, key: uuid.UUID) -> bool:
    """Undo a slip of the finger, until the report is written."""
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if locked.is_reported:
        raise NotTheDay
    return CheckIn.objects.filter(session=locked, key=key).delete()[0] > 0


@transaction.atomic
def write_report(
    *,
    session: Session,
    heads: Mapping[str, int],
    story: str,
    cost_idr: int,
    by: Any,
    at: datetime,
    lessons: str = "",
    photos: Sequence[tuple[IO[bytes], str]] = (),
) -> SessionReport:
    """Close the date: heads by age band, the story, the cost, photos (upload, name). Writing again corrects it.

    Who had a seat and was not noted as arrived did not come, where anybody's arrival was noted at all.
    Raises NotAgreed, ReportTooEarly, NobodyCounted, TooManyPhotos, FileRefused.
    """
    locked = locked_session(session.pk)
    if not locked.event.is_agreed:
        raise NotAgreed
    if locked.is_cancelled or locked.starts_at > at:
        raise ReportTooEarly
    if not sum(heads.values()):
        raise NobodyCounted
    if locked.photos.count() + len(photos) > PHOTOS_AT_MOST:
        raise TooManyPhotos
    for upload, name in photos:
        add_photo(session=locked, upload=upload, name=name, by=by, at=at)
    locked.head_counts.all().delete()
    HeadCount.objects.bulk_create(
        [HeadCount(session=locked, age_band=band, heads=number) for band, number in heads.items() if number]
    )
    report = SessionReport.objects.filter(session=locked).first() or SessionReport(session=locked)
    report.story, report.lessons, report.cost_idr = story, lessons, cost_idr
    report.written_by, report.written_at = report.written_by or by, at
    with acting(by):
        report.save()
    locked.state, locked.changed_at, locked.place = SessionState.REPORTED, at, locked.where
    locked.partner, locked.partner_settled = locked.partner_there, True
    locked.save(update_fields=["state", "changed_at", "place", "partner", "partner_settled"])
    note_reported(session=locked, reached=sum(heads.values()), by=by)
    _note_absences(locked)
    return report


def _note_absences(session: Session) -> None:
    seated = Registration.objects.filter(session=session, status=RegistrationStatus.REGISTERED)
    noted = CheckIn.objects.filter(session=session, registration__isnull=False)
    if not noted.exists():
        return
    came = set(noted.of_those_expected().values_list("registration", flat=True))
    seated.exclude(pk__in=came).update(no_show=True)
    seated.filter(pk__in=came).update(no_show=False)


def add_photo(
    *, session: Session, upload: IO[bytes], name: str, by: Any, at: datetime, caption: str = ""
) -> SessionPhoto:
    """Keep a photo, drawn anew: turned upright, at most 2,400 pixels, no place, no camera. Raises FileRefused."""
    stored = store_upload(
        upload=upload,
        name=name,
        app="outreach-photo",
        by=by,
        at=at,
        allowed=(Kind.JPG, Kind.PNG),
        max_bytes=PHOTO_BYTES,
    )
    return SessionPhoto.objects.create(session=session, file=stored, caption=caption[:150])


@transaction.atomic
def remove_photo(*, photo: SessionPhoto) -> None:
    stored = photo.file
    photo.delete()
    discard_file(stored=stored)


_BY_AGE = Kept(
    lambda: (
        CheckIn.objects.filter(session=blank("session"))
        .order_by()
        .values_list("age_band")
        .annotate(walked=Sum("heads", filter=Q(participant=None, registration=None)), all=Sum("heads"))
    )
)


def walked_and_all(session: Session) -> tuple[dict[str, int], int]:
    """age band -> heads that came without a registration, and the heads of everybody. One statement."""
    rows = _BY_AGE.rows(session=session.pk)
    return {band: walked for band, walked, _all in rows if walked}, sum(row[2] for row in rows)


def counted(session: Session) -> dict[str, int]:
    """age band -> heads noted as arrived so far. One statement."""
    rows = CheckIn.objects.filter(session=session).order_by().values_list("age_band").annotate(n=Sum("heads"))
    return {band: n for band, n in rows if band}
