"""The year's list comes whole or not at all."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from baubau_pembinaan.core.tables import TableRefused
from baubau_pembinaan.libraries.holidays import fixed_holidays, read_holidays, save_holidays
from baubau_pembinaan.libraries.models import Holiday
from tests.factories.libraries import make_holiday

pytestmark = pytest.mark.django_db
LIST = """Tanggal;Nama;Jenis
17 Agustus 2027;Hari Kemerdekaan;libur nasional
18-08-2027;Cuti Kemerdekaan;Cuti bersama
17/10/2027;Hari Jadi Kota;daerah
"""


def write(tmp_path, text, name="libur.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def problems(path):
    with pytest.raises(TableRefused) as refusal:
        read_holidays(path)
    return [(problem.row, problem.column) for problem in refusal.value.problems]


def test_list_is_read_with_indonesian_dates_and_kinds(tmp_path):
    days = read_holidays(write(tmp_path, LIST))
    assert [(day.date, day.kind) for day in days] == [
        (date(2027, 8, 17), "nasional"),
        (date(2027, 8, 18), "cuti-bersama"),
        (date(2027, 10, 17), "daerah"),
    ]


def test_xlsx_is_read_too(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["tanggal", "keterangan"])
    book.active.append([date(2027, 8, 17), "Hari Kemerdekaan"])
    book.save(tmp_path / "libur.xlsx")
    [day] = read_holidays(str(tmp_path / "libur.xlsx"))
    assert (day.date, day.name, day.kind) == (date(2027, 8, 17), "Hari Kemerdekaan", "nasional")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("tanggal;nama\n31 Februari 2027;X\n", [(2, "tanggal")]),
        ("tanggal;nama\n8/17/2027;X\n", [(2, "tanggal")]),
        ("tanggal;nama\n1 Mei 2027;\n", [(2, "nama")]),
        ("tanggal;nama;jenis\n1 Mei 2027;X;hari biasa\n", [(2, "jenis")]),
        ("tanggal;nama\n1 Mei 2027;X\n1-5-2027;Y\n", [(3, "tanggal")]),
        ("tanggal;nama\n1 Mei 2027;" + "X" * 121 + "\n", [(2, "nama")]),
        ("tanggal;jenis\n1 Mei 2027;nasional\n", [(1, "nama")]),
        ("tanggal;nama;warna\n1 Mei 2027;X;merah\n", [(1, "warna")]),
        ("tanggal;nama\n", [(0, "")]),
    ],
)
def test_bad_row_refuses_the_file_by_row_and_column(tmp_path, text, where):
    assert problems(write(tmp_path, text)) == where


def test_dry_run_counts_and_saves_nothing(tmp_path):
    outcome = save_holidays(days=read_holidays(write(tmp_path, LIST)), by=None, dry_run=True)
    assert (outcome.created, outcome.updated, outcome.unchanged) == (3, 0, 0)
    assert Holiday.objects.count() == 0


def test_same_list_twice_changes_nothing_and_a_new_name_is_corrected(tmp_path):
    days = read_holidays(write(tmp_path, LIST))
    save_holidays(days=days, by=None)
    lines = Holiday.history.count()
    again = save_holidays(days=read_holidays(write(tmp_path, LIST)), by=None)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
    renamed = read_holidays(write(tmp_path, LIST.replace("Hari Jadi Kota", "Hari Jadi Kota Baubau")))
    assert save_holidays(days=renamed, by=None).updated == 1
    assert Holiday.history.count() == lines + 1


def test_fixed_days_are_five_and_nothing_that_moves():
    assert [(day.date.month, day.date.day) for day in fixed_holidays(2027)] == [
        (1, 1),
        (5, 1),
        (6, 1),
        (8, 17),
        (12, 25),
    ]


def test_days_between_counts_both_ends():
    make_holiday(date=date(2026, 8, 17))
    assert Holiday.objects.between(date(2026, 8, 17), date(2026, 8, 17)).count() == 1
    assert Holiday.objects.between(date(2026, 8, 18), date(2026, 8, 31)).count() == 0


def test_command_says_what_it_did_in_json(tmp_path, capsys):
    path = write(tmp_path, LIST)
    call_command("import_holidays", path, "--dry-run", "--format", "json")
    told = json.loads(capsys.readouterr().out)
    assert (told["accepted"], told["created"], told["dry_run"]) == (3, 3, True)
    assert Holiday.objects.count() == 0
    call_command("import_holidays", path)
    assert "3 baru" in capsys.readouterr().out
    assert Holiday.objects.count() == 3
    call_command("import_holidays", "--fixed", "2027")
    assert Holiday.objects.count() == 7


def test_command_refuses_with_exit_2_and_saves_nothing(tmp_path, capsys):
    path = write(tmp_path, LIST + "bukan tanggal;X;daerah\n")
    with pytest.raises(SystemExit) as ending:
        call_command("import_holidays", path, "--format", "json")
    told = json.loads(capsys.readouterr().out)
    assert ending.value.code == 2
    assert told["accepted"] == 0
    assert [(problem["row"], problem["column"]) for problem in told["problems"]] == [(5, "Tanggal")]
    assert Holiday.objects.count() == 0
