"""Meetings typed on a phone: the end is a clock, and empty lines stay folded until they are wanted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import local, make_programme, make_session, slot
from training.services.sessions import Slot, plan_session, set_meetings

pytestmark = pytest.mark.django_db
LINES = {"m-TOTAL_FORMS": 1, "m-INITIAL_FORMS": 0, "m-MAX_NUM_FORMS": 60}


def day(days=10):
    return timezone.localdate() + timedelta(days=days)


def bare():
    """In preparation, without a meeting."""
    return plan_session(programme=make_programme(), by=None)


def send(client, session, starts, ends):
    return client.post(
        reverse("training:session-meetings", args=[session.pk]),
        {**LINES, "m-0-starts_at": f"{day()}T{starts}", "m-0-ends_at": ends.format(day=day()), "m-0-place": "Aula"},
    )


@pytest.mark.parametrize(
    ("starts", "ends", "minutes"),
    [("09:00", "11:30", 150), ("09:00", "11.30", 150), ("21:00", "01:00", 240), ("09:00", "{day}T10:00", 60)],
)
def test_the_end_is_a_clock_of_that_day_or_past_midnight(client_as, starts, ends, minutes):
    session = bare()
    assert send(client_as(Role.DIVISION_HEAD), session, starts, ends).status_code == 302
    assert session.meetings.get().minutes == minutes


@pytest.mark.parametrize(("starts", "ends"), [("13:00", "09:00"), ("09:00", "09:00"), ("09:00", "x")])
def test_a_slip_is_no_night(client_as, starts, ends):
    session = bare()
    page = send(client_as(Role.DIVISION_HEAD), session, starts, ends)
    assert page.status_code == 200
    assert "ends_at" in page.context["forms"][0].errors
    assert not session.meetings.exists()


def test_what_is_kept_comes_back_as_it_was(client_as):
    session = make_session(announced=False, slots=[slot(day(), 21, 4)])
    client, address = client_as(Role.DIVISION_HEAD), reverse("training:session-meetings", args=[session.pk])
    text = client.get(address).content.decode()
    assert 'value="01:00"' in text
    long = Slot(starts_at=local(day(), 9), ends_at=local(day(2 + 10), 12), pk=session.meetings.get().pk)
    set_meetings(session=session, slots=[long], by=None)
    assert f'value="{day(12)}T12:00"' in client.get(address).content.decode()


def test_empty_lines_are_folded_but_the_first_of_an_empty_session(client_as):
    client = client_as(Role.DIVISION_HEAD)
    empty, one = bare(), make_session()

    def folded(session):
        html = client.get(reverse("training:session-meetings", args=[session.pk])).content.decode()
        return html.count("Satu pertemuan lagi")

    assert (folded(empty), folded(one)) == (2, 3)
    page = client.post(
        reverse("training:session-meetings", args=[empty.pk]),
        {**LINES, "m-TOTAL_FORMS": 2, "m-1-place": "Aula"},
    )
    assert page.content.decode().count("Satu pertemuan lagi") == 0
