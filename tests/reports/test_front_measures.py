"""What the service front counts by itself for the indicator register."""

from datetime import date

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.counting import record_counts
from baubau_pembinaan.reports.content import NOT_RECORDED
from baubau_pembinaan.reports.measures import MEASURES, Facts
from baubau_pembinaan.reports.periods import PeriodKind, span_on
from tests.factories.accounts import make_person
from tests.factories.complaints import answer, make_complaint, make_procedure
from tests.factories.libraries import make_service_point

pytestmark = pytest.mark.django_db
CODES = ("visits", "print_use", "ict_use", "complaints_in_time", "procedures")


def values(day):
    facts = Facts(span_on(PeriodKind.YEAR, day), day)
    return [MEASURES[code].value(facts) for code in CODES]


def test_nothing_counted_is_said_to_be_so_and_what_is_counted_is_added_up(library):
    today = timezone.localdate()
    assert values(today) == [NOT_RECORDED] * 5
    counts = {make_service_point().pk: {"visits": 10, "loans": 4, "reads_in": 6, "computer": 3}}
    record_counts(day=today, counts=counts, by="Uji", at=timezone.now(), today=today)
    answer(make_complaint(), make_person(Role.DIVISION_HEAD).user)
    make_procedure()
    assert values(today) == [10, 10, 3, 100, 1]
    assert values(date(today.year - 2, 6, 30))[:4] == [NOT_RECORDED] * 4
    assert all(MEASURES[code].rows(today.year).startswith("/staf/") for code in CODES)
