"""Against double entry: a table of the state system is looked at, then taken; its rating stands with day and source."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import Workbook

from baubau_pembinaan.core.tables import TableRefused
from evaluations.copying import result_row, row_of
from evaluations.models import Review, StateRating
from evaluations.review_choices import Predicate, Rating, Stage
from evaluations.services.reviews import pasting, stages
from evaluations.services.reviews.refusals import NotAtThisStage, NotYours
from evaluations.services.reviews.skp_headings import SHOWN
from evaluations.services.reviews.state_rating import RatedOutsideTime, record_state_rating
from tests.factories.accounts import make_person
from tests.factories.reviews import make_chain, make_review

pytestmark = pytest.mark.django_db
HEAD = (
    "No\tRencana Hasil Kerja Atasan yang Diintervensi\tRencana Hasil Kerja\tAspek\tIndikator Kinerja Individu\tTarget"
)
PLAN = f"""{HEAD}
A. UTAMA
1\tLayanan memuaskan\tTerjawabnya pertanyaan rujukan\tKuantitas\tJumlah jawaban\t120 jawaban
\t\t\tWaktu\tDijawab dalam sehari\t95 persen
B. TAMBAHAN
1\t\tTerlaksananya kegiatan mendongeng\tKuantitas\tJumlah kegiatan\t10 kegiatan
"""


def page(name, *args):
    return reverse(f"evaluations:{name}", args=args)


def test_a_pasted_plan_is_looked_at_and_then_taken(client_as):
    person = make_person()
    review = make_review(person, stage=Stage.PLANNING)
    client, url = client_as(person.user), page("review-paste", review.pk)
    shown = client.post(url, {"text": PLAN, "look": "1"})
    lines = shown.context["lines"]
    assert [(line.fields["kind"], line.fields["aspect"], line.fields["plan"]) for line in lines] == [
        ("utama", "kuantitas", "Terjawabnya pertanyaan rujukan"),
        ("utama", "waktu", "Terjawabnya pertanyaan rujukan"),
        ("tambahan", "kuantitas", "Terlaksananya kegiatan mendongeng"),
    ]
    assert lines[1].fields["supports"] == "Layanan memuaskan"
    assert review.results.count() == 1
    seen = shown.context["form"]["seen"].value()
    assert client.post(url, {"text": PLAN, "seen": seen, "take": "1"}).status_code == 302
    assert review.results.count() == 4
    again = client.post(url, {"text": PLAN, "look": "1"})
    assert again.context["news"] == 0
    assert all(line.is_same for line in again.context["lines"])


def test_an_xlsx_file_is_the_same_as_a_paste(client_as):
    person = make_person()
    review = make_review(person, stage=Stage.PLANNING)
    book, out = Workbook(), BytesIO()
    for line in PLAN.strip().split("\n"):
        book.active.append(line.split("\t"))
    book.save(out)
    upload = SimpleUploadedFile("skp.xlsx", out.getvalue())
    client, url = client_as(person.user), page("review-paste", review.pk)
    shown = client.post(url, {"file": upload, "take": "1"})  # a file is always looked at first
    assert shown.status_code == 200
    form = shown.context["form"]
    data = {"text": form["text"].value(), "seen": form["seen"].value(), "take": "1"}
    assert client.post(url, data).status_code == 302
    assert review.results.count() == 4


def test_each_problem_names_its_row_and_nothing_is_taken(client_as):
    person = make_person()
    review = make_review(person, stage=Stage.PLANNING)
    client, url = client_as(person.user), page("review-paste", review.pk)
    wrong = f"{HEAD}\n1\t\t{'x' * 501}\tRasa\tJumlah\t5\n2\t\tKelas\tWaktu\t\t\n"
    shown = client.post(url, {"text": wrong, "take": "1", "seen": review.version})
    assert {(problem.row, problem.column) for problem in shown.context["problems"]} == {
        (2, "Aspek"),
        (2, "Rencana Hasil Kerja"),
        (3, ""),
    }
    said = {problem.column: str(problem) for problem in shown.context["problems"]}
    assert "Kuantitas, Kualitas, Waktu, Biaya" in said["Aspek"]  # what is known
    for text in ("Nama\tUmur\nA\t3\n", "Rencana hasil kerja\tTarget\nA\t3\n", "", '"'):
        assert client.post(url, {"text": text}).status_code == 200
    assert client.post(url, {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04rusak")}).context["problems"]
    assert review.results.count() == 1


def test_problems_name_the_heading_of_the_table_and_the_page_lists_the_words_known(client_as):
    person = make_person()
    review = make_review(person, stage=Stage.PLANNING)
    client, url = client_as(person.user), page("review-paste", review.pk)
    wrong = f"Kategori\tHasil kerja\tIndikator\tTarget\nDukungan\tKelas\t{'x' * 301}\t5\n"
    shown = client.post(url, {"text": wrong}).context["problems"]
    assert {problem.column for problem in shown} == {"Kategori", "Indikator"}
    missing = client.post(url, {"text": "Hasil kerja\tTarget\nKelas\t5\n"}).context["problems"]
    assert "Indikator." in str(missing[0])  # as the page writes it
    source = client.get(url).content.decode()
    assert "Utama, Tambahan" in source and "Kuantitas, Kualitas, Waktu, Biaya" in source


def test_while_the_year_runs_the_table_fills_in_what_was_done(today):
    person = make_person()
    review = make_review(person, stage=Stage.RUNNING)
    text = "Rencana hasil kerja\tIndikator\tRealisasi\tBukti\nKELAS  literasi\tJumlah kelas\t11 kelas\tLaporan\n"
    (line,) = pasting.look(review=review, text=text)
    assert line.changes == {"realisation": "11 kelas", "evidence": "Laporan"}
    deed = {"review": review, "by": person.user, "on": today}
    with pytest.raises(pasting.ChangedSinceLook):
        pasting.take(text=text, seen=review.version - 1, **deed)
    pasting.take(text=text, seen=review.version, **deed)
    result = review.results.get()
    assert (result.realisation, result.evidence, result.target) == ("11 kelas", "Laporan", "12 kelas")
    version = Review.objects.get(pk=review.pk).version
    with pytest.raises(pasting.NothingNew):
        pasting.take(text=text, seen=version, **deed)
    with pytest.raises(TableRefused):
        pasting.look(review=review, text="Rencana hasil kerja\tRealisasi\nYang lain\t3\n")


def test_nobody_else_takes_a_table_over_and_not_at_every_stage(today):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.PLANNING)
    with pytest.raises(NotYours):
        pasting.take(review=review, text=PLAN, by=lead.user, on=today, seen=review.version)
    stages.propose_plan(review=review, by=person.user, on=today)
    with pytest.raises(NotAtThisStage):
        pasting.take(review=review, text=PLAN, by=person.user, on=today, seen=review.version + 1)


def test_a_row_copied_here_is_understood_here():
    review = make_review(make_person(), stage=Stage.PLANNING)
    row = review.results.get()
    row.supports = "Satu\tdua\ntiga"
    row.save()
    assert row_of("a\tb\nc", None, 3) == "a b c\t\t3"
    (line,) = pasting.look(review=review, text=f"{row_of(*SHOWN)}\n{result_row(row)}\n")
    assert line.is_same


def test_each_result_has_its_copy_button(client_as):
    person = make_person()
    review = make_review(person)
    source = client_as(person.user).get(page("review-detail", review.pk)).content.decode()
    assert f'data-copy="{result_row(review.results.get())}"' in source


# --- The rating of the state system ------------------------------------------------------------------------------


def test_the_rating_there_stands_beside_ours_with_day_and_source(client_as, today):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.LOCKED)  # meets, above: good
    url = page("review-state-rating", review.pk)
    data = {"result_rating": 3, "conduct_rating": 3, "rated_on": today, "source": "e-Kinerja BKN, SKP/12"}
    assert client_as(person.user).post(url, {**data, "source": ""}).status_code == 200
    assert client_as(person.user).post(url, data).status_code == 302
    newer = {**data, "source": "e-Kinerja BKN, SKP/13"}
    told = client_as(lead.user).post(url, newer)  # drawn before the person recorded theirs
    assert told.status_code == 409
    assert "SKP/12" in told.content.decode()
    assert StateRating.objects.get().source.endswith("SKP/12")
    seen = told.context["form"]["seen"].value()
    assert client_as(lead.user).post(url, {**newer, "seen": seen}).status_code == 302
    held = StateRating.objects.get()
    assert (held.predicate, held.source, held.history.count()) == (Predicate.VERY_GOOD, "e-Kinerja BKN, SKP/13", 2)
    review.refresh_from_db()
    assert review.predicate == Predicate.GOOD
    shown = client_as(person.user).get(page("review-detail", review.pk)).content.decode()
    assert "SKP/13" in shown
    assert "berbeda" in shown


def test_a_rating_there_is_of_this_year_and_recorded_by_those_it_concerns(today):
    person, lead, _superior = make_chain()
    review = make_review(person)
    data = {"review": review, "result_rating": 2, "conduct_rating": 2, "source": "e-Kinerja", "on": today}
    for day in (today + timedelta(days=1), review.cycle.starts_on - timedelta(days=1)):
        with pytest.raises(RatedOutsideTime):
            record_state_rating(by=person.user, rated_on=day, **data)
    with pytest.raises(NotYours):
        record_state_rating(by=make_person().user, rated_on=today, **data)
    with pytest.raises(ValidationError):
        record_state_rating(by=lead.user, rated_on=today, **{**data, "source": " "})
    with pytest.raises(NotAtThisStage):
        record_state_rating(
            by=lead.user, rated_on=today, **{**data, "review": make_review(supervisor=lead, stage=Stage.PLANNING)}
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        StateRating.objects.create(
            review=review, result_rating=4, conduct_rating=Rating.MEETS, rated_on=today, source="x"
        )


# --- What a table says, and where --------------------------------------------------------------------------------


def workbook(rows, percent=()):
    book, out = Workbook(), BytesIO()
    for line in rows:
        book.active.append(line)
    for cell, form in percent:
        book.active[cell].number_format = form
    book.save(out)
    return SimpleUploadedFile("skp.xlsx", out.getvalue())


def test_the_rows_of_a_sheet_keep_their_numbers_and_percentages_their_look(client_as):
    person = make_person()
    review = make_review(person)
    head = ["Rencana hasil kerja", "Realisasi", "Bukti"]
    rows = [["SKP 2026"], [], head, ["Kelas literasi", 0.965, 0.5], [], ["Yang lain", 0.95, "x"]]
    client, url = client_as(person.user), page("review-paste", review.pk)
    shown = client.post(url, {"file": workbook(rows, [("B4", "0.0%"), ("B6", "0%")])})
    (problem,) = shown.context["problems"]
    assert (problem.row, problem.value) == (6, "Yang lain")
    shown = client.post(url, {"file": workbook(rows[:4], [("B4", "0.0%")])})
    (line,) = shown.context["lines"]
    assert (line.number, line.changes) == (4, {"realisation": "96,5 %", "evidence": "0,5"})


def test_a_column_that_is_not_pasted_is_shown_as_it_stays(client_as):
    person = make_person()
    review = make_review(person)
    result = review.results.get()
    result.kind, result.evidence = "tambahan", "Laporan lama"
    result.save()
    (line,) = pasting.look(review=review, text="Rencana hasil kerja\tRealisasi\nKelas literasi\t11 kelas\n")
    assert (line.kind_label, line.shown["target"], line.shown["indicator"]) == ("Tambahan", "12 kelas", "Jumlah kelas")
    text = "Rencana hasil kerja\tRealisasi\nKelas literasi\t11 kelas\n"
    source = client_as(person.user).post(page("review-paste", review.pk), {"text": text}).content.decode()
    assert "Laporan lama" in source
    assert "12 kelas" in source


@pytest.mark.parametrize("stage", [Stage.RUNNING, Stage.PLANNING])
def test_the_same_result_twice_in_one_paste_is_refused_by_its_row(stage):
    review = make_review(stage=stage)
    row = "Kelas literasi\tJumlah kelas\t12 kelas\t"
    text = f"Rencana hasil kerja\tIndikator\tTarget\tRealisasi\n{row}11 kelas\n{row}10 kelas\n"
    with pytest.raises(TableRefused) as refusal:
        pasting.look(review=review, text=text)
    assert [problem.row for problem in refusal.value.problems] == [3]


def test_what_is_no_xlsx_and_what_has_no_headings_is_said_once(client_as):
    person = make_person()
    review = make_review(person)
    client, url = client_as(person.user), page("review-paste", review.pk)
    for data, words in (
        ({"file": SimpleUploadedFile("skp.xlsx", b"not a zip")}, "bernama XLSX"),
        ({"text": "Kelas literasi\t11 kelas\nKelas lain\t3\n"}, "Judul kolom tidak ada"),
    ):
        problems = client.post(url, data).context["problems"]
        assert [words in str(problem) for problem in problems] == [True]


def test_a_formula_does_not_hide_the_other_bad_rows(client_as):
    person = make_person()
    review = make_review(person, stage=Stage.PLANNING)
    head = ["Rencana hasil kerja", "Aspek", "Indikator", "Target"]
    rows = [
        head,
        ["Kelas A", "Waktu", "Jam", "=2+2"],
        ["Kelas B", "Rasa", "Jam", "3"],  # an aspect that is none
        ["=A2", "Waktu", "Jam", "3"],
        ["", "Biaya", "Rupiah", "5"],  # carried on from a plan that could not be read: nothing is said of it
        ["Kelas C", "Waktu", "", ""],
        ["Kelas D", "Waktu", "Jam", "4", "di luar"],
        ["Kelas E", "Waktu", "Jam", "=1"],
        ["Kelas F", "Waktu", "Jam", "4"],
    ]
    client, url = client_as(person.user), page("review-paste", review.pk)
    problems = client.post(url, {"file": workbook(rows)}).context["problems"]
    assert [(problem.row, problem.column) for problem in problems] == [
        (2, "D"),
        (3, "Aspek"),
        (4, "A"),
        (6, ""),
        (7, ""),
        (8, "D"),
    ]
    assert review.results.count() == 1
    good = [head, *(row[:4] for row in rows[-1:])]
    assert len(client.post(url, {"file": workbook(good)}).context["lines"]) == 1  # the twin


def test_a_stray_value_in_a_paste_does_not_hide_the_other_bad_rows():
    review = make_review(stage=Stage.PLANNING)
    text = f"{HEAD}\n1\t\tKelas A\tWaktu\tJam\t4\tdi luar\n2\t\tKelas B\tRasa\tJam\t4\n"
    with pytest.raises(TableRefused) as refusal:
        pasting.look(review=review, text=text)
    assert [problem.row for problem in refusal.value.problems] == [2, 3]
