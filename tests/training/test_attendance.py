"""Who was there: by code, by list, at the desk; later and twice."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import local, make_held, make_programme, make_seated, make_session, make_worker, slot
from tests.pages import assert_same_queries
from training.choices import AttendanceWay
from training.choices import EnrolmentStatus as S
from training.models import Attendance, JpEntry
from training.services.attendance import (
    Mark,
    NoSeat,
    OutsideMeeting,
    SessionSettled,
    WrittenDownSince,
    check_in,
    desk_mark,
    take_list,
)
from training.services.certificates import issue_for_session
from training.services.enrolments import nominate
from training.services.finishing import (
    AttendanceMissing,
    CertificatesIssued,
    SessionNotOver,
    finish_session,
    reopen_session,
)
from training.services.sessions import MeetingIsKept, set_meetings

pytestmark = pytest.mark.django_db


@pytest.fixture
def seated():
    """Somebody with a seat in a session of one meeting, 9 to 12, in ten days."""
    row = make_seated()
    row.meeting = row.session.meetings.get()
    return row


def came(row, minutes):
    at = row.meeting.starts_at + timedelta(minutes=minutes)
    return check_in(meeting=row.meeting, profile=row.profile, by=row.profile.user, at=at)


@pytest.mark.parametrize(
    ("minutes", "state", "counted"),
    [(-60, "present", 180), (0, "present", 180), (15, "present", 180), (16, "late", 164), (179, "late", 1)],
)
def test_the_code_on_the_wall_knows_who_is_late(seated, minutes, state, counted):
    line = came(seated, minutes)
    assert (line.state, line.minutes, line.way) == (state, counted, AttendanceWay.QR)
    seated.refresh_from_db()
    assert seated.status == S.ATTENDED


@pytest.mark.parametrize("minutes", [-61, 180, 500])
def test_the_code_works_around_its_meeting_only(seated, minutes):
    with pytest.raises(OutsideMeeting):
        came(seated, minutes)


def test_scanning_twice_keeps_the_first_arrival(seated):
    first = came(seated, 5)
    again = came(seated, 100)
    assert (again.pk, again.minutes, Attendance.objects.count()) == (first.pk, 180, 1)


def test_a_press_kept_on_the_phone_never_overwrites_what_staff_wrote_later(seated):
    take(seated, "absent", taken=190)
    with pytest.raises(WrittenDownSince) as refusal:
        came(seated, 2)
    assert "Tidak hadir" in refusal.value.messages[0]
    line = Attendance.objects.get()
    written = seated.meeting.starts_at + timedelta(minutes=190)
    assert (line.state, line.minutes, line.recorded_at) == ("absent", 0, written)
    seated.refresh_from_db()
    assert seated.status == S.SEATED


def test_who_comes_after_being_written_down_as_absent_is_late(seated):
    take(seated, "absent", taken=10)
    assert came(seated, 30).state == "late"


def test_absent_said_again_is_newer_than_a_kept_press(seated):
    take(seated, "absent", taken=0)
    assert take(seated, "absent", taken=190) == (0, 0)
    with pytest.raises(WrittenDownSince):
        came(seated, 2)


def test_only_who_has_a_seat_is_checked_in(seated):
    with pytest.raises(NoSeat):
        at = seated.meeting.starts_at
        check_in(meeting=seated.meeting, profile=make_worker(), by=None, at=at)


def take(row, state, minutes=None, *, taken=0, now=1000):
    """The list says so; filled in `taken` minutes after the beginning, sent `now` minutes after it."""
    start = row.meeting.starts_at
    return take_list(
        meeting=row.meeting,
        marks=[Mark(row.pk, state, minutes)],
        way="list",
        by=None,
        taken_at=start + timedelta(minutes=taken),
        at=start + timedelta(minutes=now),
    )


def test_a_list_sent_twice_is_taken_once(seated):
    assert take(seated, "present") == (1, 0)
    assert take(seated, "present") == (0, 0)
    assert Attendance.objects.count() == 1


def test_a_list_that_was_kept_on_a_phone_never_overwrites_what_is_newer(seated):
    take(seated, "partial", 60, taken=100)
    assert take(seated, "absent", taken=50) == (0, 1)
    line = Attendance.objects.get()
    assert (line.state, line.minutes) == ("partial", 60)
    assert take(seated, "absent", taken=120) == (1, 0)
    seated.refresh_from_db()
    assert seated.status == S.SEATED


def test_minutes_stay_inside_the_meeting(seated):
    take(seated, "partial", 9999)
    assert Attendance.objects.get().minutes == 180
    with pytest.raises(NoSeat):
        take_list(
            meeting=seated.meeting, marks=[Mark(10**9, "present")], way="list", by=None,
            taken_at=seated.meeting.ends_at, at=seated.meeting.ends_at,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("arrived", "left", "wanted"),
    [
        (None, None, ("present", None)),  # the whole meeting
        (10, None, ("present", None)),
        (30, None, ("late", 150)),
        (None, 60, ("partial", 60)),
        (30, 90, ("partial", 60)),
        (200, None, ("absent", 0)),
    ],
)
def test_the_desk_writes_times_and_the_house_counts(seated, arrived, left, wanted):
    def moment(minutes):
        return None if minutes is None else seated.meeting.starts_at + timedelta(minutes=minutes)

    mark = desk_mark(meeting=seated.meeting, enrolment_id=seated.pk, arrived_at=moment(arrived), left_at=moment(left))
    assert (mark.state, mark.minutes) == wanted


def test_a_meeting_over_midnight_belongs_to_the_evening_and_counts_whole(clock):
    day = timezone.localdate() + timedelta(days=1)
    session = make_session(slots=[slot(day, 22, 4)])
    row = make_seated(session)
    row.meeting = session.meetings.get()
    assert (session.starts_on, session.ends_on) == (day, day)
    assert row.meeting.day == day
    assert came(row, 150).minutes == 90
    clock.move_to(row.meeting.ends_at - timedelta(minutes=1))
    with pytest.raises(SessionNotOver):
        finish_session(session=session, by=None, at=timezone.now())
    clock.move_to(row.meeting.ends_at)
    assert finish_session(session=session, by=None, at=timezone.now()).jp == 5


def test_the_desk_reads_a_time_after_midnight(client_as, clock):
    day = timezone.localdate() + timedelta(days=1)
    row = make_seated(make_session(slots=[slot(day, 22, 4)]))
    meeting = row.session.meetings.get()
    clock.move_to(meeting.ends_at)
    client_as(Role.DIVISION_HEAD).post(
        reverse("training:attendance", args=[meeting.pk]),
        {"deed": "desk", "enrolment": row.pk, "arrived": "00.30", "left": ""},
    )
    line = Attendance.objects.get()
    assert (line.state, line.minutes, line.way) == ("late", 90, "desk")
    assert line.arrived_at == local(day + timedelta(days=1), 0, 30)


def test_finishing_says_who_completed_who_came_in_part_and_who_did_not(client_as):
    whole, part = make_held(people=2), make_held(minutes=60)
    assert list(whole.enrolments.values_list("status", flat=True)) == [S.COMPLETED, S.COMPLETED]
    assert part.enrolments.get().status == S.ATTENDED
    assert not JpEntry.objects.filter(enrolment__session=part).exists()
    shared = make_held(make_programme(counts_pro_rata=True), minutes=60)
    assert JpEntry.objects.get(enrolment__session=shared).jp == Decimal("1.67")


def test_a_session_is_finished_only_when_every_meeting_was_looked_at():
    yesterday = timezone.localdate() - timedelta(days=1)
    session = make_session(slots=[slot(yesterday, 8, 2), slot(yesterday, 13, 2)])
    person = make_worker()
    row = nominate(session=session, profile=person, by=None, at=local(yesterday, 7))
    first, second = session.meetings.order_by("starts_at")
    now = timezone.now()
    take_list(meeting=first, marks=[Mark(row.pk, "present")], way="list", by=None, taken_at=now, at=now)
    with pytest.raises(AttendanceMissing):
        finish_session(session=session, by=None, at=now)
    take_list(meeting=second, marks=[Mark(row.pk, "absent")], way="list", by=None, taken_at=now, at=now)
    settled = finish_session(session=session, by=None, at=now)
    assert (settled.completed, settled.partly, settled.no_show) == (0, 1, 0)
    with pytest.raises(SessionSettled):
        take_list(meeting=second, marks=[Mark(row.pk, "present")], way="list", by=None, taken_at=now, at=now)


def test_a_finished_session_opens_again_while_nothing_was_given_out():
    session = make_held()
    reopen_session(session=session, by=None, reason="Daftar keliru")
    session.refresh_from_db()
    assert session.is_open
    assert not JpEntry.objects.exists()
    finish_session(session=session, by=None, at=timezone.now())
    issue_for_session(session=session, by=None, at=timezone.now())
    with pytest.raises(CertificatesIssued):
        reopen_session(session=session, by=None, reason="lagi")


def test_a_meeting_with_attendance_is_not_removed(seated):
    came(seated, 0)
    with pytest.raises(MeetingIsKept):
        set_meetings(session=seated.session, slots=[slot(timezone.localdate() + timedelta(20))], by=None)


def test_a_participant_presses_the_button_behind_the_code(client_as, clock, seated):
    clock.move_to(seated.meeting.starts_at + timedelta(minutes=20))
    client = client_as(seated.profile.user)
    address = reverse("training:check-in", args=[seated.meeting.token])
    assert "Saya hadir" in client.get(address).content.decode()
    page = client.post(address, follow=True).content.decode()
    assert "Anda sudah tercatat: Terlambat" in page


def test_a_press_kept_on_the_phone_counts_from_when_the_page_was_opened(client_as, clock, seated):
    clock.move_to(seated.meeting.starts_at + timedelta(minutes=5))
    client = client_as(seated.profile.user)
    address = reverse("training:check-in", args=[seated.meeting.token])
    opened = client.get(address).context["opened"]
    clock.move_to(seated.meeting.ends_at + timedelta(hours=2))
    client.force_login(client.user)  # signed out meanwhile, and in again
    later = {"headers": {"X-Roster": "1"}}
    for forged in ("", opened[:-1] + ("A" if opened[-1] != "A" else "B"), "x" * 400):
        answer = client.post(address, {"opened": forged, "kept": "yes"}, **later).json()
        assert answer["result"] == "refused", forged
    assert client.post(address, {"opened": opened}, **later).json()["result"] == "refused"
    for _twice in range(2):
        assert client.post(address, {"opened": opened, "kept": "yes"}, **later).json()["result"] == "stored"
    line = Attendance.objects.get()
    assert (line.state, line.arrived_at) == ("present", seated.meeting.starts_at + timedelta(minutes=5))


def test_a_kept_press_is_told_that_attendance_was_taken_meanwhile(client_as, clock, seated):
    clock.move_to(seated.meeting.starts_at + timedelta(minutes=5))
    client = client_as(seated.profile.user)
    address = reverse("training:check-in", args=[seated.meeting.token])
    fields = {"opened": client.get(address).context["opened"], "kept": "yes"}
    take(seated, "absent", taken=190)
    clock.move_to(seated.meeting.ends_at + timedelta(hours=2))
    client.force_login(client.user)
    answer = client.post(address, fields, headers={"X-Roster": "1"}).json()
    assert answer["result"] == "refused"
    assert "Tidak hadir" in answer["words"]
    assert Attendance.objects.get().state == "absent"


def test_a_press_kept_longer_than_a_day_is_refused(client_as, clock, seated):
    clock.move_to(seated.meeting.starts_at)
    client = client_as(seated.profile.user)
    address = reverse("training:check-in", args=[seated.meeting.token])
    opened = client.get(address).context["opened"]
    clock.move_to(seated.meeting.starts_at + timedelta(hours=25))
    client.force_login(client.user)
    fields = {"opened": opened, "kept": "yes"}
    assert client.post(address, fields, headers={"X-Roster": "1"}).json()["result"] == "refused"


def test_what_the_desk_wrote_without_a_line_arrives_with_its_moment(client_as, clock, seated):
    clock.move_to(seated.meeting.ends_at + timedelta(hours=1))
    client = client_as(Role.DIVISION_HEAD)
    address = reverse("training:attendance", args=[seated.meeting.pk])
    written = seated.meeting.ends_at - timedelta(minutes=30)
    fields = {"deed": "desk", "enrolment": seated.pk, "arrived": "", "left": "", "taken_at": written.isoformat()}
    for _twice in range(2):
        answer = client.post(address, {**fields, "kept": "yes"}, headers={"X-Roster": "1"}).json()
        assert answer["result"] == "stored"
    assert Attendance.objects.get().recorded_at == written
    bad = client.post(address, {**fields, "enrolment": "0"}, headers={"X-Roster": "1"}).json()
    assert bad["result"] == "refused"
    assert bad["words"]


def test_a_long_list_comes_part_by_part_and_is_searched(client_as, monkeypatch):
    monkeypatch.setattr("training.views.attendance.LINES", 2)
    session = make_session()
    people = [make_seated(session, make_worker(name=name)).profile for name in ("Ani", "Budi", "Citra")]
    client = client_as(Role.DIVISION_HEAD)
    address = reverse("training:attendance", args=[session.meetings.get().pk])

    def shown(query):
        return [row.profile for row in client.get(f"{address}?{query}").context["rows"]]

    assert shown("") == people[:2]
    assert shown("page=2") == people[2:]
    assert shown("q=citra") == people[2:]
    assert shown("page=99") == []


def test_a_list_kept_on_a_phone_arrives_once_and_holds_no_names(client_as, clock, seated):
    clock.move_to(seated.meeting.ends_at)
    client = client_as(Role.DIVISION_HEAD)
    address = reverse("training:attendance", args=[seated.meeting.pk])
    now = timezone.now()
    fields = {f"state-{seated.pk}": "present", "taken_at": (now - timedelta(hours=2)).isoformat()}
    first = client.post(address, fields, headers={"X-Roster": "1"}).json()
    again = client.post(address, fields, headers={"X-Roster": "1"}).json()
    assert (first["result"], again["result"], Attendance.objects.count()) == ("stored", "stored", 1)
    old = {**fields, "taken_at": (now - timedelta(hours=25)).isoformat()}
    assert client.post(address, old, headers={"X-Roster": "1"}).json()["result"] == "expired"
    bad = client.post(address, {f"state-{seated.pk}": "dancing"}, headers={"X-Roster": "1"}).json()
    assert bad["result"] == "refused"


def test_the_list_costs_the_same_for_one_person_and_three(client_as):
    session = make_session()
    meeting = session.meetings.get()
    page = assert_same_queries(
        client_as(Role.DIVISION_HEAD),
        reverse("training:attendance", args=[meeting.pk]),
        lambda: make_seated(session),
    )
    assert page.content.decode().count('name="state-') == 3


def test_the_code_for_the_wall_is_a_pdf(client_as):
    meeting = make_session().meetings.get()
    page = client_as(Role.DIVISION_HEAD).get(reverse("training:check-in-poster", args=[meeting.pk]))
    assert page.content.startswith(b"%PDF")


def test_numbers_above_a_thousand_are_written_without_dots_where_machines_read_them(client_as):
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('training_enrolment', 'id'), 4000)")
    row = make_seated()
    html = (
        client_as(Role.DIVISION_HEAD)
        .get(reverse("training:attendance", args=[row.session.meetings.get().pk]))
        .content.decode()
    )
    assert f'name="state-{row.pk}"' in html
    assert row.pk > 4000
