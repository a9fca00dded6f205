"""The rows inside a CSV or XLSX file, as text with their numbers; a hostile file is refused before it costs anything.

An XLSX is looked through as a zip before openpyxl sees it (a 1.2 MB file can unpack to gigabytes), and only text ever
leaves this module.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _

from .csvsafe import restore
from .formats import angka
from .spreadsheet_guard import UnfoldsTooFar, Walk
from .table_problems import MAX_PROBLEMS, Problem, TableRefused, TooManyRows, refuse

MAX_COLUMNS = 200
MAX_UNPACKED = 48 * 1024 * 1024
MAX_SHARED_STRINGS = 8 * 1024 * 1024
MAX_RATIO = 120
MAX_PARTS = 500
HEADER_WITHIN = 12
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    ExpatError,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
)
_PERCENT = re.compile(r"0(?:\.([0#]+))? ?%")
_WHOLE = re.compile(r"-?\d{1,15}\.0")


class Rounded(str):
    """A number that Excel has rounded, as it shows it: its digits are lost, so no table is read with it."""


def _tidy(text: str) -> str:
    text = text.strip()
    return text[:-2] if _WHOLE.fullmatch(text) else text


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that cuts these lines into the same number of cells most often; of equals, the heading's own.

    Counting signs alone would cut `4,0;4,0` at its decimal commas.
    """

    def fits(sign: str) -> tuple[int, int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign) if any(cell.strip() for cell in row)]
        wide = [width for width in widths if width > 1]
        common = max(set(wide), key=wide.count) if wide else 0
        heading = max(lines, key=lambda line: sum(map(str.isalpha, line)), default="")
        return (wide.count(common), heading.count(sign), -";,\t".index(sign))

    try:
        return max(";,\t", key=fits)
    except csv.Error:
        return max(";,\t", key=lambda sign: max((line.count(sign) for line in lines), default=0))


def csv_records(data: bytes) -> Iterator[tuple[int, list[str]]]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data:
        raise refuse(_("This is not a CSV or XLSX file we can read. Save it as “CSV UTF-8” or as .xlsx."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise refuse(_("This is not a CSV or XLSX file we can read. Save it as “CSV UTF-8” or as .xlsx.")) from None
    start = text[:20_000].splitlines()[: HEADER_WITHIN * 2]
    delimiter = _delimiter(start)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            yield number, [_tidy(restore(cell.strip())) for cell in record]
    except csv.Error:
        raise refuse(
            _("This row cannot be read: a quotation mark is open or a cell is too long."), row=number + 1
        ) from None


def xlsx_records(
    data: bytes, max_rows: int, faults: list[Problem], *, as_shown: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """`faults` takes each formula without a value or with an error (#REF!); it is never read as content."""
    check_archive(data)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        faults += _uncalculated(sheet)
        read = _shown if as_shown else _cell
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=not as_shown), start=1):
            if number > max_rows * 2 + 1000:
                raise TooManyRows(max_rows)
            yield number, [read(cell) for cell in cells]
    except TableRefused:
        raise
    except Exception:
        raise refuse(_("This Excel file is damaged. Open it, save it again as .xlsx and try once more.")) from None


def _uncalculated(sheet: Any) -> list[Problem]:
    """A formula that no spreadsheet program has calculated holds no value; reading it as empty would lose an entry."""
    from .spreadsheet_formulas import uncalculated  # openpyxl is only loaded where a workbook came

    with sheet.parent._archive.open(sheet._worksheet_path) as part:  # the very part whose rows are read
        found = uncalculated(part, MAX_PROBLEMS)
    said = _(
        "This cell holds a formula without a value. Open the file in Excel and save it, or replace the formula "
        "by its value, and try again."
    )
    return [Problem(said, row, column) for row, column in found]


def _shown(cell: Any) -> str:
    """A percentage or a broken number as the reader's own spreadsheet shows it, anything else as its value."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _cell(value)
    exact, form = Decimal(repr(value)), str(cell.number_format or "")
    if percent := _PERCENT.search(form):
        return f"{angka(exact * 100, len(percent[1] or ''))} %"
    places = -int(exact.normalize().as_tuple().exponent)
    return angka(exact, places) if 0 < places < 16 else _cell(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if abs(value) >= 1e15:
            return Rounded(value)
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return _tidy(str(value))


def check_archive(data: bytes) -> None:
    """Refuse a zip that would unpack to too much, hides entities or is not what Office writes. Under a second."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            shared = sum(part.file_size for part in parts if "sharedstrings" in part.filename.lower())
            if (
                len(parts) > MAX_PARTS
                or unpacked > MAX_UNPACKED
                or shared > MAX_SHARED_STRINGS
                or (unpacked > 4 * 1024 * 1024 and unpacked > MAX_RATIO * len(data))
            ):
                raise refuse(_("This file unpacks to far more than a table needs; it is not opened."))
            if any(part.flag_bits & 1 for part in parts):
                raise refuse(_("This is an old or password-protected Excel file. Save it as .xlsx without a password."))
            walk = Walk()
            for part in parts:
                with archive.open(part) as stream:
                    walk.part(stream, must_be_xml=part.filename.lower().endswith((".xml", ".rels")))
    except UnfoldsTooFar as error:
        raise refuse(str(error)) from None
    except _DAMAGED as error:
        if isinstance(error, TableRefused):
            raise
        raise refuse(_("This Excel file is damaged. Open it, save it again as .xlsx and try once more.")) from None
