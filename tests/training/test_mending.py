"""A training held elsewhere: what it counts is said before it is saved, and its person puts it right."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.documents.sniff import FileRefused
from tests.factories.training import make_entry, make_held, make_worker
from training.choices import LedgerStatus
from training.models import JpEntry, JpYear
from training.services import ledger, mending
from training.services.ledger import AlreadyDecided, Doubtful, EnteredTwice, YearClosed
from training.services.ledger_refusals import NotYours

pytestmark = pytest.mark.django_db
NOW = timezone.now


def pdf(content=b"%PDF-1.4\n%%EOF\n"):
    upload = io.BytesIO(content)
    upload.name = "sertifikat.pdf"
    return upload


def typed(entry=None, **fields):
    """What the form sends."""
    day = timezone.localdate()
    return {
        "title": "Seminar Literasi",
        "form": "seminar",
        "scope": "national",
        "organiser": "Perpusnas",
        "starts_on": f"{day - timedelta(days=1):%d-%m-%Y}",
        "ends_on": f"{day:%d-%m-%Y}",
        "jp": "",
        "certificate_number": "7/2026",
        **fields,
    }


def mend(entry, upload=None, **fields):
    names = ("title", "form", "scope", "organiser", "starts_on", "ends_on", "certificate_number")
    same = {name: getattr(entry, name) for name in names}
    options = {**same, "jp": None, "upload": upload, "by": None, "at": NOW(), "on": timezone.localdate(), **fields}
    return mending.mend_external(entry=entry, **options)


# --- What it counts ----------------------------------------------------------------------------------------------


def test_jp_of_the_certificate_that_are_not_counted_are_said_before_and_kept(client_as):
    client = client_as(Role.LIBRARIAN)
    address = reverse("training:external-add")
    page = client.post(address, typed(jp="32", upload=pdf())).content.decode()
    assert "Dihitung 8 JP (4 JP sehari × 2), bukan 32 JP seperti pada sertifikat." in page
    assert 'name="sure"' in page
    assert not JpEntry.objects.exists()
    assert not StoredFile.objects.exists()
    said = client.post(address, typed(jp="32", upload=pdf(), sure="yes"), follow=True).content.decode()
    assert "Tercatat. Dihitung 8 JP" in said
    entry = JpEntry.objects.get()
    assert (entry.jp, entry.stated_jp) == (Decimal(8), Decimal(32))
    both = "Pada sertifikat: 32 JP; dihitung: 8 JP (4 JP sehari × 2)."
    assert both in said
    assert both in client_as(Role.ADMINISTRATOR).get(reverse("training:verification")).content.decode()


def test_a_seminar_of_months_is_asked_about_and_shown_to_the_verifier(client_as):
    day = timezone.localdate()
    with pytest.raises(Doubtful, match="335 hari"):
        make_entry(starts_on=day - timedelta(days=334))
    with pytest.raises(Doubtful):
        make_entry(starts_on=day - timedelta(days=5))
    assert make_entry(starts_on=day - timedelta(days=4)).jp == 20  # five days are a usual seminar
    entry = make_entry(starts_on=day - timedelta(days=334), sure=True)
    assert entry.jp == 1340
    html = client_as(Role.ADMINISTRATOR).get(reverse("training:verification")).content.decode()
    assert "Dihitung 335 hari berturut-turut" in html


def test_what_the_certificate_decides_is_never_asked_about():
    entry = make_entry(form="technical", jp=Decimal(40), starts_on=timezone.localdate() - timedelta(days=20))
    assert (entry.jp, entry.stated_jp) == (40, 40)
    abroad = make_entry(form="technical", scope="international", jp=Decimal(40))
    assert (abroad.jp, abroad.stated_jp) == (48, 40)
    assert make_entry(jp=Decimal(4)).jp == 4


def test_the_page_says_what_it_counts_while_it_is_filled_in(client_as):
    client, address = client_as(Role.LIBRARIAN), reverse("training:external-add")
    seen = client.get(address, {"hitung": 1, **typed()}).content.decode()
    assert "Dihitung 8 JP (4 JP sehari × 2) setelah diverifikasi." in seen
    assert "<html" not in seen
    assert 'name="sure"' in client.get(address, {"hitung": 1, **typed(jp="3")}).content.decode()
    for nonsense in ({}, typed(ends_on="kapan"), typed(form="pesta"), typed(form="technical")):
        assert client.get(address, {"hitung": 1, **nonsense}).content.decode().strip() == ""
    assert "training-external.js" in client.get(address).content.decode()


# --- Putting right -----------------------------------------------------------------------------------------------


def test_a_refused_training_is_mended_and_goes_to_the_verifier_again(client_as, django_capture_on_commit_callbacks):
    person = make_worker()
    entry = make_entry(person)
    first = entry.proof
    ledger.refuse_entry(entry=entry, by=None, at=NOW(), reason="Bukti tidak terbaca")
    client, address = client_as(person.user), reverse("training:entry-mend", args=[entry.pk])
    assert address in client.get(reverse("training:my-jp")).content.decode()
    page = client.get(address).content.decode()
    assert "Tidak diterima: Bukti tidak terbaca" in page
    assert entry.title in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, typed(upload=pdf()), follow=True).content.decode()
    assert "Sudah diperbaiki" in answer
    entry = JpEntry.objects.get()
    assert (entry.status, entry.decided_at, entry.title, entry.jp) == (LedgerStatus.EARNED, None, "Seminar Literasi", 8)
    assert entry.proof != first
    assert not StoredFile.objects.filter(pk=first.pk).exists()
    assert not first.file.storage.exists(first.file.name)
    html = client_as(Role.ADMINISTRATOR).get(reverse("training:verification")).content.decode()
    assert "Catatan verifikator sebelumnya: Bukti tidak terbaca" in html
    assert ledger.verify_entry(entry=entry, by=None, at=NOW()).reason == ""


def test_a_waiting_training_keeps_its_proof_where_no_other_is_sent():
    entry = make_entry()
    entered, proof = entry.entered_at, entry.proof_id
    mended = mend(entry, organiser="Universitas Halu Oleo", starts_on=entry.ends_on - timedelta(days=1))
    assert (mended.organiser, mended.jp, mended.proof_id) == ("Universitas Halu Oleo", 8, proof)
    assert (mended.entered_at, mended.is_waiting) == (entered, True)


def test_a_bad_file_mends_nothing():
    entry = make_entry()
    with pytest.raises(FileRefused):
        mend(entry, upload=pdf(b"<html>"), title="Judul Lain")
    entry.refresh_from_db()
    assert entry.title != "Judul Lain"
    assert StoredFile.objects.filter(pk=entry.proof_id).exists()


def test_what_is_verified_or_of_this_library_is_not_mended(client_as):
    person = make_worker()
    entry = make_entry(person)
    ledger.verify_entry(entry=entry, by=None, at=NOW())
    with pytest.raises(AlreadyDecided):
        mend(entry)
    own = JpEntry.objects.get(enrolment__session=make_held(profiles=[person]))
    with pytest.raises(NotYours):
        mend(own)
    client = client_as(person.user)
    html = client.get(reverse("training:my-jp")).content.decode()
    for row in (entry, own):
        address = reverse("training:entry-mend", args=[row.pk])
        assert address not in html
        assert client.get(address).status_code == 302
    assert client_as(Role.LIBRARIAN).get(reverse("training:entry-mend", args=[entry.pk])).status_code == 404


def test_mending_makes_no_second_row_of_one_training():
    person = make_worker()
    first, second = make_entry(person, certificate_number="A/1"), make_entry(person, certificate_number="A/2")
    with pytest.raises(EnteredTwice):
        mend(second, certificate_number="a/1")
    with pytest.raises(EnteredTwice):
        mend(second, title=first.title)
    assert mend(second, certificate_number="A/2").certificate_number == "A/2"  # its own number is no second


def test_neither_out_of_nor_into_a_closed_year():
    day = timezone.localdate()
    last = date(day.year - 1, 12, 1)
    entry, older = make_entry(), make_entry(starts_on=last, ends_on=last)
    JpYear.objects.create(year=last.year, closed_at=NOW())
    with pytest.raises(YearClosed):
        mend(entry, starts_on=last, ends_on=last)
    with pytest.raises(YearClosed):
        mend(older, starts_on=day, ends_on=day)


def test_the_form_shows_what_was_typed_and_not_what_it_counts():
    assert mending.typed_jp(make_entry(jp=Decimal(9), sure=True)) == 9
    assert mending.typed_jp(make_entry()) is None
    old = make_entry(form="technical", scope="international", jp=Decimal(40))
    old.stated_jp = None  # before it was kept
    assert mending.typed_jp(old) == 40


def test_taking_back_is_asked_first(client_as):
    person = make_worker()
    entry = make_entry(person)
    client, address = client_as(person.user), reverse("training:entry-remove", args=[entry.pk])
    ledger_page = client.get(reverse("training:my-jp")).content.decode()
    assert f'<a class="small" href="{address}">' in ledger_page
    assert f'action="{address}"' not in ledger_page
    assert "Catatan ini dan buktinya dihapus" in client.get(address).content.decode()
    assert JpEntry.objects.exists()
    client.post(address)
    assert not JpEntry.objects.exists()
