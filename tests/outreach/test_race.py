"""A hundred people want the same seats at the same moment. Threads on PostgreSQL, each with a connection of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import Error, connection
from django.utils import timezone

from outreach.choices import SEATED, QueueMode
from outreach.models import Registration, Session
from outreach.services import notices, queue, registering, sessions
from tests.factories.outreach import make_event, make_party, make_session
from tests.races import Meeting

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, SEATS, AT_ONCE = 100, 20, 25


def _rush(session) -> list[str]:
    """Everybody registers, AT_ONCE at a time; every fourth is a family of three. Returns what went wrong."""
    parties = [make_party(3 if number % 4 == 0 else 1) for number in range(PEOPLE)]
    gate, problems = Barrier(AT_ONCE), []

    def one(number: int) -> None:
        try:
            gate.wait(60)
            registering.register(session=session, party=parties[number], at=timezone.now())
        except Error as error:
            problems.append(str(error))
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, range(PEOPLE)))
    return problems


def _seated(session) -> int:
    return sum(Registration.objects.filter(session=session, status__in=SEATED).values_list("seats", flat=True))


def _all_look_before_one_sits():
    """Counts the free seats, and lets nobody of the first wave go on before all of them have counted."""
    counted, thread = Barrier(AT_ONCE), threading.local()

    def free(session):
        number = session.capacity - _seated(session)
        thread.asked = getattr(thread, "asked", 0) + 1
        if thread.asked == 2:  # first for the queue, then for the party itself
            counted.wait(60)
        return number

    return free


def test_a_hundred_at_once_get_exactly_the_seats():
    session = make_session(make_event(seats=SEATS))
    assert _rush(session) == []
    session.refresh_from_db()
    assert _seated(session) == session.seats_taken == SEATS
    assert Registration.objects.filter(session=session).count() == PEOPLE
    for row in Registration.objects.filter(session=session):
        assert row.participants.count() == row.seats


def test_without_the_lock_and_the_constraint_too_many_get_a_seat(monkeypatch):
    """The negative control: the guards off, the same rush overbooks."""

    def unlocked(session_id):
        return Session.objects.select_related("event").get(pk=session_id)

    for module in (queue, registering):
        monkeypatch.setattr(module, "locked_session", unlocked)
    session = make_session(make_event(seats=SEATS))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE outreach_session DROP CONSTRAINT session_has_no_more_people_than_seats")
        cursor.execute("ALTER TABLE outreach_registration DISABLE TRIGGER outreach_seats")
    monkeypatch.setattr(queue, "_free", _all_look_before_one_sits())
    try:
        _rush(session)
        assert _seated(session) > SEATS
    finally:
        Registration.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE outreach_registration ENABLE TRIGGER outreach_seats")
            cursor.execute(
                "ALTER TABLE outreach_session ADD CONSTRAINT session_has_no_more_people_than_seats"
                " CHECK (capacity IS NULL OR seats_taken <= capacity)"
            )


def test_without_the_lock_alone_the_database_still_refuses_one_too_many(monkeypatch):
    """The second guard: somebody is turned away with an error, nobody sits on a taken seat."""

    def unlocked(session_id):
        return Session.objects.select_related("event").get(pk=session_id)

    for module in (queue, registering):
        monkeypatch.setattr(module, "locked_session", unlocked)
    session = make_session(make_event(seats=SEATS))
    monkeypatch.setattr(queue, "_free", _all_look_before_one_sits())
    assert _rush(session)
    assert _seated(session) <= SEATS


def _mark_while_moved(meet) -> list[str]:
    """A colleague marks an offer as sent while the date is moved, both holding what they took first."""
    session = make_session(make_event(seats=1, queue_mode=QueueMode.INVITATION))
    first, row = (registering.register(session=session, party=make_party(), at=timezone.now()) for _n in range(2))
    registering.cancel(registration=first, at=timezone.now())
    notice, later, problems = row.notices.get(), session.starts_at + timedelta(days=7), []
    meet.start()

    def deed(run) -> None:
        try:
            run()
        except Error as error:
            problems.append(str(error))
        finally:
            connection.close()

    def mark() -> None:
        notices.mark_sent_by_hand(notice=notice, by=None, at=timezone.now())

    def move() -> None:
        ends = later + timedelta(hours=2)
        sessions.move_session(
            session=session, starts_at=later, ends_at=ends, reason="Banjir", by=None, at=timezone.now()
        )

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(deed, (mark, move)))
    return problems


class _SecondLock:
    """Both stand at their second lock together; who waits for the first of them is not waited for."""

    def __init__(self, monkeypatch):
        self.monkeypatch, self.meeting = monkeypatch, Meeting()

    def start(self) -> None:
        for module, name in ((queue, "start_deadline"), (sessions, "ask_anew")):
            self.monkeypatch.setattr(module, name, self.meeting.before(getattr(module, name)))


def test_marking_a_text_as_sent_and_moving_its_date_wait_for_each_other(monkeypatch):
    assert _mark_while_moved(_SecondLock(monkeypatch)) == []


def test_without_the_dates_lock_first_the_two_lock_each_other_out(monkeypatch, unguarded):
    """The negative control: the text is locked before its date, as the mover does it the other way round."""
    real = queue.locked_session
    meeting = _SecondLock(monkeypatch)
    start = meeting.start

    def start_without_lock() -> None:
        start()
        caller = threading.local()

        def second_only(session_id):
            caller.asked = getattr(caller, "asked", 0) + 1
            marks = threading.current_thread() in marking and caller.asked == 1
            return None if marks else real(session_id)

        marking: set = set()
        deed = notices.mark_sent_by_hand

        def mark(**kwargs):
            marking.add(threading.current_thread())
            return deed(**kwargs)

        monkeypatch.setattr(notices, "mark_sent_by_hand", mark)
        monkeypatch.setattr(queue, "locked_session", second_only)

    monkeypatch.setattr(meeting, "start", start_without_lock)
    assert any("deadlock" in problem for problem in _mark_while_moved(meeting))
