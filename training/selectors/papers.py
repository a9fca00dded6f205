"""What the office's papers say of a session: plain data, so that a numbered letter can keep it."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone

from baubau_pembinaan.documents.assignment import assigned
from baubau_pembinaan.documents.letterhead import letterhead
from baubau_pembinaan.libraries.models import Library
from training.choices import HOLDING_A_SEAT, AttendanceState
from training.models import Attendance, Enrolment, Session
from training.models.session import with_label


def facts_of(session: Session) -> dict[str, Any]:
    """The session's record as it is now, for JSON; moments and days in ISO 8601. Six statements."""
    programme, library = session.programme, Library.current()
    meetings = session.meetings.select_related("trainer").order_by("starts_at", "pk")
    rows = Enrolment.objects.filter(session=session, status__in=HOLDING_A_SEAT).select_related("profile")
    seated, day = list(rows.order_by("profile__name", "pk")), session.starts_on or timezone.localdate()
    there = Attendance.objects.filter(meeting__session=session).exclude(state=AttendanceState.ABSENT)
    head = asdict(letterhead(library))
    return {
        "title": with_label(programme.title, session.label),
        "starts_on": session.starts_on.isoformat() if session.starts_on else "",
        "ends_on": session.ends_on.isoformat() if session.ends_on else "",
        "meetings": [
            {
                "starts_at": meeting.starts_at.isoformat(),
                "ends_at": meeting.ends_at.isoformat(),
                "where": meeting.place or meeting.link,
                "topic": meeting.topic,
                "trainer": str(meeting.taught_by or ""),
            }
            for meeting in meetings
        ],
        "people": [
            {
                "name": person.name,
                "nip": person.nip,
                "rank": person.rank,
                "post": person.post,
                "completed": row.is_completed,
            }
            for row, person in zip(seated, assigned([(row.profile, "") for row in seated], day), strict=True)
        ],
        "there": there.values("enrolment").distinct().count(),
        "costs": [
            {"item": cost.item, "source": cost.source, "amount": cost.amount_idr}
            for cost in session.costs.order_by("spent_on", "pk")
        ],
        "budget": programme.budget_idr or 0,
        "budget_source": programme.budget_source,
        "office": {name: value for name, value in head.items() if name != "emblem"},
        "city": library.city,
    }
