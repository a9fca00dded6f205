"""Periodic sessions out of plain words, and what is said of their dates."""

from datetime import date

import pytest
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import make_programme
from training.services.recurrence import occurrences
from training.services.series_rules import remarks, rule_of, words_of

pytestmark = pytest.mark.django_db
DATA = {"first": "31-12-2026", "starts": "13.00", "minutes": "90", "place": "Aula", "capacity": "12"}


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ({"every": 1, "unit": "weeks", "times": 10, "first": date(2027, 1, 4)}, "FREQ=WEEKLY;COUNT=10"),
        ({"every": 3, "unit": "months", "times": 4, "first": date(2027, 1, 4)}, "FREQ=MONTHLY;INTERVAL=3;COUNT=4"),
        ({"every": 1, "unit": "weekday", "times": 6, "first": date(2027, 1, 4)}, "FREQ=MONTHLY;BYDAY=1MO;COUNT=6"),
        (
            {"every": 2, "unit": "weekday", "times": 6, "first": date(2027, 1, 29)},
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR;COUNT=6",
        ),
    ],
)  # fmt: skip
def test_words_become_a_rule_and_come_back(words, rule):
    assert rule_of(**words) == rule
    assert words_of(rule) == {name: value for name, value in words.items() if name != "first"}
    assert occurrences(rule, words["first"])[0].day == words["first"]


@pytest.mark.parametrize("rule", ["FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;BYDAY=1MO;COUNT=2", "FREQ=MONTHLY", "", "x"])
def test_a_rule_the_boxes_cannot_say_is_shown_itself(rule):
    assert words_of(rule) == {"rule": rule}


def told(rule, first):
    return " ".join(remarks(rule, occurrences(rule, first)))


def test_skipped_months_and_sundays_are_said():
    said = told("FREQ=MONTHLY;COUNT=4", date(2026, 12, 31))  # 31 December, 31 January (a Sunday), 31 March, 31 May
    assert "Februari 2027, April 2027" in said
    assert "31 Januari 2027" in said
    assert told("FREQ=MONTHLY;COUNT=4", date(2027, 1, 5)) == ""
    assert "Februari" not in told("FREQ=MONTHLY;INTERVAL=2;COUNT=3", date(2027, 1, 31))
    assert "Dilewati" not in told("FREQ=MONTHLY;BYMONTH=1,6;COUNT=4", date(2027, 1, 5))


def test_a_series_that_ends_before_its_last_time_says_so():
    assert "Hanya" in told("FREQ=MONTHLY;INTERVAL=12;COUNT=6", date(2027, 1, 5))


def test_a_librarian_needs_no_rule(client_as):
    programme, client = make_programme(), client_as(Role.DIVISION_HEAD)
    address = reverse("training:series", args=[programme.pk])
    form = client.get(address).content.decode()
    assert 'name="every"' in form and 'name="times"' in form
    sent = DATA | {"every": "1", "unit": "months", "times": "4"}
    page = client.post(address, sent).content.decode()
    assert "Dilewati" in page and "hari Minggu" in page and "FREQ=MONTHLY;COUNT=4" in page
    assert not programme.sessions.exists()
    client.post(address, sent | {"make": "on"})
    assert programme.sessions.count() == 4
    programme.refresh_from_db()
    assert programme.recurrence == "FREQ=MONTHLY;COUNT=4"
    assert 'value="4"' in client.get(address).content.decode()


def test_a_rule_of_ones_own_goes_before_the_boxes_and_empty_boxes_are_refused(client_as):
    programme, client = make_programme(), client_as(Role.DIVISION_HEAD)
    address = reverse("training:series", args=[programme.pk])
    sent = DATA | {"first": "04-01-2027", "every": "1", "unit": "months", "times": "4", "rule": "freq=weekly;count=2"}
    page = client.post(address, sent)
    assert len(page.context["occurrences"]) == 2
    assert client.post(address, sent | {"rule": "", "times": ""}).context["form"].errors.keys() == {"times"}
    assert client.post(address, sent | {"rule": "Tiap bulan"}).context["form"].errors.keys() == {"rule"}
