"""Taking attendance: by QR code, by list, at the desk. Said twice it is the same; what is newer stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.formats import tanggal_pukul
from baubau_pembinaan.core.history import acting
from training.choices import AttendanceState, AttendanceWay, EnrolmentStatus
from training.models import Attendance, Enrolment, Meeting, Session

from .enrolments import lock_session

DOORS_OPEN = timedelta(minutes=60)
STILL_ON_TIME = timedelta(minutes=15)
TAKEN_IN = (EnrolmentStatus.SEATED, EnrolmentStatus.ATTENDED)


class NoSeat(ValidationError):
    """Attendance is for those who hold a seat."""

    def __init__(self, who: Any) -> None:
        super().__init__(_("%(person)s has no seat in this session."), params={"person": who})


class YouHaveNoSeat(NoSeat):
    """The same, said to the person at the door."""

    def __init__(self) -> None:
        ValidationError.__init__(self, _("You have no seat in this session. Ask whoever leads it."))


class SessionSettled(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The session is finished or cancelled; its attendance no longer changes."))


class OutsideMeeting(ValidationError):
    """A code on the wall works around its meeting only."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(
            _("This code works from %(first)s until %(last)s. Ask at the desk."),
            params={
                "first": tanggal_pukul(meeting.starts_at - DOORS_OPEN),
                "last": tanggal_pukul(meeting.ends_at),
            },
        )


class MeetingIsGone(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This meeting was taken out of the session meanwhile."))


class OwnAttendance(ValidationError):
    """Nobody writes down that they themselves were there; the code on the wall is for everybody."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else takes your own attendance."))


class WrittenDownSince(ValidationError):
    """A press that was kept on the phone arrives after staff wrote down that the person was not there."""

    def __init__(self, line: Attendance) -> None:
        super().__init__(
            _("Meanwhile the attendance was taken: “%(state)s” (%(when)s). Ask at the desk if this is a mistake."),
            params={"state": line.get_state_display(), "when": tanggal_pukul(line.recorded_at)},
        )


class NotYet(ValidationError):
    """Nobody was there yet."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(
            _("The attendance of this meeting is taken from %(when)s on."),
            params={"when": tanggal_pukul(meeting.starts_at - DOORS_OPEN)},
        )


@dataclass(frozen=True)
class Mark:
    """One line of a list: who, and how. `minutes` None counts the whole meeting; absent counts none."""

    enrolment_id: int
    state: str
    minutes: int | None = None
    arrived_at: datetime | None = None


@transaction.atomic
def check_in(*, meeting: Meeting, profile: StaffProfile, by: Any, at: datetime) -> Attendance:
    """The person says "I am here" at `at`. A second time, or after staff wrote it down, nothing changes.

    Up to 15 minutes after the beginning is on time. Raises OutsideMeeting, NoSeat, SessionSettled, MeetingIsGone,
    WrittenDownSince.
    """
    session = lock_session(meeting.session_id)
    if not session.is_open:
        raise SessionSettled
    meeting = _as_it_is(meeting, session)
    if not meeting.starts_at - DOORS_OPEN <= at < meeting.ends_at:
        raise OutsideMeeting(meeting)
    enrolment = session.enrolments.filter(profile=profile, status__in=TAKEN_IN).first()
    if enrolment is None:
        raise YouHaveNoSeat
    found = meeting.attendances.filter(enrolment=enrolment).first()
    if found is not None and found.was_there:
        return found
    if found is not None and found.recorded_at > at:
        raise WrittenDownSince(found)
    state, minutes = still_there(meeting, at)
    row = found or Attendance(meeting=meeting, enrolment=enrolment)
    _write(row, Mark(enrolment.pk, state, minutes, at), AttendanceWay.QR, by, at)
    settle_status(enrolment, by)
    return row


def still_there(meeting: Meeting, arrived: datetime) -> tuple[AttendanceState, int]:
    """State and minutes of somebody who came then and stayed to the end."""
    if arrived <= meeting.starts_at + STILL_ON_TIME:
        return AttendanceState.PRESENT, meeting.minutes
    return AttendanceState.LATE, max(round((meeting.ends_at - arrived).total_seconds() / 60), 1)


def _as_it_is(meeting: Meeting, session: Session) -> Meeting:
    """The meeting read again under its session's lock: it may have been moved, or removed, since it was looked at."""
    found = session.meetings.filter(pk=meeting.pk).first()
    if found is None:
        raise MeetingIsGone
    return found


@transaction.atomic
def take_list(
    *, meeting: Meeting, marks: Iterable[Mark], way: str, by: Any, taken_at: datetime, at: datetime
) -> tuple[int, int]:
    """Write a list down; returns (lines taken, lines older than what stands already).

    taken_at: when the list was filled in, perhaps on a phone without a line; never later than `at`.
    Raises SessionSettled, MeetingIsGone, NotYet, NoSeat, OwnAttendance.
    """
    session = lock_session(meeting.session_id)
    if not session.is_open:
        raise SessionSettled
    meeting = _as_it_is(meeting, session)
    if at < meeting.starts_at - DOORS_OPEN:
        raise NotYet(meeting)
    moment = min(taken_at, at)
    seated = {row.pk: row for row in session.enrolments.filter(status__in=TAKEN_IN).select_related("profile")}
    known = {row.enrolment_id: row for row in meeting.attendances.select_for_update()}
    taken = stale = 0
    for mark in marks:
        enrolment = seated.get(mark.enrolment_id)
        if enrolment is None:
            raise NoSeat(Enrolment.objects.filter(pk=mark.enrolment_id).first() or mark.enrolment_id)
        if by is not None and enrolment.profile.user_id == by.pk:
            raise OwnAttendance
        row = known.get(mark.enrolment_id)
        if row is not None and row.recorded_at > moment:
            stale += 1
            continue
        taken += _write(row or Attendance(meeting=meeting, enrolment=enrolment), mark, way, by, moment)
        settle_status(enrolment, by)
    return taken, stale


def _write(row: Attendance, mark: Mark, way: str, by: Any, at: datetime) -> bool:
    """Save the line where it says something new."""
    state = mark.state
    if state == AttendanceState.ABSENT:
        minutes = 0
    else:
        whole = row.meeting.minutes
        minutes = max(1, min(mark.minutes if mark.minutes is not None else whole, whole))
    arrived = mark.arrived_at or (row.arrived_at if state != AttendanceState.ABSENT else None)
    if row.pk and (row.state, row.minutes, row.arrived_at) == (state, minutes, arrived):
        if row.was_there or row.recorded_at >= at:
            return False
        # "Absent" said again is newer than a press that a phone still keeps.
        row.recorded_at, row.recorded_by = at, by
        with acting(by):
            row.save()
        return False
    row.state, row.minutes, row.arrived_at = state, minutes, arrived
    row.way, row.recorded_at, row.recorded_by = way, at, by
    with acting(by):
        row.save()
    return True


def settle_status(enrolment: Enrolment, by: Any) -> None:
    """Whoever was at one meeting at least has attended."""
    was_there = enrolment.attendances.exclude(state=AttendanceState.ABSENT).exists()
    status = EnrolmentStatus.ATTENDED if was_there else EnrolmentStatus.SEATED
    if enrolment.status != status:
        enrolment.status = status
        with acting(by):
            enrolment.save()


def desk_mark(*, meeting: Meeting, enrolment_id: int, arrived_at: datetime | None, left_at: datetime | None) -> Mark:
    """What the desk saw, as a line: late from 15 minutes after the beginning, partial where somebody left early.

    Times outside the meeting count as its beginning and end.
    """
    arrived = max(arrived_at or meeting.starts_at, meeting.starts_at)
    left = min(left_at or meeting.ends_at, meeting.ends_at)
    if left <= arrived:
        return Mark(enrolment_id, AttendanceState.ABSENT, 0)
    on_time = arrived <= meeting.starts_at + STILL_ON_TIME
    first = meeting.starts_at if on_time else arrived
    minutes = max(round((left - first).total_seconds() / 60), 1)
    if left < meeting.ends_at:
        return Mark(enrolment_id, AttendanceState.PARTIAL, minutes, arrived_at)
    if on_time:
        return Mark(enrolment_id, AttendanceState.PRESENT, None, arrived_at)
    return Mark(enrolment_id, AttendanceState.LATE, minutes, arrived_at)
