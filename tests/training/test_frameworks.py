"""A framework as a file: out and in again without a change, and refused row by row."""

import io

import pytest

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.tables import TableRefused
from tests.factories.training import make_competence
from training.models import Competence, CompetenceFramework, CompetenceGroup
from training.services import framework_files
from training.services.framework_files import COLUMNS, export_framework, import_framework

pytestmark = pytest.mark.django_db


def take(*rows, dry_run=False):
    text = "\n".join(";".join(row) for row in (COLUMNS, *rows))
    return import_framework(io.BytesIO(text.encode()), by=None, dry_run=dry_run)


def row(**cells):
    base = {"framework": "uji", "framework_title": "Uji", "group": "01", "group_title": "Koleksi", **cells}
    return [base.get(name, "") for name in COLUMNS]


def test_the_seven_groups_of_skkni_2019_are_there_from_the_start():
    framework = CompetenceFramework.objects.get(code="skkni-2019")
    assert list(framework.groups.order_by("order").values_list("title", flat=True)) == [
        "Pengembangan koleksi",
        "Pengorganisasian bahan perpustakaan",
        "Layanan perpustakaan",
        "Pelestarian koleksi",
        "Pengembangan profesi kepustakawanan",
        "Manajemen perpustakaan",
        "Penerapan teknologi informasi dan komunikasi",
    ]


def test_what_is_given_out_reads_back_unchanged():
    unit = make_competence(title='=Rumus; "kutip"', title_en="English", description="dua\nbaris", level=5)
    CompetenceGroup.objects.create(framework=unit.group.framework, code="99", title="Kosong")
    file = export_framework(unit.group.framework)
    before = list(Competence.objects.order_by("pk").values())
    report = import_framework(io.BytesIO(file), by=None, dry_run=False)
    assert (report.created, report.updated) == (0, 0)
    assert list(Competence.objects.order_by("pk").values()) == before
    assert export_framework(unit.group.framework) == file


def test_three_code_patterns_are_taken_and_a_second_time_changes_nothing():
    rows = [row(code=code, title="Unit", level="2") for code in ("R.91PRP02.021.1", "PRP.LP01.001.01", "bebas 7")]
    report = take(*rows)
    assert (report.created, report.updated, report.unchanged) == (5, 0, 0)
    report = take(*rows)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 5)
    report = take(row(code="bebas 7", title="Lain", level="2"))
    assert (report.created, report.updated) == (0, 1)


def test_a_look_saves_nothing():
    assert take(row(code="A", title="Unit"), dry_run=True).created == 3
    assert not CompetenceFramework.objects.filter(code="uji").exists()


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"code": "A", "title": ""}, "title"),
        ({"code": "", "title": "Unit"}, "code"),
        ({"code": "A", "title": "Unit", "level": "6"}, "level"),
        ({"code": "A", "title": "Unit", "level": "x"}, "level"),
        ({"group_title": "", "code": "A", "title": "Unit"}, "group_title"),
        ({"code": "GOOD", "title": "Unit"}, "code"),
    ],
)
def test_one_bad_row_refuses_the_file_and_names_row_and_column(cells, column):
    with pytest.raises(TableRefused) as refusal:
        take(row(code="GOOD", title="Unit"), row(**cells))
    assert [(problem.row, problem.column) for problem in refusal.value.problems] == [(3, column)]
    assert not CompetenceFramework.objects.filter(code="uji").exists()


def test_more_rows_than_a_framework_has_are_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(framework_files, "MAX_ROWS", 2)
    two = [row(code=code, title="Unit") for code in "AB"]
    assert take(*two, dry_run=True).created == 4
    with pytest.raises(TableRefused, match=r"paling banyak 2 baris.*masing-masing"):
        take(*two, row(code="C", title="Unit"))
    assert not CompetenceFramework.objects.filter(code="uji").exists()


def test_the_page_shows_problems_then_takes_the_mended_file(client_as):
    client = client_as(Role.ADMINISTRATOR)
    address = "/staf/pelatihan/kompetensi/impor/"

    def send(text, **data):
        upload = io.BytesIO(text.encode())
        upload.name = "kerangka.csv"
        return client.post(address, {"file": upload, **data})

    head = ";".join(COLUMNS)
    bad = send(f"{head}\n{';'.join(row(code='A', title='U', level='9'))}")
    assert bad.status_code == 422
    assert "Baris 2, kolom level" in bad.content.decode()
    good = f"{head}\n{';'.join(row(code='A', title='U', level='4'))}"
    assert "3 baru" in send(good).content.decode()
    assert not Competence.objects.filter(code="A").exists()
    assert send(good, save="on").status_code == 302
    assert Competence.objects.get(code="A").level == 4
