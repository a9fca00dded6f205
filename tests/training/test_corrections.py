"""A meeting whose time is put right after its attendance was taken."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import local, make_session, make_worker, slot
from training.choices import EnrolmentStatus as S
from training.models import Attendance
from training.services.attendance import Mark, MeetingIsGone, check_in, desk_mark, take_list
from training.services.enrolments import nominate
from training.services.finishing import finish_session
from training.services.sessions import MeetingIsHeld, Slot, set_meetings

pytestmark = pytest.mark.django_db
NOW = timezone.now
HOUR = timedelta(hours=1)


@pytest.fixture
def yesterday():
    return timezone.localdate() - timedelta(days=1)


@pytest.fixture
def meeting(yesterday):
    """A meeting of yesterday, 9 to 12, without a line."""
    return make_session(on=yesterday, slots=[slot(yesterday, 9, 3)]).meetings.get()


def seat(meeting):
    return nominate(session=meeting.session, profile=make_worker(), by=None, at=local(meeting.day, 8))


def take(meeting, row, state, minutes=None, arrived=None):
    at = meeting.ends_at
    marks = [Mark(row.pk, state, minutes, arrived)]
    take_list(meeting=meeting, marks=marks, way="list", by=None, taken_at=at, at=at)


def put_right(meeting, starts_at=None, ends_at=None, **options):
    wanted = Slot(starts_at or meeting.starts_at, ends_at or meeting.ends_at, place=meeting.place, pk=meeting.pk)
    set_meetings(session=meeting.session, slots=[wanted], by=None, **options)


def line_of(row):
    line = Attendance.objects.get(enrolment=row)
    return line.state, line.minutes


def test_whole_attendance_stays_whole_when_the_end_is_corrected(meeting):
    row = seat(meeting)
    take(meeting, row, "present")
    put_right(meeting, ends_at=meeting.ends_at + 3 * HOUR)
    assert line_of(row) == ("present", 360)
    settled = finish_session(session=meeting.session, by=None, at=NOW())
    assert (settled.completed, settled.partly) == (1, 0)


@pytest.mark.parametrize(
    ("hours", "late_by_code", "late_by_list", "part"),
    [(3, 330, 320, 60), (-1, 90, 80, 60), (-2.5, 1, 1, 30)],
)
def test_late_arrivals_count_to_the_new_end_and_parts_are_cut_at_it(meeting, hours, late_by_code, late_by_list, part):
    by_code, by_list, in_part, absent = (seat(meeting) for _person in range(4))
    check_in(meeting=meeting, profile=by_code.profile, by=None, at=meeting.starts_at + HOUR / 2)
    take(meeting, by_list, "late", 140)
    take(meeting, in_part, "partial", 60)
    take(meeting, absent, "absent")
    put_right(meeting, ends_at=meeting.ends_at + hours * HOUR)
    found = [line_of(row) for row in (by_code, by_list, in_part, absent)]
    assert found == [("late", late_by_code), ("late", late_by_list), ("partial", part), ("absent", 0)]


def test_who_was_late_for_a_beginning_typed_wrong_was_on_time(meeting):
    row = seat(meeting)
    check_in(meeting=meeting, profile=row.profile, by=None, at=meeting.starts_at + HOUR)
    put_right(meeting, starts_at=meeting.starts_at + HOUR)
    assert line_of(row) == ("present", 120)


@pytest.mark.parametrize("days", [30, -1])
def test_a_meeting_with_attendance_goes_to_another_day_only_when_it_is_taken_again(meeting, days):
    row = seat(meeting)
    take(meeting, row, "present")
    other = timedelta(days=days)
    times = {"starts_at": meeting.starts_at + other, "ends_at": meeting.ends_at + other}
    with pytest.raises(MeetingIsHeld) as refusal:
        put_right(meeting, **times)
    assert "sudah dicatat" in refusal.value.messages[0]
    assert line_of(row) == ("present", 180)
    put_right(meeting, **times, again=True)
    row.refresh_from_db()
    assert (row.status, Attendance.objects.exists()) == (S.SEATED, False)
    assert Attendance.history.filter(history_type="-").count() == 1


def test_a_meeting_does_not_move_behind_the_moment_its_attendance_was_taken(meeting):
    row = seat(meeting)
    check_in(meeting=meeting, profile=row.profile, by=None, at=meeting.starts_at)
    with pytest.raises(MeetingIsHeld):
        put_right(meeting, starts_at=meeting.starts_at + 6 * HOUR, ends_at=meeting.ends_at + 6 * HOUR)


def test_a_meeting_without_attendance_moves_freely(meeting):
    seat(meeting)
    put_right(meeting, starts_at=meeting.starts_at + 24 * HOUR, ends_at=meeting.ends_at + 24 * HOUR)
    meeting.refresh_from_db()
    assert meeting.day == timezone.localdate()


def test_a_list_or_a_press_of_before_the_correction_counts_the_meeting_as_it_is(meeting):
    ticked, pressed, seen = (seat(meeting) for _person in range(3))
    mark = desk_mark(meeting=meeting, enrolment_id=seen.pk, arrived_at=None, left_at=None)
    put_right(meeting, ends_at=meeting.ends_at + HOUR)  # `meeting` still holds the old end
    take(meeting, ticked, "present")
    take_list(meeting=meeting, marks=[mark], way="desk", by=None, taken_at=NOW(), at=NOW())
    check_in(meeting=meeting, profile=pressed.profile, by=None, at=meeting.starts_at)
    assert {line_of(row) for row in (ticked, pressed, seen)} == {("present", 240)}


def test_a_list_drawn_before_the_correction_keeps_whole_attendance_whole(meeting, client_as):
    row = seat(meeting)
    take(meeting, row, "present")
    client = client_as(Role.DIVISION_HEAD)
    address = reverse("training:attendance", args=[meeting.pk])
    assert 'name="whole" value="180"' in client.get(address).content.decode()
    put_right(meeting, ends_at=meeting.ends_at + HOUR)
    client.post(address, {"whole": "180", f"state-{row.pk}": "present", f"minutes-{row.pk}": "180"})
    assert line_of(row) == ("present", 240)
    client.post(address, {"whole": "240", f"state-{row.pk}": "partial", f"minutes-{row.pk}": "180"})
    assert line_of(row) == ("partial", 180)


def test_who_was_absent_and_is_ticked_as_present_counts_whole(meeting, client_as):
    row = seat(meeting)
    take(meeting, row, "absent")
    client = client_as(Role.DIVISION_HEAD)
    html = client.get(reverse("training:attendance", args=[meeting.pk])).content.decode()
    assert f'name="minutes-{row.pk}" value=""' in html


def test_attendance_of_a_meeting_that_is_gone_is_refused_by_name(meeting):
    row = seat(meeting)
    set_meetings(session=meeting.session, slots=[slot(meeting.day, 14)], by=None)
    with pytest.raises(MeetingIsGone):
        take(meeting, row, "present")


def fields_of(meeting, **more):
    def text(moment):
        return f"{timezone.localtime(moment):%d-%m-%Y %H.%M}"

    held = {"m-0-pk": meeting.pk, "m-0-starts_at": text(meeting.starts_at), "m-0-ends_at": text(meeting.ends_at)}
    return {"m-TOTAL_FORMS": 1, "m-INITIAL_FORMS": 1, **held, "m-0-place": meeting.place, **more}


def test_the_page_asks_before_attendance_is_taken_again(meeting, client_as):
    row = seat(meeting)
    take(meeting, row, "present")
    client = client_as(Role.DIVISION_HEAD)
    address = reverse("training:session-meetings", args=[meeting.session_id])
    html = client.get(address).content.decode()
    assert 'name="again"' not in html
    assert "mengikuti waktu yang diperbaiki" in html
    meeting.starts_at, meeting.ends_at = meeting.starts_at - 24 * HOUR, meeting.ends_at - 24 * HOUR
    html = client.post(address, fields_of(meeting)).content.decode()
    assert 'name="again"' in html
    assert Attendance.objects.exists()
    assert client.post(address, fields_of(meeting, again="yes")).status_code == 302
    assert not Attendance.objects.exists()


def test_of_several_meetings_only_the_changed_one_is_touched(yesterday):
    session = make_session(on=yesterday, slots=[slot(yesterday, 8, 2), slot(yesterday, 13, 2)])
    first, second = session.meetings.order_by("starts_at")
    row = seat(first)
    for each in (first, second):
        take(each, row, "present")
    slots = [
        Slot(first.starts_at, first.ends_at, place=first.place, pk=first.pk),
        Slot(second.starts_at, second.ends_at + HOUR, place=second.place, pk=second.pk),
    ]
    set_meetings(session=session, slots=slots, by=None)
    assert list(Attendance.objects.order_by("meeting__starts_at").values_list("minutes", flat=True)) == [120, 180]
    assert first.attendances.get().history.count() == 1
