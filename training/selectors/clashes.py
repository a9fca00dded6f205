"""What cannot be at the same time: one person, one trainer, one room."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import combinations
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q

from baubau_pembinaan.accounts.models import StaffProfile
from training.choices import LIVE, SessionStatus
from training.models import Enrolment, Meeting, Session

COMING = (SessionStatus.OPEN, SessionStatus.DRAFT)


def clashes(session: Session, own: list[Meeting], profile: StaffProfile | None) -> list[dict[str, Any]]:
    """What overlaps the session's meetings (also among themselves): place, trainer, another training of `profile`.

    Each a dict of `kind` ("same", "place", "trainer", "learner": the trainer takes part there, "person"), `meeting`
    (the other one) and `own` (of this session). One statement, none for a session without meetings.
    """
    found = [
        {"kind": "same", "meeting": second, "own": first}
        for first, second in combinations(own, 2)
        if _meet(first, second)
    ]
    if not own:
        return found
    overlap = Q()
    for meeting in own:
        overlap |= Q(starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at)
    asked = [meeting.trainer_id for meeting in own if meeting.trainer_id] + ([profile.pk] if profile else [])
    taking_part = Enrolment.objects.filter(session=OuterRef("session"), profile__in=asked, status__in=LIVE)
    others: Any = (
        Meeting.objects.filter(overlap, session__status__in=COMING)
        .exclude(session=session)
        .select_related("session__programme", "trainer")
        .order_by("starts_at", "pk")
    )
    if asked:  # a subquery about nobody would be NULL, not an empty list
        others = others.annotate(taking_part=ArraySubquery(taking_part.order_by().values("profile")))
    for other in others:
        for meeting in own:
            if _meet(other, meeting):
                kinds = _kinds(meeting, other, set(other.taking_part) if asked else set(), profile)
                found += [{"kind": kind, "meeting": other, "own": meeting} for kind in kinds]
    return found


def _meet(first: Meeting, second: Meeting) -> bool:
    return first.starts_at < second.ends_at and second.starts_at < first.ends_at


def _kinds(own: Meeting, other: Meeting, taking_part: set[int], profile: StaffProfile | None) -> Iterator[str]:
    if profile is not None and (profile.pk in taking_part or other.trainer_id == profile.pk):
        yield "person"
    if own.place and other.place.casefold() == own.place.casefold():
        yield "place"
    if own.trainer_id and other.trainer_id == own.trainer_id:
        yield "trainer"
    if own.trainer_id in taking_part:
        yield "learner"


def clashes_of(rows: Iterable[Enrolment]) -> dict[int, list[tuple[datetime, str]]]:
    """Enrolment -> when its person is elsewhere at a meeting of its session, and in which training, as participant or
    trainer. Three statements, whatever the number of rows."""
    rows = list(rows)
    own: dict[int, list[Meeting]] = {}
    for meeting in Meeting.objects.filter(session__in={row.session_id for row in rows}).order_by("starts_at", "pk"):
        own.setdefault(meeting.session_id, []).append(meeting)
    if not own:
        return {}
    meetings = [meeting for found in own.values() for meeting in found]
    first, last = min(row.starts_at for row in meetings), max(row.ends_at for row in meetings)
    people = {row.profile_id for row in rows}
    busy: dict[int, list[tuple[datetime, datetime, Session]]] = {}
    enrolled: Any = Enrolment.objects.filter(
        profile__in=people,
        status__in=LIVE,
        session__status__in=COMING,
        session__meetings__starts_at__lt=last,
        session__meetings__ends_at__gt=first,
    ).annotate(begins=F("session__meetings__starts_at"), ends=F("session__meetings__ends_at"))
    for row in enrolled.select_related("session__programme").order_by("begins", "pk"):
        busy.setdefault(row.profile_id, []).append((row.begins, row.ends, row.session))
    taught = Meeting.objects.filter(
        trainer__in=people, session__status__in=COMING, starts_at__lt=last, ends_at__gt=first
    ).select_related("session__programme")
    for other in taught.order_by("starts_at", "pk"):
        busy.setdefault(other.trainer_id or 0, []).append((other.starts_at, other.ends_at, other.session))
    return {row.pk: _of_one(own.get(row.session_id, []), row, busy.get(row.profile_id, [])) for row in rows}


def _of_one(
    own: list[Meeting], row: Enrolment, busy: list[tuple[datetime, datetime, Session]]
) -> list[tuple[datetime, str]]:
    return [
        (begins, session.title)
        for begins, ends, session in busy
        if session.pk != row.session_id
        and any(meeting.starts_at < ends and begins < meeting.ends_at for meeting in own)
    ]
