"""Who waited for a seat until the session was over: it was held, only without them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tests.factories.training import local, make_feed, make_session, make_worker
from training.choices import EnrolmentStatus as S
from training.services.attendance import Mark, take_list
from training.services.enrolments import nominate, request_seat
from training.services.finishing import finish_session
from training.services.sessions import cancel_session

pytestmark = pytest.mark.django_db


def yesterdays_session():
    """A session of one seat with three people: seated, waiting, asking."""
    day = timezone.localdate() - timedelta(days=1)
    session, people = make_session(on=day, capacity=1), [make_worker() for _person in range(3)]
    for person in people[:2]:
        nominate(session=session, profile=person, by=None, at=local(day, 8))
    request_seat(session=session, profile=people[2], by=people[2].user, at=local(day, 8))
    return session, people


def events(client, person):
    page = client.get(reverse("training:calendar-file", args=[make_feed(person).token]))
    return [str(event["status"]) for event in Calendar.from_ical(page.content).walk("VEVENT")]


def test_a_session_held_without_them_is_not_in_their_calendar_nor_called_off(client, client_as):
    session, (seated, *others) = yesterdays_session()
    now, mark = timezone.now(), Mark(session.enrolments.get(profile=seated).pk, "present", None)
    take_list(meeting=session.meetings.get(), marks=[mark], way="list", by=None, taken_at=now, at=now)
    finish_session(session=session, by=None, at=now)
    assert events(client, seated) == ["CONFIRMED"]
    for person in others:
        assert session.enrolments.get(profile=person).status == S.UNSEATED
        assert events(client, person) == []
        html = client_as(person.user).get(reverse("training:my-training")).content.decode()
        assert "Terlaksana tanpa Anda" in html
        assert "Sesi dibatalkan" not in html


def test_a_session_called_off_is_struck_out_in_the_calendar(client):
    session, people = yesterdays_session()
    cancel_session(session=session, by=None, at=timezone.now(), reason="Banjir")
    assert [events(client, person) for person in people] == [["CANCELLED"]] * 3
