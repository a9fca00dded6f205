"""Lists of who was there."""

from collections.abc import Iterable

from django.db.models import QuerySet

from baubau_pembinaan.core.statements import KeptModels, KeptPart, among, blank
from training.choices import HOLDING_A_SEAT
from training.models import Attendance, Enrolment, Meeting, Session


def seated(meeting: Meeting) -> QuerySet[Enrolment]:
    """Everybody with a seat in the meeting's session, by name."""
    rows = Enrolment.objects.filter(session=meeting.session_id, status__in=HOLDING_A_SEAT)
    return rows.select_related("profile").order_by("profile__name", "pk")


def roster(meeting: Meeting, query: str = "") -> KeptPart[Enrolment]:
    """The same, searched by name, to be cut as a list is."""
    return (_FOUND if query else _SEATED).part(session=meeting.session_id, query=query)


def _seated() -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(session=blank("session"), status__in=HOLDING_A_SEAT).select_related("profile")
    names = [f"profile__{name}" for name in ("name", "title_prefix", "title_suffix")]
    return rows.only("profile", *names).order_by("profile__name", "pk")


_SEATED = KeptModels(_seated)
_FOUND = KeptModels(lambda: _seated().filter(profile__name__icontains=blank("query")))


def marks(meeting: Meeting, rows: Iterable[Enrolment]) -> dict[int, Attendance]:
    """Enrolment -> what is written down of this meeting."""
    lines = _LINES.rows(meeting=meeting.pk, enrolments=[row.pk for row in rows])
    return {line.enrolment_id: line for line in lines}


_LINES = KeptModels(
    lambda: Attendance.objects.filter(meeting=blank("meeting"), enrolment__in=among("enrolments")).order_by()
)


def lines_of(session: Session) -> QuerySet[Attendance]:
    """All lines of a session, by meeting and name."""
    rows = Attendance.objects.filter(meeting__session=session).select_related("enrolment__profile", "meeting")
    return rows.order_by("meeting__starts_at", "enrolment__profile__name", "pk")


MEETING = KeptModels(
    lambda: Meeting.objects.filter(pk=blank("meeting")).select_related("session__programme", "trainer").order_by()
)
