"""The slip of the desk: everything somebody without a phone needs to ask again, and shown only once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from baubau_pembinaan.core.followup_code import shown_code
from baubau_pembinaan.core.formats import hari_tanggal, tanggal_pukul
from outreach.choices import SessionState
from outreach.links import self_service_path
from outreach.services import own_data, registering
from outreach.views.slips import slip
from tests.factories.outreach import make_event, make_party, make_session

pytestmark = pytest.mark.django_db
CODE = "/kegiatan/kode/"


def signed_up(**fields):
    event = make_event(seats=5, contact_phone="628123")
    return registering.register(session=make_session(event), party=make_party(2, **fields), at=timezone.now())


def test_the_desk_hands_over_a_slip_and_shows_its_code_nowhere_else(client, client_as):
    row, desk = signed_up(phone="", email=""), client_as("Petugas layanan")
    page, made = (reverse(f"outreach:registration-{what}", args=[row.pk]) for what in ("detail", "slip"))
    html = desk.get(page).content.decode()
    assert f'action="{made}"' in html
    assert shown_code(row.follow_code) not in html
    paper = desk.post(made)
    assert paper.content.startswith(b"%PDF")
    assert paper["Cache-Control"] == "no-store"
    before = row.follow_code
    row.refresh_from_db()
    assert row.follow_code != before
    assert desk.get(made).status_code == 405


def test_it_says_when_where_for_how_many_and_where_the_code_is_typed(client):
    row = signed_up(name="Kakek Meja")
    made = slip(row, timezone.now())
    session = row.session
    assert (made.title, made.code) == (session.event.reader_title, shown_code(row.follow_code))
    assert {session.where, session.clock} <= set(made.facts)
    assert made.facts[0] == "Mendapat kursi"
    assert made.address.endswith(CODE)
    assert "://" not in made.address
    assert "0812-3" in str(made.facts)
    assert "Kakek Meja" not in str(made)  # a slip gets lost
    assert self_service_path(row) not in made.url  # and so does the way to change anything
    asked = client.get("/" + made.url.split("/", 3)[3]).content.decode()
    assert made.code in asked
    assert "Mendapat kursi" not in asked
    assert "Mendapat kursi" in client.post(CODE, {"code": made.code}).content.decode()


def test_another_slip_makes_the_former_code_void(client):
    row = signed_up()
    former = shown_code(row.follow_code)
    row = own_data.renew_code(registration=row)
    assert client.post(CODE, {"code": former}).status_code == 422
    assert client.post(CODE, {"code": shown_code(row.follow_code)}).status_code == 200


def test_who_is_forgotten_gets_no_slip(client_as):
    row = signed_up()
    own_data.forget_me(registration=row, at=timezone.now())
    made = reverse("outreach:registration-slip", args=[row.pk])
    assert client_as("Petugas layanan").post(made).status_code == 404


def test_who_waits_reads_on_the_slip_that_there_is_no_seat_yet(client):
    session = make_session(make_event(seats=1))
    _first, row = (registering.register(session=session, party=make_party(), at=timezone.now()) for _n in range(2))
    assert "Belum ada kursi: Anda nomor 1" in str(slip(row, timezone.now()).facts)
    with override("en"):
        assert "No seat yet: you are number 1" in str(slip(row, timezone.now()).facts)
    assert "Belum ada kursi: Anda nomor 1" in client.post(CODE, {"code": row.follow_code}).content.decode()


def test_slip_and_code_tell_until_when_to_confirm_and_that_the_date_was_moved(client):
    session = make_session(make_event(seats=5, confirm_hours=24), days=9)
    row = registering.register(session=session, party=make_party(phone="", email=""), at=timezone.now())
    session.planned_for -= timedelta(days=2)
    session.save()
    row.refresh_from_db()
    for text in (str(slip(row, timezone.now()).facts), client.post(CODE, {"code": row.follow_code}).content.decode()):
        assert tanggal_pukul(session.confirm_until) in text
        assert f"Semula {hari_tanggal(session.planned_for)}" in text
    registering.confirm(registration=row, at=timezone.now())
    row.refresh_from_db()
    assert tanggal_pukul(session.confirm_until) not in str(slip(row, timezone.now()).facts)


def test_a_date_that_is_off_has_no_slip_and_the_desk_reads_it(client_as):
    row, desk = signed_up(), client_as("Petugas layanan")
    row.session.state, row.session.reason = SessionState.CANCELLED, "Hujan lebat"
    row.session.save()
    page, made = (reverse(f"outreach:registration-{what}", args=[row.pk]) for what in ("detail", "slip"))
    html = desk.get(page).content.decode()
    assert made not in html
    assert "Mendapat kursi" not in html
    assert "Tanggal ini batal" in html
    assert "Hujan lebat" in html
    refused = desk.post(made, follow=True)
    assert "tidak ada slip" in refused.content.decode()
    before = row.follow_code
    row.refresh_from_db()
    assert row.follow_code == before
