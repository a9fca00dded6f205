"""Every figure of the targets page leads to its records, and they are as many."""

import re
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from collections_app.choices import ItemStatus
from collections_app.models import Item
from collections_app.selectors import holdings as selectors
from tests.factories.board import make_policy
from tests.factories.collections_app import make_item, make_title
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
LIST = reverse("collections_app:title-list")
EXCEL = reverse("collections_app:copies-xlsx")


@pytest.fixture
def shelf():
    """Titles of every kind: recent and old, with and without age group, added this year, one whose copies are gone."""
    year = timezone.localdate().year
    make_policy(recent_years=3)
    new = make_title("Judul baru", year=year - 2, classification="813", audience="children")
    make_item(new, received_on=timezone.localdate())
    make_item(new, received_on=timezone.localdate().replace(year=year - 1, day=1))
    make_title("Judul lama", copies=1, year=year - 3, classification="500")
    gone = make_title("Judul hilang", copies=1, year=year, classification="813")
    Item.objects.filter(title=gone).update(status=ItemStatus.MISSING)


def named(client, address):
    html = client.get(address).content.decode()
    return set(re.findall(r"Judul (?:baru|lama|hilang)", html))


def rows_of(answer):
    sheet = load_workbook(BytesIO(answer.content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [row for row in cells if str(row[0]).startswith("C0")]


def test_figures_lead_to_as_many_records(client_as, shelf):
    client = client_as(Role.LIBRARIAN)

    assert named(client, f"{LIST}?angka=ada") == {"Judul baru", "Judul lama"}
    assert named(client, f"{LIST}?angka=mutakhir") == {"Judul baru"}
    assert named(client, f"{LIST}?angka=baru") == {"Judul baru"}
    assert named(client, f"{LIST}?angka=tanpa-kelompok") == {"Judul lama"}
    assert named(client, f"{LIST}?kelas=800&angka=ada") == {"Judul baru"}
    assert named(client, f"{LIST}?angka=x") == {"Judul baru", "Judul lama", "Judul hilang"}
    assert named(client, f"{LIST}?q=judul&angka=ada") == {"Judul baru", "Judul lama"}
    stock = selectors.stock(timezone.localdate().year, timezone.localdate().year)
    assert len(rows_of(client.get(EXCEL))) == stock.copies == 3
    assert len(rows_of(client.get(f"{EXCEL}?tahun={timezone.localdate().year}"))) == stock.added_copies == 1


def test_the_page_links_each_figure(client_as, shelf):
    client, year = client_as(Role.LIBRARIAN), timezone.localdate().year
    main = client.get(reverse("collections_app:targets")).content.decode().split("<main", 1)[1]
    links = {
        (urlsplit(href).path, *sorted((k, v[0]) for k, v in parse_qs(urlsplit(href).query).items()))
        for href in re.findall(r'href="([^"]+)"', main.replace("&amp;", "&"))
    }

    assert {(LIST, ("angka", name)) for name in ("ada", "mutakhir", "baru", "tanpa-kelompok")} <= links
    assert {(LIST, ("angka", "ada"), ("kelas", name)) for name in ("000", "2X0", "900")} <= links
    assert (LIST, ("angka", "ada"), ("untuk", "children")) in links
    assert {(EXCEL, ("tahun", str(year))), (EXCEL, ("tahun", str(year - 7))), (EXCEL,)} <= links
    assert (reverse("collections_app:fund-list"), ("tahun", str(year))) in links
    assert f"’{year % 100}" in main  # a phone has no room for eight whole years


def test_a_figure_costs_the_list_as_many_statements_for_three_as_for_one(client_as):
    for figure in ("ada", "mutakhir", "baru"):
        assert_same_queries(client_as(Role.LIBRARIAN), f"{LIST}?angka={figure}", lambda: make_title(copies=1))
