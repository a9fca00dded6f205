"""A hundred people want the same seats at the same moment. Threads on PostgreSQL, each with a connection of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import Error, connection
from django.utils import timezone

from outreach.choices import SEATED
from outreach.models import Registration, Session
from outreach.services import queue, registering
from tests.factories.outreach import make_event, make_party, make_session

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, SEATS, AT_ONCE = 100, 20, 25


def _rush(session) -> list[str]:
    """Everybody registers, AT_ONCE at a time; every fourth is a family of three. Returns what went wrong."""
    parties = [make_party(3 if number % 4 == 0 else 1) for number in range(PEOPLE)]
    gate, problems = Barrier(AT_ONCE), []

    def one(number: int) -> None:
        try:
            gate.wait(30)
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
            counted.wait(30)
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
    _rush(session)
    assert _seated(session) <= SEATS
