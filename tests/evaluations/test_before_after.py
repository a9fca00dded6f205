"""The same unsur in the period before, on the page of a period."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluations.choices import Unsur
from evaluations.services.surveys import close_period
from tests.factories.evaluations import make_answers, make_period, make_survey, make_version
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def period_of(survey, ago, value, n=40, *, closed=True, ratings=None, **fields):
    today = timezone.localdate()
    first = today - timedelta(days=ago)
    period = make_period(survey, starts_on=first, ends_on=first + timedelta(days=20), **fields)
    make_answers(period, n, value, day=first, **({"ratings": ratings} if ratings else {}))
    if closed:
        close_period(period=period, by=None, at=timezone.now())
        period.refresh_from_db()
    return period


def page_of(client, period):
    return client.get(f"/staf/survei/periode/{period.pk}/").content.decode()


def test_each_unsur_stands_beside_the_last_closed_period(client_as):
    survey = make_survey()
    period_of(survey, 90, 2, key="2026-Q1")
    period_of(survey, 60, 3, key="2026-Q2")
    now = period_of(survey, 5, 4, key="2026-Q3", closed=False)
    html = page_of(client_as("Pustakawan"), now)
    assert "NRR Triwulan II 2026" in html
    assert html.count("naik 1,00; cukup untuk disimpulkan") == 9
    assert "3,000" in html


def test_few_answers_are_not_enough_to_conclude(client_as):
    survey = make_survey()
    period_of(survey, 60, 4, n=10)
    html = page_of(client_as("Pustakawan"), period_of(survey, 5, 3, n=10))
    assert html.count("turun 1,00; belum cukup untuk disimpulkan") == 9


def test_the_first_period_and_an_open_one_before_have_nothing_beside(client_as):
    survey = make_survey()
    first = period_of(survey, 60, 3)
    assert "untuk disimpulkan" not in page_of(client_as("Pustakawan"), first)
    lone = make_survey()
    now = period_of(lone, 5, 3, closed=False)
    assert "untuk disimpulkan" not in page_of(client_as("Pustakawan"), now)


def test_unsur_are_joined_by_what_they_mean_and_not_by_their_place(client_as):
    old = make_version([{"unsur": "waktu", "slot": 1}, {"unsur": "sarana", "slot": 2}])
    new = make_version([{"unsur": "sarana", "slot": 1}, {"unsur": "biaya", "slot": 2}])
    survey = make_survey(instrument=old.instrument)
    period_of(survey, 60, 4, version=old, ratings={1: 4, 2: 2})
    survey.instrument = new.instrument
    survey.save()
    html = page_of(client_as("Pustakawan"), period_of(survey, 5, 3, version=new, ratings={1: 3, 2: 3}))
    assert html.count("naik 1,00") == 1
    assert str(Unsur.BIAYA.label) in html


def test_the_page_stays_within_its_statements(client_as):
    survey = make_survey()
    now = period_of(survey, 5, 4)
    ages = iter((400, 300, 200))
    assert_same_queries(
        client_as("Pustakawan"), f"/staf/survei/periode/{now.pk}/", lambda: period_of(survey, next(ages), 3)
    )
