"""What a year's end settles is read on a page of its own before it is closed."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import make_entry, make_programme, make_session, make_worker, slot
from tests.pages import assert_same_queries
from training.models import JpYear
from training.selectors.closing import year_end
from training.services import ledger

pytestmark = pytest.mark.django_db
NOW = timezone.now
ADDRESS = "training:year-close"


@pytest.fixture
def last():
    return date(timezone.localdate().year - 1, 11, 10)


def entry_of(last, person=None):
    person = person or make_worker(employment_status="pns")
    return make_entry(person, starts_on=last, ends_on=last)


def test_the_list_leads_to_the_page_and_closes_nothing(client_as, last):
    client = client_as(Role.ADMINISTRATOR)
    html = client.get(reverse("training:team-jp"), {"tahun": last.year}).content.decode()
    assert f'href="{reverse(ADDRESS)}?tahun={last.year}"' in html
    assert f'action="{reverse(ADDRESS)}"' not in html


def test_the_page_counts_people_and_jp_and_says_what_ends(client_as, last):
    enough = make_worker(employment_status="pns", joined_on=None)
    for number in range(5):
        ledger.verify_entry(
            entry=make_entry(enough, title=f"Seminar {number}", starts_on=last, ends_on=last), by=None, at=NOW()
        )
    ledger.refuse_entry(entry=entry_of(last), by=None, at=NOW(), reason="Bukan pelatihan")
    end = year_end(last.year)
    assert (end.verified, end.verified_jp, end.refused, end.is_ready) == (5, 20, 1, True)
    assert end.below == end.people - end.without_target - 1
    client = client_as(Role.ADMINISTRATOR)
    html = client.get(reverse(ADDRESS), {"tahun": last.year}).content.decode()
    assert "20,00 JP" in html
    assert "Yang berakhir karenanya" in html
    assert f'<button class="btn btn-danger">Tutup tahun {last.year}</button>' in html
    assert not JpYear.objects.exists()
    client.post(reverse(ADDRESS), {"year": last.year})
    assert JpYear.objects.get().year == last.year
    html = client.get(reverse(ADDRESS), {"tahun": last.year}).content.decode()
    assert "btn-danger" not in html
    assert "sudah ditutup" in html


def test_what_is_open_is_named_and_there_is_no_button(client_as, last):
    entry_of(last)
    session = make_session(make_programme(title="Layanan Akhir Tahun"), on=last, slots=[slot(last)])
    html = client_as(Role.ADMINISTRATOR).get(reverse(ADDRESS), {"tahun": last.year}).content.decode()
    assert "1 pelatihan menunggu verifikasi" in html
    assert reverse("training:session-detail", args=[session.pk]) in html
    assert "btn-danger" not in html


@pytest.mark.parametrize("words", ["", "?tahun=2999", "?tahun=kapan"])
def test_a_year_that_is_not_over_is_never_offered(client_as, words, last):
    page = client_as(Role.ADMINISTRATOR).get(reverse(ADDRESS) + words)
    assert page.context["year"] == last.year


def test_whoever_left_before_and_has_no_jp_is_not_counted(last):
    before = year_end(last.year).people
    make_worker(left_on=date(last.year, 3, 1))
    assert year_end(last.year).people == before
    entry_of(last, make_worker(left_on=date(last.year, 12, 1)))
    assert year_end(last.year).people == before + 1


def test_the_page_costs_the_same_for_one_row_and_three(client_as, last):
    address = f"{reverse(ADDRESS)}?tahun={last.year}"
    assert_same_queries(client_as(Role.ADMINISTRATOR), address, lambda: entry_of(last))
