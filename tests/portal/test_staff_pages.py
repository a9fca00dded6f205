"""Staff home, profile and search: who sees what, in how many statements."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.models import ServicePoint
from baubau_pembinaan.portal.home import Task
from tests.factories.accounts import make_appointment, make_person, make_profile, make_unit, make_user
from tests.statements import texts

pytestmark = pytest.mark.django_db


def statements(client: Client, url: str) -> int:
    """How many statements the page takes; the library's row is cached wherever no test transaction is open."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum('FROM "libraries_library"' not in text for text in texts(captured))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LIBRARIAN, Role.INSPECTOR])
@pytest.mark.parametrize("name", ["home", "profile"])
def test_page_of_ones_own_takes_few_statements(client: Client, role: str, name: str) -> None:
    person = make_person(role)
    make_appointment(person)
    client.force_login(person.user)
    url = reverse(f"portal:{name}")
    client.get(url)  # makes the library's row and fills content types
    assert statements(client, url) <= 10


def test_profile_shows_work_and_says_when_there_is_none(client: Client) -> None:
    person = make_person(Role.LIBRARIAN, nip="198604112011032009")
    appointment = make_appointment(person)
    client.force_login(person.user)
    page = client.get(reverse("portal:profile")).content.decode()
    assert "19860411 201103 2 009" in page
    assert str(appointment.unit) in page
    client.force_login(make_user(Role.LIBRARIAN))
    page = client.get(reverse("portal:profile")).content.decode()
    assert "belum terhubung dengan data pegawai" in page


def test_administrator_without_second_step_is_told_and_others_are_not(client: Client) -> None:
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert "Lindungi akun Anda" in client.get(reverse("portal:home")).content.decode()
    client.force_login(make_user(Role.LIBRARIAN))
    page = client.get(reverse("portal:home")).content.decode()
    assert "Lindungi akun Anda" not in page
    assert "Tidak ada yang menunggu Anda" in page


def test_tasks_stand_by_due_date_and_undated_ones_last() -> None:
    late, soon, undated = (
        Task("b", "/", due_on=date(2026, 11, 24)),
        Task("c", "/", due_on=date(2026, 11, 28)),
        Task("a", "/"),
    )
    assert sorted([undated, soon, late], key=lambda task: task.order) == [late, soon, undated]


# --- Search --------------------------------------------------------------------------------------------------


def find(client: Client, query: str) -> str:
    return client.get(reverse("portal:search"), {"q": query}).content.decode()


def make_points(*names: str) -> None:
    unit = make_unit()
    for number, name in enumerate(names):
        ServicePoint.objects.create(code=f"titik-{number}", name=name, unit=unit)


def test_search_finds_people_by_name_and_by_first_digits_of_the_nip(client: Client) -> None:
    make_profile(name="Rahmat Hidayat Contoh", nip="199001012015031001")
    client.force_login(make_user(Role.LIBRARIAN))
    assert "Rahmat Hidayat Contoh" in find(client, "hidayat")
    assert "Rahmat Hidayat Contoh" in find(client, "19900101 2015")
    assert "Rahmat Hidayat Contoh" not in find(client, "Halimah")


def test_search_hides_people_from_accounts_without_a_role(client: Client) -> None:
    make_profile(name="Rahmat Hidayat Contoh")
    make_points("Ruang Hidayat")
    client.force_login(make_user())
    page = find(client, "hidayat")
    assert "Rahmat Hidayat Contoh" not in page
    assert "Ruang Hidayat" in page


def test_search_takes_the_same_statements_for_one_hit_and_for_three(client: Client) -> None:
    client.force_login(make_user(Role.ADMINISTRATOR))
    url = reverse("portal:search") + "?q=contohcari"
    make_profile(name="Amin Contohcari")
    make_points("Ruang Contohcari")
    client.get(url)
    one = statements(client, url)
    make_profile(name="Budi Contohcari")
    make_profile(name="Cici Contohcari")
    make_points_more = ["Teras Contohcari", "Kebun Contohcari"]
    unit = make_unit()
    for name in make_points_more:
        ServicePoint.objects.create(code=name.split()[0].lower(), name=name, unit=unit)
    page = find(client, "contohcari")
    assert page.count("Contohcari") >= 6
    assert statements(client, url) == one <= 10


@pytest.mark.parametrize("query", ["", "x", "  "])
def test_search_asks_for_two_letters(client: Client, query: str) -> None:
    client.force_login(make_user(Role.LIBRARIAN))
    assert "sedikitnya dua huruf" in find(client, query)


def test_search_treats_the_query_as_text(client: Client) -> None:
    client.force_login(make_user(Role.LIBRARIAN))
    page = find(client, "<script>alert(1)</script>%_'")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


# --- What has no word in the bar -----------------------------------------------------------------------------


def test_home_links_to_the_history_for_those_who_may_read_it(client: Client) -> None:
    client.force_login(make_user(Role.LIBRARIAN))
    page = client.get(reverse("portal:home")).content.decode()
    assert reverse("accounts:person-list") in page
    assert reverse("audit:entry-list") not in page
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert reverse("audit:entry-list") in client.get(reverse("portal:home")).content.decode()


STAFF_WORDS = ["/staf/pelatihan/", "/staf/kinerja/", "/staf/koleksi/", "/staf/kegiatan/"]


def menu_of(page: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', re.search(r'<nav class="nav-wide".*?</nav>', page, re.S).group())


def test_somebody_without_a_role_sees_only_what_opens_and_is_told_whom_to_ask(client: Client) -> None:
    make_user(Role.ADMINISTRATOR, name="Wa Ode Pengelola")
    make_user(Role.ADMINISTRATOR, name="La Ode Keluar", is_active=False)
    client.force_login(make_person().user)
    page = client.get(reverse("portal:home")).content.decode()
    assert "belum mempunyai peran" in page and "Wa Ode Pengelola" in page and "La Ode Keluar" not in page
    assert "Tidak ada yang menunggu Anda" not in page
    assert [(url, client.get(url).status_code) for url in menu_of(page) if client.get(url).status_code != 200] == []
    assert [url for url in STAFF_WORDS if client.get(url).status_code == 403], "the negative control: some are closed"


@pytest.mark.parametrize("role", [Role.LIBRARIAN, Role.ADMINISTRATOR, Role.SERVICE_OFFICER])
def test_a_role_opens_every_word_of_the_menu_and_says_nothing_of_roles(client: Client, role: str) -> None:
    client.force_login(make_person(role).user)
    page = client.get(reverse("portal:home")).content.decode()
    assert "belum mempunyai peran" not in page
    assert [url for url in menu_of(page) if client.get(url).status_code != 200] == []


def test_without_any_administrator_the_word_stands_for_the_name(client: Client) -> None:
    client.force_login(make_person().user)
    assert "Mintalah peran kepada administrator perpustakaan." in client.get(reverse("portal:home")).content.decode()


@pytest.mark.parametrize(
    ("role", "on_top"),
    [
        (Role.SERVICE_OFFICER, ["/staf/hitungan/", "/staf/rujukan/"]),
        (Role.INSPECTOR, ["/staf/laporan/pemeriksaan/"]),
        (Role.DIVISION_HEAD, []),
    ],
)
def test_what_one_does_every_day_stands_on_top_of_home_and_only_there(client: Client, role: str, on_top: list[str]):
    client.force_login(make_person(role).user)
    page = client.get(reverse("portal:home"))
    html = page.content.decode()
    head, body = html[html.index('class="actions"') :].split('class="wrap page-body"')
    assert re.findall(r'href="([^"#]+)"', head) == on_top
    assert not any(f'href="{url}"' in body for url in on_top)
