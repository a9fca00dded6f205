"""Lists as Excel files: office title, period and print date on top, frozen header, real types, harmless text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .csvsafe import is_formula_like
from .formats import tanggal_pukul

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "date": "dd mmmm yyyy",
    "datetime": "dd mmmm yyyy hh:mm",
    "time": "hh:mm",
    "int": "#,##0",
    "number": "#,##0.00",
    "thousandths": "#,##0.000",
    "money": '"Rp"#,##0',
    "percent": "0.0%",
    "text": "@",
    "link": "@",
}
_LONGEST_CELL = 32_767
_SAMPLE = 200


class Red(str):
    """A text drawn in red because something is missing."""


@dataclass(frozen=True)
class Column:
    """A column of a list: its heading, the kind of its values (a key of FORMATS, "" by the value) and a fixed width.

    A "link" holds addresses of this site, each to be opened from its cell.
    """

    label: str
    kind: str = ""
    width: int = 0


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook of several; rows as in `workbook`."""

    title: str
    columns: Sequence[Column | str]
    rows: Iterable[Sequence[Any]]


def workbook(
    *,
    title: str,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[Any]],
    period: str = "",
    office: str = "",
    printed_at: datetime | None = None,
) -> bytes:
    """An XLSX of one sheet, written row by row, so a hundred thousand rows need little memory.

    Values keep their type: dates are dates, numbers numbers, aware moments local ones. Text is always text, whatever
    sign it begins with, and reads back unchanged.
    """
    sheet = Sheet(title, columns, rows)
    return workbook_of(title=title, sheets=[sheet], period=period, office=office, printed_at=printed_at)


def workbook_of(
    *, title: str, sheets: Sequence[Sheet], period: str = "", office: str = "", printed_at: datetime | None = None
) -> bytes:
    """An XLSX of several sheets, each with the same lines on top; a sheet's own title is its name."""
    from openpyxl import Workbook

    moment = printed_at or timezone.now()
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = str(title)[:250], office or "Pembinaan Pustakawan"
    book.properties.created = book.properties.modified = timezone.make_naive(moment) if moment.tzinfo else moment
    printed = _("Printed %(moment)s") % {"moment": tanggal_pukul(moment)}
    for sheet in sheets:
        heads = [office, str(title), str(sheet.title) if sheet.title != title else "", str(period), printed]
        _write(book, sheet, [line for line in heads if line], str(title))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(book: Any, described_sheet: Sheet, above: Sequence[str], title: str) -> None:
    from openpyxl.utils import get_column_letter

    columns, rows = described_sheet.columns, described_sheet.rows
    described = [column if isinstance(column, Column) else Column(str(column)) for column in columns]
    header_row = len(above) + 2
    sheet = book.create_sheet(_sheet_name(str(described_sheet.title)))
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True

    source = iter(rows)
    sample = [list(row) for row in islice(source, _SAMPLE)]
    for index, column in enumerate(described):
        sheet.column_dimensions[get_column_letter(index + 1)].width = column.width or _width(column, index, sample)
    for line_number, line in enumerate(above):
        sheet.append([_cell(sheet, line, "", bold=line == title or line_number == 0)])
    sheet.append([])
    sheet.append([_cell(sheet, column.label, "", header=True) for column in described])
    count = 0
    for row in chain(sample, source):
        sheet.append([_cell(sheet, value, column.kind) for value, column in zip(row, described, strict=True)])
        count += 1
    sheet.auto_filter.ref = f"A{header_row}:{get_column_letter(max(len(described), 1))}{header_row + count}"


def xlsx_response(*, filename: str = "", **options: Any) -> HttpResponse:
    """`workbook(...)`, or `workbook_of(...)` where `sheets` are given, as a download named after title and day."""
    moment = timezone.localtime(options.setdefault("printed_at", timezone.now()))
    name = filename or f"{slugify(str(options['title'])) or 'daftar'}-{moment:%Y-%m-%d}.xlsx"
    content = workbook_of(**options) if "sheets" in options else workbook(**options)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _sheet_name(title: str) -> str:
    return "".join("-" if sign in "[]:*?/\\'" else sign for sign in title)[:31].strip() or "Data"


def _width(column: Column, index: int, sample: list[list[Any]]) -> float:
    longest = max([len(str(row[index])) for row in sample if row[index] is not None] or [0])
    least = {"date": 18, "datetime": 24, "money": 16}.get(column.kind, 8)
    return max(least, min(max(len(column.label) + 4, longest + 2), 60))


def _cell(sheet: Any, value: Any, kind: str, *, header: bool = False, bold: bool = False) -> "WriteOnlyCell":
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    plain, natural = _value(value)
    cell = WriteOnlyCell(sheet, plain)
    if isinstance(plain, str):
        # Said to be text, a formula sign starts nothing; the quote prefix keeps it so when somebody edits the cell.
        cell.data_type = "s"
        if is_formula_like(plain):
            cell.quotePrefix = True
    wanted = kind or natural
    if kind == "link" and isinstance(plain, str) and plain.startswith(("https://", "http://")):
        cell.hyperlink = plain
        cell.font = Font(color="0563C1", underline="single")
    if wanted and not (isinstance(plain, str) and wanted not in ("text", "link")):
        cell.number_format = FORMATS[wanted]
    if header:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="0B4F5C")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    elif bold:
        cell.font = Font(bold=True, size=12)
    elif isinstance(value, Red):
        cell.font = Font(bold=True, color="B3261E")
    return cell


def _value(value: Any) -> tuple[Any, str]:
    """A value as openpyxl takes it, and the kind it has by nature ("" for text)."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value is None or value == "":
        return None, ""
    if isinstance(value, bool):
        return (_("Yes") if value else _("No")), ""
    if isinstance(value, datetime):
        return (timezone.localtime(value).replace(tzinfo=None) if value.tzinfo else value), "datetime"
    if isinstance(value, date):
        return value, "date"
    if isinstance(value, time):
        return value, "time"
    if isinstance(value, int):
        # Excel keeps 15 digits; a longer number (a NIP) would be damaged, so it stays text.
        return (value, "int") if abs(value) < 10**15 else (str(value), "")
    if isinstance(value, float | Decimal):
        return value, "number"
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return (text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"), ""
