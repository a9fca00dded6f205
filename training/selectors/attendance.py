"""Lists of who was there."""

from django.db.models import Prefetch, QuerySet

from training.choices import HOLDING_A_SEAT
from training.models import Attendance, Enrolment, Meeting, Session


def seated(meeting: Meeting) -> QuerySet[Enrolment]:
    """Everybody with a seat in the meeting's session, by name."""
    rows = Enrolment.objects.filter(session=meeting.session_id, status__in=HOLDING_A_SEAT)
    return rows.select_related("profile").order_by("profile__name", "pk")


def roster(meeting: Meeting, query: str = "") -> QuerySet[Enrolment]:
    """The same, searched by name, each with `lines`: what is written down of this meeting, one line or none."""
    lines = Attendance.objects.filter(meeting=meeting)
    rows = seated(meeting).prefetch_related(Prefetch("attendances", queryset=lines, to_attr="lines"))
    return rows.filter(profile__name__icontains=query) if query else rows


def lines_of(session: Session) -> QuerySet[Attendance]:
    """All lines of a session, by meeting and name."""
    rows = Attendance.objects.filter(meeting__session=session).select_related("enrolment__profile", "meeting")
    return rows.order_by("meeting__starts_at", "enrolment__profile__name", "pk")
