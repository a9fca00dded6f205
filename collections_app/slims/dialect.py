"""Telling what a CSV file is by what stands in it: encoding, separator, quoting, heading, and which column is what."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import columns
from .guessing import columns_of, is_items

SAMPLE_ROWS = 300
SAMPLE_BYTES = 512 * 1024
PIECE = 256 * 1024
SEPARATORS = (",", ";", "\t", "|")
_LITERAL_BREAK = re.compile(r"\\r\\n|\\n|\\r")


OPEN_QUOTE = gettext_lazy("A cell of this file does not end. Is a quotation mark left open?")


class NotRecognised(Exception):
    """The file is no catalogue export that can be read; the text says why, in the reader's language."""


@dataclass(frozen=True)
class Dialect:
    """How a file is written. `columns`: field -> place; `ignored`: headings nobody knows."""

    layout: str  # "bibliography" or "items"
    encoding: str
    separator: str
    quoted: bool
    escaped: bool  # \" and \r\n as SLiMS writes them
    has_header: bool
    width: int
    columns: dict[str, int]
    ignored: tuple[str, ...] = ()
    by_content: bool = False

    def as_dict(self) -> dict[str, Any]:
        """What was recognised, for people and for JSON."""
        return {
            "layout": self.layout,
            "encoding": self.encoding,
            "separator": {"\t": "tab"}.get(self.separator, self.separator),
            "header": self.has_header,
            "columns": {name: place + 1 for name, place in sorted(self.columns.items(), key=lambda pair: pair[1])},
            "ignored": list(self.ignored),
            "by_content": self.by_content,
        }


def encoding_of(file: IO[bytes]) -> str:
    """UTF-16 and UTF-8 by their marks, UTF-8 where the whole file is, else Windows-1252. Reads in pieces."""
    file.seek(0)
    head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while piece := file.read(PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


class _Lines:
    """The file's lines as text, without NUL; what a broken byte cannot say becomes a replacement sign."""

    def __init__(self, file: IO[bytes], encoding: str, escaped: bool):
        file.seek(0)
        self.text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
        self.escaped = escaped

    def __iter__(self) -> Iterator[str]:
        for line in self.text:
            line = line.replace("\0", "")
            yield _LITERAL_BREAK.sub(" ", line) if self.escaped else line

    def let_go(self) -> None:
        self.text.detach()


def records(file: IO[bytes], encoding: str, separator: str, quoted: bool, escaped: bool) -> Iterator[list[str]]:
    """The file's records; blank lines are empty lists. Raises csv.Error where a cell runs away."""
    lines = _Lines(file, encoding, escaped)
    try:
        yield from csv.reader(
            iter(lines),
            delimiter=separator,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
            escapechar="\\" if escaped and quoted else None,
            doublequote=True,
        )
    finally:
        if not file.closed:  # a reader that was left in the middle is cleaned up later
            lines.let_go()


def recognise(file: IO[bytes]) -> Dialect:
    """What the file is. Raises NotRecognised."""
    _refuse_other_kinds(file)
    encoding = encoding_of(file)
    file.seek(0)
    head = file.read(SAMPLE_BYTES).decode(encoding, errors="replace")
    if not head.strip("\ufeff \r\n\t;,|\0"):
        raise NotRecognised(_("The file is empty."))
    escaped = '\\"' in head or "\\'" in head or "\\r\\n" in head
    best: tuple[float, str, bool, list[list[str]]] | None = None
    for separator in SEPARATORS:
        for quoted in (True, False):
            try:
                sample = _sample(file, encoding, separator, quoted, escaped)
            except csv.Error as error:
                if quoted and head.count(f'"{separator}"') >= 4:  # quotation is meant, and one mark does not close
                    raise NotRecognised(OPEN_QUOTE) from error
                continue
            score = _evenness(sample)
            if best is None or score > best[0] + 1e-9:
                best = (score, separator, quoted, sample)
    if best is None or not best[3]:
        raise NotRecognised(_("No table was found in this file: its lines do not fall into columns."))
    _score, separator, quoted, sample = best
    width = _width(sample)
    if width < 2:
        raise NotRecognised(_("No table was found in this file: its lines do not fall into columns."))
    has_header, places, ignored, by_content = columns_of(sample, width)
    layout = "items" if is_items(places) else "bibliography"
    if layout == "bibliography" and "title" not in places:
        raise NotRecognised(_("No column of titles was found. A SLiMS bibliography export has 18 columns."))
    if by_content and not {"isbn_issn", "authors", "publish_year", "item_code", "publisher_name"} & set(places):
        raise NotRecognised(_("No column of titles was found. A SLiMS bibliography export has 18 columns."))
    return Dialect(layout, encoding, separator, quoted, escaped, has_header, width, places, tuple(ignored), by_content)


def _refuse_other_kinds(file: IO[bytes]) -> None:
    file.seek(0)
    head = file.read(8)
    if head.startswith(b"PK"):
        raise NotRecognised(_("This is an Excel or ZIP file. Export the catalogue as CSV."))
    if head.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")):
        raise NotRecognised(_("This is no CSV file. Export the catalogue as CSV."))


def _sample(file: IO[bytes], encoding: str, separator: str, quoted: bool, escaped: bool) -> list[list[str]]:
    found = []
    for record in records(file, encoding, separator, quoted, escaped):
        if any(cell.strip() for cell in record):
            found.append(record)
        if len(found) >= SAMPLE_ROWS:
            break
    return found


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
