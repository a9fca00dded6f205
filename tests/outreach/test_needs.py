"""Needs of the community: taken in once, counted by kecamatan, made into something, answered by the code."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from baubau_pembinaan.core.charts import Tile, tile_map
from baubau_pembinaan.libraries.models import District
from outreach import selectors
from outreach.choices import EventStatus, NeedOutcome, NeedStatus
from outreach.models import Event, Need
from outreach.services import needs as deeds
from tests.factories.outreach import make_event, make_need, make_session
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def wolio() -> District:
    return District.objects.get(name="Wolio")


def send(client, *, wait: float = 10, token: str = "", **fields):
    """Open the form, think for `wait` seconds, send it."""
    if not token:
        token = re.search(r'name="token" value="([^"]+)"', client.get("/aspirasi/").content.decode())[1]
    data = {"token": token, "text": "Pojok baca di pasar", "theme": "bacaan", "district": wolio().pk, **fields}
    with time_machine.travel(timezone.now() + timedelta(seconds=wait), tick=False):
        return client.post("/aspirasi/", data), token


def test_a_patron_says_a_wish_and_reads_the_answer_by_the_code(client, client_as):
    response, _token = send(client, name="Ibu Rahasia", phone="0812 3456 7890")
    need = Need.objects.get()
    assert (need.district.name, need.phone, need.is_held) == ("Wolio", "6281234567890", False)
    head = client_as("Kepala Bidang")
    form = {"status": "selesai", "theme": "bacaan", "district": need.district_id, "outcome": "pembelian"}
    address = f"/staf/kegiatan/aspirasi/{need.pk}/jawab/"
    assert head.post(address, form | {"reference": "Pengadaan I"}).status_code == 200  # no answer
    assert head.post(address, form | {"answer": "Sudah ada."}).status_code == 200  # which purchase?
    assert head.post(address, form | {"answer": "Sudah ada di rak.", "reference": "Pengadaan I"}).status_code == 302
    html = client.get(response.url).content.decode()
    assert "Sudah ada di rak." in html
    assert "Pengadaan I" in html
    assert "Rahasia" not in html
    assert "Pojok baca di pasar" not in html
    assert "wa.me/6281234567890" in head.get(f"/staf/kegiatan/aspirasi/{need.pk}/").content.decode()


def test_the_same_form_sent_twice_counts_once(client):
    _response, token = send(client)
    again, _token = send(client, token=token)
    assert again.status_code == 302
    assert Need.objects.count() == 1
    send(client)
    assert Need.objects.count() == 2


@pytest.mark.parametrize("fields", [{"wait": 1}, {"website": "http://x"}], ids=["too fast", "trap"])
def test_what_comes_oddly_is_held_aside_until_a_colleague_keeps_it(client, client_as, fields):
    send(client, **fields)
    need = Need.objects.get()
    assert need.is_held
    year = timezone.localdate().year
    assert selectors.needs.counted(year=year).total == 0
    head = client_as("Kepala Bidang")
    assert "Lihat 1 aspirasi yang disisihkan" in head.get("/staf/").content.decode()
    with pytest.raises(deeds.StillHeldAside):
        deeds.answer_need(need=need, status=NeedStatus.TAKEN_UP, by=head.user, on=timezone.localdate())
    head.post(f"/staf/kegiatan/aspirasi/{need.pk}/simpan/")
    assert selectors.needs.counted(year=year).total == 1


def test_a_discarded_wish_is_gone(client_as):
    need = make_need(held_aside=True)
    assert client_as("Pustakawan").post(f"/staf/kegiatan/aspirasi/{need.pk}/buang/").status_code == 302
    assert not Need.objects.exists()
    kept = make_need()
    client_as("Pustakawan").post(f"/staf/kegiatan/aspirasi/{kept.pk}/buang/")  # only what is held aside goes
    assert Need.objects.count() == 1


def test_a_stale_form_or_a_strange_code_is_answered_kindly(client):
    answer, _token = send(client, token="forged")
    assert answer.status_code == 422
    assert "Pojok baca di pasar" in answer.content.decode()
    assert not Need.objects.exists()
    assert client.get("/aspirasi/status/AAAAAAAAAAA/").status_code == 404
    codes = [client.get("/aspirasi/status/AAAAAAAAAAA/").status_code for _n in range(20)]
    assert codes[-1] == 429


def test_wishes_are_counted_by_kecamatan_and_the_sum_is_all(client_as):
    for _n in range(3):
        make_need(district=wolio(), theme="bacaan")
    make_need(district=District.objects.get(name="Bungi"))
    make_need()
    make_need(district=wolio(), at=timezone.now() - timedelta(days=800))
    found = selectors.needs.counted(year=timezone.localdate().year)
    by_name = {row.name: row.wishes for row in found.rows}
    assert len(by_name) == 8
    assert (by_name["Wolio"], by_name["Bungi"], by_name["Murhum"], found.elsewhere) == (3, 1, 0, 1)
    assert found.total == sum(by_name.values()) + found.elsewhere == 5
    assert next(row for row in found.rows if row.name == "Wolio").top == "buku dan bacaan"
    html = client_as("Pemeriksa").get("/staf/kegiatan/aspirasi/peta/").content.decode()
    assert "<svg" in html
    assert "Wolio" in html


def test_a_kecamatan_added_later_finds_a_tile_of_its_own():
    District.objects.create(name="Kecamatan Baru")
    District.objects.create(name="Kecamatan Lain")
    cells = [row.cell for row in selectors.needs.counted(year=2026).rows]
    assert len(set(cells)) == 10
    assert tile_map([Tile("A", 0, 0, 2), Tile("B", 1, 0, 0)], title="x", value_label="n").rows == [
        ["A", "2"],
        ["B", "0"],
    ]
    with pytest.raises(ValueError, match="one cell"):
        tile_map([Tile("A", 0, 0, 2), Tile("B", 0, 0, 0)], title="x", value_label="n")


def test_wishes_become_one_event_draft_and_the_page_shows_it_once_public(client, client_as):
    planner = client_as("Pustakawan")
    need, like, other = make_need(district=wolio()), make_need(district=wolio()), make_need(theme="bacaan")
    address = f"/staf/kegiatan/aspirasi/{need.pk}/acara/"
    response = planner.post(address, {"juga": [like.pk, other.pk, "x"]})
    event = Event.objects.get()
    assert response.url == f"/staf/kegiatan/acara/{event.pk}/ubah/"
    assert (event.status, event.place, event.author) == (EventStatus.DRAFT, "Wolio", planner.user)
    assert like.text in event.description
    rows = Need.objects.filter(event=event, status=NeedStatus.ACTED_ON, outcome=NeedOutcome.EVENT)
    assert set(rows) == {need, like}
    planner.post(address)
    assert Event.objects.count() == 1  # one wish makes one event
    page = f"/aspirasi/status/{need.code}/"
    assert f"/kegiatan/{event.pk}/" not in client.get(page).content.decode()
    need.refresh_from_db()
    need.event = make_event()
    need.save()
    assert f"/kegiatan/{need.event.pk}/" in client.get(page).content.decode()


def test_staff_note_a_wish_at_an_activity(client_as):
    session, officer = make_session(days=-1), client_as("Petugas layanan")
    form = {"text": "Dongeng lagi", "theme": "anak", "source": "kegiatan"}
    assert officer.post(f"/staf/kegiatan/aspirasi/baru/?tanggal={session.pk}", form).status_code == 302
    need = Need.objects.get()
    assert (need.session, need.noted_by, need.is_held) == (session, officer.user, False)
    assert officer.get("/staf/kegiatan/aspirasi/baru/?tanggal=999999").status_code == 404


def test_an_unanswered_wish_is_a_task_until_it_is_answered(client_as):
    head, need = client_as("Kepala Bidang"), make_need(text="Buka malam hari", at=timezone.now() - timedelta(days=13))
    assert "Buka malam hari" in head.get("/staf/").content.decode()
    deeds.answer_need(need=need, status=NeedStatus.TAKEN_UP, by=head.user, on=timezone.localdate())
    assert "Buka malam hari" not in head.get("/staf/").content.decode()


def test_names_go_half_a_year_after_the_answer_and_the_code_stays(client):
    today = timezone.localdate()
    need = make_need(name="Ibu", phone="62811")
    deeds.answer_need(need=need, status=NeedStatus.DONE, answer="Sudah.", by=None, on=today - timedelta(days=181))
    open_one = make_need(name="Bapak", at=timezone.now() - timedelta(days=360))
    held = make_need(name="Robot", held_aside=True, at=timezone.now() - timedelta(days=170))
    assert deeds.forget_contacts(today=today) == 1
    need.refresh_from_db()
    open_one.refresh_from_db()
    assert (need.name, need.phone, open_one.name) == ("", "", "Bapak")
    assert deeds.forget_contacts(today=today + timedelta(days=20)) == 2  # nobody answers them any more
    for row in (open_one, held):
        row.refresh_from_db()
        assert row.name == ""
    assert client.get(f"/aspirasi/status/{need.code}/").status_code == 200


def test_the_pages_cost_the_same_for_one_and_three(client_as):
    client = client_as("Pustakawan")
    need = make_need(district=wolio())
    assert_same_queries(client, "/staf/kegiatan/aspirasi/", lambda: make_need(district=wolio()))
    assert_same_queries(client, "/staf/kegiatan/aspirasi/peta/", lambda: make_need(district=wolio()))
    assert_same_queries(client, f"/staf/kegiatan/aspirasi/{need.pk}/", lambda: make_need(district=wolio()))
    assert client.get("/staf/kegiatan/aspirasi/excel/").status_code == 200


def test_an_ended_wish_without_an_answer_is_refused_by_the_service(client_as):
    with pytest.raises(deeds.AnswerMissing):
        deeds.answer_need(need=make_need(), status=NeedStatus.DONE, by=None, on=timezone.localdate())
