"""The services' pages: hours, holidays, both languages, and what is not public."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.hours import stop_lines
from baubau_pembinaan.libraries.models import MobileStop, ServiceHours
from baubau_pembinaan.libraries.opening import holidays_ahead, opening_at
from baubau_pembinaan.libraries.selectors import services_with_opening
from tests.factories.libraries import make_announcement, make_holiday, make_service, make_stop
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
WITA = ZoneInfo("Asia/Makassar")
BREAK = ((8, 12), (13, 16))


def at(hour, minute=0, day=23):
    """A moment of November 2026; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=WITA)


@pytest.mark.parametrize(
    ("moment", "is_open", "next_change"),
    [
        (at(7, 59), False, at(8)),
        (at(8), True, at(12)),
        (at(12), False, at(13)),
        (at(15, 59), True, at(16)),
        (at(16), False, at(8, day=24)),
        (at(10, day=28), False, at(8, day=30)),  # Saturday
    ],
)
def test_a_service_opens_and_closes_to_the_minute(moment, is_open, next_change):
    found = opening_at(make_service(spans=BREAK).hours.all(), {}, moment)
    assert (found.is_open, found.closes_at if is_open else found.opens_at) == (is_open, next_change)


def test_a_holiday_closes_and_the_next_day_opens():
    found = opening_at(make_service().hours.all(), {date(2026, 11, 23): "Libur"}, at(10))
    assert (found.is_open, found.opens_at, found.holiday) == (False, at(8, day=24), "Libur")


def test_a_service_without_hours_claims_nothing():
    assert not opening_at([], {}, at(10)).has_hours


def test_hours_that_overlap_are_refused_and_neighbours_are_not():
    service = make_service(days=[0])
    with pytest.raises(ValidationError):
        ServiceHours(service=service, weekday=0, opens=time(15), closes=time(17)).full_clean()
    ServiceHours(service=service, weekday=0, opens=time(16), closes=time(17)).full_clean()


def test_the_database_refuses_to_close_before_opening():
    with pytest.raises(IntegrityError, match="service_closes_after_it_opens"):
        make_service(spans=((16, 8),))


def test_the_list_says_what_is_open_now(client, clock):
    make_service(name="Sirkulasi")
    make_service(name="Rahasia", is_published=False)
    html = client.get("/layanan/").content.decode()
    assert "Sirkulasi" in html
    assert "Buka sekarang, sampai pukul 16.00 WITA" in html
    assert "Rahasia" not in html


def test_a_holiday_is_named_on_the_list(client, clock):
    make_service()
    make_holiday(date=date(2026, 11, 23), name="Libur Contoh")
    html = client.get("/layanan/").content.decode()
    assert "Tutup hari ini: Libur Contoh." in html
    assert "Buka sekarang" not in html


def test_a_service_page_speaks_the_readers_language(client, clock):
    service = make_service(name="Pinjam", name_en="Borrowing", steps="Satu\n<b>Dua</b>")
    html = client.get(f"/layanan/{service.code}/").content.decode()
    assert "<h1>Pinjam</h1>" in html
    assert "&lt;b&gt;Dua" in html
    assert "Gratis" in html
    client.cookies["bahasa"] = "en"
    assert "Borrowing" in client.get(f"/layanan/{service.code}/").content.decode()


def test_a_service_that_is_not_public_is_unknown(client):
    hidden, shown = make_service(is_published=False), make_service()
    assert client.get(f"/layanan/{hidden.code}/").status_code == 404
    assert client.get(f"/layanan/{shown.code}/").status_code == 200


def test_the_pages_cost_the_same_for_one_service_and_three(client):
    assert_same_queries(client, "/layanan/", make_service)
    service = make_service()
    assert_same_queries(client, f"/layanan/{service.code}/", make_service)


def test_the_list_shows_one_kind_and_whatever_is_asked(client):
    make_service(name="Ruang laktasi", kind="fasilitas")
    make_service(name="Dongeng", kind="anak")
    html = client.get("/layanan/", {"jenis": "fasilitas"}).content.decode()
    assert ("Ruang laktasi" in html, "Dongeng" in html, 'href="?jenis=anak"' in html) == (True, False, True)
    assert "?jenis=keliling" not in html  # nothing of that kind
    for asked in ("keliling", "²", ""):
        html = client.get("/layanan/", {"jenis": asked}).content.decode()
        assert ("Ruang laktasi" in html, "Dongeng" in html) == (True, True)


def test_stops_say_day_time_and_place_in_the_readers_language(client):
    service = make_service(kind="keliling", days=())
    make_stop(service=service, weekday=3, place="Balai Wameo", place_en="Wameo hall")
    make_stop(service=service, weekday=1, place="Palabusa")
    assert stop_lines(service) == [
        ("Selasa", "14.00–16.00", "Palabusa"),
        ("Kamis", "14.00–16.00", "Balai Wameo"),
    ]
    address = f"/layanan/{service.code}/"
    assert "Balai Wameo" in client.get(address).content.decode()
    client.cookies["bahasa"] = "en"
    html = client.get(address).content.decode()
    assert ("Wameo hall" in html, "14:00–16:00" in html, "Palabusa" in html) == (True, True, True)
    assert_same_queries(client, address, lambda: make_stop(service=service, arrives=time(MobileStop.objects.count())))


def test_the_database_keeps_a_mobile_service_at_one_stop_at_a_time():
    stop = make_stop()
    with pytest.raises(IntegrityError, match="at_one_stop_at_a_time"), transaction.atomic():
        make_stop(service=stop.service)
    with pytest.raises(IntegrityError, match="leaves_after_it_arrives"), transaction.atomic():
        make_stop(leaves=time(13))


def test_all_announcements_have_a_page_and_stand_on_the_staffs_first_page(client, client_as, clock):
    for number in range(5):
        make_announcement(title=f"Kabar {number}")
    make_announcement(title="Nanti", shown_from=date(2026, 11, 24))
    html = client.get("/pengumuman/").content.decode()
    assert [f"Kabar {number}" in html for number in range(5)] == [True] * 5
    assert "Nanti" not in html
    for page in (client.get("/"), client_as(Role.LIBRARIAN).get("/staf/")):
        html = page.content.decode()
        assert ("Kabar 4" in html, "Nanti" in html, 'href="/pengumuman/"' in html) == (True, False, True)
    assert_same_queries(client, "/pengumuman/", make_announcement)


def test_the_first_page_announces_only_what_is_current(client, clock):
    make_announcement(title="Kini", shown_until=date(2026, 11, 23))
    make_announcement(title="Lewat", shown_until=date(2026, 11, 22))
    make_announcement(title="Nanti", shown_from=date(2026, 11, 24))
    html = client.get("/").content.decode()
    assert (">Kini<" in html, ">Lewat<" in html, ">Nanti<" in html) == (True, False, False)


def test_the_first_page_says_the_same_as_the_services_page_with_one_statement(client, clock):
    make_service(name="Buka", spans=((8, 16),))
    make_service(name="Belum", spans=((13, 16),))
    make_service(name="Daring", spans=())
    with CaptureQueriesContext(connection) as captured:
        found = services_with_opening(timezone.localtime(), at_most=6)
    assert ([(row.name, opening.is_open) for row, opening in found], len(captured)) == (
        [("Belum", False), ("Buka", True), ("Daring", False)],
        1,
    )
    words = ("Buka sekarang, sampai pukul 16.00 WITA", "Tutup, buka hari ini pukul 13.00 WITA", "Tanpa jam tetap")
    for page in ("/", "/layanan/"):
        html = client.get(page).content.decode()
        assert [word in html for word in words] == [True] * 3, page
    make_holiday(date=date(2026, 11, 23))
    assert not any(opening.is_open for _row, opening in services_with_opening(timezone.localtime(), at_most=6))


def test_after_weeks_of_holidays_the_next_opening_is_still_named():
    closed = {date(2026, 11, 23) + timedelta(days=n): "Libur" for n in range(40)}
    found = opening_at(make_service().hours.all(), closed, at(10))
    assert found.opens_at == datetime(2027, 1, 4, 8, tzinfo=WITA)
    make_holiday(date=date(2027, 1, 2), name="Libur jauh")
    assert "Libur jauh" in holidays_ahead(date(2026, 11, 23)).values()
