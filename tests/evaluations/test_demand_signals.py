"""A weak unsur of an age group weighs on the demand board of the collection, and stops when it is weak no longer."""

from datetime import date

import pytest

from collections_app.models import DemandSignal
from evaluations.choices import PeriodStatus
from evaluations.services.demand_signals import signal_weak_collection
from tests.factories.evaluations import make_answers, make_period, make_survey

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
YOUTH, ADULT = 2, 4  # stored numbers of 17-25 and 36-45 years


def closed(survey=None, **fields):
    return make_period(survey, status=PeriodStatus.CLOSED, **fields)


def needs():
    return list(DemandSignal.objects.order_by("key").values_list("key", "audience", "steps"))


def test_age_groups_that_rate_the_offer_weak_become_needs_for_their_readers():
    period = closed()
    make_answers(period, 6, 2, age=YOUTH)  # 50.00: D
    make_answers(period, 6, 4, age=ADULT)

    assert signal_weak_collection(today=TODAY) == 1
    assert needs() == [("evaluations.produk.youth", "youth", 8)]
    assert "50,00" in DemandSignal.objects.get().label
    assert signal_weak_collection(today=TODAY) == 1


def test_groups_too_small_to_show_say_nothing():
    period = closed()
    make_answers(period, 3, 1, age=YOUTH)
    make_answers(period, 9, 4, age=ADULT)

    assert signal_weak_collection(today=TODAY) == 0


def test_a_better_period_takes_the_need_back_and_other_needs_stay():
    survey = make_survey()
    make_answers(closed(survey, ends_on=date(2026, 6, 30), starts_on=date(2026, 4, 1)), 6, 2, age=YOUTH)
    signal_weak_collection(today=TODAY)
    DemandSignal.objects.create(key="own.1", label="Tema", until=TODAY)
    make_answers(closed(survey, ends_on=date(2026, 9, 30), starts_on=date(2026, 7, 1)), 6, 4, age=YOUTH)

    assert signal_weak_collection(today=TODAY) == 0
    assert [key for key, _audience, _steps in needs()] == ["own.1"]


def test_an_open_period_says_nothing_yet():
    make_answers(make_period(), 6, 1, age=YOUTH)
    assert signal_weak_collection(today=TODAY) == 0
