"""Evidence that leads to its source, papers dated by what they say, and certificates that come along."""

import io
import re
import subprocess
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.libraries.models import Library
from collections_app.services.corrections import take_back_receipt
from evaluations.evidence import bundle
from evaluations.models import ReferenceTally, ReferenceTopic, Review
from evaluations.review_choices import Stage
from evaluations.review_papers import evaluation_paper, feedback_paper, plan_paper
from evaluations.selectors.activities import Activity, activities_of
from tests.factories.accounts import make_appointment, make_person
from tests.factories.orders import make_receipt
from tests.factories.reviews import make_chain, make_cycle, make_review
from tests.factories.training import make_certificate, make_entry, make_worker
from training.services import certificates, ledger

pytestmark = pytest.mark.django_db


def span():
    today = timezone.localdate()
    return today - timedelta(days=30), today


def _read(review):
    return Review.objects.with_leaders(timezone.localdate()).with_names().get(pk=review.pk)


def test_the_count_at_the_desk_opens_for_the_person_and_whoever_judges_them(client_as):
    person, supervisor, superior = (make_person(role) for role in (Role.LIBRARIAN, Role.DIVISION_HEAD, Role.LIBRARIAN))
    make_appointment(supervisor, supervisor=superior)
    make_appointment(person, supervisor=supervisor)
    today = timezone.localdate()
    topic = ReferenceTopic.objects.order_by("pk").first()
    for staff, times in ((person, 2), (supervisor, 3)):
        for _time in range(times):
            ReferenceTally.objects.create(staff=staff, day=today, topic=topic, result="answered")
    cycle = make_cycle(year=today.year)
    make_review(person, cycle=cycle)
    (found,) = activities_of(person, *span())
    for user in (person.user, supervisor.user, superior.user):
        page = client_as(user).get(found.url)
        assert page.context["figures"].total == 2
        excel = client_as(user).get(found.url.replace("/angka/", "/angka/excel/"))
        sheet = load_workbook(io.BytesIO(excel.content)).active
        assert [row[-1] for row in sheet.iter_rows(values_only=True) if row[-1] in (2, 3, 5)] == [2]
    assert person.full_name in page.content.decode()
    assert client_as(Role.AGENCY_HEAD).get(found.url).context["figures"].total == 2
    assert client_as(Role.LIBRARIAN).get(found.url).status_code == 404
    assert client_as(Role.LIBRARIAN).get(found.url.replace("/angka/", "/angka/excel/")).status_code == 404


def test_the_bundle_holds_the_certificates_this_library_gave(client_as):
    """What e-Kinerja asks for first; a revoked one is no proof, a signed scan goes before the paper."""
    person = make_worker()
    given, revoked, signed = (make_certificate(person) for _n in range(3))
    certificates.revoke_certificate(certificate=revoked, by=None, on=timezone.localdate(), reason="Keliru")
    scan = io.BytesIO(b"%PDF-1.4\n%scan\n%%EOF\n")
    scan.name = "pindaian.pdf"
    certificates.keep_signed(certificate=signed, upload=scan, by=None, at=timezone.now())
    for certificate in (given, revoked, signed):
        entry = certificate.enrolment.jp_entry
        if not entry.is_verified:
            ledger.verify_entry(entry=entry, by=None, at=timezone.now())
    review = make_review(person)
    content = client_as(person.user).get(reverse("evaluations:review-evidence", args=[review.pk])).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held = {name: archive.read(name) for name in archive.namelist() if "sertifikat" in name}
    assert len(held) == 2
    assert any(slugify(given.number.text.replace("/", "-")) in name for name in held)
    assert all(paper.startswith(b"%PDF-") for paper in held.values())
    assert any(b"%scan" in paper for paper in held.values())


def test_a_training_held_elsewhere_leads_to_its_kept_proof(client_as):
    person, supervisor, _superior = make_chain()
    entry = make_entry(person, jp=4)
    ledger.verify_entry(entry=entry, by=None, at=timezone.now())
    (found,) = activities_of(person, *span())
    for user in (person.user, supervisor.user):
        assert client_as(user).get(found.url).status_code == 200


@pytest.mark.parametrize("make", [plan_paper, evaluation_paper, feedback_paper])
def test_a_paper_of_a_running_year_stands_as_of_today_never_ahead(make):
    today = timezone.localdate()
    review = make_review(stage=Stage.CALIBRATION)
    paper = make(_read(review), today)
    assert paper.date == today
    assert f"keadaan per {tanggal(today)}" in paper.subtitle
    assert tanggal(review.cycle.ends_on) not in str(paper.blocks[-1])
    review.agreed_on = review.released_on = today - timedelta(days=3)
    review.stage = Stage.RELEASED
    review.save()
    final = make(_read(review), today)
    assert (final.date, final.subtitle) == (today - timedelta(days=3), str(review.cycle.year))


def test_the_list_of_evidence_stays_within_its_page(tmp_path):
    """Nothing runs over the margin: the longest words are addresses and names of files."""
    person, _supervisor, _superior = make_chain()
    review = make_review(person)
    address = "/staf/rujukan/angka/?tahun=2026&siapa=1234567"
    deeds = [Activity(timezone.localdate(), "Pertanyaan rujukan", "45 pertanyaan ditangani", "", address)]
    with zipfile.ZipFile(io.BytesIO(bundle(review, deeds, [], at=timezone.now()))) as archive:
        (tmp_path / "daftar.pdf").write_bytes(archive.read("00-daftar-bukti.pdf"))
    boxes = subprocess.run(["pdftotext", "-bbox", tmp_path / "daftar.pdf", "-"], capture_output=True, check=True).stdout
    width = float(re.search(rb'page width="([\d.]+)"', boxes)[1])
    word = rb'<word xMin="[\d.]+" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)'
    words = [(float(right), text) for right, text in re.findall(word, boxes)]
    margin = Library.current().margin_right_mm / 25.4 * 72
    assert max(right for right, _text in words) <= width - margin + 1
    assert b"No." in [text for _right, text in words]


def test_a_delivery_that_was_taken_back_is_no_work_done():
    person = make_person(Role.LIBRARIAN)
    stays, goes = (make_receipt(by=person.user) for _time in range(2))
    assert {each.url for each in activities_of(person, *span())} == {goes_to(stays), goes_to(goes)}
    take_back_receipt(receipt=goes, reason="Salah", by=None, on=timezone.localdate())
    assert [each.url for each in activities_of(person, *span())] == [goes_to(stays)]


def goes_to(receipt):
    return reverse("collections_app:order-detail", args=[receipt.order_id])
