"""The inspectors' bundle: every official paper with its number, what is missing in red."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import NumberSeries, ReportRun
from baubau_pembinaan.documents.services import take_number
from baubau_pembinaan.notifications.models import Message
from baubau_pembinaan.reports.inspection import bundle as packing
from baubau_pembinaan.reports.inspection.bundle import Line, bundle, papers_of, register
from baubau_pembinaan.reports.inspection.paper import Paper
from baubau_pembinaan.reports.periods import PeriodKind, PeriodUnknown, parse_period
from baubau_pembinaan.reports.services import inspecting, making
from evaluations.services.surveys import close_period
from outreach.services.papers import number_paper
from tests.factories.complaints import make_complaint, make_procedure, make_repair, make_standard
from tests.factories.evaluations import make_answers, make_period
from tests.factories.gifts import make_gift, take_in
from tests.factories.libraries import make_service
from tests.factories.outreach import make_reading_party, make_session
from tests.factories.reports import make_edition
from tests.factories.training import make_certificate
from tests.pages import assert_same_queries
from training.models import AnnualLine, AnnualPlan

pytestmark = pytest.mark.django_db
EVENT_PAPERS = ("undangan", "surat-tugas")
PAGE = "/staf/laporan/pemeriksaan/"
PDF = b"%PDF-1.4 uji\n%%EOF\n"


def this_year():
    return parse_period(str(timezone.localdate().year), PeriodKind.YEAR)


def found():
    return papers_of(this_year(), timezone.localdate())


def missing():
    return {paper.title for paper in found() if paper.missing}


def rows_of(content):
    """The register's rows as dicts, and the names in the ZIP."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    sheet = load_workbook(io.BytesIO(archive.read("000-daftar-dokumen.xlsx"))).active
    rows = list(sheet.iter_rows())
    head = next(at for at, row in enumerate(rows) if row[0].value == "Nomor")
    return rows[head + 1 :], set(archive.namelist()), archive


def test_an_empty_library_says_what_is_missing_and_nothing_breaks():
    content = bundle(this_year(), at=timezone.localtime())
    rows, names, archive = rows_of(content)
    assert [row[0].value for row in rows] == list(range(1, len(rows) + 1))
    assert archive.read("000-daftar-dokumen.pdf").startswith(b"%PDF")
    assert {"Standar dan Maklumat Pelayanan", "Survei kepuasan masyarakat", "SOP dan kebijakan"} <= missing()
    red = [row for row in rows if row[6].value]
    assert red
    assert all(row[2].font.color.rgb == "00B3261E" for row in red)
    assert len(names) == 2 + sum(bool(row[5].value) for row in rows)


def test_what_there_is_lies_in_the_zip_under_its_number():
    make_service(name="Peminjaman")
    make_procedure(file=(io.BytesIO(PDF), "sop.pdf"), number="SOP-1")
    make_procedure(title="SOP tanpa berkas")
    make_complaint()
    make_standard()
    certificate = make_certificate()
    rows, names, archive = rows_of(bundle(this_year(), at=timezone.localtime()))
    files = {row[2].value: row[5].value for row in rows}
    assert archive.read(files["SOP Uji"]) == PDF
    assert archive.read(files["Peminjaman"]).startswith(b"%PDF")
    assert files[f"{certificate.snapshot['name']}: {certificate.snapshot['title']}"] in names
    assert "SOP tanpa berkas" in missing()
    numbered = next(row for row in rows if row[2].value == "SOP Uji")
    assert numbered[5].value.startswith(f"{numbered[0].value:03}-")
    assert (numbered[3].value, numbered[7].value.startswith("http")) == ("SOP-1", True)


def test_every_series_of_numbers_is_represented_whoever_gave_the_number():
    now, today = timezone.now(), timezone.localdate()
    codes = list(NumberSeries.objects.values_list("code", flat=True))
    given = [take_number(series=code, subject="Uji", day=today, by=None, at=now) for code in codes for _n in range(2)]
    assert len(codes) > 5
    papers = found()
    assert sorted(paper.number for paper in papers if paper.title == "Uji") == sorted(row.text for row in given)
    assert all(paper.missing for paper in papers if paper.title == "Uji")


def test_numbered_papers_of_gifts_events_and_readers_are_listed_with_their_files():
    gift = make_gift("Buku Hibah")
    take_in(gift)
    gift.refresh_from_db()
    session, now = make_session(), timezone.now()
    invitation, assignment = (number_paper(session=session, kind=kind, by=None, at=now) for kind in EVENT_PAPERS)
    reader = make_reading_party(size=1).readers.get()
    reader.finished_on = timezone.localdate()
    reader.certificate = take_number(
        series="piagam-tantangan-baca", subject="Tantangan", day=reader.finished_on, by=None, at=now
    )
    reader.nickname = "Si Kecil"
    reader.save()
    papers = {paper.number: paper for paper in found()}
    for number in (gift.thanks, gift.number, invitation.number, assignment.number):
        assert papers[number.text].content().startswith(b"%PDF")
    of_reader = papers[reader.certificate.text]
    assert (of_reader.content, of_reader.missing, "Kecil" in of_reader.title) == (None, "", False)


def test_the_approved_training_plan_and_the_repairs_lie_in_the_bundle():
    year = this_year().year
    plan = AnnualPlan.objects.create(year=year, status="approved", decided_at=timezone.now())
    AnnualLine.objects.create(plan=plan, activity="Pelatihan Uji", month=3, budget_idr=1_000_000)
    make_repair()
    stems = {paper.stem: paper for paper in found()}
    assert stems["rencana-pelatihan"].content().startswith(b"%PDF")
    assert stems["rekap-perbaikan"].content().startswith(b"%PDF")


def test_surveys_are_reported_once_closed_and_named_while_they_are_not():
    today = timezone.localdate()
    first = date(today.year, 1, 1)
    period = make_period(starts_on=first, ends_on=max(first, today - timedelta(days=1)))
    title = f"{period.survey.title} {period.key}"
    assert title in missing()
    make_answers(period, 5)
    close_period(period=period, by=None, at=timezone.now())
    kinds = [(paper.kind, paper.missing) for paper in found() if paper.title == title]
    assert [kind for kind, why in kinds if not why] == ["Laporan SKM", "Laporan tindak lanjut"]
    assert [kind for kind, why in kinds if why] == ["Pengumuman hasil"]


def test_the_archive_gives_its_newest_version_and_no_portfolio_of_a_person():
    year = str(this_year().year)
    make_edition(report="tahunan", period=year, version=1)
    newest = make_edition(report="tahunan", period=year, version=2)
    make_edition(report="portofolio", period=year, person=make_certificate().enrolment.profile)
    make_edition(report="tahunan", period=str(int(year) - 1))
    urls = [paper.url for paper in found() if paper.kind == "Laporan"]
    assert newest.get_absolute_url() in urls
    assert len([url for url in urls if "/arsip/" in url]) == 1


def test_a_paper_that_breaks_is_a_red_line_and_the_others_are_packed(monkeypatch, caplog):
    def broken():
        raise RuntimeError("aduh")

    def gone():
        raise FileNotFoundError

    papers = [
        Paper("Uji", "Rusak", content=broken),
        Paper("Uji", "Hilang", content=gone),
        Paper("Uji", "Baik", content=lambda: PDF, stem="Baik sekali"),
        Paper("Uji", "Besar", content=lambda: PDF * 9),
    ]
    monkeypatch.setattr(packing, "papers_of", lambda span, today: papers)
    monkeypatch.setattr(packing, "MAX_BYTES", len(PDF) * 5)
    rows, names, _archive = rows_of(bundle(this_year(), at=timezone.localtime()))
    assert [bool(row[6].value) for row in rows] == [True, True, False, True]
    assert "003-baik-sekali.pdf" in names
    assert len(names) == 3


def test_the_pdf_marks_the_missing_rows():
    lines = [Line(1, Paper("SOP", "Ada"), "001-ada.pdf", ""), Line(2, Paper("SOP", "Belum"), "", "Belum ada.")]
    document = register(this_year(), lines, timezone.localtime())
    missing, every = [block for block in document.blocks if hasattr(block, "red")]
    assert [row[2] for row in missing.rows] == ["Belum"]
    assert list(every.red) == [1]


def test_a_run_packs_once_keeps_the_zip_and_tells(monkeypatch, staff_user, client_as):
    monkeypatch.setattr(packing, "papers_of", lambda span, today: [Paper("SOP", "A", content=lambda: PDF, stem="a")])
    user, now = staff_user(Role.DIVISION_HEAD), timezone.now()
    year = this_year().year
    run = inspecting.request_bundle(year=year, by=user, at=now)
    assert inspecting.request_bundle(year=year, by=None, at=now) == run
    making.build(run_id=run.pk)
    making.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.status, run.progress, run.file.kind) == ("done", 100, "zip")
    assert Message.objects.get(key=f"reports.run.{run.pk}").recipient == user
    answer = client_as(Role.INSPECTOR).get(run.file.get_absolute_url())
    assert answer["Content-Type"] == "application/zip"
    assert client_as(Role.LIBRARIAN).get(run.file.get_absolute_url()).status_code == 404
    assert inspecting.request_bundle(year=year, by=None, at=now).version == 2
    with pytest.raises(PeriodUnknown):
        inspecting.request_bundle(year=1, by=None, at=now)


def test_a_run_stopped_meanwhile_keeps_nothing(monkeypatch):
    run = inspecting.request_bundle(year=this_year().year, by=None, at=timezone.now())

    def stopped(span, today):
        making.cancel_run(run=run, at=timezone.now())
        return [Paper("SOP", "A", content=lambda: PDF)]

    monkeypatch.setattr(packing, "papers_of", stopped)
    making.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.status, run.file) == ("failed", None)


def test_a_forgotten_run_is_taken_up_again(monkeypatch):
    woken = []
    monkeypatch.setattr(making, "wake", lambda ids: woken.extend(ids))
    run = inspecting.request_bundle(year=this_year().year, by=None, at=timezone.now() - timedelta(minutes=5))
    assert making.wake_forgotten(at=timezone.now()) == 1
    assert woken == [run.pk]


def test_an_inspector_has_it_packed_until_the_last_day(client_as, staff_user):
    user = staff_user(Role.INSPECTOR)
    client = client_as(user)
    year = this_year().year
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, {"year": "1800"}).status_code == 422
    assert client.post(PAGE, {"year": year}).status_code == 302
    assert ReportRun.objects.get(report=inspecting.REPORT).requested_by == user
    user.inspector_until = timezone.localdate() - timedelta(days=1)
    user.save()
    making.cancel_run(run=ReportRun.objects.get(), at=timezone.now())  # so that a second one is made for whoever may
    assert client.get(PAGE).status_code != 200
    client.post(PAGE, {"year": year})
    assert ReportRun.objects.count() == 1
    user.inspector_until = timezone.localdate()
    user.save()
    assert client_as(user).post(PAGE, {"year": year}).status_code == 302
    assert ReportRun.objects.count() == 2
    assert client_as(Role.LIBRARIAN).get(PAGE).status_code == 403


def test_the_page_takes_the_same_statements_for_one_run_and_three(client_as, monkeypatch):
    monkeypatch.setattr(packing, "papers_of", lambda span, today: [])
    years = iter(range(this_year().year, 2000, -1))

    def one_more():
        making.build(run_id=inspecting.request_bundle(year=next(years), by=None, at=timezone.now()).pk)

    assert_same_queries(client_as(Role.INSPECTOR), PAGE, one_more)


def test_an_uploaded_zip_is_still_refused():
    from baubau_pembinaan.documents.sniff import FileRefused, sniff

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(FileRefused):
        sniff(ContentFile(packed.getvalue()).read())


def test_missing_rows_are_red_in_word_and_on_the_print_view_too():
    from docx import Document as read_docx

    from baubau_pembinaan.documents.render import to_docx, to_html

    lines = [Line(1, Paper("SOP", "Ada"), "001-ada.pdf", ""), Line(2, Paper("SOP", "Belum"), "", "Belum disimpan.")]
    document = register(this_year(), lines, timezone.localtime())
    every = read_docx(io.BytesIO(to_docx(document))).tables[-1]
    colours = [row.cells[2].paragraphs[0].runs[0].font.color.rgb for row in every.rows]
    assert [str(colour) for colour in colours] == ["None", "None", "B3261E"]
    assert to_html(document).count('class="missing"') == 2
