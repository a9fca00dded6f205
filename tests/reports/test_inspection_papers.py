"""Single papers of the inspectors' bundle: reports on schedule, evidence that lies elsewhere, sums of complaints."""

from datetime import date

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.reports.inspection.bundle import bundle, papers_of
from baubau_pembinaan.reports.models import Definition
from baubau_pembinaan.reports.periods import PeriodKind, parse_period
from evaluations.selectors.complaints import figures as complaint_figures
from tests.factories.accounts import make_person
from tests.factories.complaints import answer, make_complaint
from tests.factories.front import make_evidence
from tests.factories.libraries import make_unit
from tests.factories.reports import make_edition
from tests.reports.test_inspection import found as found_of_year
from tests.reports.test_inspection import rows_of, this_year

pytestmark = pytest.mark.django_db


def test_a_closed_month_or_quarter_without_its_scheduled_report_is_red():
    span, unit = parse_period("2024", PeriodKind.YEAR), make_unit(name="Bagian Uji")
    Definition.objects.create(report="unit", unit=unit, days_after=12)
    make_edition(report="bulanan", period="2024-02")

    def red(today):
        why = "Laporan terjadwal untuk periode ini belum dibuat."
        return [paper.title for paper in papers_of(span, today) if paper.missing == why]

    assert red(date(2024, 2, 5)) == []
    names = [title.removesuffix(" 2024") for title in red(date(2024, 4, 13))]
    assert [name.rsplit(" ", 1)[1] for name in names[:2]] == ["Januari", "Maret"]
    assert [name.rsplit(" Triwulan ", 1)[1] for name in names[2:]] == ["I", "I"]
    assert "Bagian Uji" in names[3]
    assert len(red(date(2026, 1, 1))) == 11 + 4 + 4
    monthly = Definition.objects.get(report="bulanan")
    monthly.is_active = False
    monthly.save()
    assert len(red(date(2026, 1, 1))) == 8


def test_evidence_that_is_only_a_link_leads_there_from_the_zip():
    make_evidence(title="Denah gedung", address="https://contoh.invalid/denah", file=None)
    rows, _names, archive = rows_of(bundle(this_year(), at=timezone.localtime()))
    file = next(row[5].value for row in rows if row[2].value == "Denah gedung")
    assert file.endswith("-denah-gedung.txt")
    assert "https://contoh.invalid/denah" in archive.read(file).decode()


def test_the_figures_of_complaints_add_up():
    head, today = make_person(Role.DIVISION_HEAD).user, timezone.localdate()
    answer(make_complaint(), head)
    answer(make_complaint(), head, declined=True)
    make_complaint(kind="question")
    make_complaint(kind="praise")
    found = complaint_figures(today, today, today=today)
    assert (found.asked, found.answered + found.declined + found.open) == (3, 3)
    paper = next(paper for paper in found_of_year() if paper.stem == "rekap-pengaduan")
    assert paper.content().startswith(b"%PDF")
