"""Certificates: only for those who earned it, numbered without a gap, checked by anybody, revoked and issued again."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import DocumentNumber, NumberSeries
from baubau_pembinaan.documents.render import to_pdf, to_png
from tests.factories.libraries import make_signatory
from tests.factories.training import make_certificate, make_held, make_programme, make_worker
from tests.pages import assert_same_queries
from training.models import Certificate, JpEntry
from training.papers import certificate_document
from training.selectors import jp_of
from training.services import certificates, ledger
from training.services.certificates import AlreadyIssued, AlreadyRevoked, NoCertificateHere, NotEarned, NotRevoked

pytestmark = pytest.mark.django_db
NOW = timezone.now


def revoke(certificate, reason="Nama salah tulis"):
    return certificates.revoke_certificate(certificate=certificate, by=None, on=timezone.localdate(), reason=reason)


def test_everybody_who_completed_gets_one_numbered_without_a_gap():
    session = make_held(people=3)
    made = certificates.issue_for_session(session=session, by=None, at=NOW())
    assert [certificate.number.sequence for certificate in made] == [1, 2, 3]
    assert made[0].number.text.startswith("001/SERT/")
    assert certificates.issue_for_session(session=session, by=None, at=NOW()) == []


def test_the_pattern_is_the_offices_own():
    series = NumberSeries.objects.get(code="sertifikat")
    series.pattern = "{urut}/PUSTAKA/{tahun}"
    series.save()
    assert make_certificate().number.text == f"1/PUSTAKA/{timezone.localdate().year}"


def test_a_certificate_verifies_its_jp():
    person = make_worker()
    certificate = make_certificate(person)
    entry = JpEntry.objects.get(enrolment=certificate.enrolment)
    assert (entry.is_verified, entry.certificate_number) == (True, certificate.number.text)
    assert jp_of(person, entry.year).verified == Decimal(5)


def test_jp_that_were_refused_stand_on_no_paper(client_as):
    session = make_held()
    entry = JpEntry.objects.get()
    ledger.refuse_entry(entry=entry, by=None, at=NOW(), reason="Pulang awal")
    [certificate] = certificates.issue_for_session(session=session, by=None, at=NOW())
    entry.refresh_from_db()
    assert (certificate.snapshot["jp"], entry.status, entry.certificate_number) == ("", "refused", "")
    assert len(to_png(certificate_document(certificate), ppi=30)) == 1
    html = client_as(Role.LIBRARIAN).get(certificate.get_absolute_url()).content.decode()
    assert "<dt>JP</dt>" not in html
    revoke(certificate)
    entry.refresh_from_db()
    assert entry.status == "refused"
    assert certificates.reissue_certificate(certificate=certificate, by=None, at=NOW()).snapshot["jp"] == ""


def test_who_did_not_complete_gets_none_and_takes_no_number():
    enrolment = make_held(minutes=30).enrolments.get()
    with pytest.raises(NotEarned):
        certificates.issue_certificate(enrolment=enrolment, by=None, at=NOW())
    external = make_held(make_programme(provider_kind="external", provider="Perpusnas")).enrolments.get()
    with pytest.raises(NoCertificateHere):
        certificates.issue_certificate(enrolment=external, by=None, at=NOW())
    assert not DocumentNumber.objects.exists()


def test_a_renamed_programme_changes_no_old_paper():
    certificate = make_certificate()
    document = certificate_document(certificate)
    programme = certificate.enrolment.session.programme
    programme.title = "Nama Lain"
    programme.save()
    certificate.refresh_from_db()
    assert certificate_document(certificate) == document
    assert "Nama Lain" not in certificate.snapshot["title"]


def test_the_same_certificate_gives_the_same_bytes():
    make_signatory(name="Drs. Contoh, M.Si.")
    certificate = make_certificate()
    first = to_pdf(certificate_document(certificate))
    assert first.startswith(b"%PDF")
    assert first == to_pdf(certificate_document(Certificate.objects.get()))


@pytest.mark.parametrize("units", [0, 2, 14])
@pytest.mark.parametrize("signed", [True, False])
def test_the_paper_is_one_page_whatever_it_says(units, signed):
    if signed:
        make_signatory(name="Drs. Contoh, M.Si.")
    certificate = make_certificate()
    certificate.snapshot["competences"] = [f"R.91PRP0{n}.021.1 Membimbing literasi informasi" for n in range(units)]
    certificate.expires_on = timezone.localdate() + timedelta(days=700)
    assert len(to_png(certificate_document(certificate), ppi=30)) == 1
    certificate.revoked_on, certificate.revoke_reason = timezone.localdate(), "Nama salah tulis. " * 16
    assert len(to_png(certificate_document(certificate), ppi=30)) == 1


def test_the_code_and_its_address_stand_in_one_block():
    make_signatory(name="Drs. Contoh, M.Si.")
    certificate = make_certificate()
    beside = certificate_document(certificate).blocks[-1].beside
    assert certificate.get_absolute_url() in beside.caption


def test_revoking_needs_a_reason_and_happens_once():
    certificate = make_certificate()
    with pytest.raises(certificates.ReasonMissing):
        revoke(certificate, " ")
    revoke(certificate)
    with pytest.raises(AlreadyRevoked):
        revoke(certificate)


def test_a_revoked_certificate_is_issued_again_with_todays_data_and_a_new_number():
    certificate = make_certificate()
    with pytest.raises(NotRevoked):
        certificates.reissue_certificate(certificate=certificate, by=None, at=NOW())
    revoke(certificate)
    person = certificate.enrolment.profile
    person.name = "Nama Benar"
    person.save()
    again = certificates.reissue_certificate(certificate=certificate, by=None, at=NOW())
    assert (again.replaces, again.number.sequence, again.snapshot["name"]) == (certificate, 2, "Nama Benar")
    with pytest.raises(AlreadyIssued):
        certificates.issue_certificate(enrolment=again.enrolment, by=None, at=NOW())


def test_anybody_checks_a_code_valid_revoked_or_unknown(client):
    certificate = make_certificate()

    def check(code):
        page = client.get(reverse("training:certificate-check", args=[code]))
        return page.status_code, page.content.decode()

    status, html = check(certificate.code)
    assert (status, "Berlaku" in html, certificate.snapshot["name"] in html) == (200, True, True)
    assert check(certificate.code_text.lower())[0] == 200
    revoke(certificate, "Alasan dalam")
    status, html = check(certificate.code)
    assert (status, "Dicabut" in html, "Alasan dalam" in html) == (200, True, False)
    for unknown in ("0" * 26, "x", "%00", "1' OR 1=1"):
        status, html = check(unknown)
        assert (status, "Tidak dikenal" in html) == (404, True)


def test_a_code_holds_130_random_bits():
    assert len({make_certificate().code for _ in range(3)}) == 3
    assert len(Certificate.objects.first().code) == 26


def test_the_lists_cost_the_same_for_one_row_and_three(client_as):
    person = make_worker()
    assert_same_queries(client_as(person.user), reverse("training:my-certificates"), lambda: make_certificate(person))
    page = assert_same_queries(client_as(Role.DIVISION_HEAD), reverse("training:certificate-list"), make_certificate)
    assert "Cabut" in page.content.decode()


def test_certificates_are_found_by_the_training_in_both_languages(client_as):
    programmes = [
        make_programme(title="Mendongeng untuk Anak", title_en="Storytelling for children"),
        make_programme(title="Katalogisasi", title_en="Cataloguing"),
    ]
    first, second = (
        certificates.issue_for_session(session=make_held(programme), by=None, at=NOW())[0] for programme in programmes
    )
    client, address = client_as(Role.DIVISION_HEAD), reverse("training:certificate-list")
    for words in ("mendongeng", "storyTELLING", first.number.text, first.enrolment.profile.name):
        assert list(client.get(address, {"q": words}).context["certificates"]) == [first], words
    assert list(client.get(address, {"q": "100%_"}).context["certificates"]) == []
    assert set(client.get(address).context["certificates"]) == {first, second}
    assert "judul pelatihan" in client.get(address, {"q": "tidak ada"}).content.decode()


def test_the_public_check_costs_few_statements(client, django_assert_max_num_queries):
    certificate = make_certificate()
    address = reverse("training:certificate-check", args=[certificate.code])
    client.get(address)
    with django_assert_max_num_queries(3):
        client.get(address)


def test_the_paper_is_read_by_its_person_and_those_who_lead(client_as):
    leader = make_worker()
    certificate = make_certificate(make_worker(supervisor=leader))
    address = reverse("training:certificate-pdf", args=[certificate.pk])
    for user, status in (
        (certificate.enrolment.profile.user, 200),
        (leader.user, 200),
        (make_worker().user, 403),
    ):
        assert client_as(user).get(address).status_code == status


@pytest.mark.django_db(transaction=True)
def test_certificates_issued_in_the_same_moment_leave_no_gap_and_share_no_number():
    sessions = [make_held(people=1) for _ in range(6)]
    start, errors = threading.Barrier(12), []

    def run(session):
        try:
            start.wait(timeout=60)
            certificates.issue_for_session(session=session, by=None, at=NOW())
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(session,)) for session in sessions * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(Certificate.objects.values_list("number__sequence", flat=True)) == [1, 2, 3, 4, 5, 6]
