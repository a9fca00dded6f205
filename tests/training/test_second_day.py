"""A session of several meetings: those who came to the first are still in it, until the last one is over."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications import duties
from baubau_pembinaan.notifications.models import Message
from tests.factories.training import local, make_request, make_seated, make_session, make_worker, slot
from training.choices import EnrolmentStatus as S
from training.models import Attendance
from training.services import enrolments
from training.services.attendance import Mark, NotYet, check_in, take_list
from training.services.enrolments import EnrolmentClosed, IllegalStep, ReasonMissing, SessionOver
from training.services.finishing import finish_session
from training.services.sessions import Slot, cancel_session, set_meetings

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def came_once():
    """Somebody who was at the first of two meetings, in ten and eleven days; `first` and `second` are the meetings."""
    day = timezone.localdate() + timedelta(days=10)
    row = make_seated(make_session(slots=[slot(day), slot(day + timedelta(days=1))], capacity=1))
    row.first, row.second = row.session.meetings.order_by("starts_at")
    check_in(meeting=row.first, profile=row.profile, by=row.profile.user, at=row.first.starts_at)
    row.refresh_from_db()
    assert row.status == S.ATTENDED
    return row


def slots_of(session, **changes):
    """The session's meetings as they are, the last one changed."""
    rows = list(session.meetings.order_by("starts_at"))
    found = [Slot(row.starts_at, row.ends_at, place=row.place, pk=row.pk) for row in rows]
    return [*found[:-1], Slot(**{**found[-1].__dict__, **changes})]


def told(row, end):
    return Message.objects.filter(recipient=row.profile.user, key__endswith=end).exists()


def test_who_came_to_the_first_meeting_hears_that_the_second_moves(came_once):
    set_meetings(session=came_once.session, slots=slots_of(came_once.session, place="Aula baru"), by=None)
    assert told(came_once, ".moved.1")


def test_who_came_to_the_first_meeting_hears_of_the_end_and_is_out(came_once):
    cancel_session(session=came_once.session, by=None, at=NOW(), reason="Banjir")
    came_once.refresh_from_db()
    assert told(came_once, ".cancelled")
    assert (came_once.status, came_once.seat) == (S.CANCELLED, None)
    assert Attendance.objects.filter(enrolment=came_once).exists()


def test_who_came_to_the_first_meeting_is_reminded_of_the_second(came_once):
    rows = list(duties.rows_of(duties.get("training.attend-meeting"), came_once.second.day))
    assert [(row[2], row[5]) for row in rows] == [(came_once.profile.user_id, came_once.second.day)]


def test_who_falls_ill_after_the_first_day_is_taken_off_with_a_reason(client_as, came_once):
    waiting = make_seated(came_once.session)
    with pytest.raises(IllegalStep):
        enrolments.withdraw(enrolment=came_once, by=came_once.profile.user, at=NOW(), reason="Sakit")
    with pytest.raises(ReasonMissing):
        enrolments.withdraw(enrolment=came_once, by=None, at=NOW())
    client = client_as(Role.DIVISION_HEAD)
    page = client.get(reverse("training:session-detail", args=[came_once.session_id])).content.decode()
    address = reverse("training:withdraw", args=[came_once.pk])
    assert address in page
    client.post(address, {"reason": ""})
    came_once.refresh_from_db()
    assert came_once.status == S.ATTENDED
    client.post(address, {"reason": "Sakit"})
    came_once.refresh_from_db()
    waiting.refresh_from_db()
    assert (came_once.status, came_once.seat, came_once.reason) == (S.WITHDRAWN, None, "Sakit")
    assert Attendance.objects.filter(enrolment=came_once).exists()
    assert waiting.status == S.SEATED


def test_a_trainer_takes_somebody_off_too_and_a_colleague_does_not(client_as, came_once):
    trainer = make_worker()
    came_once.second.trainer = trainer
    came_once.second.save()
    address = reverse("training:withdraw", args=[came_once.pk])
    assert client_as(make_worker().user).post(address, {"reason": "Sakit"}).status_code == 403
    assert client_as(trainer.user).post(address, {"reason": "Sakit"}).status_code == 302
    came_once.refresh_from_db()
    assert came_once.status == S.WITHDRAWN


def test_after_the_last_meeting_nobody_leaves_and_nobody_moves_up():
    day = timezone.localdate() + timedelta(days=10)
    session = make_session(on=day, capacity=1)
    row, waiting, asked = make_seated(session), make_seated(session), make_request(session)
    over = session.meetings.get().ends_at
    with pytest.raises(SessionOver):
        enrolments.withdraw(enrolment=row, by=None, at=over)
    with pytest.raises(SessionOver):
        enrolments.approve_enrolment(enrolment=asked, by=None, at=over)
    with pytest.raises((SessionOver, EnrolmentClosed)):
        enrolments.nominate(session=session, profile=make_worker(), by=None, at=over)
    session.refresh_from_db()
    session.capacity = 2
    session.save()
    assert enrolments.fill_free_seats(session, at=over) == []
    waiting.refresh_from_db()
    assert waiting.status == S.WAITING
    enrolments.withdraw(enrolment=row, by=None, at=over - timedelta(minutes=1))
    waiting.refresh_from_db()
    assert waiting.status == S.SEATED


def test_attendance_is_not_taken_days_ahead():
    row = make_seated()
    meeting = row.session.meetings.get()
    early, on_time = meeting.starts_at - timedelta(minutes=61), meeting.starts_at - timedelta(minutes=60)

    def take(at):
        marks = [Mark(row.pk, "present")]
        return take_list(meeting=meeting, marks=marks, way="list", by=None, taken_at=at, at=at)

    with pytest.raises(NotYet):
        take(early)
    assert take(on_time) == (1, 0)


def test_a_meeting_on_new_years_eve_counts_for_the_year_it_begins_in(clock):
    eve = date(timezone.localdate().year + 1, 12, 31)
    session = make_session(slots=[slot(eve, 20, 4)])
    row = make_seated(session)
    meeting = session.meetings.get()
    assert timezone.localdate(meeting.ends_at).year == eve.year + 1
    assert (session.starts_on, session.ends_on) == (eve, eve)
    clock.move_to(local(eve, 21))
    check_in(meeting=meeting, profile=row.profile, by=None, at=meeting.starts_at)
    finish_session(session=session, by=None, at=meeting.ends_at)
    assert row.profile.jp_entries.get().year == eve.year
