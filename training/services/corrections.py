"""What becomes of attendance that was taken when its meeting's time is put right."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import tanggal_pukul
from baubau_pembinaan.core.history import acting
from training.choices import AttendanceState
from training.models import Attendance, Meeting, Session

from .attendance import DOORS_OPEN, settle_status, still_there


class MeetingIsHeld(ValidationError):
    """Attendance was taken at a time at which the meeting would not have been: nobody was there then."""

    def __init__(self, was: datetime) -> None:
        super().__init__(
            _(
                "Attendance of the meeting on %(when)s was taken. If it is held at another time after all, say so"
                " below; its attendance is then taken again."
            ),
            params={"when": tanggal_pukul(was)},
            code="held",
        )


Lines = dict[int, list[Attendance]]  # by meeting


def lines_of(session: Session) -> Lines:
    """All attendance of the session, held; one statement."""
    rows = Attendance.objects.select_for_update(of=("self",)).filter(meeting__session=session)
    found: Lines = {}
    for row in rows.select_related("enrolment").order_by("pk"):
        found.setdefault(row.meeting_id, []).append(row)
    return found


def follow(
    meeting: Meeting, lines: list[Attendance], *, was_from: datetime, was_to: datetime, again: bool, by: Any
) -> None:
    """Bring the lines of a meeting whose time has changed in line with it; call it under the session's lock.

    Whole attendance stays whole, late arrivals count to the new end, parts are cut at it. A meeting that moved to
    another day, or behind the moment its attendance was taken, is asked about: `again` takes the lines away.
    Raises MeetingIsHeld.
    """
    if not lines or (was_from, was_to) == (meeting.starts_at, meeting.ends_at):
        return
    opened = meeting.starts_at - DOORS_OPEN
    was = Meeting(starts_at=was_from, ends_at=was_to)
    if was.day != meeting.day or any(line.recorded_at < opened for line in lines):
        if not again:
            raise MeetingIsHeld(was_from)
        _take_away(lines, by)
        return
    with acting(by):
        for line in lines:
            state, minutes = _counted(line, meeting, whole=was.minutes)
            if (line.state, line.minutes) != (state, minutes):
                line.state, line.minutes = state, minutes
                line.save()


def _counted(line: Attendance, meeting: Meeting, *, whole: int) -> tuple[str, int]:
    """State and minutes of the line in the meeting as it is now; `whole`: its minutes before."""
    if not line.was_there:
        return line.state, 0
    if line.minutes >= whole:
        return line.state, meeting.minutes
    if line.state != AttendanceState.LATE:
        return line.state, min(line.minutes, meeting.minutes)
    if line.arrived_at is not None:
        return still_there(meeting, line.arrived_at)
    return line.state, max(meeting.minutes - (whole - line.minutes), 1)  # missed as much as before


def _take_away(lines: list[Attendance], by: Any) -> None:
    with acting(by):
        for line in lines:
            line.delete()
    for line in lines:
        settle_status(line.enrolment, by)
