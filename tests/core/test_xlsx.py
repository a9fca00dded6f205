"""Lists as Excel files: office header, real types, nothing that runs."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl import load_workbook

from baubau_pembinaan.core.xlsx import Column, workbook, xlsx_response

PRINTED = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


def _sheet(**options):
    options = {"title": "Daftar pustakawan", "columns": ["a"], "rows": [], "printed_at": PRINTED, **options}
    return load_workbook(io.BytesIO(workbook(**options))).active


def test_office_period_and_print_date_stand_above_a_frozen_header():
    sheet = _sheet(office="Perpustakaan Contoh", period="Triwulan IV 2026", columns=["Nama", "JP"], rows=[["A", 1]])
    above = [cell.value for cell in sheet["A"][:6]]
    assert above[:3] == ["Perpustakaan Contoh", "Daftar pustakawan", "Triwulan IV 2026"]
    assert "22 November 2026, pukul 09.30 WITA" in above[3]
    assert [cell.value for cell in sheet[6]] == ["Nama", "JP"]
    assert sheet.freeze_panes == "A7"
    assert sheet.auto_filter.ref == "A6:B7"


def test_values_keep_their_types():
    row = [date(2026, 11, 22), PRINTED, 12, Decimal("85.50"), 1250000, "196804111993031009", 196804111993031009, None]
    columns = ["a", "b", "c", "d", Column("e", "money"), "f", "g", "h"]
    cells = _sheet(columns=columns, rows=[row])[5]
    assert [cell.value for cell in cells] == [
        datetime(2026, 11, 22),  # noqa: DTZ001 - a spreadsheet has no zones
        datetime(2026, 11, 22, 9, 30),  # noqa: DTZ001
        12,
        85.5,
        1250000,
        "196804111993031009",
        "196804111993031009",
        None,
    ]
    assert cells[0].is_date
    assert cells[4].number_format == '"Rp"#,##0'


def test_text_never_becomes_a_formula():
    cell = _sheet(rows=[['=HYPERLINK("x")']])["A5"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value == '=HYPERLINK("x")'


def test_control_characters_and_endless_texts_do_not_break_the_file():
    sheet = _sheet(rows=[["a\x00b\x1f"], ["x" * 40_000]])
    assert sheet["A5"].value == "ab"
    assert len(sheet["A6"].value) == 32_767


def test_columns_are_wide_enough_to_read():
    sheet = _sheet(columns=["Nama", "Tanggal"], rows=[["Wa Ode Contoh Panjang Sekali", date(2026, 11, 22)]])
    assert sheet.column_dimensions["A"].width >= 28
    assert sheet.column_dimensions["B"].width >= 10


def test_a_download_is_named_after_title_and_day():
    response = xlsx_response(title="Daftar: pustakawan", columns=["a"], rows=[["x"]], printed_at=PRINTED)
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''daftar-pustakawan-2026-11-22.xlsx"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content[:2] == b"PK"
