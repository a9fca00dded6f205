"""Office papers with a slip in them: cancelled with a reason, a number taken twice only when said twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import make_paper, make_session
from training.models import SessionPaper
from training.services import office
from training.services.office import CancelReasonMissing, NumberUsed, PaperCancelled
from training.session_papers import paper_document

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def words(paper):
    return repr(paper_document(SessionPaper.objects.select_related("session__programme").get(pk=paper.pk)).blocks)


def cancel(paper, reason="Salah ketik nomor"):
    return office.cancel_paper(paper=paper, reason=reason, by=None, on=today())


def test_a_number_in_use_is_asked_about_and_taken_when_said_twice(client_as):
    session, client = make_session(), client_as(Role.DIVISION_HEAD)
    address = reverse("training:paper-add", args=[session.pk])
    sent = {"kind": "surat_tugas", "number": "090/4P/2026", "day": f"{today():%d-%m-%Y}", "text": ""}
    assert 'name="again"' not in client.get(address).content.decode()
    client.post(address, sent)
    assert SessionPaper.objects.count() == 1
    asked = client.post(address, sent | {"number": " 090/4p/2026"}).content.decode()
    assert "sudah dipakai pada: Surat tugas" in asked
    assert 'name="again"' in asked
    assert SessionPaper.objects.count() == 1
    client.post(address, sent | {"again": "on"})
    assert SessionPaper.objects.count() == 2


def test_numbers_of_another_year_and_papers_without_one_ask_nothing():
    paper = make_paper(number="7")
    make_paper(number="7", day=paper.day - timedelta(days=400), again=False)
    make_paper(number="", again=False)
    make_paper(number="", again=False)
    with pytest.raises(NumberUsed):
        make_paper(number="7", again=False)


def test_a_cancelled_paper_is_marked_and_gives_its_number_back():
    paper = make_paper(number="12/2026")
    assert "DIBATALKAN" not in words(paper)
    cancel(paper)
    assert "DIBATALKAN" in words(paper)
    assert "Salah ketik nomor" in words(paper)
    paper.refresh_from_db()
    assert paper.history.latest().reason_told == "Salah ketik nomor"
    make_paper(number="12/2026", again=False)
    with pytest.raises(PaperCancelled):
        cancel(paper)
    with pytest.raises(PaperCancelled):
        office.keep_signed_paper(paper=paper, upload=None, by=None, at=timezone.now())


def test_nothing_is_cancelled_without_a_reason_also_by_the_database():
    paper = make_paper()
    with pytest.raises(CancelReasonMissing):
        cancel(paper, "  ")
    paper.cancelled_on = today()
    with pytest.raises(IntegrityError, match="cancelled_paper_says_why"), transaction.atomic():
        paper.save()


def test_cancelled_on_its_page_and_made_anew(client_as):
    paper = make_paper(number="3/2026", text="Bawa laptop.")
    client, page = client_as(Role.DIVISION_HEAD), reverse("training:session-office", args=[paper.session_id])
    address = reverse("training:paper-cancel", args=[paper.pk])
    assert address in client.get(page).content.decode()
    assert "Batalkan naskah" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 200
    said = client.post(address, {"reason": "Salah tanggal"}, follow=True).content.decode()
    assert "Dibatalkan" in said and "Salah tanggal" in said
    assert address not in said
    anew = f"{reverse('training:paper-add', args=[paper.session_id])}?dari={paper.pk}"
    assert anew in said
    form = client.get(anew).content.decode()
    assert "Bawa laptop." in form and 'value="3/2026"' in form
    other = make_paper(text="Rahasia sesi lain.")
    assert "Rahasia" not in client.get(anew.replace(f"={paper.pk}", f"={other.pk}")).content.decode()
    twice = client.post(address, {"reason": "Lagi"}, follow=True).content.decode()
    assert "sudah dibatalkan" in twice


def test_papers_name_the_batch():
    assert "Angkatan II" in words(make_paper(make_session(label="Angkatan II")))
    assert "Angkatan" not in words(make_paper())
