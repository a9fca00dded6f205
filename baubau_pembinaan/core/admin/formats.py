"""The two file formats offered: .xlsx with real types, .csv that no spreadsheet runs as a formula."""

import csv
import io
import warnings
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from import_export.formats import base_formats
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell

from baubau_pembinaan.core.csvsafe import neutral, restore
from baubau_pembinaan.core.tables import check_archive

MAX_ROWS = 50_000
MAX_COLUMNS = 100


class UnreadableFile(ValidationError):
    """The file cannot be read as the table it claims to be; the message names the row."""


def _dataset(rows: Any) -> tablib.Dataset:
    """Rows (first the headers) as a dataset; blank rows at the end are dropped, ragged ones refused by number."""
    iterator = iter(rows)
    headers = ["" if name is None else str(name).strip() for name in next(iterator, [])]
    while headers and not headers[-1]:
        headers.pop()
    if not headers or len(headers) > MAX_COLUMNS:
        raise UnreadableFile(_("The first row must hold the column names."))
    doubled = sorted({name for name in headers if headers.count(name) > 1})
    if doubled:
        raise UnreadableFile(_("The column “%(column)s” stands twice.") % {"column": doubled[0]})
    data = tablib.Dataset(headers=headers)
    blanks = 0  # kept inside the table, so that row numbers stay those of the spreadsheet
    for number, row in enumerate(iterator, start=2):
        if number > MAX_ROWS + 1:
            raise UnreadableFile(_("The file has more than %(limit)s rows; split it.") % {"limit": MAX_ROWS})
        cells = list(row)
        if any(cell not in (None, "") for cell in cells[len(headers) :]):
            raise UnreadableFile(_("Row %(row)s has more cells than there are columns.") % {"row": number})
        cells = cells[: len(headers)] + [""] * (len(headers) - len(cells))
        if all(cell in (None, "") for cell in cells):
            blanks += 1
            continue
        for _blank in range(blanks):
            data.append([""] * len(headers))
        blanks = 0
        data.append(["" if cell is None else cell for cell in cells])
    return data


class Xlsx(base_formats.XLSX):
    """Numbers and dates stay numbers and dates; texts are written as texts, never as formulas."""

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> tablib.Dataset:
        check_archive(in_stream)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about extensions it does not draw
            book = load_workbook(io.BytesIO(in_stream), read_only=True, data_only=True)
        try:
            return _dataset(book.worksheets[0].iter_rows(values_only=True))
        except (ValueError, KeyError, IndexError, TypeError) as e:
            raise UnreadableFile(_("The file is not an .xlsx workbook.")) from e
        finally:
            book.close()

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        book = Workbook(write_only=True)
        sheet = book.create_sheet(dataset.title or "Data")
        sheet.freeze_panes = "A2"
        for row in [dataset.headers or [], *dataset]:
            sheet.append([self._cell(sheet, value) for value in row])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    @staticmethod
    def _cell(sheet: Any, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))
        cell.data_type = "s"
        return cell


class Csv(base_formats.CSV):
    """UTF-8 with a byte order mark, which is what Excel needs; `,` or `;` on reading."""

    def create_dataset(self, in_stream: bytes | str, **kwargs: Any) -> tablib.Dataset:
        if isinstance(in_stream, bytes):
            try:
                in_stream = in_stream.decode("utf-8-sig")
            except UnicodeDecodeError as e:
                raise UnreadableFile(_("The file is not UTF-8 text; save it as “CSV UTF-8”.")) from e
        in_stream = in_stream.removeprefix("\ufeff")
        if "\0" in in_stream:
            raise UnreadableFile(_("The file is not a text table."))
        first = in_stream.split("\n", 1)[0]
        delimiter = ";" if first.count(";") > first.count(",") else ","
        reader = csv.reader(io.StringIO(in_stream, newline=""), delimiter=delimiter, strict=True)
        try:
            return _dataset([restore(cell) for cell in row] for row in reader)
        except csv.Error as e:
            raise UnreadableFile(
                _("Line %(line)s cannot be read: a quotation mark is open.") % {"line": reader.line_num}
            ) from e

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        for row in [dataset.headers or [], *dataset]:
            writer.writerow(["" if cell is None else neutral(cell) if isinstance(cell, str) else cell for cell in row])
        return "\ufeff" + out.getvalue()
