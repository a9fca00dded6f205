"""Reading the tables people upload: CSV or XLSX in, rows of text with their row numbers out, or a named refusal."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from .table_files import HEADER_WITHIN, Rounded, csv_records, xlsx_records
from .table_files import MAX_COLUMNS as MAX_COLUMNS
from .table_files import check_archive as check_archive
from .table_problems import MAX_PROBLEMS, Problem, TableRefused, TooManyRows, by_row, refuse

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 100_000
AT_ONCE = 50  # rows that a request takes in by itself; a longer list goes to a worker


@dataclass(frozen=True)
class Row:
    """One line of the table; `number` as the spreadsheet shows it, `cells` text by header (missing is "")."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    headers: list[str]
    rows: list[Row] = field(default_factory=list)
    header_row: int = field(default=1, compare=False)
    sha256: str = field(default="", compare=False)  # of the very bytes that were read


def read_table(
    source: str | Path | IO[bytes],
    *,
    max_bytes: int = MAX_BYTES,
    max_rows: int = MAX_ROWS,
    as_shown: bool = False,
    faults: list[Problem] | None = None,
) -> Table:
    """The first table of a CSV (comma, semicolon or tab; UTF-8 or Windows-1252) or XLSX file, told by its content.

    The header is the first row with at least two cells among the first twelve (so an exported list with its office
    title reads back), else the first row. Blank rows are skipped; 4.0 reads "4"; dates read "2026-11-22".
    `as_shown`: numbers of an XLSX as a person reads them there, "96,5 %" and "0,5".
    Raises TableRefused with every bad cell at once. `faults`: a reader's own list, which takes the bad cells instead:
    such a reader goes on to judge the rows and refuses the table with all that is wrong in it.
    """
    found: list[Problem] = []
    data = _read(source, max_bytes)
    if data[:4] == b"PK\x03\x04":
        records: Iterable[tuple[int, list[str]]] = xlsx_records(data, max_rows, found, as_shown=as_shown)
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or data[:2] == b"\x09\x08":  # the second: bare BIFF
        raise refuse(_("This is an old or password-protected Excel file. Save it as .xlsx without a password."))
    elif str(getattr(source, "name", source)).lower().endswith(".xlsx"):
        raise refuse(
            _("This is not an Excel file, though its name says so. Save it as .xlsx in Excel, or name it .csv.")
        )
    else:
        records = csv_records(data)
    try:
        table = _table(records, max_rows, found)
    except TooManyRows:
        raise
    except TableRefused as refusal:
        raise TableRefused(by_row([*found, *refusal.problems])) from None
    if found and faults is None:
        raise TableRefused(by_row(found))
    if faults is not None:
        faults += by_row(found)
    return replace(table, sha256=hashlib.sha256(data).hexdigest())


def is_long(source: IO[bytes]) -> bool:
    """Whether the table has more rows than AT_ONCE; one that cannot be read is not, and its reader says why."""
    try:
        read_table(source, max_rows=AT_ONCE)
    except TooManyRows:
        return True
    except TableRefused:
        return False
    finally:
        source.seek(0)
    return False


def _read(source: str | Path | IO[bytes], max_bytes: int) -> bytes:
    if isinstance(source, str | Path):
        try:
            with Path(source).open("rb") as file:
                data = file.read(max_bytes + 1)
        except OSError:  # absent, a folder, closed to us
            raise refuse(_("The file cannot be read."), value=str(source)[:100]) from None
    else:
        source.seek(0)
        data = source.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise refuse(_("The file is larger than %(size)s MB.") % {"size": f"{max_bytes / 1024 / 1024:g}"})
    if not data.strip():
        raise refuse(_("The file is empty."))
    return data


def _table(records: Iterable[tuple[int, list[str]]], max_rows: int, faults: list[Problem]) -> Table:
    """Find the header, then hold each row to it; bad cells go into `faults`."""
    head: list[tuple[int, list[str]]] = []
    body = iter(records)
    for number, cells in body:
        if any(cells):
            head.append((number, cells))
        if sum(map(bool, cells)) > 1 or len(head) == HEADER_WITHIN:
            break
    if not head:
        raise refuse(_("The file holds no table."))
    start = len(head) - 1 if sum(map(bool, head[-1][1])) > 1 else 0
    headers = _headers(*head[start])
    rows: list[Row] = []
    for number, cells in chain(head[start + 1 :], body):
        if not any(cells):
            continue
        if len(rows) >= max_rows:
            raise TooManyRows(max_rows)
        faults += [
            Problem(
                _("Excel has rounded this long number. Format the column as text and type the number again."),
                number,
                header,
                cell,
            )
            for header, cell in zip(headers, cells, strict=False)
            if isinstance(cell, Rounded)
        ]
        stray = next((cell for cell in cells[len(headers) :] if cell), "")
        if stray:
            faults.append(Problem(_("A value stands outside the table's columns."), number, "", stray[:80]))
        if len(faults) >= MAX_PROBLEMS:
            break
        rows.append(Row(number, dict(zip(headers, _fitted(cells, headers), strict=True))))
    return Table(headers, rows, head[start][0])


def _fitted(cells: list[str], headers: list[str]) -> list[str]:
    return (cells + [""] * (len(headers) - len(cells)))[: len(headers)]


def _headers(number: int, cells: list[str]) -> list[str]:
    headers = [" ".join(cell.split()) for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MAX_COLUMNS:
        raise refuse(_("The table has more than %(count)s columns.") % {"count": MAX_COLUMNS}, row=number)
    problems = [
        Problem(_("This column has no heading."), number, str(index))
        for index, header in enumerate(headers, start=1)
        if not header
    ]
    seen: set[str] = set()
    for header in headers:
        if header and header.casefold() in seen:
            problems.append(Problem(_("This heading stands twice."), number, header[:80]))
        seen.add(header.casefold())
    if problems:
        raise TableRefused(problems)
    return headers
