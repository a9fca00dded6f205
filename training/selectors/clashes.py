"""What cannot be at the same time: one person, one trainer, one room."""

from collections.abc import Iterable
from datetime import datetime
from itertools import combinations
from typing import Any, NamedTuple

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.statements import Blank, Kept, among, blank
from training.choices import LIVE, SessionStatus
from training.models import Enrolment, Meeting, Session
from training.models.competence import title_for_reader
from training.models.session import with_label

COMING = (SessionStatus.OPEN, SessionStatus.DRAFT)
SAID = ("session__label", "session__programme__title", "session__programme__title_en")  # what a title is made of


class Other(NamedTuple):
    """A meeting of another session."""

    starts_at: datetime
    ends_at: datetime
    place: str
    trainer_id: int | None
    label: str
    programme: str
    programme_en: str
    session_id: int

    @property
    def title(self) -> str:
        return _title(self.label, self.programme, self.programme_en)


class Busy(NamedTuple):
    """When a person takes part in a session's meeting or teaches there."""

    person: int
    session_id: int
    starts_at: datetime
    ends_at: datetime
    label: str
    programme: str
    programme_en: str

    @property
    def title(self) -> str:
        return _title(self.label, self.programme, self.programme_en)


def _title(label: str, programme: str, programme_en: str) -> str:
    return with_label(title_for_reader(programme, programme_en), label)


def clashes(session: Session, own: list[Meeting], profile: StaffProfile | None) -> list[dict[str, Any]]:
    """What overlaps the session's meetings (also among themselves): place, trainer, another training of `profile`.

    Each a dict of `kind` ("same", "place", "trainer", "learner": the trainer takes part there, "person"), `meeting`
    (the other one) and `own` (of this session). Two statements at most, none for a session without meetings.
    """
    found = [
        {"kind": "same", "meeting": second, "own": first}
        for first, second in combinations(own, 2)
        if _meet(first, second)
    ]
    if not own:
        return found
    asked = [meeting.trainer_id for meeting in own if meeting.trainer_id] + ([profile.pk] if profile else [])
    rows = _OTHERS.rows(
        session=session.pk,
        begins=[meeting.starts_at for meeting in own],
        ends=[meeting.ends_at for meeting in own],
        first=min(meeting.starts_at for meeting in own),
        last=max(meeting.ends_at for meeting in own),
    )
    there: set[tuple[int, int | None]] = set(_TAKING_PART.rows(people=asked)) if asked else set()
    places = [(meeting, meeting.place.casefold()) for meeting in own]
    person = profile.pk if profile else None
    for other in map(Other._make, rows):
        place = other.place.casefold()
        for meeting, own_place in places:
            if _meet(other, meeting):
                kinds = _kinds(meeting, other, person, there, is_same_place=bool(place) and place == own_place)
                found += [{"kind": kind, "meeting": other, "own": meeting} for kind in kinds]
    return found


def _others() -> QuerySet[Meeting, Any]:
    """Meetings of other sessions at the time of any of these."""
    meet = RawSQL(
        "EXISTS (SELECT 1 FROM unnest((SELECT %s::timestamptz[]), (SELECT %s::timestamptz[])) AS own (begins, ends) "
        "WHERE training_meeting.starts_at < own.ends AND training_meeting.ends_at > own.begins)",
        (Blank("begins"), Blank("ends")),
        output_field=BooleanField(),
    )
    rows = Meeting.objects.filter(starts_at__lt=blank("last"), ends_at__gt=blank("first"), session__status__in=COMING)
    rows = rows.filter(meet).exclude(session=blank("session")).order_by("starts_at", "pk")
    return rows.values_list("starts_at", "ends_at", "place", "trainer", *SAID, "session")


def _taking_part() -> QuerySet[Enrolment, Any]:
    rows = Enrolment.objects.filter(profile__in=among("people"), status__in=LIVE, session__status__in=COMING)
    return rows.order_by().values_list("session", "profile")


_OTHERS, _TAKING_PART = Kept(_others), Kept(_taking_part)


def _meet(first: "Meeting | Other", second: Meeting) -> bool:
    return first.starts_at < second.ends_at and second.starts_at < first.ends_at


def _kinds(
    own: Meeting, other: Other, person: int | None, there: set[tuple[int, int | None]], *, is_same_place: bool
) -> list[str]:
    """`there`: session and person, of those asked."""
    kinds = []
    if person is not None and ((other.session_id, person) in there or other.trainer_id == person):
        kinds.append("person")
    if is_same_place:
        kinds.append("place")
    if own.trainer_id and other.trainer_id == own.trainer_id:
        kinds.append("trainer")
    if (other.session_id, own.trainer_id) in there:
        kinds.append("learner")
    return kinds


def clashes_of(rows: Iterable[Enrolment]) -> dict[int, list[tuple[datetime, str]]]:
    """Enrolment -> when its person is elsewhere at a meeting of its session, and in which training, as participant or
    trainer. Three statements, whatever the number of rows."""
    rows = list(rows)
    own: dict[int, list[tuple[datetime, datetime]]] = {}
    meetings = _MEETINGS.rows(sessions=[row.session_id for row in rows])
    for session, begins, ends in meetings:
        own.setdefault(session, []).append((begins, ends))
    if not own:
        return {}
    asked = {
        "people": [row.profile_id for row in rows],
        "first": min(begins for _session, begins, _ends in meetings),
        "last": max(ends for _session, _begins, ends in meetings),
    }
    busy: dict[int, list[Busy]] = {}
    for row in map(Busy._make, [*_ENROLLED.rows(**asked), *_TAUGHT.rows(**asked)]):
        busy.setdefault(row.person, []).append(row)
    return {row.pk: _of_one(own.get(row.session_id, []), row, busy.get(row.profile_id, [])) for row in rows}


def _enrolled() -> QuerySet[Enrolment, Any]:
    rows = Enrolment.objects.filter(
        profile__in=among("people"),
        status__in=LIVE,
        session__status__in=COMING,
        session__meetings__starts_at__lt=blank("last"),
        session__meetings__ends_at__gt=blank("first"),
    )
    columns = ("profile", "session", "session__meetings__starts_at", "session__meetings__ends_at", *SAID)
    return rows.order_by("session__meetings__starts_at", "pk").values_list(*columns)


def _taught() -> QuerySet[Meeting, Any]:
    rows = Meeting.objects.filter(trainer__in=among("people"), session__status__in=COMING)
    rows = rows.filter(starts_at__lt=blank("last"), ends_at__gt=blank("first")).order_by("starts_at", "pk")
    return rows.values_list("trainer", "session", "starts_at", "ends_at", *SAID)


def _meetings() -> QuerySet[Meeting, Any]:
    rows = Meeting.objects.filter(session__in=among("sessions")).order_by("starts_at", "pk")
    return rows.values_list("session", "starts_at", "ends_at")


_ENROLLED, _TAUGHT, _MEETINGS = Kept(_enrolled), Kept(_taught), Kept(_meetings)


def _of_one(own: list[tuple[datetime, datetime]], row: Enrolment, busy: list[Busy]) -> list[tuple[datetime, str]]:
    return [
        (other.starts_at, other.title)
        for other in busy
        if other.session_id != row.session_id
        and any(begins < other.ends_at and other.starts_at < ends for begins, ends in own)
    ]
