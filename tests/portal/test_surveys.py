"""What the first pages say about surveys."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.portal import surveys
from evaluations.choices import PeriodStatus
from evaluations.models import FrozenResult, Period, Publication
from tests.factories.accounts import make_user
from tests.factories.evaluations import make_period, make_survey
from tests.factories.libraries import make_service_point
from tests.statements import texts

pytestmark = pytest.mark.django_db


def freeze(period: Period, *, ikm: str | None = "85.50", respondents: int = 120, number: int = 1) -> FrozenResult:
    return FrozenResult.objects.create(
        period=period,
        number=number,
        frozen_at=timezone.now(),
        formula_version="contoh",
        instrument_version=period.version,
        data={"ikm": ikm, "grade": "B" if ikm else None, "respondents": respondents},
    )


def statements(client: Client, url: str) -> int:
    """How many statements the page takes; the library's row is cached wherever no test transaction is open."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum('FROM "libraries_library"' not in text for text in texts(captured))


# --- For patrons ---------------------------------------------------------------------------------------------


def test_public_home_offers_the_surveys_open_today_and_no_other(client: Client) -> None:
    today = timezone.localdate()
    make_period(make_survey("BACA1", title="Ruang Baca Contoh"))
    make_period(make_survey("LAMA1", title="Survei Lama"), ends_on=today - timedelta(days=1))
    make_period(make_survey("DRAF1", title="Survei Rancangan"), status=PeriodStatus.DRAFT)
    page = client.get(reverse("portal:public-home")).content.decode()
    assert reverse("evaluations:survey-answer", args=["BACA1"]) in page
    assert "Survei Lama" not in page
    assert "Survei Rancangan" not in page


def test_typed_code_leads_to_its_survey(client: Client) -> None:
    response = client.get(reverse("portal:public-home"), {"kode": " baca1 "})
    assert response.headers["Location"] == reverse("evaluations:survey-answer", args=["baca1"])


@pytest.mark.parametrize("code", ["x", "terlalu-panjang", "a/../b", "//example.org"])
def test_typed_nonsense_stays_and_is_explained(client: Client, code: str) -> None:
    response = client.get(reverse("portal:public-home"), {"kode": code})
    assert response.status_code == 200
    assert 'id="kode_error"' in response.content.decode()


def test_public_home_shows_the_newest_result_that_somebody_published(client: Client) -> None:
    today = timezone.localdate()
    older = make_period(
        status=PeriodStatus.CLOSED, ends_on=today - timedelta(days=90), starts_on=today - timedelta(180)
    )
    newer = make_period(status=PeriodStatus.CLOSED, ends_on=today - timedelta(days=2))
    freeze(older, ikm="70.00")
    freeze(newer, ikm="85.50")
    url = reverse("portal:public-home")
    assert 'class="number"' not in client.get(url).content.decode()  # nobody has put anything before the public
    Publication.objects.create(period=older, result=older.frozen_results.get(), published_on=today)
    page = client.get(url).content.decode()
    assert "70,00" in page and "85,50" not in page
    Publication.objects.create(period=newer, result=newer.frozen_results.get(), published_on=today)
    page = client.get(url).content.decode()
    assert "85,50" in page and "B (Baik)" in page and "70,00" not in page


def test_public_home_takes_the_same_statements_for_one_survey_and_for_three(client: Client) -> None:
    url = reverse("portal:public-home")
    make_period()
    client.get(url)
    one = statements(client, url)
    make_period()
    make_period()
    assert statements(client, url) == one <= 10


# --- For staff -----------------------------------------------------------------------------------------------


def test_period_near_its_end_is_a_task_for_those_who_may_close_it(client: Client) -> None:
    today = timezone.localdate()
    due = make_period(key="2026-Q3", ends_on=today + timedelta(days=1))
    make_period(key="2026-Q9", ends_on=today + timedelta(days=8))
    client.force_login(make_user(Role.LIBRARIAN))
    page = client.get(reverse("portal:home")).content.decode()
    assert "Tutup periode 2026-Q3" in page
    assert reverse("evaluations:period-detail", args=[due.pk]) in page
    assert "2026-Q9" not in page
    client.force_login(make_user(Role.SERVICE_OFFICER))
    assert "Tutup periode" not in client.get(reverse("portal:home")).content.decode()


def test_of_results_of_one_day_the_widest_survey_speaks_for_the_library() -> None:
    today = timezone.localdate()

    def closed(**fields) -> Period:
        return make_period(make_survey(**fields), status=PeriodStatus.CLOSED, ends_on=today)

    few = freeze(closed(service_point=make_service_point()), respondents=30)
    assert surveys.newest_result().pk == few.pk
    many = freeze(closed(service_point=make_service_point()), respondents=90)
    freeze(closed(service_point=make_service_point()), respondents=45)
    freeze(many.period, respondents=10, number=0)  # an earlier closing of the same period
    assert surveys.newest_result().pk == many.pk
    whole = freeze(closed(), respondents=12)
    for result in (few, many, whole):
        Publication.objects.create(period=result.period, result=result, published_on=today)
    assert surveys.newest_result().pk == surveys.published_result().pk == whole.pk


def test_latest_index_is_a_card_that_leads_to_its_period(client: Client) -> None:
    period = make_period(status=PeriodStatus.CLOSED)
    freeze(period, respondents=2)
    client.force_login(make_user(Role.SERVICE_OFFICER))
    page = client.get(reverse("portal:home")).content.decode()
    assert "85,50" in page
    assert reverse("evaluations:period-detail", args=[period.pk]) in page
    client.force_login(make_user())
    assert "85,50" not in client.get(reverse("portal:home")).content.decode()


def test_staff_home_takes_the_same_statements_for_one_period_and_for_three(client: Client) -> None:
    client.force_login(make_user(Role.LIBRARIAN))
    url = reverse("portal:home")
    today = timezone.localdate()
    make_period(ends_on=today)
    client.get(url)
    one = statements(client, url)
    make_period(ends_on=today)
    make_period(ends_on=today)
    assert statements(client, url) == one <= 10


def test_search_finds_surveys_for_those_who_may_see_them(client: Client) -> None:
    survey = make_survey("CARI1", title="Survei Pencarian Contoh")
    url = reverse("evaluations:survey-detail", args=[survey.pk])
    client.force_login(make_user(Role.LIBRARIAN))
    assert url in client.get(reverse("portal:search"), {"q": "pencarian"}).content.decode()
    client.force_login(make_user())
    assert url not in client.get(reverse("portal:search"), {"q": "pencarian"}).content.decode()
