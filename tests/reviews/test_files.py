"""Files that prove a work result: judged by content, for the review's readers and nobody else."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import StoredFile
from evaluations.models import ResultFile
from evaluations.review_choices import Stage
from evaluations.services.reviews import files
from evaluations.services.reviews.refusals import NotAtThisStage, NotYours, RowGone
from tests.factories.accounts import make_person
from tests.factories.reviews import make_chain, make_cycle, make_result_file, make_review
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


def page(name, *args):
    return reverse(f"evaluations:{name}", args=args)


def test_the_person_adds_and_removes_a_file(client_as):
    person = make_person()
    review = make_review(person)
    client, url = client_as(person.user), page("review-files", review.results.get().pk)
    assert client.post(url, {"file": SimpleUploadedFile("../Laporan kelas.pdf", PDF)}).status_code == 302
    kept = ResultFile.objects.get()
    assert (kept.stored.app, kept.stored.name) == ("review-evidence", "Laporan kelas.pdf")
    assert kept.stored.get_absolute_url() in client.get(page("review-detail", review.pk)).content.decode()
    assert client.get(kept.stored.get_absolute_url()).content == PDF
    assert client.post(page("review-file-remove", kept.pk)).status_code == 302
    assert not StoredFile.objects.exists()
    assert list(ResultFile.history.values_list("history_type", flat=True)) == ["-", "+"]


@pytest.mark.parametrize("content", [b"<svg xmlns='x'/>", b"<html>", b"PK\x03\x04zip", b""])
def test_what_is_no_office_file_is_refused_whatever_its_name(client_as, content):
    person = make_person()
    review = make_review(person)
    url = page("review-files", review.results.get().pk)
    answer = client_as(person.user).post(url, {"file": SimpleUploadedFile("laporan.pdf", content)})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not StoredFile.objects.exists()


def test_the_file_follows_the_review_and_its_administrators_rule(client_as):
    person, lead, superior = make_chain()
    _other, other_lead, _other_superior = make_chain()
    review = make_review(person)
    url = make_result_file(review).stored.get_absolute_url()
    for reader in (person.user, lead.user, superior.user, Role.AGENCY_HEAD):
        assert client_as(reader).get(url).status_code == 200, reader
    for stranger in (other_lead.user, Role.LIBRARIAN, Role.ADMINISTRATOR):
        assert client_as(stranger).get(url).status_code == 404, stranger
    open_cycle = make_review(make_person(), cycle=make_cycle(admin_reads_text=True))
    url = make_result_file(open_cycle).stored.get_absolute_url()
    assert client_as(Role.ADMINISTRATOR).get(url).status_code == 200


def test_only_the_person_and_only_while_the_work_is_written_down():
    person, lead, _superior = make_chain()
    review, today = make_review(person), timezone.localdate()
    result = review.results.get()

    def add(by, row=result):
        return files.add_file(result=row, upload=BytesIO(PDF), name="a.pdf", by=by.user, on=today, at=timezone.now())

    with pytest.raises(NotYours):
        add(lead)
    locked = make_review(person, stage=Stage.LOCKED)
    with pytest.raises(NotAtThisStage):
        add(person, locked.results.get())
    for _ in range(files.AT_MOST):
        kept = add(person)
    with pytest.raises(files.TooManyFiles):
        add(person)
    with pytest.raises(NotYours):
        files.remove_file(kept=kept, by=lead.user, on=today)
    files.remove_file(kept=kept, by=person.user, on=today)
    with pytest.raises(RowGone):
        files.remove_file(kept=kept, by=person.user, on=today)


def test_the_bundle_holds_the_files(client_as):
    person = make_person()
    review = make_review(person)
    make_result_file(review)
    packed = client_as(person.user).get(page("review-evidence", review.pk)).content
    with ZipFile(BytesIO(packed)) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("laporan-kelas.pdf")]
        assert archive.read(name) == PDF


def test_files_cost_the_pages_no_more_statements(client_as):
    person = make_person()
    review = make_review(person)
    client = client_as(person.user)
    assert_same_queries(client, page("review-files", review.results.get().pk), lambda: make_result_file(review))
    assert_same_queries(client, page("review-detail", review.pk), lambda: make_result_file(review))
