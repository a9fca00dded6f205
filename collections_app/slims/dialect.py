"""Telling what a CSV file is by what stands in it: encoding, separator, quoting, heading, and which column is what."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import columns, foreign
from .guessing import columns_of, is_items, loans_in, preamble_of, told_by_form

SAMPLE_ROWS = 300
SAMPLE_BYTES = 512 * 1024
PIECE = 256 * 1024
SEPARATORS = (",", ";", "\t", "|")
_LITERAL_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)(?:\\r\\n|\\n|\\r)")
_BACKSLASHES = re.compile(r"(\\+)(?=(.{0,2}))", re.DOTALL)
_TOLD = re.compile(r"^\ufeff?\"?sep=(.)\"?[,;\t|]*\r?\n", re.IGNORECASE)  # Excel's own first line
_MANY_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = bytes(range(0x80, 0x100))
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
Numbered = tuple[int, list[str]]

OPEN_QUOTE = gettext_lazy("A cell of this file does not end. Is a quotation mark left open?")


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


def encoding_of(file: IO[bytes]) -> str:
    """UTF-16 and UTF-8 by their marks, UTF-8 where most of what is no plain letter is, else Windows-1252.

    So one byte cut off somewhere costs one sign, not every accent of the file. Reads in pieces.
    """
    file.seek(0)
    head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    file.seek(0)
    whole, broken, rest = 0, 0, b""
    while piece := file.read(PIECE):
        piece = rest + piece
        rest = piece[len(piece.rstrip(_HIGH)) :][-3:]  # a sign may go on in the next piece
        piece = piece[: len(piece) - len(rest)]
        left, signs = _MANY_BYTES.subn(b"", piece)
        whole += signs
        broken += len(_HIGH_BYTES.findall(left))
    left, signs = _MANY_BYTES.subn(b"", rest)
    whole, broken = whole + signs, broken + len(_HIGH_BYTES.findall(left))
    return "utf-8" if not broken or whole > broken else "cp1252"


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
    return csv.reader(
        _lines(text, escaped),
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        escapechar="\\" if escaped and quoted else None,
        doublequote=True,
    )


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
    for separator in (told.group(1),) if told and told.group(1) in SEPARATORS else SEPARATORS:
        for quoted in (True, False):
            try:
                sample = _sample(head, separator, quoted, escaped, skipped=1 if told else 0, cut=cut)
            except csv.Error as error:
                if quoted and head.count(f'"{separator}"') >= 4:  # quotation is meant, and one mark does not close
                    raise NotRecognised(OPEN_QUOTE) from error
                continue
            score = _evenness([record for _number, record in sample])
            if best is None or score > best[0] + 1e-9:
                best = (score, separator, quoted, sample)
    if best is None or not best[3]:
        raise NotRecognised(_("No table was found in this file: its lines do not fall into columns."))
    _score, separator, quoted, sample = best
    width = _width([record for _number, record in sample])
    if width < 2:
        raise NotRecognised(_("No table was found in this file: its lines do not fall into columns."))
    sample = sample[preamble_of([record for _number, record in sample], width) :]
    rows = [record for _number, record in sample]
    shape = (encoding, separator, quoted, escaped)
    if loans := loans_in(rows[0]):
        return Dialect("loans", *shape, has_header=True, width=width, columns=loans, before=sample[0][0])
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
        by_content, _unread(rows, places, width, has_header),
    )  # fmt: skip


def _unread(rows: list[list[str]], places: dict[str, int], width: int, has_header: bool) -> tuple[tuple[str, str], ...]:
    """Columns that hold something and are left out: (heading or number, an example)."""
    found = []
    for place in range(width):
        cells = [row[place].strip() for row in (rows[1:] if has_header else rows) if place < len(row)]
        if place not in places.values() and (said := next((cell for cell in cells if cell), "")):
            heading = rows[0][place].strip() if has_header and place < len(rows[0]) else ""
            found.append((heading or str(place + 1), said))
    return tuple(found)


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
