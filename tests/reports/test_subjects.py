"""Reports about one person or unit, and the five years on one sheet."""

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from docx import Document as read_docx

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.documents.tree import Chart
from baubau_pembinaan.reports import registry
from baubau_pembinaan.reports.builders import longview
from baubau_pembinaan.reports.content import NOT_RECORDED, to_document
from baubau_pembinaan.reports.models import Indicator, IndicatorFigure
from baubau_pembinaan.reports.registry import SubjectMissing
from tests.factories.accounts import make_appointment, make_person, make_profile, make_unit
from tests.factories.collections_app import make_item
from tests.factories.evaluations import make_answers, make_period, make_survey
from tests.factories.libraries import make_counts, make_service_point
from tests.factories.training import make_requirement
from tests.reports.test_building import TODAY, content, grid, verified, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    from baubau_pembinaan.reports.services import making

    monkeypatch.setattr(making, "wake", lambda ids: None)


def test_portfolio_says_what_one_person_learnt_and_nobody_else(library):
    person, other = make_person(name="Wa Contoh"), make_person(name="La Lain")
    verified(person, 12, date(2026, 5, 2))
    verified(other, 30, date(2026, 5, 3))
    make_appointment(person, starts_on=date(2020, 1, 1))
    make_requirement(person)
    made = content("portofolio", "2026", subject=person)
    assert "12,00" in words(made)
    assert [row[4] for row in grid(made, "Pelatihan").rows] == [Decimal(12)]
    assert grid(made, "Kompetensi").rows[0][2] is NOT_RECORDED
    assert "La Lain" not in str(to_document(made).blocks)


def test_unit_report_reads_the_unit_and_those_below_it(library):
    top, elsewhere = make_unit(name="Bidang"), make_unit(name="Lain")
    below = make_unit(name="Seksi", parent=top)
    for name, unit in (("Di atas", top), ("Di bawah", below), ("Di luar", elsewhere)):
        person = make_profile(name=name)
        make_appointment(person, unit=unit, starts_on=date(2020, 1, 1))
        verified(person, 4, date(2026, 8, 1))
    for unit in (below, elsewhere):
        survey = make_survey(unit=unit)
        make_answers(make_period(survey, key="2026-Q3", starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30)), 6)
    made = content("unit", "2026-Q3", subject=top)
    assert {row[0] for row in grid(made, "JP per pegawai").rows} == {"Di atas", "Di bawah"}
    assert "2 orang" in words(made)
    assert len(grid(made, "IKM per survei").rows) == 1


def test_long_view_leaves_years_without_records_open_and_fits_one_sheet(library):
    from baubau_pembinaan.documents.render import to_png

    person = make_person()
    verified(person, 5, date(2024, 5, 2))
    verified(person, 10, date(2025, 5, 2))
    verified(person, 20, date(2026, 5, 2))
    IndicatorFigure.objects.create(indicator=Indicator.objects.get(code="iplm-pengunjung"), year=2026, value=5_000)
    make_item(received_on=date(2025, 3, 1))
    made = content("lima-tahun", "2026")
    rows = {row[0]: row[1:] for row in grid(made, "Lima tahun").rows}
    assert rows["JP per pegawai"] == [*[NOT_RECORDED] * 2, Decimal("5.0"), Decimal("10.0"), Decimal("20.0")]
    assert rows["Kunjungan"] == [*[NOT_RECORDED] * 4, Decimal(5_000)]
    assert rows["Judul baru"] == [*[NOT_RECORDED] * 3, 1, 0]
    drawn = [part.chart for part in made.parts if isinstance(part, Chart)]
    assert [chart.rows[-1][0] for chart in drawn] == ["2026 (berjalan)"]
    assert len(to_png(to_document(made), ppi=20)) == 1


def test_report_about_somebody_asks_whose_and_others_do_not(library):
    with pytest.raises(SubjectMissing):
        registry.content_of("portofolio", "2026", on=TODAY)
    with pytest.raises(SubjectMissing):
        registry.content_of("tahunan", "2026", on=TODAY, subject=make_profile())


def test_command_takes_a_person_by_nip_or_name_and_a_unit_by_code(library, tmp_path):
    person, unit = make_person(nip="199001012020011001"), make_unit()
    output = tmp_path / "laporan.docx"
    for about in ({"person": "19900101 202001 1 001"}, {"person": person.user.username}):
        call_command("build_report", "portofolio", period="2026", output=str(output), **about)
        text = "\n".join(p.text for p in read_docx(io.BytesIO(output.read_bytes())).paragraphs)
        assert person.full_name in text
    call_command("build_report", "unit", period="2026-Q3", output=str(output), unit=unit.code)
    for about in ({"person": "tidak-ada"}, {"unit": "tidak-ada"}):
        with pytest.raises(CommandError, match="tidak-ada"):
            call_command("build_report", "portofolio", period="2026", output=str(output), **about)


def test_librarian_has_only_the_own_portfolio_made(library, client_as):
    client, other = client_as(Role.LIBRARIAN), make_person()
    url, year = reverse("reports:make", args=["portofolio"]), str(timezone.localdate().year)
    page = client.get(url)
    assert list(page.context["form"].fields["subject"].queryset) == [client.user.profile]
    assert client.post(url, {"period": year, "language": "id", "subject": other.pk}).status_code == 200
    assert not ReportRun.objects.exists()
    assert client.post(url, {"period": year, "language": "id", "subject": client.user.profile.pk}).status_code == 302
    assert ReportRun.objects.get().parameters["person"] == client.user.profile.pk


def test_supervisor_has_the_portfolio_of_own_staff_made(library, client_as):
    client, worker = client_as(Role.LIBRARIAN), make_profile()
    make_appointment(worker, supervisor=client.user.profile, starts_on=date(2020, 1, 1))
    url = reverse("reports:make", args=["portofolio"])
    year = str(datetime.now(tz=timezone.get_current_timezone()).year)
    assert client.post(url, {"period": year, "language": "id", "subject": worker.pk}).status_code == 302


def test_inspector_reads_and_has_nothing_made(library, client_as):
    client = client_as(Role.INSPECTOR)
    url = reverse("reports:make", args=["tahunan"])
    assert client.get(url).context["form"] is None
    assert client.post(url, {"period": "2026", "language": "id"}).status_code == 403


def test_long_view_draws_the_best_recorded_figures_with_two_years_that_are_over(library):
    from baubau_pembinaan.documents.render import to_png

    for year in (2024, 2025, 2026):
        make_counts(make_service_point(), date(year, 3, 3), visits=year)
    drawn = [part.chart.title for part in content("lima-tahun", "2026").parts if isinstance(part, Chart)]
    assert drawn == ["Kunjungan"]
    labels = [str(year) for year in range(2022, 2027)]
    short, full = [NOT_RECORDED] * 2 + [3, 4, 5], [1, 2, 3, 4, 5]
    best = longview._charts(labels, {"A": short, "B": full, "C": full, "D": full}, running=4)
    assert [part.chart.title for part in best] == ["B", "C", "D"]
    assert longview._charts(labels, {"Angka": [NOT_RECORDED] * 3 + [4, 5]}, running=4) == []
    made = content("lima-tahun", "2026")
    parts = [part for part in made.parts if not isinstance(part, Chart)] + best
    assert len(to_png(to_document(replace(made, parts=parts)), ppi=20)) == 1
