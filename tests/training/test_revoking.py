"""A certificate taken back takes its JP back; what is replaced leaves no file behind; a paper may end."""

import io
from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.notifications.models import Message
from tests.factories.training import make_certificate, make_entry, make_held, make_paper, make_programme, make_worker
from training.choices import LedgerStatus
from training.models import JpEntry, JpYear
from training.papers import certificate_document
from training.selectors import jp_of
from training.services import certificates, ledger, office
from training.services.finishing import CertificatesIssued, finish_session, reopen_session

pytestmark = pytest.mark.django_db
NOW = timezone.now


def revoked(certificate):
    return certificates.revoke_certificate(
        certificate=certificate, by=None, on=timezone.localdate(), reason="Nama salah tulis"
    )


def entry_of(certificate):
    return JpEntry.objects.get(enrolment=certificate.enrolment)


def pdf():
    upload = io.BytesIO(b"%PDF-1.4\n%%EOF\n")
    upload.name = "bukti.pdf"
    return upload


def test_jp_of_a_revoked_certificate_wait_again_and_may_be_refused():
    certificate = make_certificate()
    person, year = certificate.enrolment.profile, entry_of(certificate).year
    assert jp_of(person, year).verified == 5
    revoked(certificate)
    entry = entry_of(certificate)
    assert (entry.status, entry.decided_at, entry.certificate_number) == (LedgerStatus.EARNED, None, "")
    assert jp_of(person, year).verified == 0
    ledger.refuse_entry(entry=entry, by=None, at=NOW(), reason="Tidak hadir penuh")
    assert entry_of(certificate).status == LedgerStatus.REFUSED


def test_the_holder_hears_why_and_reads_it_with_the_certificates(client_as):
    certificate = make_certificate()
    person = certificate.enrolment.profile
    revoked(certificate)
    told = Message.objects.get(recipient=person.user, key=f"training.certificate.{certificate.pk}.revoked")
    assert told.subject.startswith("Sertifikat dicabut: ")
    assert "Nama salah tulis" in told.body
    assert "menunggu verifikasi lagi" in told.body
    html = client_as(person.user).get(reverse("training:my-certificates")).content.decode()
    assert "Nama salah tulis" in html


def test_the_ledger_names_the_certificate_that_was_issued_again():
    certificate = revoked(make_certificate())
    again = certificates.reissue_certificate(certificate=certificate, by=None, at=NOW())
    entry = entry_of(certificate)
    assert (entry.status, entry.certificate_number) == (LedgerStatus.VERIFIED, again.number.text)


def test_jp_verified_by_hand_get_the_number_of_the_certificate():
    session = make_held()
    ledger.verify_entry(entry=JpEntry.objects.get(), by=None, at=NOW())
    made = certificates.issue_for_session(session=session, by=None, at=NOW())
    assert JpEntry.objects.get().certificate_number == made[0].number.text


def test_a_session_whose_certificates_are_all_revoked_opens_again():
    certificate = make_certificate()
    session = certificate.enrolment.session
    with pytest.raises(CertificatesIssued):
        reopen_session(session=session, by=None, reason="Daftar keliru")
    revoked(certificate)
    reopen_session(session=session, by=None, reason="Daftar keliru")
    finish_session(session=session, by=None, at=NOW())
    assert len(certificates.issue_for_session(session=session, by=None, at=NOW())) == 1


def test_a_closed_years_ledger_stands_when_a_certificate_is_revoked():
    certificate = make_certificate()
    entry = entry_of(certificate)
    JpYear.objects.create(year=entry.year, closed_at=NOW())
    revoked(certificate)
    assert entry_of(certificate).is_verified


def test_a_proof_or_a_scan_that_is_replaced_goes(django_capture_on_commit_callbacks):
    paper, certificate, entry = make_paper(), make_certificate(), make_entry(make_worker())
    deeds = [
        lambda: ledger.add_proof(entry=entry, upload=pdf(), by=None, at=NOW()).proof,
        lambda: certificates.keep_signed(certificate=certificate, upload=pdf(), by=None, at=NOW()).signed_file,
        lambda: office.keep_signed_paper(paper=paper, upload=pdf(), by=None, at=NOW()).signed_file,
    ]
    for deed in deeds:
        first = deed()
        with django_capture_on_commit_callbacks(execute=True):
            second = deed()
        assert first.pk != second.pk
        assert not StoredFile.objects.filter(pk=first.pk).exists()
        assert not first.file.storage.exists(first.file.name)
        assert second.file.storage.exists(second.file.name)
    assert StoredFile.objects.count() == 3


def test_a_certificate_ends_with_the_months_its_programme_says(client, clock):
    session = make_held(make_programme(certificate_months=24))
    certificate = certificates.issue_for_session(session=session, by=None, at=NOW())[0]
    day = timezone.localdate()
    assert certificate.expires_on == day + relativedelta(years=2) - timedelta(days=1)
    address = certificate.get_absolute_url()
    assert "Berlaku" in client.get(address).content.decode()
    assert "Berlaku sampai" in str(certificate_document(certificate).blocks)
    clock.move_to(NOW() + timedelta(days=800))
    html = client.get(address).content.decode()
    assert "Tidak berlaku lagi" in html
    assert "verdict-late" in html
    assert make_certificate().expires_on is None


def test_the_paper_of_a_revoked_certificate_says_so_first(client_as):
    certificate = make_certificate()
    assert "DICABUT" not in str(certificate_document(certificate).blocks)
    revoked(certificate)
    certificate.refresh_from_db()
    assert certificate_document(certificate).blocks[0].text == "DICABUT"
    page = client_as(Role.DIVISION_HEAD).get(reverse("training:certificate-pdf", args=[certificate.pk]))
    assert page.content.startswith(b"%PDF")
