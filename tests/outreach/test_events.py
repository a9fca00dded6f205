"""An event's way to the calendar, its dates, and what a rule makes of them."""

import uuid
from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.models import Holiday
from baubau_pembinaan.notifications.models import Message
from outreach.choices import EventKind, EventStatus, Frequency
from outreach.models import Event
from outreach.series import days_of, rule_text
from outreach.services import attendance, events, sessions
from outreach.services.crew import set_crew
from outreach.services.registering import register
from tests.factories.accounts import make_profile
from tests.factories.outreach import (
    make_event,
    make_facilitator,
    make_party,
    make_registration,
    make_report,
    make_session,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 12, 7)


def now():
    return timezone.now()


def test_an_event_goes_from_draft_to_public(staff_user):
    author, head = staff_user(Role.LIBRARIAN), staff_user(Role.DIVISION_HEAD)
    event = events.create_event(by=author, title="Dongeng", kind=EventKind.STORY_TIME, summary="Cerita.", place="Lobi")
    make_session(event)
    events.submit_event(event=event, by=author, at=now())
    events.approve_event(event=event, by=head, at=now())
    event = events.publish_event(event=event, by=author, at=now())
    assert event.is_published
    assert event.approved_by == head
    assert [m.subject for m in Message.objects.filter(recipient=author)] == ["Kegiatan Anda “Dongeng” disetujui"]
    assert event.history.count() == 4
    assert event.history.latest().history_user.name == author.name


def test_an_event_without_a_date_or_a_sentence_is_not_ready(staff_user):
    author = staff_user(Role.LIBRARIAN)
    event = events.create_event(by=author, title="Dongeng", kind=EventKind.STORY_TIME, place="Lobi")
    with pytest.raises(events.NotReady, match="satu kalimat"):
        events.submit_event(event=event, by=author, at=now())
    events.change_event(event=event, by=author, at=now(), summary="Cerita.")
    with pytest.raises(events.NotReady, match="tanggal"):
        events.submit_event(event=event, by=author, at=now())


def test_a_returned_event_carries_the_note_to_its_author(staff_user):
    author, head = staff_user(Role.LIBRARIAN), staff_user(Role.DIVISION_HEAD)
    event = make_event(status=EventStatus.SUBMITTED, author=author)
    with pytest.raises(events.NoteMissing):
        events.return_event(event=event, by=head, at=now(), note=" ")
    event = events.return_event(event=event, by=head, at=now(), note="Tambah pendamping.")
    assert (event.is_draft, event.note) == (True, "Tambah pendamping.")
    assert Message.objects.get(recipient=author).body == "Tambah pendamping."


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.SUBMITTED, EventStatus.PUBLISHED])
def test_only_an_approved_event_is_published(status, staff_user):
    with pytest.raises(events.StepNotAllowed):
        events.publish_event(event=make_event(status=status), by=None, at=now())
    assert events.publish_event(event=make_event(status=EventStatus.APPROVED), by=None, at=now()).is_published


def test_the_database_refuses_a_public_event_nobody_approved():
    with pytest.raises(IntegrityError, match="event_is_published_only_after_approval"):
        Event.objects.create(title="x", kind=EventKind.OTHER, place="x", status=EventStatus.PUBLISHED)


def test_an_event_people_registered_for_is_not_withdrawn():
    event = make_event(seats=5)
    session = make_session(event)
    registration = make_registration(session)
    with pytest.raises(events.PeopleAreRegistered):
        events.withdraw_event(event=event, by=None, at=now())
    registration.delete()
    assert events.withdraw_event(event=event, by=None, at=now()).is_approved


# --- Rules -----------------------------------------------------------------------------------------------------


def test_weekly_ten_with_one_holiday_gives_nine():
    Holiday.objects.create(date=date(2026, 12, 21), name="Cuti Contoh")
    rule = rule_text(frequency=Frequency.WEEKLY, first=MONDAY, count=10)
    days = sessions.preview_dates(rule=rule, first=MONDAY)
    assert [(d.day, d.closed) for d in days if d.closed] == [(date(2026, 12, 21), "Cuti Contoh")]
    made = sessions.add_series(
        event=make_event(), rule=rule, first=MONDAY, starts=time(9), ends=time(10), at=now(), by=None
    )
    assert len(made) == 9
    assert timezone.localtime(made[-1].starts_at) == datetime(2027, 2, 8, 9, tzinfo=timezone.get_current_timezone())


@pytest.mark.parametrize(
    ("frequency", "first", "wanted"),
    [
        (Frequency.MONTHLY_WEEKDAY, date(2026, 12, 12), [date(2026, 12, 12), date(2027, 1, 9), date(2027, 2, 13)]),
        (Frequency.MONTHLY_WEEKDAY, date(2026, 12, 29), [date(2026, 12, 29), date(2027, 1, 26), date(2027, 2, 23)]),
        (Frequency.MONTHLY_DATE, date(2026, 12, 31), [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)]),
        (Frequency.MONTHLY_DATE, date(2026, 12, 15), [date(2026, 12, 15), date(2027, 1, 15), date(2027, 2, 15)]),
    ],
)
def test_monthly_rules_find_a_day_in_every_month(frequency, first, wanted):
    rule = rule_text(frequency=frequency, first=first, count=3)
    assert [planned.day for planned in days_of(rule, first, {})] == wanted


def test_a_rule_ends_on_its_last_day():
    rule = rule_text(frequency=Frequency.WEEKLY, first=MONDAY, interval=2, until=date(2027, 1, 4))
    assert [p.day for p in days_of(rule, MONDAY, {})] == [MONDAY, date(2026, 12, 21), date(2027, 1, 4)]


def test_adding_the_same_series_again_adds_nothing():
    event, rule = make_event(), rule_text(frequency=Frequency.WEEKLY, first=MONDAY, count=3)
    same = {"event": event, "rule": rule, "first": MONDAY, "starts": time(9), "ends": time(10), "by": None}
    assert len(sessions.add_series(**same, at=now())) == 3
    assert sessions.add_series(**same, at=now()) == []


def test_a_moved_date_is_not_made_again_by_its_rule():
    event, rule = make_event(), rule_text(frequency=Frequency.WEEKLY, first=MONDAY, count=2)
    same = {"event": event, "rule": rule, "first": MONDAY, "starts": time(9), "ends": time(10), "by": None}
    first, second = sessions.add_series(**same, at=now())
    later = first.starts_at + timedelta(hours=3)
    sessions.move_session(
        session=first, starts_at=later, ends_at=later + timedelta(hours=1), reason="Listrik padam", by=None, at=now()
    )
    assert sessions.add_series(**same, at=now()) == []
    second.refresh_from_db()
    assert (second.sequence, second.is_moved) == (0, False)


# --- One date ----------------------------------------------------------------------------------------------------


def test_moving_one_date_tells_the_crew_once_and_leaves_the_others(staff_user):
    colleague = staff_user(Role.LIBRARIAN)
    event = make_event()
    make_facilitator(event, colleague.profile)
    one, other = make_session(event), make_session(event)
    later = one.starts_at + timedelta(days=1)
    moved = {"starts_at": later, "ends_at": later + timedelta(hours=1), "reason": "Hujan", "by": None, "at": now()}
    sessions.move_session(session=one, **moved)
    sessions.move_session(session=one, **moved)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.sequence, other.sequence) == (1, 0)
    assert Message.objects.filter(recipient=colleague).count() == 1


def test_cancelling_one_date_leaves_the_others_and_needs_a_reason():
    event = make_event()
    one, other = make_session(event), make_session(event)
    with pytest.raises(sessions.ReasonMissing):
        sessions.cancel_session(session=one, reason=" ", by=None, at=now())
    sessions.cancel_session(session=one, reason="Hujan", by=None, at=now())
    other.refresh_from_db()
    assert other.is_planned
    with pytest.raises(sessions.NotCancellable):
        sessions.cancel_session(session=one, reason="Hujan", by=None, at=now())


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.SUBMITTED])
def test_nothing_of_an_event_nobody_approved_takes_place(status):
    session = make_session(make_event(status=status), days=-1)
    with pytest.raises(sessions.NotAgreed):
        make_report(session)
    with pytest.raises(attendance.NotTheDay):
        attendance.note_arrival(
            session=session, arrival=attendance.Arrival(uuid.uuid4(), age_band="anak"), by=None, at=now()
        )
    approved = make_session(make_event(status=EventStatus.APPROVED), days=-1)
    assert make_report(approved).session == approved


@pytest.mark.parametrize(
    ("field", "value"), [("title", "Lain"), ("kind", EventKind.OTHER), ("age_min", 3), ("budget_idr", 9)]
)
@pytest.mark.parametrize("status", [EventStatus.APPROVED, EventStatus.PUBLISHED])
def test_what_was_approved_changes_only_by_who_approves(staff_user, status, field, value):
    author, head = staff_user(Role.LIBRARIAN), staff_user(Role.DIVISION_HEAD)
    event = make_event(status=status, author=author)
    with pytest.raises(events.ApprovedAlready):
        events.change_event(event=event, by=author, at=now(), **{field: value})
    events.change_event(event=event, by=author, at=now(), place="Aula", materials="Kertas", title=event.title)
    events.change_event(event=event, by=head, at=now(), **{field: value})
    event.refresh_from_db()
    assert (getattr(event, field), event.place) == (value, "Aula")


def test_an_open_event_that_begins_to_register_counts_its_seats():
    event = make_event(capacity=2)
    session = make_session(event)
    session.capacity = None
    session.save()
    events.change_event(event=event, by=None, at=now(), registration_mode="daftar")
    session.refresh_from_db()
    assert session.capacity == 2
    rows = [register(session=session, party=make_party(), at=now()) for _n in range(3)]
    assert [row.has_seat for row in rows] == [True, True, False]
    with pytest.raises(events.SeatsTaken):
        events.change_event(event=event, by=None, at=now(), capacity=1)
    events.change_event(event=event, by=None, at=now(), registration_mode="bebas")
    session.refresh_from_db()
    assert session.capacity is None


def test_the_administration_changes_no_seats_past_the_service(client_as):
    event = make_event(seats=5)
    html = client_as(Role.ADMINISTRATOR).get(f"/admin/outreach/event/{event.pk}/change/").content.decode()
    assert 'name="place"' in html
    assert 'name="capacity"' not in html
    assert 'name="registration_mode"' not in html


def test_seats_follow_the_event_but_never_below_who_is_in():
    event = make_event(seats=5)
    session = make_session(event)
    make_registration(session, seats=3)
    with pytest.raises(events.SeatsTaken):
        events.change_event(event=event, by=None, at=now(), capacity=2)
    events.change_event(event=event, by=None, at=now(), capacity=8)
    session.refresh_from_db()
    assert (session.capacity, session.seats_taken) == (8, 3)


def test_the_database_refuses_more_people_than_seats():
    session = make_session(make_event(seats=2))
    make_registration(session, seats=2)
    with pytest.raises(IntegrityError, match="session_has_no_more_people_than_seats"):
        make_registration(session)


def test_a_colleague_stands_once_in_an_events_crew():
    event, one, two = make_event(), make_profile(), make_profile()
    set_crew(event=event, crew=[(one, "pemandu")], at=now())
    set_crew(event=event, crew=[(one, "pencerita"), (two, "pendamping")], at=now())
    assert sorted(event.crew.values_list("profile", "role")) == sorted([(one.pk, "pencerita"), (two.pk, "pendamping")])


def test_an_unknown_field_is_the_callers_mistake():
    with pytest.raises(TypeError):
        events.create_event(by=None, title="x", status="terbit")
    same = now()
    with pytest.raises(sessions.LengthImpossible):
        sessions.add_session(event=make_event(), starts_at=same, ends_at=same, at=same)
