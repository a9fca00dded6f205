"""Telling what a CSV file is by what stands in it: encoding, separator, quoting, heading, and which column is what."""

import csv
import io
import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka

from . import columns, foreign
from .encodings import PIECE, encoding_of
from .guessing import columns_of, is_items, loans_in, preamble_of, running_columns, told_by_form

SAMPLE_ROWS = 300
SAMPLE_BYTES = 512 * 1024
SEPARATORS = (",", ";", "\t", "|")
_LITERAL_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)(?:\\r\\n|\\n|\\r)")
_BACKSLASHES = re.compile(r"(\\+)(?=(.{0,2}))", re.DOTALL)
_YEAR_LIKE = re.compile(r"\d{4}")
_TOLD = re.compile(r"^\ufeff?\"?sep=(.)\"?[,;\t|]*\r?\n", re.IGNORECASE)  # Excel's own first line
Numbered = tuple[int, list[str]]


def endless_cell() -> str:
    """Why a table is refused in which a cell goes on and on."""
    said = _("A cell of this file does not end, or is longer than %(n)s characters. Is a quotation mark left open?")
    return said % {"n": angka(LARGEST_CELL)}


LARGEST_CELL = 500_000  # characters: the codes of some ten thousand copies
LONG_CELL, LINES_OF_A_CELL = 100_000, 30  # a cell of more characters in more lines has swallowed rows
_CELLS = threading.Lock()  # the limit of the csv module is one for the whole process: it is lent a row at a time


class NotRecognised(Exception):
    """The file is no catalogue export that can be read; the text says why, in the reader's language."""


@dataclass(frozen=True)
class Dialect:
    """How a file is written. `columns`: field -> place; `ignored`: headings nobody knows."""

    layout: str  # "bibliography", "items" or "loans"
    encoding: str
    separator: str
    quoted: bool
    escaped: bool  # \" and \r\n as SLiMS writes them
    has_header: bool
    width: int
    columns: dict[str, int]
    before: int = 0  # records above the first row of data: a report's title, blank lines, the heading
    ignored: tuple[str, ...] = ()
    by_content: bool = False
    heading: tuple[str, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()  # of the ignored ones, those that hold something, with an example

    def as_dict(self) -> dict[str, Any]:
        """What was recognised, for people and for JSON."""
        return {
            "layout": self.layout,
            "encoding": self.encoding,
            "separator": {"\t": "tab"}.get(self.separator, self.separator),
            "header": self.has_header,
            "first_row": self.before + 1,
            "columns": {name: place + 1 for name, place in sorted(self.columns.items(), key=lambda pair: pair[1])},
            "ignored": list(self.ignored),
            "by_content": self.by_content,
        }


def _is_escaped(file: IO[bytes], encoding: str) -> bool:
    """Whether the whole file puts a backslash before what is no end of a cell (\\" and \\r\\n as SLiMS writes them).

    A backslash that stands alone, or last in its cell, is a sign like others. Doubled ones everywhere are escapes.
    """
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    doubled = alone = False
    try:
        while piece := text.read(PIECE):
            while piece.endswith("\\") or piece[-2:-1] == "\\":
                more = text.read(1)
                if not more:
                    break
                piece += more
            for run, after in _BACKSLASHES.findall(piece):
                odd = len(run) % 2
                doubled = doubled or len(run) > 1
                if odd and (after[:1] == "'" or after == "r\\"):
                    return True
                if odd and after[:1] == '"' and after[1:] and after[1] not in ',;\t|\r\n"':
                    return True
                alone = alone or bool(odd)
    finally:
        text.detach()
    return doubled and not alone


def _lines(text: Iterable[str], escaped: bool) -> Iterator[str]:
    """Lines without NUL and without the line breaks that SLiMS writes out."""
    for line in text:
        line = line.replace("\0", "").removeprefix("\ufeff")
        yield _LITERAL_BREAK.sub(r"\1 ", line) if escaped else line


def _reader(text: Iterable[str], separator: str, quoted: bool, escaped: bool) -> Iterator[list[str]]:
    """Raises csv.Error for a cell that is too large or has swallowed rows."""
    rows = csv.reader(
        _lines(text, escaped),
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        escapechar="\\" if escaped and quoted else None,
        doublequote=True,
    )
    while (row := _next_of(rows)) is not None:
        if any(len(cell) > LONG_CELL and cell.count("\n") > LINES_OF_A_CELL for cell in row):
            raise csv.Error("a cell runs away")
        yield row


def _next_of(rows: Iterator[list[str]]) -> list[str] | None:
    with _CELLS:
        usual = csv.field_size_limit(LARGEST_CELL)
        try:
            return next(rows, None)
        finally:
            csv.field_size_limit(usual)


def records(file: IO[bytes], encoding: str, separator: str, quoted: bool, escaped: bool) -> Iterator[list[str]]:
    """The file's records; blank lines are empty lists, and a byte that says nothing is a replacement sign. Raises
    csv.Error where a cell runs away."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        yield from _reader(text, separator, quoted, escaped)
    finally:
        if not file.closed:  # a reader that was left in the middle is cleaned up later
            text.detach()


def recognise(file: IO[bytes]) -> Dialect:
    """What the file is. Raises NotRecognised."""
    _refuse_other_kinds(file)
    encoding = encoding_of(file)
    file.seek(0)
    bytes_read = file.read(SAMPLE_BYTES)
    head, cut = bytes_read.decode(encoding, errors="replace"), len(bytes_read) == SAMPLE_BYTES
    if not head.strip("\ufeff \r\n\t;,|\0"):
        raise NotRecognised(_("The file is empty."))
    if other := foreign.kind_of_text(head):
        raise NotRecognised(other)
    escaped, told = _is_escaped(file, encoding), _TOLD.match(head)
    best: tuple[float, str, bool, list[Numbered]] | None = None
    endless = False
    for separator in (told.group(1),) if told and told.group(1) in SEPARATORS else SEPARATORS:
        for quoted in (True, False):
            try:
                sample = _sample(head, separator, quoted, escaped, skipped=1 if told else 0, cut=cut)
            except csv.Error as error:
                if quoted and head.count(f'"{separator}"') >= 4:  # quotation is meant, and one mark does not close
                    raise NotRecognised(endless_cell()) from error
                endless = True
                continue
            score = _evenness([record for _number, record in sample])
            if best is None or score > best[0] + 1e-9:
                best = (score, separator, quoted, sample)
    _score, separator, quoted, sample = best or (0.0, ",", False, [])
    width = _width([record for _number, record in sample]) if sample else 0
    if width < 2:
        no_table = _("No table was found in this file: its lines do not fall into columns.")
        raise NotRecognised(endless_cell() if endless else no_table)
    sample = sample[preamble_of([record for _number, record in sample], width) :]
    rows = [record for _number, record in sample]
    shape = (encoding, separator, quoted, escaped)
    if loans := loans_in(rows[0]):
        return Dialect("loans", *shape, True, width, loans, before=sample[0][0], heading=tuple(rows[0]))
    if other := foreign.kind_of_heading(rows[0]):
        raise NotRecognised(other)
    has_header, places, ignored, by_content = columns_of(rows, width)
    body = rows[1:] if has_header else rows
    layout = "items" if is_items(places) else "bibliography"
    if by_content and (other := foreign.kind_of_rows(body)):
        raise NotRecognised(other)
    if layout == "bibliography" and "title" not in places:
        raise NotRecognised(_("No column of titles was found. A SLiMS bibliography export has 18 columns."))
    if by_content and not told_by_form(body, places):
        raise NotRecognised(
            _("These rows do not look like titles: no ISBN, year, class or list of authors or copies among them.")
        )
    return Dialect(
        layout, *shape, has_header, width, places, sample[0][0] if has_header else sample[0][0] - 1, tuple(ignored),
        by_content, tuple(rows[0]) if has_header else (), _unread(rows, places, width, has_header),
    )  # fmt: skip


def _unread(rows: list[list[str]], places: dict[str, int], width: int, has_header: bool) -> tuple[tuple[str, str], ...]:
    """Columns that hold something and are left out: (heading or number, an example). What only counts rows is none."""
    found = []
    counting = running_columns(rows[1:] if has_header else rows, width, rows[0] if has_header else ())
    for place in sorted(set(range(width)) - counting):
        cells = [row[place].strip() for row in (rows[1:] if has_header else rows) if place < len(row)]
        if place not in places.values() and (said := next((cell for cell in cells if cell), "")):
            heading = rows[0][place].strip() if has_header and place < len(rows[0]) else ""
            found.append((heading or str(place + 1), said))
    return tuple(found)


def is_heading_again(cells: Sequence[str], dialect: Dialect) -> bool:
    """Whether a row in the middle is the heading of a second export, not a book called "title"."""
    said = [cell.strip().lower() for cell in cells]
    if any(said) and said == [cell.strip().lower() for cell in dialect.heading[: len(said)]]:
        return True
    return not _YEAR_LIKE.search(" ".join(said)) and columns.is_heading(cells)  # nearly every book has a number


def _refuse_other_kinds(file: IO[bytes]) -> None:
    file.seek(0)
    head = file.read(8)
    if head.startswith(b"PK"):
        raise NotRecognised(_("This is an Excel or ZIP file. Export the catalogue as CSV."))
    if head.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")):
        raise NotRecognised(_("This is no CSV file. Export the catalogue as CSV."))


def _sample(head: str, separator: str, quoted: bool, escaped: bool, *, skipped: int, cut: bool) -> list[Numbered]:
    """The first records that say something, each with its number in the file; only of the head, so that a file of
    blank lines costs no more than any other."""
    found: list[Numbered] = []
    lines = io.StringIO(head, newline="")
    for number, record in enumerate(_reader(lines, separator, quoted, escaped), start=1):
        if number > skipped and any(cell.strip() for cell in record):
            found.append((number, record))
        if len(found) >= SAMPLE_ROWS:
            return found
    return found[:-1] if cut and len(found) > 1 else found


def _width(sample: Sequence[Sequence[str]]) -> int:
    """The usual number of columns, an empty one that a trailing separator makes left out."""
    width = Counter(len(row) for row in sample).most_common(1)[0][0]
    while width > 1 and all(len(row) < width or not row[width - 1].strip() for row in sample):
        if width in (len(columns.BIBLIOGRAPHY), len(columns.ITEMS)):
            break
        width -= 1
    return width


def _evenness(sample: Sequence[Sequence[str]]) -> float:
    """How much the sample looks like a table: rows of one width, wide rather than narrow, no cell with many lines."""
    if not sample:
        return 0.0
    width, rows = Counter(len(row) for row in sample).most_common(1)[0]
    if width < 2:
        return 0.0
    runaway = sum(cell.count("\n") > 30 for row in sample for cell in row)
    marks = sum(cell.count('"') for row in sample for cell in row)
    return rows / len(sample) + min(width, 19) / 25 - runaway - min(0.5, marks / (len(sample) * width))
