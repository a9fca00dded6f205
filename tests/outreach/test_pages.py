"""The calendar and the staff's event pages: what they say and how often they ask the database."""

import io
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook

from baubau_pembinaan.libraries.models import Library
from outreach import selectors
from outreach.choices import EventKind, EventStatus, SessionState
from outreach.models import Event, Session
from outreach.services import events as deeds
from outreach.services import sessions
from tests.factories.accounts import make_profile
from tests.factories.outreach import make_event, make_facilitator, make_session
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def at(day: int, hour: int = 9, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=timezone.get_current_timezone())


@pytest.fixture(autouse=True)
def _stopped(clock):
    """Every test here stands on Monday, 23 November 2026."""


def test_the_calendar_shows_the_months_published_dates(client):
    make_session(make_event(title="Dongeng Sore"), starts_at=at(5))
    make_session(make_event(title="Rahasia", status=EventStatus.APPROVED), starts_at=at(5))
    make_session(make_event(title="Bulan Lain"), starts_at=at(5, month=11))
    html = client.get("/kegiatan/?bulan=2026-12").content.decode()
    assert "Dongeng Sore" in html
    assert "Rahasia" not in html
    assert "Bulan Lain" not in html
    assert "Sabtu, 5 Desember 2026" in html


def test_this_months_list_begins_today_and_opens_backwards(client):
    make_session(make_event(title="Kemarin"), starts_at=at(5, month=11))
    make_session(make_event(title="Nanti"), starts_at=at(27, month=11))
    html = client.get("/kegiatan/").content.decode()
    assert (">Kemarin<" in html, ">Nanti<" in html) == (False, True)
    assert "?bulan=2026-11&amp;lewat=1" in html
    html = client.get("/kegiatan/?bulan=2026-11&lewat=1").content.decode()
    assert (">Kemarin<" in html, ">Nanti<" in html) == (True, True)


def test_the_calendar_filters_by_age_and_words(client):
    make_session(make_event(title="Kecil", age_min=3, age_max=6), starts_at=at(5))
    make_session(make_event(title="Remaja", age_min=13, age_max=16), starts_at=at(6))
    html = client.get("/kegiatan/?bulan=2026-12&usia=remaja").content.decode()
    assert (">Kecil<" in html, ">Remaja<" in html) == (False, True)
    html = client.get("/kegiatan/?bulan=2026-12&q=kec").content.decode()
    assert (">Kecil<" in html, ">Remaja<" in html) == (True, False)


@pytest.mark.parametrize("query", ["?bulan=2026-13", "?bulan=abc", "?usia=tua", "?page=abc", "?bulan=٢٠٢٦-١٢"])
def test_odd_addresses_are_no_server_error(client, query):
    assert client.get(f"/kegiatan/{query}").status_code in (200, 404)


def test_the_calendar_costs_the_same_for_one_date_and_three(client):
    html = assert_same_queries(client, "/kegiatan/?bulan=2026-12", lambda: make_session(starts_at=at(5)))
    assert len(html.content) < 60_000


def test_a_full_month_stays_light(client):
    for number in range(60):
        make_session(make_event(title=f"Kegiatan panjang sekali nomor {number}"), starts_at=at(1 + number % 28))
    response = client.get("/kegiatan/?bulan=2026-12")
    assert len(response.content) < 60_000
    assert "1–50 dari 60" in response.content.decode()


def test_an_event_page_shows_its_dates_and_ways_to_share(client):
    event = make_event(
        title="Dongeng <b>Tebal</b>", description="<script>alert(1)</script>\n\nDua", contact_phone="6281234567890"
    )
    make_session(event, starts_at=at(5))
    html = client.get(f"/kegiatan/{event.pk}/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
    assert "https://wa.me/?text=Dongeng%20%3Cb%3E" in html
    assert "https://wa.me/6281234567890?text=" in html
    assert f"/kegiatan/{event.pk}/kalender.ics" in html


def test_an_event_that_is_not_public_is_unknown(client):
    event = make_event(status=EventStatus.APPROVED)
    session = make_session(event)
    for url in (
        f"/kegiatan/{event.pk}/",
        f"/kegiatan/{event.pk}/kalender.ics",
        f"/kegiatan/tanggal/{session.pk}/kalender.ics",
    ):
        assert client.get(url).status_code == 404


def test_an_event_page_costs_the_same_for_one_date_and_three(client):
    event = make_event()
    assert_same_queries(client, f"/kegiatan/{event.pk}/", lambda: make_session(event))


# --- Calendar files ----------------------------------------------------------------------------------------------


def test_the_feed_equals_the_published_dates(client):
    young = make_session(make_event(age_min=3, age_max=6))
    make_session(make_event(age_min=30))
    make_session(make_event(status=EventStatus.DRAFT))
    everything = Calendar.from_ical(client.get("/kegiatan/kalender.ics").content)
    assert len(everything.walk("VEVENT")) == 2
    [entry] = Calendar.from_ical(client.get("/kegiatan/kalender-paud.ics").content).walk("VEVENT")
    assert str(entry["uid"]).startswith(str(young.uid))
    assert entry.decoded("dtstart") == young.starts_at
    assert client.get("/kegiatan/kalender-tua.ics").status_code == 404


def test_a_moved_date_keeps_its_uid_and_raises_its_sequence(client):
    session = make_session()
    address = f"/kegiatan/{session.event_id}/kalender.ics"
    [before] = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    later = session.starts_at + timedelta(days=1)
    sessions.move_session(
        session=session, starts_at=later, ends_at=later + timedelta(hours=1), reason="x", by=None, at=timezone.now()
    )
    [after] = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert before["uid"] == after["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert after.decoded("dtstart") == later
    sessions.cancel_session(session=session, reason="x", by=None, at=timezone.now())
    [gone] = Calendar.from_ical(client.get(f"/kegiatan/tanggal/{session.pk}/kalender.ics").content).walk("VEVENT")
    assert (gone["status"], gone["sequence"]) == ("CANCELLED", 2)


def test_calendars_hear_that_an_event_was_withdrawn(client, clock):
    session, past = make_session(), make_session(days=-3)
    event = session.event
    past.event = event
    past.sequence = 1
    past.save()
    deeds.withdraw_event(event=event, by=None, at=timezone.now())
    deeds.change_event(event=event, by=None, at=timezone.now(), title="Judul rahasia")
    make_session(event, days=9)  # planned later: no calendar has it
    addresses = ["/kegiatan/kalender.ics", f"/kegiatan/{event.pk}/kalender.ics"]
    addresses.append(f"/kegiatan/tanggal/{session.pk}/kalender.ics")
    for address in addresses:
        body = client.get(address).content
        [gone] = Calendar.from_ical(body).walk("VEVENT")
        assert str(gone["uid"]).startswith(str(session.uid))
        assert gone["status"] == "CANCELLED"
        assert gone["sequence"] >= 1
        assert b"rahasia" not in body
    began = timezone.now()
    clock.move_to(began + timedelta(days=100))
    assert [client.get(address).status_code for address in addresses[1:]] == [404, 404]
    clock.move_to(began)
    deeds.publish_event(event=event, by=None, at=timezone.now())
    rows = Calendar.from_ical(client.get(addresses[0]).content).walk("VEVENT")
    assert {row["status"] for row in rows} == {"CONFIRMED"}


# --- Staff -------------------------------------------------------------------------------------------------------


def test_the_hub_shows_ones_own_dates_first(client_as):
    client = client_as("Pustakawan")
    event = make_event(title="Milik Saya")
    make_facilitator(event, client.user.profile)
    make_session(event)
    make_session(make_event(title="Milik Orang"))
    html = client.get("/staf/kegiatan/").content.decode()
    mine, everybody = html.split('id="h-coming"')
    assert "Milik Saya" in mine
    assert "Milik Orang" not in mine
    assert "Milik Orang" in everybody


def test_the_hub_costs_the_same_for_one_date_and_three(client_as):
    client = client_as("Kepala Bidang")

    def make_one():
        event = make_event(status=EventStatus.SUBMITTED)
        make_session(event)
        mine = make_event()
        make_facilitator(mine, client.user.profile)
        make_session(mine)

    assert_same_queries(client, "/staf/kegiatan/", make_one)


def test_the_list_costs_the_same_and_finds_by_words(client_as):
    client = client_as("Pustakawan")
    assert_same_queries(client, "/staf/kegiatan/acara/", lambda: make_session(make_event(author=client.user)))
    make_event(title="Sangat Khusus")
    html = client.get("/staf/kegiatan/acara/?q=khusus").content.decode()
    assert html.count("Dongeng Contoh") == 0
    assert "Sangat Khusus" in html


def test_an_event_costs_the_same_for_one_date_and_three(client_as):
    client = client_as("Kepala Bidang")
    event = make_event(author=client.user)

    def make_one():
        make_session(event)
        make_facilitator(event, client_as("Pustakawan").user.profile)

    assert_same_queries(client, f"/staf/kegiatan/acara/{event.pk}/", make_one)


def test_an_event_for_children_that_runs_stays_within_the_limit(client_as):
    """Its crew's trainings and what was said of it come from rooms above."""
    client = client_as("Kepala Bidang")
    event = make_event(seats=20, audience="anak", age_min=5, age_max=12)
    for days in (-10, 4):
        make_session(event, days=days)

    def more():
        make_facilitator(event, make_profile())
        make_session(event, days=9)

    assert_same_queries(client, f"/staf/kegiatan/acara/{event.pk}/", more)


def test_the_spreadsheet_lists_the_events(client_as):
    make_event(title="=1+1")
    content = client_as("Pustakawan").get("/staf/kegiatan/acara/excel/").content
    rows = [row for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) if any(row)]
    assert rows[-1][0] == "=1+1"


def _form(**fields) -> dict:
    return {
        "title": "Klub", "kind": EventKind.READING_CLUB, "audience": "remaja", "age_min": "13", "age_max": "17",
        "summary": "Satu buku.", "place": "Lantai 3", "registration_mode": "daftar", "capacity": "12",
        "queue_mode": "otomatis", "answer_hours": "24", "confirm_hours": "0", "budget_idr": "1.500.000", **fields,
    }  # fmt: skip


def test_a_librarian_drafts_an_event_with_a_series(client_as):
    client = client_as("Pustakawan")
    me = client.user.profile
    client.post("/staf/kegiatan/acara/baru/", _form(leaders=[me.pk], contact_phone="0812 3456 7890"))
    event = Event.objects.get(title="Klub")
    assert (event.budget_idr, event.contact_phone, event.author) == (1_500_000, "6281234567890", client.user)
    assert event.crew.get().profile == me
    address = f"/staf/kegiatan/acara/{event.pk}/seri/"
    rule = {
        "first": "2026-12-04",
        "starts": "15.30",
        "ends": "17.00",
        "frequency": "pekanan",
        "interval": "2",
        "count": "4",
    }
    preview = client.get(address, rule).content.decode()
    assert "Jumat, 4 Desember 2026" in preview
    client.post(address, rule)
    assert event.sessions.count() == 4
    assert client.post(f"/staf/kegiatan/acara/{event.pk}/ajukan/", follow=True).status_code == 200
    event.refresh_from_db()
    assert event.is_submitted


@pytest.mark.parametrize(
    "wrong", [{"age_max": "5"}, {"title": ""}, {"capacity": "0"}, {"budget_idr": "banyak"}, {"contact_phone": "12"}]
)
def test_a_wrong_form_comes_back(client_as, wrong):
    response = client_as("Pustakawan").post("/staf/kegiatan/acara/baru/", _form(**wrong))
    assert response.status_code == 200
    assert not Event.objects.exists()


def test_the_author_changes_a_public_event_others_do_not(client_as):
    author = client_as("Pustakawan")
    approved = {
        "kind": EventKind.READING_CLUB, "audience": "remaja", "age_min": 13, "age_max": 17, "budget_idr": 1_500_000,
    }  # fmt: skip
    event = make_event(author=author.user, title="Klub", title_en="", **approved)
    address = f"/staf/kegiatan/acara/{event.pk}/ubah/"
    assert author.post(address, _form(place="Aula")).status_code == 302
    refused = author.post(address, _form(title="Baru"))
    assert "Ini sudah disetujui" in refused.content.decode()
    event.refresh_from_db()
    assert (event.title, event.place) == ("Klub", "Aula")
    assert client_as("Kepala Bidang").post(address, _form(title="Baru")).status_code == 302
    event.refresh_from_db()
    assert event.title == "Baru"
    assert client_as("Pustakawan").post(address, _form()).status_code == 403


def test_moving_and_cancelling_from_the_page(client_as):
    client = client_as("Pustakawan")
    session = make_session(starts_at=at(5))
    address = f"/staf/kegiatan/tanggal/{session.pk}/"
    assert client.get(f"{address}pindah/").status_code == 200
    form = {"day": "2026-12-06", "starts": "10.00", "ends": "11.00", "place": "Aula", "reason": "Hujan"}
    client.post(f"{address}pindah/", form)
    session.refresh_from_db()
    assert (session.starts_at, session.where, session.reason) == (at(6, 10), "Aula", "Hujan")
    assert "Hujan" in client.get(address).content.decode()
    client.post(f"{address}batal/", {"reason": "Sakit"})
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED


def test_the_first_page_shows_the_next_events(client, library):
    make_session(make_event(title="Segera"))
    make_session(make_event(title="Lewat"), days=-3)
    make_session(make_event(title="Batal"), state=SessionState.CANCELLED, reason="x")
    html = client.get("/").content.decode()
    assert ("Segera" in html, "Lewat" in html, "Batal" in html) == (True, False, False)


def test_staff_find_events_by_words(client_as):
    make_event(title="Dongeng Purnama")
    assert "Dongeng Purnama" in client_as("Pustakawan").get("/staf/cari/?q=purnama").content.decode()


def test_next_public_events_takes_one_statement(django_assert_num_queries):
    make_session(make_event(age_min=3, age_max=6))
    with django_assert_num_queries(1):
        [session] = selectors.next_public_events(timezone.now(), band="paud")
        assert session.event.title
    assert selectors.next_public_events(timezone.now(), band="dewasa") == []


def test_a_head_sees_an_event_to_approve_as_a_task(client_as):
    event = make_event(status=EventStatus.SUBMITTED, title="Menunggu")
    make_session(event)
    assert "Setujui kegiatan “Menunggu”" in client_as("Kepala Bidang").get("/staf/").content.decode()
    assert "Menunggu”" not in client_as("Petugas layanan").get("/staf/").content.decode()


def test_session_names_the_library_in_its_calendar(client):
    session = make_session()
    assert Library.current().name in client.get("/kegiatan/kalender.ics").content.decode().replace("\r\n ", "")
    assert isinstance(session, Session)
    assert date(2026, 11, 23) == timezone.localdate()


@pytest.mark.parametrize(
    ("query", "start"), [("", b"%PDF"), ("?kertas=a5&bahasa=en", b"%PDF"), ("?kertas=a5&format=png", b"\x89PNG")]
)
def test_a_poster_is_made_from_the_event(client_as, query, start):
    event = make_event()
    make_session(event)
    client = client_as("Pustakawan")
    address = f"/staf/kegiatan/acara/{event.pk}/poster/"
    assert client.get(f"{address}{query}").content.startswith(start)
    assert client.get(f"{address}?kertas=a0").status_code == 404
