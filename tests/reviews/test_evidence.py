"""What the system already knows of a person's work, and the bundle for e-Kinerja."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.tree import Paragraph, Table
from evaluations import evidence
from evaluations.evidence import bundle
from evaluations.models import ReferenceTally, ReferenceTopic, Review
from evaluations.review_choices import Rating, Stage
from evaluations.review_papers import evaluation_paper, plan_paper
from evaluations.selectors.activities import Activity, activities_of
from outreach.models import Session as EventDate
from tests.factories import outreach as events
from tests.factories.accounts import make_person
from tests.factories.reviews import make_chain, make_result_file, make_review
from tests.factories.training import make_session, slot
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def taught(person, title=""):
    day = timezone.localdate() - timedelta(days=1)
    session = make_session(slots=[slot(day, trainer=person)])
    return session.programme.title


def held(person, heads=18):
    """A date of an event that was held and reported, with a count, led by the person."""
    at = timezone.now() - timedelta(days=2)
    session = events.make_session(starts_at=at)
    events.make_facilitator(session.event, person)
    events.make_report(session, {"anak": heads})
    return session.event.title


def span():
    today = timezone.localdate()
    return today - timedelta(days=30), today


def test_teaching_and_events_appear_with_their_rows_and_other_peoples_do_not():
    person, supervisor, _superior = make_chain()
    mine = {taught(person), held(person)}
    taught(supervisor)
    held(supervisor)
    found = activities_of(person, *span())
    assert {row.title for row in found} == mine
    assert any("18" in row.detail for row in found)
    assert all(row.url for row in found)
    assert activities_of(person, *[day - timedelta(days=400) for day in span()]) == []


def test_the_page_takes_as_many_statements_for_three_activities(client_as):
    person, _supervisor, _superior = make_chain()
    address = reverse("evaluations:review-activities", args=[make_review(person).pk])

    def make_one():
        taught(person)
        held(person)

    assert_same_queries(client_as(person.user), address, make_one)


def test_the_bundle_holds_the_table_and_the_papers_the_reader_may_read(client_as, clock):
    person, supervisor, _superior = make_chain()
    title = taught(person)
    review = make_review(person, stage=Stage.CALIBRATION)
    address = reverse("evaluations:review-evidence", args=[review.pk])

    def names(user):
        answer = client_as(user).get(address)
        assert answer["Cache-Control"] == "private, no-store"
        return zipfile.ZipFile(io.BytesIO(answer.content))

    with names(person.user) as mine, names(supervisor.user) as led:
        assert not any("evaluasi" in name for name in mine.namelist())
        assert any("evaluasi" in name for name in led.namelist())
        assert {"00-daftar-bukti.pdf", "00-daftar-bukti.xlsx", "01-rencana.pdf"} <= set(mine.namelist())
        sheet = load_workbook(io.BytesIO(mine.read("00-daftar-bukti.xlsx"))).active
        cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
        assert title in cells
        assert any(cell.startswith("http") and f"/staf/kinerja/{review.pk}/" in cell for cell in cells)
        assert not any("Catatan atasan rahasia" in cell for cell in cells)


def test_the_bundle_is_for_readers_of_the_review_alone(client_as):
    person, _supervisor, _superior = make_chain()
    review = make_review(person)
    for name in ("review-evidence", "review-activities", "review-activities-xlsx"):
        address = reverse(f"evaluations:{name}", args=[review.pk])
        assert client_as(Role.LIBRARIAN).get(address).status_code == 404
        assert client_as(Role.ADMINISTRATOR).get(address).status_code == 403
        assert client_as(Role.AGENCY_HEAD).get(address).status_code == 200


def test_every_number_of_the_bundle_leads_to_its_source(client_as):
    person, _supervisor, _superior = make_chain()
    taught(person)
    review = make_review(person)
    make_result_file(review)
    result, today = review.results.get(), timezone.localdate()
    result.links.create(kind="Pelatihan", title="Kelas", day=today, address="/staf/pelatihan/sesi/1/")
    content = client_as(person.user).get(reverse("evaluations:review-evidence", args=[review.pk])).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = load_workbook(io.BytesIO(archive.read("00-daftar-bukti.xlsx"))).active
        header = next(row for row in sheet.iter_rows() if row[0].value and len([c for c in row if c.value]) == 7)
        lines = list(sheet.iter_rows(min_row=header[0].row + 1))
        assert [line[0].value for line in lines] == list(range(1, len(lines) + 1))
        assert all(line[6].hyperlink and line[6].hyperlink.target == line[6].value for line in lines)
        days = {line[1].value.date() for line in lines if line[1].is_date}
        assert today in days  # to be sorted and filtered
        words = [line[1].value for line in lines if not line[1].is_date]
        assert words and all("Desember" in text for text in words)  # a result of the whole year
        sources = [line[6].value for line in lines]
    anchor = f"/staf/kinerja/{review.pk}/#hasil-{result.pk}"
    assert len([source for source in sources if source.endswith(anchor)]) == 2
    assert any(source.endswith("/staf/pelatihan/sesi/1/") for source in sources)
    page = client_as(person.user).get(reverse("evaluations:review-detail", args=[review.pk])).content.decode()
    assert f'id="hasil-{result.pk}"' in page


def test_beyond_ninety_nine_the_files_still_sort_by_their_numbers():
    person, _supervisor, _superior = make_chain()
    review = make_review(person)
    make_result_file(review)
    deeds = [Activity(timezone.localdate(), "Kegiatan", f"Kegiatan {n}", "", "/x/") for n in range(120)]
    with zipfile.ZipFile(io.BytesIO(bundle(review, deeds, [], at=timezone.now()))) as archive:
        assert [name for name in archive.namelist() if name.startswith("002-")]


def test_the_pdf_row_names_the_file_and_its_source(monkeypatch):
    person, _supervisor, _superior = make_chain()
    review = make_review(person)
    kept, drawn = make_result_file(review), []
    monkeypatch.setattr(evidence, "to_pdf", lambda paper: drawn.append(paper) or b"%PDF-")
    bundle(review, [], [], at=timezone.now())
    table = next(block for block in drawn[0].blocks if isinstance(block, Table))
    cell = next(row[-1] for row in table.rows if "02-" in row[-1])
    assert cell.startswith("02-laporan-kelas.pdf")
    assert f"#hasil-{kept.result_id}" in cell


def test_questions_at_the_desk_name_where_they_are_counted():
    person, _supervisor, _superior = make_chain()
    today = timezone.localdate()
    topic = ReferenceTopic.objects.order_by("pk").first()
    ReferenceTally.objects.create(staff=person, day=today, topic=topic, result="answered")
    (found,) = activities_of(person, *span())
    assert found.url == f"{reverse('evaluations:tally-figures')}?tahun={today.year}&siapa={person.pk}"


def test_an_event_led_points_to_the_very_date_it_counts():
    person = make_person()
    held(person)
    (found,) = activities_of(person, *span())
    assert found.url == reverse("outreach:session-detail", args=[events_date(person).pk])


def test_the_evaluation_holds_what_the_regulation_asks_for():
    """Who evaluates, whose result is supported, how it is measured, and the word on each period."""
    person, supervisor, _superior = make_chain()
    review = make_review(person, stage=Stage.LOCKED)
    result = review.results.get()
    result.supports, result.indicator = "Literasi kota naik", "Tepat waktu"
    result.save()
    period = review.periods.first()
    period.feedback, period.evaluated_on = "Kelas pertama rapi", timezone.localdate()
    period.result_rating = period.conduct_rating = Rating.MEETS
    period.save()
    paper = evaluation_paper(_read(review), timezone.localdate())
    said = str(paper)
    for words in ("Literasi kota naik", "Tepat waktu", "Kelas pertama rapi", supervisor.full_name, person.full_name):
        assert words in said
    assert paper.running.endswith(f"{person.full_name}, {review.cycle.year}")
    assert "Pejabat penilai" in said


def test_a_plan_says_whether_it_is_agreed_so_that_names_never_stand_alone():
    review = make_review(stage=Stage.PLANNING)
    assert isinstance(plan_paper(_read(review), timezone.localdate()).blocks[-2], Paragraph)
    assert "rancangan" in str(plan_paper(_read(review), timezone.localdate()))
    agreed = make_review(stage=Stage.RUNNING, agreed_on=timezone.localdate())
    assert "disepakati" in str(plan_paper(_read(agreed), timezone.localdate()).blocks[-2])


def _read(review):
    return Review.objects.with_leaders(timezone.localdate()).with_names().get(pk=review.pk)


def events_date(person):
    return EventDate.objects.get(event__crew__profile=person)


def test_records_and_files_stand_as_evidence_in_the_paper_and_the_copied_row(client_as):
    """Who ticks a record need not write it down a second time."""
    person = make_person()
    review = make_review(person, stage=Stage.LOCKED)
    result = review.results.get()
    result.links.create(kind="Kegiatan", title="Mendongeng bulanan", day=timezone.localdate())
    kept = make_result_file(review).stored.name
    said = str(
        evaluation_paper(Review.objects.with_leaders(timezone.localdate()).get(pk=review.pk), timezone.localdate())
    )
    source = client_as(person.user).get(reverse("evaluations:review-detail", args=[review.pk])).content.decode()
    copied = source.split('data-copy="', 1)[1].split('"', 1)[0]
    for words in ("Kegiatan: Mendongeng bulanan", kept):
        assert words in said
        assert words in copied
