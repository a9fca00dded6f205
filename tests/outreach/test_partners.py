"""Partners: totals equal the meetings behind them, agreements remind, the slip's code shows a status only."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.utils import timezone

from baubau_pembinaan.core.followup_code import shown_code
from baubau_pembinaan.documents.models import StoredFile
from outreach import selectors
from outreach.models import Agreement, Partner, PartnerVisit
from outreach.services.registering import register
from tests.factories.outreach import make_agreement, make_event, make_partner, make_party, make_session, make_visit
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n%%EOF\n"


def test_a_schools_totals_equal_the_sum_of_its_meetings(client_as):
    school = make_partner(name="SD Contoh Satu", npsn="40409999")
    for reached, lent in ((20, 0), (31, 40), (0, 5)):
        make_visit(school, reached=reached, books_lent=lent)
    make_visit(make_partner(), reached=500)
    make_agreement(school, days=10)
    make_agreement(school, days=300)
    found = selectors.partners.partners().get(pk=school.pk)
    assert (found.meetings, found.reached, found.lent) == (3, 51, 45)
    assert found.agreed_until == timezone.localdate() + timedelta(days=300)
    assert "51" in client_as("Pemeriksa").get(f"/staf/kegiatan/mitra/{school.pk}/").content.decode()


def test_the_list_and_the_page_cost_the_same(client_as):
    client = client_as("Pustakawan")
    partner = make_partner()

    def make_one():
        make_visit(partner, colleague=client.user.profile)
        make_agreement(partner)
        make_visit(make_partner())

    assert_same_queries(client, "/staf/kegiatan/mitra/", make_one)
    assert_same_queries(client, f"/staf/kegiatan/mitra/{partner.pk}/", make_one)
    assert client.get("/staf/kegiatan/mitra/excel/").status_code == 200


def test_an_npsn_has_eight_digits_and_names_one_school(client_as):
    client = client_as("Pustakawan")
    form = {"name": "SD Baru", "kind": "sd", "npsn": "4040", "is_active": "on"}
    assert client.post("/staf/kegiatan/mitra/baru/", form).status_code == 200
    assert client.post("/staf/kegiatan/mitra/baru/", form | {"npsn": "40409998"}).status_code == 302
    assert client.post("/staf/kegiatan/mitra/baru/", form | {"npsn": "40409998"}).status_code == 200
    assert client.post("/staf/kegiatan/mitra/baru/", form | {"npsn": "40409997", "kind": "media"}).status_code == 200
    assert Partner.objects.count() == 1
    with pytest.raises(IntegrityError, match="npsn_names_one_school"):
        make_partner(npsn="40409998")


def test_an_agreement_keeps_its_signed_paper_for_those_who_may_read(client_as, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client, partner = client_as("Pustakawan"), make_partner()
    form = {"about": "Kunjungan", "starts_on": "1 Januari 2026", "ends_on": "31-12-2026"}
    address = f"/staf/kegiatan/mitra/{partner.pk}/kerja-sama/"
    wrong = SimpleUploadedFile("pks.pdf", b"<html>", "application/pdf")
    assert client.post(address, form | {"paper": wrong}).status_code == 200
    assert not Agreement.objects.exists()
    assert client.post(address, form | {"ends_on": "1 Januari 2025"}).status_code == 200
    assert client.post(address, form | {"paper": SimpleUploadedFile("pks.pdf", PDF)}).status_code == 302
    stored = StoredFile.objects.get()
    assert client_as("Pemeriksa").get(stored.get_absolute_url()).status_code == 200
    assert client_as().get(stored.get_absolute_url()).status_code == 404


def test_a_meeting_sets_the_next_step_and_lies_in_the_past(client_as):
    client, partner = client_as("Pustakawan"), make_partner()
    address = f"/staf/kegiatan/mitra/{partner.pk}/kunjungan/"
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = {
        "day": timezone.localdate(), "kind": "pergi", "done": "Mendongeng", "reached": "25", "books_lent": "40",
        "next_step": "Kirim peti buku", "next_step_on": tomorrow,
    }  # fmt: skip
    assert client.post(address, form | {"day": tomorrow}).status_code == 200
    assert client.post(address, form).status_code == 302
    partner.refresh_from_db()
    assert (partner.next_step, partner.next_step_on) == ("Kirim peti buku", tomorrow)
    assert PartnerVisit.objects.get().noted_by == client.user
    assert "Ambil langkah berikutnya" in client.get("/staf/").content.decode()


def test_an_agreement_that_ends_is_a_task_until_a_newer_one_stands(client_as):
    client, partner = client_as("Kepala Bidang"), make_partner(name="SD Hampir Habis")
    make_agreement(partner, days=30)
    assert "Perbarui kerja sama dengan SD Hampir Habis" in client.get("/staf/").content.decode()
    make_agreement(partner, days=400)
    assert "SD Hampir Habis" not in client.get("/staf/").content.decode()


def test_the_code_on_the_slip_shows_where_it_stands_and_nothing_personal(client):
    session = make_session(make_event(seats=1, title="Lokakarya"))
    register(session=session, party=make_party(), at=timezone.now())
    row = register(session=session, party=make_party(name="Nama Rahasia"), at=timezone.now())
    html = client.post("/kegiatan/kode/", {"code": shown_code(row.follow_code).lower()}).content.decode()
    assert "Anda nomor 1" in html
    assert "Rahasia" not in html
    assert client.post("/kegiatan/kode/", {"code": "AAAAA-AAAAA-A"}).status_code == 422
    answers = [client.post("/kegiatan/kode/", {"code": "x"}).status_code for _n in range(20)]
    assert answers[-1] == 429
