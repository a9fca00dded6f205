"""What the reports say, how they are asked for on the command line, and that nothing unrecorded becomes a zero."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import resolve, reverse
from django.utils import timezone
from docx import Document as read_docx
from openpyxl import load_workbook
from zeal import zeal_ignore

from baubau_pembinaan.accounts.choices import EmploymentStatus
from baubau_pembinaan.documents.tree import Heading, Note, Paragraph
from baubau_pembinaan.libraries.models import DailyCount, Library
from baubau_pembinaan.reports import registry
from baubau_pembinaan.reports.content import NOT_RECORDED, Grid, to_document, written
from baubau_pembinaan.reports.files import file_of
from baubau_pembinaan.reports.measures import MEASURES, Facts
from baubau_pembinaan.reports.models import Indicator, IndicatorFigure
from baubau_pembinaan.reports.periods import PeriodKind, PeriodUnknown, parse_period
from baubau_pembinaan.reports.selectors.indicators import register_of
from tests.factories.accounts import make_person
from tests.factories.collections_app import make_title
from tests.factories.evaluations import make_answers, make_period
from tests.factories.libraries import make_service_point, make_signatory
from tests.factories.training import make_entry
from training.services.ledger import verify_entry

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def content(name="triwulan", period="2026-Q3", **options):
    return registry.content_of(name, period, on=TODAY, **options)


def verified(person, jp, ends_on):
    """JP the person really has, of a training that ended that day."""
    entry = make_entry(person, form="technical", starts_on=ends_on, ends_on=ends_on, jp=Decimal(jp), on=TODAY)
    return verify_entry(entry=entry, by=None, at=timezone.now())


def words(made):
    return "\n".join(part.text for part in made.parts if isinstance(part, Heading | Paragraph | Note))


def grid(made, name):
    return next(part for part in made.parts if isinstance(part, Grid) and str(part.name) == name)


def figure(made, name, label):
    return next(row[1] for row in grid(made, name).rows if row[0] == label)


@pytest.mark.parametrize(
    ("key", "kind", "first", "last"),
    [
        ("2026-09", PeriodKind.MONTH, date(2026, 9, 1), date(2026, 9, 30)),
        ("2024-02", PeriodKind.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-q3", PeriodKind.QUARTER, date(2026, 7, 1), date(2026, 9, 30)),
        ("2026", PeriodKind.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_period_keys_name_whole_months_quarters_and_years(key, kind, first, last):
    span = parse_period(key)
    assert (span.kind, span.first, span.last) == (kind, first, last)
    assert span.before.last == first - timedelta(days=1)


@pytest.mark.parametrize("key", ["2026-13", "2026-Q5", "1926", "tahun ini", "", "2026-Q3-1"])
def test_period_keys_that_mean_nothing_are_refused(key):
    with pytest.raises(PeriodUnknown):
        parse_period(key)


def test_quarterly_report_has_its_chapters_and_names_what_nobody_recorded(library):
    made = content()
    chapters = [part.text for part in made.parts if isinstance(part, Heading) and part.level == 1]
    assert chapters == [
        "Pelatihan dan JP",
        "Penilaian kinerja",
        "Kepuasan masyarakat (IKM)",
        "Komentar pemustaka",
        "Pemanfaatan perpustakaan dan pengaduan",
        "Kegiatan dan acara",
        "Koleksi",
        "Tindak lanjut",
        "Indikator periode ini",
    ]
    assert "IKM belum tercatat" in words(made)
    assert figure(made, "Angka koleksi", "Judul dalam katalog") is NOT_RECORDED
    assert written(NOT_RECORDED) == "belum tercatat"
    assert figure(made, "Angka kegiatan", "Kegiatan terlaksana") == 0  # counted, and none was held


def test_quarterly_report_reads_training_and_satisfaction_of_its_own_days(library):
    person = make_person(employment_status=EmploymentStatus.PNS).user.profile
    for jp, ends_on in ((24, date(2026, 9, 30)), (5, date(2026, 6, 30)), (7, date(2026, 10, 1))):
        verified(person, jp, ends_on)
    period = make_period(key="2026-Q3", starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30))
    make_answers(period, 8)
    made = content()
    assert figure(made, "Angka pelatihan", "JP terverifikasi") == Decimal(24)
    assert [row[:2] for row in grid(made, "JP per pegawai").rows if row[0] == person.full_name] == [
        [person.full_name, Decimal(29)]
    ]
    assert grid(made, "IKM per survei").rows[0][2] == 8
    indicators = {row[0]: row[2] for row in grid(made, "Indikator periode ini").rows}
    assert indicators["ppk-jp-per-pegawai"] == Decimal("29.00")
    assert indicators["ppk-ikm"] == Decimal("100.00")
    assert indicators["tpbis-peserta"] is NOT_RECORDED
    assert figure(content(period="2026-Q2"), "Angka pelatihan", "JP terverifikasi") == Decimal(5)


def test_a_month_counts_its_own_answers_of_a_survey_that_runs_longer(library):
    """And what comes in later leaves the month that is over as it was."""
    period = make_period(key="2026-Q4", starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31))
    make_answers(period, 6, day=date(2026, 10, 31))
    october = content("bulanan", "2026-10")
    make_answers(period, 7, value=2, day=date(2026, 11, 1))
    for month, expected in (
        ("2026-10", [6, "100,00 · A (Sangat baik)"]),
        ("2026-11", [7, "50,00 · D (Tidak baik)"]),
    ):
        assert grid(content("bulanan", month), "IKM per survei").rows[0][2:] == expected
    assert content("bulanan", "2026-10").sha256 == october.sha256
    assert "masih dibuka" not in words(october)
    assert grid(content(period="2026-Q4"), "IKM per survei").rows[0][2] == 13


def test_a_month_in_which_fewer_than_five_answered_shows_nothing_of_them(library):
    long = {"key": "2026-Q4", "starts_on": date(2026, 10, 1), "ends_on": date(2026, 12, 31)}
    few = make_period(**long)
    make_answers(few, 4, value=1, day=date(2026, 11, 3))
    made = content("bulanan", "2026-11")
    assert "IKM" not in [column.label for part in made.parts if isinstance(part, Grid) for column in part.columns]
    assert "Kurang dari lima pemustaka" in words(made)
    make_answers(make_period(**long), 9, day=date(2026, 11, 3))
    rows = grid(content("bulanan", "2026-11"), "IKM per survei").rows
    assert [row[:3] for row in rows] == [["Kelompok kecil", None, 13]]


def test_content_hash_is_the_same_for_the_same_data_and_another_after_a_correction(library, settings):
    person = make_person().user.profile
    first = content().sha256
    assert content().sha256 == first
    assert registry.content_of("triwulan", "2026-Q3", on=TODAY + timedelta(days=40)).sha256 == first
    yearly = content("tahunan", "2025").sha256
    settings.SITE_URL = "https://pindah.example.org"
    assert content("tahunan", "2025").sha256 == yearly
    verified(person, 3, date(2026, 9, 1))
    assert content().sha256 != first


def test_asking_costs_the_same_for_one_row_and_for_many(library, django_assert_max_num_queries):
    for number in range(6):
        person = make_person(name=f"Orang {number}").user.profile
        verified(person, 3, date(2026, 9, 1))
    with zeal_ignore(), django_assert_max_num_queries(60):
        content()


@pytest.mark.parametrize(("name", "period"), [("triwulan", "2026-Q3"), ("bulanan", "2026-09"), ("tahunan", "2025")])
def test_command_writes_the_format_the_ending_names(library, tmp_path, name, period, capsys):
    for ending in ("pdf", "xlsx", "docx"):
        call_command("build_report", name, period=period, output=str(tmp_path / f"laporan.{ending}"))
    assert (tmp_path / "laporan.pdf").read_bytes().startswith(b"%PDF-")
    book = load_workbook(tmp_path / "laporan.xlsx")
    assert "Angka pelatihan" in book.sheetnames
    text = "\n".join(p.text for p in read_docx(io.BytesIO((tmp_path / "laporan.docx").read_bytes())).paragraphs)
    assert "Pelatihan dan JP" in text


def test_pdf_of_the_same_content_has_the_same_bytes(library):
    from baubau_pembinaan.documents.render import to_pdf

    assert to_pdf(to_document(content())) == to_pdf(to_document(content()))


def test_the_paper_is_signed_on_the_day_it_is_made_and_stays_the_same_version(library):
    make_signatory(name="Kepala Lama", valid_from=date(2020, 1, 1), valid_until=date(2026, 10, 31))
    make_signatory(name="Kepala Baru", valid_from=date(2026, 11, 1))
    made = content(period="2026-Q3")
    early, late = (str(to_document(made, signed_on=day).blocks[-1]) for day in (date(2026, 10, 5), date(2026, 12, 1)))
    assert ("5 Oktober 2026" in early, "Kepala Lama" in early) == (True, True)
    assert ("1 Desember 2026" in late, "Kepala Baru" in late) == (True, True)
    at = datetime(2026, 12, 1, 1, tzinfo=UTC)
    word = "\n".join(p.text for p in read_docx(io.BytesIO(file_of(made, ".docx", at=at))).paragraphs)
    cells = read_docx(io.BytesIO(file_of(made, ".docx", at=at))).tables
    assert "1 Desember 2026" in word + "".join(c.text for t in cells for row in t.rows for c in row.cells)
    assert content(period="2026-Q3").sha256 == made.sha256


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"name": "tidak-ada"}, "tidak-ada"),
        ({"period": "2026-Q9"}, "2026-Q9"),
        ({"period": "2026-09"}, "2026-Q3"),
        ({"output": "laporan.odt"}, ".odt"),
        ({"output": "/tidak/ada/laporan.pdf"}, "/tidak/ada"),
    ],
)
def test_command_says_what_is_wrong(library, tmp_path, arguments, says):
    asked = {"name": "triwulan", "period": "2026-Q3", "output": str(tmp_path / "laporan.pdf")} | arguments
    with pytest.raises(CommandError, match=says.replace(".", r"\.")):
        call_command("build_report", asked.pop("name"), **asked)
    assert not list(tmp_path.iterdir())


def test_report_speaks_english_where_asked(library):
    made = content(language="en")
    assert made.title == "QUARTERLY EVALUATION REPORT"
    assert "Training and JP" in words(made)


def test_yearly_report_counts_what_it_can_and_leaves_the_rest_unrecorded(library):
    library = Library.objects.get(pk=library.pk)
    library.population, library.population_year = 159_248, 2025
    library.save()
    made = content("tahunan", "2026")
    snp = {row[0]: row for row in grid(made, "SNP").rows}
    assert snp["snp-judul"][2] is NOT_RECORDED
    assert snp["snp-judul"][4] == Decimal(3982)  # 0.025 a head, rounded up
    assert snp["snp-koleksi-lokal"][2] is NOT_RECORDED
    iplm = {row[0]: row for row in grid(made, "IPLM 2025").rows}
    assert iplm["iplm-program"][2] == 0
    assert iplm["iplm-peserta-literasi"][2] is NOT_RECORDED  # nothing was held, so nobody counted heads
    assert iplm["iplm-pengunjung"][2] is NOT_RECORDED


def test_yearly_report_takes_a_typed_figure_only_where_the_house_has_none(library):
    make_title(copies=2)
    for code, value in (("snp-judul", 9), ("iplm-pengunjung", 12_345)):
        IndicatorFigure.objects.create(
            indicator=Indicator.objects.get(code=code), year=2026, value=Decimal(value), target=Decimal(1)
        )
    lines = {line.indicator.code: line for group in register_of(parse_period("2026"), TODAY).values() for line in group}
    assert (lines["snp-judul"].value, lines["snp-judul"].is_automatic, lines["snp-judul"].is_met) == (1, True, True)
    assert lines["snp-judul"].url == reverse("collections_app:title-list")
    visitors = lines["iplm-pengunjung"]
    assert (visitors.value, visitors.is_automatic, visitors.url) == (Decimal(12_345), False, "")
    assert lines["iplm-jenis-layanan"].is_met is None


def test_every_measure_answers_and_leads_to_a_page(library):
    facts = Facts(parse_period("2026"), TODAY)
    for key, measure in MEASURES.items():
        assert isinstance(measure.value(facts), int | Decimal) or measure.value(facts) is NOT_RECORDED, key
        assert resolve(measure.rows(2026).partition("?")[0]), key
    assert set(Indicator.objects.exclude(measure="").values_list("measure", flat=True)) <= set(MEASURES)


def test_what_the_desks_count_stands_before_what_somebody_typed(library):
    IndicatorFigure.objects.create(indicator=Indicator.objects.get(code="iplm-pengunjung"), year=2026, value=9)
    point = make_service_point()
    for day, visits in ((date(2026, 9, 1), 40), (date(2026, 9, 2), 2), (date(2026, 3, 2), 100)):
        DailyCount.objects.create(service_point=point, day=day, visits=visits)
    made = content()
    assert figure(made, "Pemanfaatan perpustakaan", "Kunjungan") == 42
    assert figure(made, "Pemanfaatan perpustakaan", "Peminjaman") is NOT_RECORDED
    lines = {line.indicator.code: line for group in register_of(parse_period("2026"), TODAY).values() for line in group}
    assert (lines["iplm-pengunjung"].value, lines["iplm-pengunjung"].is_automatic) == (142, True)
    assert lines["iplm-pemanfaatan-cetak"].value is NOT_RECORDED
    assert lines["iplm-akses-digital"].value is NOT_RECORDED
