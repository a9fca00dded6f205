"""The folders of accreditation: what is there, too old, missing."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.documents.services import store_content
from baubau_pembinaan.documents.sniff import Kind
from evaluations.models import AccreditationComponent, AccreditationEvidence
from evaluations.selectors.accreditation import folders
from evaluations.services import accreditation
from tests.factories.complaints import make_procedure
from tests.factories.front import make_evidence, requirement
from tests.factories.libraries import picture
from tests.factories.outreach import make_agreement, make_partner
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
ROOM = "/staf/akreditasi/"
PDF = b"%PDF-1.4 uji\n%%EOF\n"


def today():
    return timezone.localdate()


def line(code):
    return next(row for part in folders(today()) for row in part.lines if row.requirement.code == code)


def test_the_weights_make_a_hundred():
    assert sum(AccreditationComponent.objects.values_list("weight", flat=True)) == 100
    weights = dict(AccreditationComponent.objects.values_list("code", "weight"))
    assert (weights["koleksi"], weights["pelayanan"], weights["penguat"]) == (20, 25, 5)


def test_evidence_is_missing_there_and_too_old():
    assert line("denah").state == "missing"
    paper = make_evidence(dated_on=today() - timedelta(days=366 * 6))
    assert line("denah").state == "old"
    make_evidence()
    assert line("denah").state == "good"
    part = next(part for part in folders(today()) if part.component.code == "sarpras")
    assert (part.good, part.asked, part.covered) == (1, 3, 5.0)
    accreditation.take_out(evidence=paper, by=None)
    accreditation.take_out(evidence=paper, by=None)
    assert AccreditationEvidence.history.filter(id=paper.pk, history_type="-").count() == 1


def test_what_the_system_holds_counts_by_itself(client_as):
    assert line("kebijakan-koleksi").state == "missing"
    bare = make_procedure(kind="policy", title="Kebijakan tanpa berkas")
    assert "tidak dihitung sebagai bukti" in client_as(Role.INSPECTOR).get(f"/staf/sop/{bare.pk}/").content.decode()
    assert line("kebijakan-koleksi").state == "missing"  # the register of papers calls it missing too
    row = make_procedure(kind="policy", title="Kebijakan koleksi", file=(BytesIO(PDF), "kebijakan.pdf"))
    assert [paper.title for paper in line("kebijakan-koleksi").shown] == ["Kebijakan koleksi"]
    assert line("kebijakan-koleksi").state == "good"
    part = requirement("kebijakan-koleksi").component_id
    page = client_as(Role.INSPECTOR).get(f"{ROOM}{part}/").content.decode()
    assert f'href="/staf/sop/{row.pk}/"' in page


def test_an_agreement_counts_once_its_signed_paper_is_kept():
    agreement = make_agreement(make_partner(), ends_on=today() + timedelta(days=90))
    assert line("kerja-sama").state == "missing"
    agreement.file = store_content(
        content=PDF, kind=Kind.PDF, name="pks.pdf", app="agreement", by=None, at=timezone.now()
    )
    agreement.save()
    assert line("kerja-sama").state == "good"


def test_a_file_is_put_in_read_by_inspectors_and_taken_out(client_as):
    one = requirement()
    address = f"{ROOM}{one.component_id}/"
    said = {"requirement": one.pk, "title": "Denah", "dated_on": today().isoformat()}
    client = client_as(Role.LIBRARIAN)
    assert client.post(address, said).status_code == 422
    fake = SimpleUploadedFile("x.jpg", b"<script>", "image/jpeg")
    assert client.post(address, said | {"file": fake}).status_code == 422
    assert client.post(address, said | {"dated_on": (today() + timedelta(days=2)).isoformat()}).status_code == 422
    assert not StoredFile.objects.exists()
    assert client.post(address, said | {"file": picture()}).status_code == 302
    row = AccreditationEvidence.objects.get()
    assert client_as(Role.INSPECTOR).get(row.file.get_absolute_url()).status_code == 200
    remove = f"{ROOM}bukti/{row.pk}/keluarkan/"
    assert client_as(Role.INSPECTOR).post(remove).status_code == 403
    assert client_as(Role.SERVICE_OFFICER).post(remove).status_code == 403
    assert client.post(remove).status_code == 302
    assert not StoredFile.objects.exists()


def test_a_requirement_of_another_folder_is_not_taken(client_as):
    other = requirement("renstra")
    said = {"requirement": other.pk, "title": "A", "dated_on": today().isoformat(), "address": "https://contoh.invalid"}
    address = f"{ROOM}{requirement().component_id}/"
    assert client_as(Role.LIBRARIAN).post(address, said).status_code == 422


def test_the_database_wants_something_to_look_at():
    row = make_evidence()
    row.address = ""
    with pytest.raises(IntegrityError, match="can_be_looked_at"), transaction.atomic():
        row.save()


def test_the_workbook_names_what_is_missing(client_as):
    make_evidence()
    content = client_as(Role.INSPECTOR).get(f"{ROOM}excel/").content
    sheet = load_workbook(BytesIO(content)).active
    cells = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert any("Denah dan luas gedung" in row and "Ada" in row for row in cells)
    assert any("Dokumen anggaran" in row and "Belum ada" in row for row in cells)


def test_pages_take_the_same_statements_for_one_paper_and_three(client_as):
    client = client_as(Role.LIBRARIAN)
    assert_same_queries(client, ROOM, make_evidence)
    assert_same_queries(client, f"{ROOM}{requirement().component_id}/", lambda: make_evidence(file=None))
