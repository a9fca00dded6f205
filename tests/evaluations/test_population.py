"""How many a survey is about: proposed from the daily counts wherever nobody wrote it down."""

from datetime import date

import pytest
from django.utils import timezone

from evaluations.choices import PeriodStatus
from evaluations.models import InstrumentVersion
from evaluations.services.surveys import add_period, open_period, quarter_of
from tests.factories.evaluations import make_period, make_survey
from tests.factories.libraries import make_counts, make_service_point

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year + 3  # no quarter of the form's own proposal
DAYS = {"starts_on": date(YEAR, 1, 1), "ends_on": date(YEAR, 3, 31)}
AFTER = {"starts_on": date(YEAR, 4, 1), "ends_on": date(YEAR, 6, 30)}


def counted_survey():
    point = make_service_point()
    make_counts(point, date(YEAR - 1, 2, 3), visits=400)
    make_counts(point, date(YEAR - 1, 5, 4), visits=70)
    make_counts(make_service_point(), date(YEAR - 1, 2, 3), visits=9)
    return make_survey(service_point=point)


def test_a_period_without_a_population_takes_the_visits_of_the_comparable_days():
    survey = counted_survey()
    proposed = add_period(survey=survey, version=None, key=f"{YEAR}-Q1", population=None, by=None, **DAYS)
    assert proposed.population == 400
    typed = add_period(survey=survey, version=None, key=f"{YEAR}-Q2", population=55, by=None, **AFTER)
    assert typed.population == 55
    nothing = add_period(survey=make_survey(service_point=make_service_point()), version=None, key=f"{YEAR}-Q1",
                         population=None, by=None, **DAYS)  # fmt: skip
    assert nothing.population is None


def test_a_draft_of_the_admin_gets_it_when_it_opens():
    version = InstrumentVersion.objects.get(instrument__key="skm", number=1)
    period = make_period(counted_survey(), version=version, key=f"{YEAR}-Q1", status=PeriodStatus.DRAFT, **DAYS)
    open_period(period=period, by=None)
    period.refresh_from_db()
    assert period.population == 400


def test_other_days_than_the_form_came_with_get_their_own_proposal(client_as):
    survey, client = counted_survey(), client_as("Pustakawan")
    _key, first, _last = quarter_of(timezone.localdate())
    make_counts(survey.service_point, first.replace(year=first.year - 1, day=2), visits=13)
    url = f"/staf/survei/{survey.pk}/periode-baru/"
    assert client.get(url).context["form"].initial["population"] == 13
    data = {"key": f"{YEAR}-Q1", "starts_on": f"1 Januari {YEAR}", "ends_on": f"31 Maret {YEAR}", "population": "13"}
    html = client.post(url, data, follow=True).content.decode()
    assert survey.periods.get().population == 400
    assert "400" in html
    after = {"starts_on": f"1 April {YEAR}", "ends_on": f"30 Juni {YEAR}"}
    client.post(url, data | after | {"key": f"{YEAR}-Q2", "population": "14"})
    assert survey.periods.get(key=f"{YEAR}-Q2").population == 14
