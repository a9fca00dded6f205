"""Patrons' words on a person's service point: aggregates of closed periods, with the small-number guard."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from model_bakery import baker

from evaluations.models import FrozenResult
from evaluations.selectors.voice import voice_of
from evaluations.services.surveys import close_period
from tests.factories.accounts import make_appointment, make_person
from tests.factories.evaluations import make_answers, make_period, make_survey
from tests.factories.reviews import make_review
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def point():
    return baker.make("libraries.ServicePoint")


def closed(place, n, value=4):
    """A closed period of this year at the point, answered by `n` people."""
    first = date(timezone.localdate().year, 1, 1)
    period = make_period(make_survey(service_point=place), starts_on=first, ends_on=first + timedelta(days=20))
    make_answers(period, n, value)
    close_period(period=period, by=None, at=timezone.now())
    return period


def reviewed(place, **fields):
    person = make_person()
    make_appointment(person, service_point=place, **fields)
    return make_review(person)


@pytest.mark.parametrize(("n", "expected"), [(5, Decimal("3.000")), (4, None)])
def test_fewer_than_five_answers_are_named_without_figures(n, expected):
    place = point()
    closed(place, n, value=3)
    (row,) = voice_of(reviewed(place))
    assert (row.competence, row.conduct, row.is_shown) == (expected, expected, expected is not None)


def test_only_the_days_of_ones_own_appointment_at_the_point_count():
    place, year = point(), timezone.localdate().year
    closed(place, 6)
    closed(point(), 6)
    assert len(voice_of(reviewed(place))) == 1
    assert voice_of(reviewed(place, starts_on=date(year, 1, 5))) == []
    assert voice_of(reviewed(None)) == []


def test_the_page_shows_no_number_of_answers_below_the_guard_and_takes_one_count_of_statements(client_as):
    place = point()
    review = reviewed(place)
    address = reverse("evaluations:review-voice", args=[review.pk])
    html = assert_same_queries(client_as(review.person.user), address, lambda: closed(place, 4)).content.decode()
    assert html.count("jawaban terlalu sedikit") == 6
    assert FrozenResult.objects.count() == 3
