"""The report: made once, the same bytes again, no more than the frozen result and guarded groups say."""

import dataclasses
import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone
from docx import Document as read_docx
from zeal import zeal_ignore

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.documents.models import ReportRun, RunStatus
from baubau_pembinaan.documents.render import to_docx, to_pdf
from baubau_pembinaan.documents.services import cancel_run
from baubau_pembinaan.documents.tree import BulletList, Chart, Heading, KeyValues, Paragraph, Table
from evaluations.choices import CommentState
from evaluations.models import Answer, Comment, CommentHandling, ExtraAnswer, FrozenResult
from evaluations.report import follow_up_document, skm_document
from evaluations.report.data import gather
from evaluations.report.findings import _complaint_lines
from evaluations.report.poster import result_poster
from evaluations.selectors.complaints import ComplaintFigures
from evaluations.services import reporting
from evaluations.services.followups import PeriodNotClosed, change_follow_up
from evaluations.services.surveys import close_period, reopen_period
from tests.factories.evaluations import make_answers, make_period, make_survey, skm_with_own_questions
from tests.factories.evaluations_reporting import closed_period, make_follow_up
from tests.factories.libraries import make_unit
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    """Wake-ups are counted, not sent."""
    sent = []
    monkeypatch.setattr(reporting, "wake", sent.extend)
    return sent


@pytest.fixture
def chief(staff_user):
    return staff_user(Role.AGENCY_HEAD)


def ask(period, by=None, *, report="skm", language="id", anew=False):
    return reporting.request_report(
        period=period, report=report, language=language, by=by, at=timezone.now(), anew=anew
    )


def words(document):
    return words_of(document.blocks)


def words_of(blocks):
    found = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            found.append(block.text)
        if isinstance(block, BulletList):
            found += block.items
        if isinstance(block, KeyValues):
            found += [value for _name, value in block.rows]
        if isinstance(block, Table):
            found += [cell for row in [block.headers, *block.rows, block.total] for cell in row]
    return "\n".join(found)


def test_report_says_the_chapters_the_result_and_the_laws(library):
    period = closed_period(n=60, ratings={6: 2}, population=1000)
    text = words(skm_document(FrozenResult.objects.get()))
    for expected in (
        "BAB I  PENDAHULUAN",
        "BAB II  PENGUMPULAN DATA",
        "BAB III  HASIL",
        "BAB IV  ANALISIS DAN TINDAK LANJUT",
        "BAB V  KESIMPULAN",
        "Lampiran 2  Rekapitulasi jawaban",
        "25 Tahun 2009",
        "14 Tahun 2017",
        "12 Tahun 2023",
        "278",
        period.frozen_results.get().data["ikm"].replace(".", ","),
    ):
        assert expected in text, expected


def test_english_report_speaks_english():
    closed_period()
    text = words(skm_document(FrozenResult.objects.get(), "en"))
    assert "CHAPTER I  INTRODUCTION" in text
    assert "BAB I" not in text


def test_same_input_gives_the_same_bytes_however_rows_lie_in_the_table():
    period = closed_period(n=50, values=(1, 2, 3, 4))
    frozen = FrozenResult.objects.get()
    first = skm_document(frozen)
    pdf, docx = to_pdf(first), to_docx(first)
    rows = list(Answer.objects.filter(period=period).values())
    Answer.objects.filter(period=period).delete()
    with connection.cursor() as cursor:  # as the night writes them anew
        cursor.execute("SET LOCAL pembinaan.rewriting = 'on'")
    Answer.objects.bulk_create([Answer(**row) for row in reversed(rows)])
    again = skm_document(frozen)
    assert pdf == to_pdf(again)
    assert docx == to_docx(again)
    assert pdf.startswith(b"%PDF")
    assert any("BAB III" in p.text for p in read_docx(io.BytesIO(docx)).paragraphs)


def test_recap_has_every_respondent_in_an_order_that_means_nothing():
    period = make_period()
    for value in (1, 2, 3, 4):
        make_answers(period, 15, value)
    close_period(period=period, by=None, at=timezone.now())
    matrix = gather(FrozenResult.objects.get()).matrix
    assert sorted(matrix) == [[Decimal(v)] * 9 for v in (1, 2, 3, 4) for _ in range(15)]
    assert matrix != sorted(matrix)
    inserted = [[Decimal(a.r1)] * 9 for a in Answer.objects.order_by("pk")]
    assert matrix != inserted


def test_small_groups_are_nowhere_in_the_report():
    period = make_period()
    make_answers(period, 30, 4, sex=1, education=4)
    make_answers(period, 2, 4, sex=2, education=9)
    close_period(period=period, by=None, at=timezone.now())
    tables = [b for b in skm_document(FrozenResult.objects.get()).blocks if isinstance(b, Table)]
    profile = [row for table in tables if table.headers[-1] == "%" for row in table.rows]
    assert profile
    assert not [row for row in profile if row[1] in ("1", "2", "3", "4")]
    assert not [row for row in profile if row[0] in ("Perempuan", "S3")]


def test_only_public_comments_are_annexed():
    period = closed_period()
    for state in (CommentState.PUBLIC, CommentState.UNIT, CommentState.WAITING):
        comment = Comment.objects.create(period=period, day=period.starts_on, text=f"kata {state}")
        CommentHandling.objects.create(comment=comment, state=state, shown=f"kata {state}", reason="uji")
    assert gather(FrozenResult.objects.get()).comments == ["kata public"]


def test_previous_follow_up_and_trend_stand_in_the_next_report(chief):
    survey, day = make_survey(), timezone.localdate()
    first = closed_period(
        survey, n=60, ratings={6: 2}, key="2026-Q1", starts_on=day - timedelta(200), ends_on=day - timedelta(110)
    )
    row = first.follow_ups.get(unsur="kompetensi")
    change_follow_up(
        follow_up=row,
        by=chief,
        on=day - timedelta(105),
        action="Pelatihan rujukan",
        status="done",
        outcome="Sudah dilatih",
    )
    second = closed_period(survey, n=60, ratings={6: 4}, key="2026-Q2", starts_on=day - timedelta(100), ends_on=day)
    text = words(skm_document(second.frozen_results.get()))
    assert "Sudah dilatih" in text
    assert "2,000 → 4,000\nnaik 2,00; cukup untuk disimpulkan" in text
    assert "Triwulan I 2026" in text
    early = words(skm_document(first.frozen_results.get()))
    assert "Triwulan II 2026" not in early
    assert "naik 2,00" in words(follow_up_document(first.frozen_results.get()))


def test_hostile_words_are_words_in_both_files(chief):
    period = closed_period(make_survey(title='#eval("x") *tebal* <b>& \u202e 😀 =1+1'))
    make_follow_up(period, unsur="biaya", action='$ #image("/etc/passwd") \\ </w:t>\x00kosong'.replace("\x00", ""))
    document = skm_document(FrozenResult.objects.get())
    assert to_pdf(document).startswith(b"%PDF")
    content = zipfile.ZipFile(io.BytesIO(to_docx(document))).read("word/document.xml").decode()
    assert "&lt;/w:t&gt;" in content


def test_report_is_refused_before_closing_and_without_answers(chief):
    with pytest.raises(PeriodNotClosed):
        ask(make_period(), chief)
    empty = make_period()
    close_period(period=empty, by=None, at=timezone.now())
    with pytest.raises(reporting.NothingToReport):
        ask(empty, chief)
    with pytest.raises(ValueError, match="no such"):
        ask(closed_period(), chief, language="fr")
    assert not ReportRun.objects.exists()
    assert len(ask(closed_period(), chief)) == 2


def test_a_run_is_made_once_and_kept_with_its_hash(chief, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    pdf, docx = ask(closed_period(), chief)
    for run in (pdf, docx):
        reporting.build(run_id=run.pk)
        reporting.build(run_id=run.pk)
        run.refresh_from_db()
        assert (run.status, run.file.kind, len(run.sha256)) == (RunStatus.DONE, run.parameters["kind"], 64)
    assert {r.pk for r in ask(pdf_period(pdf), chief)} == {pdf.pk, docx.pk}
    newer = ask(pdf_period(pdf), chief, anew=True)
    assert [run.version for run in newer] == [2, 2]
    reporting.build(run_id=newer[0].pk)
    newer[0].refresh_from_db()
    assert newer[0].sha256 == pdf.sha256


def pdf_period(run):
    return FrozenResult.objects.get(pk=run.parameters["result"]).period


def test_a_run_whose_worker_died_is_taken_up_again(chief, settings, tmp_path, no_broker):
    settings.MEDIA_ROOT = tmp_path
    run = ask(closed_period(), chief)[0]
    ReportRun.objects.filter(pk=run.pk).update(
        status=RunStatus.RUNNING, started_at=timezone.now(), requested_at=timezone.now() - timedelta(hours=1)
    )
    no_broker.clear()
    assert reporting.wake_forgotten(at=timezone.now()) == 1
    assert no_broker == [run.pk]
    reporting.build(run_id=run.pk)
    run.refresh_from_db()
    assert run.status == RunStatus.DONE


def test_a_failure_is_written_down_and_can_be_tried_again(chief, monkeypatch):
    period = closed_period()
    run = ask(period, chief)[0]

    def broken(_run):
        raise OSError("disk full")

    monkeypatch.setattr(reporting, "_made", broken)
    with pytest.raises(OSError, match="disk full"):
        reporting.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.status, run.error) == (RunStatus.FAILED, "OSError: disk full")
    assert ask(period, chief)[0].version == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_give_one_run(staff_user):
    period, chief = closed_period(), staff_user(Role.AGENCY_HEAD)

    def click(_number):
        try:
            return [run.pk for run in ask(period, chief, anew=True)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, range(4)))
    assert len({tuple(answer) for answer in answers}) == 1
    assert ReportRun.objects.count() == 2


def test_page_shows_progress_and_files_for_those_who_may(client_as, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    period = closed_period()
    librarian, officer = client_as(Role.LIBRARIAN), client_as(Role.SERVICE_OFFICER)
    address = f"/staf/survei/periode/{period.pk}/laporan/"
    assert officer.post(address).status_code == 403
    assert librarian.post(address, {"report": "gaji"}).status_code == 404
    with zeal_ignore([{"model": "documents.ReportRun", "field": "get()"}]):  # two kinds of file, each its own run
        assert librarian.post(address).status_code == 302
    page = librarian.get(address).content.decode()
    assert "http-equiv" not in page
    assert "js/live.js" in page and "data-working" in page
    assert f'href="{address}">Lihat kemajuannya' in page
    for run in ReportRun.objects.all():
        reporting.build(run_id=run.pk)
    assert list(librarian.user.messages.values_list("subject", "url")) == [("Laporan siap", address)]
    page = officer.get(address).content.decode()
    assert "data-working" not in page
    run = ReportRun.objects.filter(parameters__kind="pdf").get()
    assert run.file.get_absolute_url() in page
    assert officer.get(run.file.get_absolute_url()).content.startswith(b"%PDF")
    assert client_as().get(run.file.get_absolute_url()).status_code == 404


def test_page_costs_the_same_for_one_run_and_three(client_as):
    period = closed_period()
    assert_same_queries(
        client_as(Role.LIBRARIAN),
        f"/staf/survei/periode/{period.pk}/laporan/",
        lambda: ReportRun.objects.filter(pk__in=[r.pk for r in ask(period, anew=True)]).update(
            status=RunStatus.FAILED, finished_at=timezone.now()
        ),
    )


def test_a_report_that_was_stopped_keeps_nothing_and_tells_nobody(client_as):
    period = closed_period()
    client = client_as(Role.LIBRARIAN)
    for run in ask(period, by=client.user):
        assert client_as(Role.SERVICE_OFFICER).post(f"/staf/survei/laporan/{run.pk}/batal/").status_code == 403
        assert client.post(f"/staf/survei/laporan/{run.pk}/batal/").status_code == 302
        reporting.build(run_id=run.pk)
    assert all(run.is_cancelled and run.file is None for run in ReportRun.objects.select_related("file"))
    assert "dibatalkan" in client.get(f"/staf/survei/periode/{period.pk}/laporan/").content.decode()
    assert not client.user.messages.exists()


def test_a_report_stopped_while_it_is_written_is_thrown_away(chief, monkeypatch):
    run = ask(closed_period(), by=chief)[0]
    made = reporting._made

    def stopped_meanwhile(row):
        cancel_run(run_id=row.pk, at=timezone.now())
        return made(row)

    monkeypatch.setattr(reporting, "_made", stopped_meanwhile)
    reporting.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.is_cancelled, run.file) == (True, None)


def test_the_report_says_what_stood_at_the_closing(chief):
    survey = make_survey(title="Judul lama")
    period = closed_period(survey, population=1000)
    frozen = period.frozen_results.get()
    before, poster = words(skm_document(frozen)), result_poster(period, frozen)
    assert "Judul lama" in before
    assert "1.000" in before
    survey.title = "Judul baru"
    survey.save()
    period.population = 50
    period.save()
    period.refresh_from_db()
    assert words(skm_document(frozen)) == before
    assert result_poster(period, frozen) == poster


def test_an_older_closing_lists_no_answers_that_came_later(chief):
    period = closed_period()
    frozen = period.frozen_results.get()
    assert len(gather(frozen).matrix) == 40
    reopen_period(period=period, by=chief, reason="uji")
    make_answers(period, 1, 1, sex=1)
    close_period(period=period, by=chief, at=timezone.now())
    old = gather(frozen)
    assert old.matrix == []  # beside the frozen sums the one sheet more would show
    assert sum(group.n for group in old.profiles[0].groups) == 40
    assert "tidak dirinci" in words(skm_document(frozen))
    assert gather(period.frozen_results.get(number=2)).matrix == []


@pytest.mark.parametrize(("more", "people", "says"), [(1, 40, True), (4, 40, True), (5, 45, False)])
def test_two_reports_side_by_side_tell_nobody_apart(chief, more, people, says):
    period = closed_period()
    reopen_period(period=period, by=chief, reason="uji")
    make_answers(period, more, 1, sex=1)
    close_period(period=period, by=chief, at=timezone.now())
    newest = period.frozen_results.get(number=2)
    data, text = gather(newest), words(skm_document(newest))
    assert data.respondents == 40 + more
    assert {sum(group.n for group in profile.groups) for profile in data.profiles if profile.groups} == {people}
    assert ("penutupan ke-1 dengan 40 responden" in text) is says


def test_a_closing_too_close_to_the_one_before_is_no_measure_for_the_next(chief):
    period = closed_period()
    for more in (2, 4):  # six more than at first, four more than what no paper told apart
        reopen_period(period=period, by=chief, reason="uji")
        make_answers(period, more, 1, sex=1)
        close_period(period=period, by=chief, at=timezone.now())
    shown = [gather(closing).profiled.number for closing in period.frozen_results.order_by("number")]
    assert shown == [1, 1, 3]


def _moved(row, day):
    """The book's last line of this follow-up was written on `day`."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE evaluations_historicalfollowup DISABLE TRIGGER USER")
        row.history.update(history_date=day)
        cursor.execute("ALTER TABLE evaluations_historicalfollowup ENABLE TRIGGER USER")


def test_a_paper_is_dated_when_what_it_tells_was_so(chief):
    period = make_period()
    make_answers(period, 40, ratings={**dict.fromkeys(range(1, 10), 4), 3: 2})
    close_period(period=period, by=chief, at=timezone.now())
    frozen = period.frozen_results.get()
    closing = timezone.localdate(frozen.frozen_at)
    proposed = period.follow_ups.first()
    _moved(proposed, timezone.now() + timedelta(days=3))
    assert skm_document(frozen).date == closing  # a proposal was made by the closing itself
    planned = make_follow_up(period, status="underway", unsur="sarana")
    _moved(planned, timezone.now() + timedelta(days=9))
    for paper in (skm_document(frozen), follow_up_document(frozen)):
        assert paper.date == closing + timedelta(days=9)
        captions = [block.caption for block in paper.blocks if isinstance(block, Table)]
        assert f"Rencana tindak lanjut, keadaan per {tanggal(paper.date)}" in captions


def test_a_follow_up_report_that_compares_is_not_older_than_what_it_compares_with():
    survey = make_survey()
    first = closed_period(survey, n=40, key="2026-Q1")
    make_follow_up(first, status="underway", unsur="sarana")
    later = make_period(survey, starts_on=first.starts_on + timedelta(days=1))
    make_answers(later, 40)
    close_period(period=later, by=None, at=timezone.now() + timedelta(days=90))
    paper = follow_up_document(first.frozen_results.get())
    assert paper.date == timezone.localdate(timezone.now() + timedelta(days=90))


def test_each_unsur_has_its_mutu_and_the_sum_of_the_weighted_stands_there():
    closed_period(n=40, ratings={6: 2, 7: 4})
    document = skm_document(FrozenResult.objects.get())
    table = next(b for b in document.blocks if isinstance(b, Table) and b.headers[-1] == "Mutu")
    assert {row[1]: row[-2:] for row in table.rows}["Kompetensi Pelaksana"] == ["50,00", "D"]
    assert {row[1]: row[-2:] for row in table.rows}["Perilaku Pelaksana"] == ["100,00", "A"]
    assert table.total[-3:] == ["3,3889", "84,72", "B"]  # (7 x 3,5 + 2 + 4) / 9
    assert "Jumlah NRR tertimbang 3,3889 x 25 = IKM 84,72" in words(document)


def test_the_conclusion_names_what_changed_by_more_than_chance():
    survey = make_survey()
    first = closed_period(survey, n=40, key="2026-Q1", ratings={6: 2})
    assert "kebetulan" not in words(skm_document(first.frozen_results.get()))
    second = closed_period(survey, n=40, key="2026-Q2", starts_on=first.starts_on + timedelta(days=1))
    text = words(skm_document(second.frozen_results.get()))
    assert "lebih besar daripada kebetulan: Kompetensi Pelaksana naik 1,50 (2,000 → 3,500)." in text
    third = closed_period(survey, n=40, key="2026-Q3", starts_on=second.starts_on + timedelta(days=1))
    assert "Tidak ada unsur yang berubah lebih besar" in words(skm_document(third.frozen_results.get()))


def test_a_report_about_a_unit_names_it_as_the_unit_and_says_an_early_closing():
    unit = make_unit(name="Bidang Layanan")
    today = timezone.localdate()
    early = closed_period(make_survey(unit=unit), ends_on=today + timedelta(days=30))
    rows = next(b.rows for b in skm_document(early.frozen_results.get()).blocks if isinstance(b, KeyValues))
    found = dict(rows)
    assert found["Unit"].startswith("Bidang Layanan, ")
    assert "Layanan" not in found
    assert found["Ditutup pada"] == tanggal(today)
    ended = closed_period(starts_on=today - timedelta(days=30), ends_on=today)
    rows = next(b.rows for b in skm_document(ended.frozen_results.get()).blocks if isinstance(b, KeyValues))
    assert {"Layanan"} <= dict(rows).keys()
    assert "Ditutup pada" not in dict(rows)


NO_COMPLAINTS = ComplaintFigures(0, [], [], [], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None)


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ({"asked": 4, "answered": 4, "in_time": 4, "judged": 4, "satisfied": 4, "days": 2.0}, None),
        ({"asked": 9, "answered": 7, "in_time": 6, "judged": 6, "satisfied": 5}, "9 0"),
        ({"asked": 9, "answered": 9, "in_time": 9, "reopened": 0, "judged": 9, "satisfied": 9}, "9 9 9 0 9 9"),
        ({"asked": 30, "answered": 20, "in_time": 17, "reopened": 5, "judged": 10, "satisfied": 8}, "30 20 5"),
        ({"asked": 30, "answered": 20, "in_time": 15, "reopened": 3, "judged": 10, "satisfied": 5}, "30 20 15 5 10"),
    ],
)
def test_complaints_are_counted_in_the_report_only_where_no_count_speaks_of_few(counts, says):
    closed_period()
    data = gather(FrozenResult.objects.get())
    text = words_of(
        _complaint_lines(dataclasses.replace(data, complaints=dataclasses.replace(NO_COMPLAINTS, **counts)))
    )
    assert (" ".join(re.findall(r"\d+", text)) or None) == says


def test_a_tie_for_the_last_place_is_named_whole():
    # Prosedur and Kompetensi share the third place
    closed_period(n=40, ratings={2: 3, 6: 3, 8: 2, 9: 1})
    document = skm_document(FrozenResult.objects.get())
    weak = next(b.items for b in document.blocks if isinstance(b, BulletList) and "1,000" in b.items[0])
    assert [line.split(":")[0] for line in weak] == [
        "Sarana dan Prasarana",
        "Penanganan Pengaduan, Saran, dan Masukan",
        "Sistem, Mekanisme, dan Prosedur",
        "Kompetensi Pelaksana",
    ]
    assert "Sistem, Mekanisme, dan Prosedur; Kompetensi Pelaksana." in words(document)


def test_where_all_unsur_stand_alike_the_report_names_none_of_them_weak():
    closed_period(n=40)
    text = words(skm_document(FrozenResult.objects.get()))
    assert text.count("Semua unsur sama") == 2
    assert "NRR 3,500" not in text


def _own_answered(*said):
    """A closed SKM with questions of the library's own; (how many, choice) and as many scales and texts."""
    version = skm_with_own_questions()
    period = make_period(make_survey(instrument=version.instrument))
    make_answers(period, 40, 3)
    choice, scale, text = version.questions.filter(slot=None).order_by("order")
    for n, value in said:
        rows = [{"question": choice, "value": value}, {"question": scale, "value": 4}, {"question": text, "text": "Bu"}]
        ExtraAnswer.objects.bulk_create([ExtraAnswer(period=period, **row) for row in rows for _ in range(n)])
    close_period(period=period, by=None, at=timezone.now())
    return period


def test_own_questions_stand_in_questionnaire_and_report_apart_from_the_index():
    frozen = _own_answered((10, 1), (2, 2), (1, 3)).frozen_results.get()
    document = skm_document(frozen)
    text = words(document)
    assert "mengisi sendiri 12 pertanyaan" in text
    assert "sendiri di antaranya: 3." in text
    annex = next(b for b in document.blocks if isinstance(b, Table) and len(b.rows) == 12)
    assert [row[2] for row in annex.rows[9:]] == [
        "Teman\nSekolah\nPoster",
        "1\n2\n3\n4\n5",
        "Pertanyaan sendiri: teks singkat",
    ]
    at = text.index("3.3 Pertanyaan kami sendiri")
    assert "Rata-rata 4,00, dari 13 jawaban" in text[at:]
    assert "kata-kata sendiri: 13." in text[at:]
    assert "Bu" not in text.split()  # nobody has moderated it
    tables = [b for b in document.blocks if isinstance(b, Table) and b.headers[-1] == "n"]
    assert tables[0].rows == [["Jawaban lain bersama", "13"]]  # three others would be few


def test_own_questions_of_a_closing_that_others_come_close_to_are_not_told(chief):
    period = _own_answered((30, 1))
    reopen_period(period=period, by=chief, reason="uji")
    make_answers(period, 1, 3)
    choice = period.version.questions.get(key="tahu-dari")
    ExtraAnswer.objects.create(period=period, question=choice, value=2)
    close_period(period=period, by=chief, at=timezone.now())
    for frozen in period.frozen_results.all():
        assert gather(frozen).own == []
        assert "Rata-rata" not in words(skm_document(frozen))


def test_an_instrument_without_own_questions_has_no_section_for_them():
    closed_period()
    assert "3.3" not in words(skm_document(FrozenResult.objects.get()))


def _varied():
    """Forty complete answers of which each unsur goes together with the whole in its own way."""
    period = make_period()
    for at in range(40):
        make_answers(period, 1, ratings={slot: 1 + (at * slot + at // 5) % 4 for slot in range(1, 10)})
    close_period(period=period, by=None, at=timezone.now())
    return period


def _pictures(frozen):
    return [block.chart.title for block in skm_document(frozen).blocks if isinstance(block, Chart)]


def test_the_report_holds_the_importance_picture_and_says_why_it_may_name_others(client_as):
    period = _varied()
    frozen = period.frozen_results.get()
    assert "Kepentingan dan kepuasan per unsur" in _pictures(frozen)
    assert "dapat mendahulukan unsur lain" in words(skm_document(frozen))
    assert to_pdf(skm_document(frozen)).startswith(b"%PDF")
    page, analysis = (
        client_as(Role.LIBRARIAN).get(f"/staf/survei/periode/{period.pk}/{name}").content.decode()
        for name in ("", "analisis/")
    )
    assert "Perbaiki dahulu" in page
    assert "Perbaiki dahulu" not in analysis  # other words for another list
    assert "kedua daftar itu dapat berbeda" in analysis


def test_no_importance_picture_of_closings_that_differ_by_few(chief):
    period = _varied()
    reopen_period(period=period, by=chief, reason="uji")
    make_answers(period, 1, 1)
    close_period(period=period, by=chief, at=timezone.now())
    for frozen in period.frozen_results.all():
        assert "Kepentingan dan kepuasan per unsur" not in _pictures(frozen)
