"""Lists of who was there."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from training.choices import HOLDING_A_SEAT
from training.models import Attendance, Enrolment, Meeting, Session


def roster(meeting: Meeting) -> list[Any]:
    """Everybody with a seat, by name, each with `mark`: what is written down of this meeting, or None."""
    lines = Attendance.objects.filter(meeting=meeting)
    rows = (
        Enrolment.objects.filter(session=meeting.session_id, status__in=HOLDING_A_SEAT)
        .select_related("profile")
        .prefetch_related(Prefetch("attendances", queryset=lines, to_attr="lines"))
        .order_by("profile__name", "pk")
    )
    found: list[Any] = list(rows)
    for row in found:
        row.mark = row.lines[0] if row.lines else None
    return found


def lines_of(session: Session) -> QuerySet[Attendance]:
    """All lines of a session, by meeting and name."""
    rows = Attendance.objects.filter(meeting__session=session).select_related("enrolment__profile", "meeting")
    return rows.order_by("meeting__starts_at", "enrolment__profile__name", "pk")
