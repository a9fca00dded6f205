"""Whose rows a page about the staff shows, and doors that lead nowhere."""

import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from tests.factories.accounts import make_appointment, make_person, make_unit
from tests.factories.training import make_requirement, make_session, make_worker
from tests.pages import assert_same_queries
from training.models import JpTarget

pytestmark = pytest.mark.django_db
PAGES = ("team-jp", "heat-map")


def url(name, *args):
    return reverse(f"training:{name}", args=args)


def names(page):
    rows = page.context["rows"] if "rows" in page.context else page.context["heat"].rows
    return {person for person, _cells in rows}


def choices(page):
    return {row["name"]: row for row in page.context["filters"]}


@pytest.fixture
def office(db):
    """A head of division with one of the staff, and a unit of two others."""
    head = make_worker(Role.DIVISION_HEAD)
    own, unit = make_worker(supervisor=head), make_unit()
    others = {make_person(Role.LIBRARIAN) for _person in range(2)}
    for person in others:
        make_appointment(person, unit=unit)
    return head, own, unit, others


@pytest.mark.parametrize("name", PAGES)
def test_a_head_of_division_begins_with_the_own_team_and_may_choose(client_as, office, name):
    head, own, unit, others = office
    client = client_as(head.user)
    assert names(client.get(url(name))) == {own}
    assert names(client.get(url(name), {"tim": unit.pk})) == others
    assert names(client.get(url(name), {"tim": "semua"})) >= {own, head, *others}
    assert names(client.get(url(name), {"tim": "\x00x"})) == {own}


@pytest.mark.parametrize("name", PAGES)
def test_who_leads_nobody_but_reads_the_ledger_begins_with_the_whole_office(client_as, office, name):
    _head, own, _unit, others = office
    page = client_as(Role.ADMINISTRATOR).get(url(name))
    assert names(page) >= {own, *others}
    assert "saya" not in dict(choices(page)["tim"]["options"])


def test_who_only_leads_sees_the_own_team_whatever_the_address_says(client_as, office):
    _head, _own, unit, _others = office
    leader = make_worker()
    mine = make_worker(supervisor=leader)
    page = client_as(leader.user).get(url("team-jp"), {"tim": unit.pk})
    assert names(page) == {mine}
    assert "tim" not in choices(page)


def test_the_excel_holds_the_people_of_the_page(client_as, office):
    head, own, unit, others = office
    client = client_as(head.user)
    for query, wanted in (({}, {own}), ({"tim": unit.pk}, others)):
        sheet = load_workbook(io.BytesIO(client.get(url("team-jp-xlsx"), query).content)).active
        found = {cell.value for row in sheet.iter_rows() for cell in row}
        assert {person.full_name for person in (own, *others)} & found == {person.full_name for person in wanted}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_unit_costs_the_same_for_one_person_and_three(client_as, name):
    head, unit = make_worker(Role.DIVISION_HEAD), make_unit()
    make_worker(supervisor=head)

    def one_more():
        person = make_person(Role.LIBRARIAN)
        make_appointment(person, unit=unit)
        make_requirement(person)

    assert_same_queries(client_as(head.user), f"{url(name)}?tim={unit.pk}", one_more)


@pytest.mark.parametrize("name", ["my-jp", "team-jp", "heat-map"])
def test_a_year_is_always_chosen(client_as, name):
    page = client_as(make_worker().user).get(url(name))
    assert choices(page)["tahun"]["value"] == str(timezone.localdate().year)
    select = re.search(r'<select id="filter-tahun".*?</select>', page.content.decode(), re.DOTALL).group()
    assert 'value=""' not in select


def test_only_who_leads_somebody_is_led_to_their_staff(client_as):
    leader, session = make_worker(), make_session()
    person = make_worker(supervisor=leader)
    doors = [url("nominate", session.pk)]
    cards = [url("heat-map"), url("team-jp")]
    for who, is_shown in ((leader, True), (person, False)):
        client = client_as(who.user)
        html = client.get(url("session-detail", session.pk)).content.decode()
        assert [door in html for door in doors] == [is_shown]
        html = client.get(url("home")).content.decode()
        assert [card in html for card in cards] == [is_shown] * 2
    assert "Tidak ada pegawai di bawah Anda hari ini" in client_as(person.user).get(url("heat-map")).content.decode()


def test_an_administrator_enrols_anybody(client_as):
    session = make_session()
    html = client_as(Role.ADMINISTRATOR).get(url("session-detail", session.pk)).content.decode()
    assert url("nominate", session.pk) in html


def test_the_year_of_a_target_has_no_thousands(client_as):
    JpTarget.objects.get_or_create(employment_status="pns", from_year=2017, defaults={"jp": 20})
    html = client_as(Role.ADMINISTRATOR).get(reverse("admin:training_jptarget_changelist")).content.decode()
    assert "2017" in html
    assert "2.017" not in html
