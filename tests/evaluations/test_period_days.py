"""The name and the days of a period agree, and a refusal speaks at its field."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.choices import PeriodStatus
from evaluations.models import Period
from evaluations.period_days import span_of
from evaluations.services.surveys import add_period
from tests.factories.evaluations import make_period, make_survey

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026", (1, 1), (12, 31)),
        ("2026-S1", (1, 1), (6, 30)),
        ("2026-S2", (7, 1), (12, 31)),
        ("2026-Q1", (1, 1), (3, 31)),
        ("2026-Q4", (10, 1), (12, 31)),
        ("2026-02", (2, 1), (2, 28)),
    ],
)
def test_a_key_names_its_days(key, first, last):
    assert span_of(key) == (date(2026, *first), date(2026, *last))


@pytest.mark.parametrize("key", ["2026-13", "P7", "2026-11-27", "0000", ""])
def test_other_keys_name_none(key):
    assert span_of(key) is None


def add(survey, key, first, last):
    return add_period(survey=survey, version=None, key=key, starts_on=first, ends_on=last, population=None, by=None)


def refused(survey, key, first, last):
    with pytest.raises(ValidationError) as refusal:
        add(survey, key, first, last)
    return {field: " ".join(words) for field, words in refusal.value.message_dict.items()}


def test_a_key_that_exists_is_named_and_says_so():
    survey = make_survey()
    add(survey, "2026-Q1", date(2026, 1, 1), date(2026, 3, 31))
    found = refused(survey, "2026-Q1", date(2026, 1, 1), date(2026, 3, 31))
    assert found == {"key": "Triwulan I 2026 sudah ada dalam survei ini."}
    add(make_survey(), "2026-Q1", date(2026, 1, 1), date(2026, 3, 31))  # another survey's


def test_the_last_day_does_not_come_first():
    found = refused(make_survey(), "2026-Q1", date(2026, 3, 1), date(2026, 2, 1))
    assert found == {"ends_on": "Hari terakhir mendahului hari pertama."}


def test_the_first_day_lies_in_what_the_key_names():
    survey = make_survey()
    found = refused(survey, "2027-Q1", date(2026, 11, 1), date(2027, 3, 31))
    assert "Triwulan I 2027" in found["starts_on"]
    assert add(survey, "2026-Q4", date(2026, 11, 1), date(2027, 1, 8)).pk  # may run on for some days


def test_two_unclosed_periods_share_no_day():
    survey = make_survey()
    first = add(survey, "2026-Q4", date(2026, 10, 1), date(2026, 12, 31))
    found = refused(survey, "2026-12", date(2026, 12, 1), date(2027, 1, 31))
    assert "Triwulan IV 2026" in found["starts_on"]
    first.status = PeriodStatus.CLOSED  # closed early: the next one begins when it likes
    first.save()
    assert add(survey, "2026-12", date(2026, 12, 1), date(2026, 12, 31)).pk


def test_rows_of_old_stay_and_may_be_saved():
    survey = make_survey()
    today = timezone.localdate()
    odd = make_period(survey, key="1999-Q1", starts_on=today, ends_on=today + timedelta(days=9))
    odd.population = 100
    odd.full_clean()
    odd.ends_on += timedelta(days=1)
    with pytest.raises(ValidationError):
        odd.full_clean()


def test_the_page_and_the_cupboard_say_it_at_the_field(client_as):
    survey = make_survey()
    add(survey, "2026-Q1", date(2026, 1, 1), date(2026, 3, 31))
    words = {"key": "2026-Q1", "starts_on": "2026-01-01", "ends_on": "2026-03-31"}
    for role, page in (
        (Role.LIBRARIAN, f"/staf/survei/{survey.pk}/periode-baru/"),
        (Role.ADMINISTRATOR, "/admin/evaluations/period/add/"),
    ):
        html = client_as(role).post(page, words | {"survey": survey.pk}).content.decode()
        assert "sudah ada dalam survei ini" in html
        assert "tidak ada" not in html
        assert "dilanggar" not in html
    assert Period.objects.count() == 1
