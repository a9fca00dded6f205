"""The leader's word on each work result (umpan balik per hasil kerja), where e-Kinerja asks for it."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from evaluations.review_choices import Stage
from evaluations.review_papers import evaluation_paper
from evaluations.selectors.reviews import review_for
from evaluations.services.reviews import writing
from tests.factories.reviews import make_chain, make_review
from tests.reviews.deeds import page

pytestmark = pytest.mark.django_db
WORD = "Laporannya rapi, lampirkan daftar hadir"


def sheet_of(client, review):
    with zipfile.ZipFile(io.BytesIO(client.get(page("review-evidence", review.pk)).content)) as archive:
        rows = load_workbook(io.BytesIO(archive.read("00-daftar-bukti.xlsx"))).active.iter_rows(values_only=True)
        return " ".join(str(cell) for row in rows for cell in row if cell)


def test_the_leader_writes_it_beside_what_was_done_and_it_stands_everywhere(client_as, today):
    person, lead, superior = make_chain()
    review = make_review(person, stage=Stage.RATING)
    result = review.results.get()
    result.realisation = "Sebelas kelas"
    result.save()
    client, url = client_as(lead.user), page("review-result", result.pk)
    form = client.get(url)
    assert "Sebelas kelas" in form.content.decode()
    assert list(form.context["form"].names) == ["feedback"]
    assert client.post(url, {"feedback": WORD, "seen": form.context["form"].initial["seen"]}).status_code == 302
    for reader in (lead, superior):
        source = client_as(reader.user).get(page("review-detail", review.pk)).content.decode()
        assert source.count(WORD) == 2  # in its column, and in the row to copy
        assert WORD in sheet_of(client_as(reader.user), review)
    row, _access = review_for(lead.user, review.pk, today)
    assert WORD in str(evaluation_paper(row, today))


def test_the_person_reads_it_with_the_release_and_never_writes_it(client_as, today):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.CALIBRATION)
    result = review.results.get()
    result.feedback = WORD
    result.save()
    client = client_as(person.user)
    assert WORD not in client.get(page("review-detail", review.pk)).content.decode()
    assert WORD not in sheet_of(client, review)
    review.stage = Stage.RELEASED
    review.save()
    assert WORD in client.get(page("review-detail", review.pk)).content.decode()
    assert WORD in sheet_of(client, review)
    with pytest.raises(PermissionDenied):
        writing.give_result_feedback(result=result, by=lead.user, on=today, seen="", feedback="Terlambat")
    running = make_review(person, stage=Stage.RUNNING)
    with pytest.raises(PermissionDenied):
        writing.give_result_feedback(
            result=running.results.get(), by=person.user, on=today, seen="", feedback="Untuk diri sendiri"
        )


def test_a_word_written_on_an_older_one_is_told(client_as):
    person, lead, _superior = make_chain()
    result = make_review(person, stage=Stage.RUNNING).results.get()
    client, url = client_as(lead.user), page("review-result", result.pk)
    seen = client.get(url).context["form"].initial["seen"]
    assert client.post(url, {"feedback": "Satu", "seen": seen}).status_code == 302
    answer = client.post(url, {"feedback": "Dua", "seen": seen})
    assert answer.status_code == 409
    result.refresh_from_db()
    assert result.feedback == "Satu"
