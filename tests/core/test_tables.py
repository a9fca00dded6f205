"""Uploaded tables: what people really send is read, hostile files are refused before they cost anything."""

import hashlib
import io
import time
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from baubau_pembinaan.core.csvsafe import csv_bytes
from baubau_pembinaan.core.tables import MAX_COLUMNS, Problem, Row, Table, TableRefused, check_archive, read_table
from baubau_pembinaan.core.xlsx import Column, workbook


def _xlsx(*rows) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out


def _csv(text: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


EXPECTED = Table(
    ["u1", "nama unsur"], [Row(2, {"u1": "4", "nama unsur": "Biaya é"}), Row(4, {"u1": "", "nama unsur": "x"})]
)


@pytest.mark.parametrize(
    "file",
    [
        _csv("u1;nama  unsur\n4;Biaya é\n;;\n;x\n"),
        _csv("u1,nama unsur\r\n4.0,Biaya é\r\n\r\n,x"),
        _csv("\ufeffu1;nama unsur\n4;Biaya é\n\n;x\n"),
        _csv("u1\tnama unsur\n4\tBiaya é\n\n\tx\n", "cp1252"),
        _xlsx(["u1", "nama unsur"], [4.0, "Biaya é"], [], [None, " x "]),
    ],
    ids=["semicolon", "comma", "bom", "tab-cp1252", "xlsx"],
)
def test_the_same_table_in_many_dresses(file):
    assert read_table(file) == EXPECTED


def test_a_path_is_read_too(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a;b\n1;2\n")
    assert read_table(path) == Table(["a", "b"], [Row(2, {"a": "1", "b": "2"})])


def test_dates_times_and_numbers_read_as_plain_text():
    file = _xlsx(["a", "b", "c", "d", "e"], [date(2026, 11, 22), datetime(2026, 11, 22, 9, 30), 4.5, True, 10**14])  # noqa: DTZ001
    assert list(read_table(file).rows[0].cells.values()) == [
        "2026-11-22",
        "2026-11-22 09:30",
        "4.5",
        "TRUE",
        "100000000000000",
    ]


def test_office_lines_above_the_header_are_passed_over():
    table = read_table(_csv("DINAS PERPUSTAKAAN\nDaftar pegawai\n\nnip;nama\n1;Contoh\n"))
    assert table == Table(["nip", "nama"], [Row(5, {"nip": "1", "nama": "Contoh"})])


def test_one_column_is_a_table():
    assert [row.cells["kode"] for row in read_table(_csv("kode\nA\n\nB\n")).rows] == ["A", "B"]


@pytest.mark.parametrize(
    ("content", "row", "column"),
    [
        (b"", 0, ""),
        (b"  \n \n", 0, ""),
        (b"a;b\n1;\x00\n", 0, ""),
        ("a;b\n1;2\n".encode("utf-16"), 0, ""),
        (b"a;b\n\x81\x8d;1\n", 0, ""),
        (b'a;b\n1;2\n"open;2\n', 3, ""),
        (b"a;b\n1;" + b"x" * 200_000 + b"\n", 2, ""),
        (b"a;b;A\n1;2;3\n", 1, "A"),
        (b"a;;c\n1;2;3\n", 1, "2"),
        (b"a;b\n1;2;3\n", 2, ""),
        (";".join(f"k{n}" for n in range(10_000)).encode(), 1, ""),
        (b"PK\x03\x04 not a zip at all", 0, ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old excel", 0, ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(content, row, column):
    with pytest.raises(TableRefused) as refused:
        read_table(io.BytesIO(content))
    problem = refused.value.problems[0]
    assert (problem.row, problem.column) == (row, column)
    assert problem.message


def test_every_stray_value_is_named():
    with pytest.raises(TableRefused) as refused:
        read_table(_csv("a;b\n1;2;x\n1;2\n1;2;;y\n"))
    assert [(problem.row, problem.value) for problem in refused.value.problems] == [(2, "x"), (4, "y")]


def test_a_problem_speaks_and_serialises():
    problem = Problem("Harus 1–4.", 7, "U2", "9")
    assert problem.as_dict() == {"row": 7, "column": "U2", "value": "9", "message": "Harus 1–4."}
    assert "7" in str(problem)
    assert "U2" in str(problem)


def test_sizes_are_held():
    with pytest.raises(TableRefused):
        read_table(_csv("a;b\n" + "1;2\n" * 50), max_bytes=100)
    with pytest.raises(TableRefused):
        read_table(_csv("a;b\n" + "1;2\n" * 11), max_rows=10)
    assert len(read_table(_csv("a;b\n" + "1;2\n" * 10), max_rows=10).rows) == 10
    with pytest.raises(TableRefused):
        read_table(_xlsx(*[["a", "b"]], *[[1, 2]] * 11), max_rows=10)


def test_a_number_excel_has_rounded_is_refused():
    with pytest.raises(TableRefused) as refused:
        read_table(_xlsx(["nip", "nama"], [1.968041119930310e17, "Contoh"], ["", "x"], [1.9e17, "Contoh"]))
    assert [(problem.row, problem.column) for problem in refused.value.problems] == [(2, "nip"), (4, "nip")]


def _bomb(name: str = "xl/worksheets/sheet1.xml", size: int = 1 << 30) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as part:
        block = b"<c><v>1</v></c>" * 70_000
        for _ in range(size // len(block)):
            part.write(block)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "size"), [("xl/worksheets/sheet1.xml", 300 << 20), ("xl/sharedStrings.xml", 12 << 20)]
)
def test_a_zip_bomb_is_refused_at_once_and_small(name, size):
    bomb = _bomb(name, size)
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(TableRefused):
        read_table(io.BytesIO(bomb))
    took = time.perf_counter() - began
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 1
    assert peak < 150 << 20


def test_a_lying_size_in_the_archive_does_not_help():
    bomb = bytearray(_bomb(size=8 << 20))
    # Say 1000 bytes in the central directory; the real stream is eight megabytes.
    place = bomb.rfind(b"PK\x01\x02")
    bomb[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(TableRefused):
        read_table(io.BytesIO(bytes(bomb)))


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le"])
def test_entities_are_refused(code):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode(code))
    with pytest.raises(TableRefused):
        check_archive(out.getvalue())


def test_a_real_workbook_passes_the_archive_check():
    check_archive(_xlsx(["a", "b"], *[[n, f"baris {n}"] for n in range(3000)]).getvalue())


def test_a_csv_of_fifty_thousand_rows_is_read_in_good_time():
    text = "u1;u2;u3;u4;u5;u6;u7;u8;u9\n" + "4;3;3;4;3;2;4;3;4\n" * 50_000
    began = time.perf_counter()
    assert len(read_table(_csv(text)).rows) == 50_000
    assert time.perf_counter() - began < 5


HOSTILE = [
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    " =1",
    "\u200b=1",
    "＝1+1",
    "＋1",
    "'=1",
    "''@x",
    "|calc",
    "'tulisan biasa",
    "-5",
    "+62811",
]


def test_formulas_go_out_and_come_back_unchanged_in_both_formats():
    rows = [[text, "x"] for text in HOSTILE]
    expected = [text.strip() for text in HOSTILE]
    sheet = workbook(title="Uji", columns=[Column("isi"), Column("lain")], rows=rows)
    assert [row.cells["isi"] for row in read_table(io.BytesIO(sheet)).rows] == expected
    plain = csv_bytes(["isi", "lain"], rows)
    assert [row.cells["isi"].strip() for row in read_table(io.BytesIO(plain)).rows] == expected


def test_no_cell_of_a_csv_begins_with_a_formula():
    body = csv_bytes(["isi", "lain"], [[text, "x"] for text in HOSTILE]).decode("utf-8-sig").splitlines()[1:]
    for line in body:
        start = line.strip('"').lstrip(" \u200b")
        assert start[0] not in "=@|＝＋" and (start[0] not in "+-" or start.rstrip(";x")[1:].isdigit()), line


_words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\x85\u2028\u2029"), min_size=1
)


@given(st.lists(_words.filter(lambda text: text.strip() == text and not text.endswith(".0")), min_size=1, max_size=5))
def test_any_text_survives_export_and_import(values):
    rows = [[value, "x"] for value in values]
    assert [row.cells["isi"] for row in read_table(io.BytesIO(csv_bytes(["isi", "b"], rows))).rows] == values


def test_columns_have_an_upper_bound_in_xlsx():
    with pytest.raises(TableRefused):
        read_table(_xlsx([f"k{n}" for n in range(MAX_COLUMNS + 5)], [1]))


def test_decimal_commas_do_not_cut_a_semicolon_file(tmp_path):
    path = tmp_path / "koma.csv"
    path.write_text("a;b;c\n4,0;4,0;3,0\n2,0;1,0;4,0\n")
    assert [list(row.cells.values()) for row in read_table(path).rows] == [["4,0", "4,0", "3,0"], ["2,0", "1,0", "4,0"]]


def test_true_is_a_word_and_not_a_one():
    assert list(read_table(_xlsx(["a", "b"], [True, False])).rows[0].cells.values()) == ["TRUE", "FALSE"]


def test_only_so_much_of_a_huge_file_is_read_and_its_sum_is_of_those_bytes(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)  # sparse: it takes no room on the disk
    tracemalloc.start()
    try:
        with pytest.raises(TableRefused, match="10 MB"):
            read_table(path)
        assert tracemalloc.get_traced_memory()[1] < 40 * 1024**2
    finally:
        tracemalloc.stop()
    path.write_bytes(b"a;b\n1;2\n")
    assert read_table(path).sha256 == hashlib.sha256(b"a;b\n1;2\n").hexdigest()


@pytest.mark.parametrize("name", ["", "absent.csv"])
def test_what_is_no_file_is_refused_and_named(tmp_path, name):
    with pytest.raises(TableRefused) as refusal:
        read_table(tmp_path / name)
    assert refusal.value.problems[0].value == str(tmp_path / name)
