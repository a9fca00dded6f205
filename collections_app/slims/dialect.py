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

SAMPLE_ROWS = 300
SAMPLE_BYTES = 512 * 1024
PIECE = 256 * 1024
SEPARATORS = (",", ";", "\t", "|")
_LITERAL_BREAK = re.compile(r"\\r\\n|\\n|\\r")
_NUMBER = re.compile(r"^(?:97[89][\s-]?)?[\d][\d\s-]{7,14}[\dXx]$")
_YEAR = re.compile(r"^\[?c?(?:1[4-9]|20)\d\d[\].]?$")
_LIST = re.compile(r"^(?:<[^<>]*>\s*)+$")
_DEWEY = re.compile(r"^(?:\d{3}(?:\.[\d\s]+)?|2[xX][\d.\s]*|NONE)$")
_CALL = re.compile(r"^(?:[A-Z]{1,4}\s+)?(?:\d{3}(?:\.[\d\s]+)?|2[xX][\d.\s]+)\s*[A-Z][A-Za-z]{1,3}\s+\w")
_EXTENT = re.compile(r"\b(?:hlm|hal|halaman|cm|pages|p\.|jil|ilus)\b", re.IGNORECASE)
_WORDS_OF_LANGUAGES = (
    "indonesia inggris english indonesian arab arabic jepang japanese jerman german belanda dutch perancis french "
    "melayu malay jawa javanese sunda mandarin chinese daerah bahasa wolio buton korea korean id en ar"
)
_WORDS_OF_MEDIA = (
    "text teks buku book cd-rom dvd video kaset audio majalah journal jurnal e-book ebook peta map software"
)
_LANGUAGES, _MEDIA = frozenset(_WORDS_OF_LANGUAGES.split()), frozenset(_WORDS_OF_MEDIA.split())


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
    has_header, places, ignored, by_content = _columns(sample, width)
    layout = "items" if _is_items(places) else "bibliography"
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


# --- Which column is what -------------------------------------------------------------------------------------


def _columns(sample: list[list[str]], width: int) -> tuple[bool, dict[str, int], list[str], bool]:
    """(has a heading, field -> place, headings nobody knows, told by content)."""
    first = [cell.strip().lstrip("\ufeff") for cell in sample[0]]
    named = [columns.field_called(cell) for cell in first]
    known = sum(1 for name in named if name)
    if known >= 2 and known >= min(3, len([c for c in first if c])) and _reads_like_words(first, sample[1:]):
        places: dict[str, int] = {}
        for place, name in enumerate(named):
            if name and name not in places:
                places[name] = place
        unknown = [place for place in range(min(width, len(first))) if place not in places.values()]
        if "title" not in places and not _is_items(places):
            places |= {k: v for k, v in _by_content(sample[1:], unknown, set(places)).items() if k not in places}
        ignored = [cell for place, cell in enumerate(first) if cell and place not in places.values()]
        return True, places, ignored, False
    body, has_header = sample, False
    if len(sample) > 1 and _differs_from_data(sample[0], sample[1:], width):
        body, has_header = sample[1:], True
    ranked = []
    for layout in (columns.BIBLIOGRAPHY, columns.ITEMS, (*columns.ITEMS, columns.ITEM_TITLE)):
        if len(layout) == width:
            ranked.append((_fit(body, layout), layout))
    if ranked:
        fit, layout = max(ranked, key=lambda pair: pair[0])
        if fit >= 0.5:
            return has_header, {name: place for place, name in enumerate(layout)}, [], False
    found = _by_content(body, list(range(width)), set())
    left = [str(place + 1) for place in range(width) if place not in found.values()]
    return has_header, found, left, True


def _reads_like_words(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    return not any(_LIST.match(cell) or _NUMBER.match(cell) for cell in first if cell)


def _is_items(places: dict[str, int]) -> bool:
    own = {"inventory_code", "received_date", "supplier_name", "location_name", "item_status_name", "coll_type_name"}
    titles = {"authors", "publisher_name", "isbn_issn", "publish_year", "topics", "sor", "collation"}
    return "item_code" in places and len(own & set(places)) >= 2 and not titles & set(places)


def _share(cells: Sequence[str], test: Any) -> float:
    said = [cell for cell in cells if cell]
    return sum(bool(test(cell)) for cell in said) / len(said) if said else 0.0


def _cells(body: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place].strip() if place < len(row) else "" for row in body]


def _is_date(text: str) -> bool:
    return bool(re.match(r"^\d{4}-\d\d-\d\d|^\d{1,2}[/-]\d{1,2}[/-]\d{4}", text))


_TESTS: dict[str, Any] = {
    "isbn_issn": _NUMBER.match,
    "publish_year": _YEAR.match,
    "classification": _DEWEY.match,
    "call_number": _CALL.match,
    "language_name": lambda cell: cell.lower() in _LANGUAGES,
    "gmd_name": lambda cell: cell.lower() in _MEDIA,
    "authors": lambda cell: _LIST.match(cell) and not re.search(r"\d{3}", cell),
    "topics": lambda cell: _LIST.match(cell) and not re.search(r"\d{3}", cell),
    "item_code": lambda cell: _LIST.match(cell) and re.search(r"\d", cell),
    "collation": _EXTENT.search,
    "received_date": _is_date,
    "order_date": _is_date,
    "invoice_date": _is_date,
    "input_date": _is_date,
    "last_update": _is_date,
    "price": lambda cell: re.fullmatch(r"[\d.,]+", cell),
    "price_currency": lambda cell: cell.lower() in {"rupiah", "idr", "rp", "usd"},
}
_DECIDING = ("isbn_issn", "publish_year", "language_name", "authors", "classification", "received_date", "last_update")


def _fit(body: Sequence[Sequence[str]], layout: Sequence[str]) -> float:
    """How well the columns hold what a layout says of them: 0 to 1, over the telling columns that are filled."""
    shares = []
    for place, name in enumerate(layout):
        if name not in _DECIDING:
            continue
        cells = _cells(body, place)
        if any(cells):
            shares.append(_share(cells, _TESTS[name]))
    title = _cells(body, layout.index("title")) if "title" in layout else ["x"]
    return (sum(shares) / len(shares) if shares else 0.5) if any(title) else 0.0


def _differs_from_data(first: Sequence[str], body: Sequence[Sequence[str]], width: int) -> bool:
    """Whether the first row is a heading in a tongue nobody here knows: words over columns of numbers and lists."""
    telling = 0
    for place in range(min(width, len(first))):
        cell = first[place].strip()
        cells = _cells(body, place)
        for test in (_NUMBER.match, _YEAR.match, _LIST.match):
            if cell and _share(cells, test) >= 0.7:
                if test(cell):
                    return False
                telling += 1
    return telling >= 2 or (telling == 1 and all(c.strip() for c in first[:width]))


def _by_content(body: Sequence[Sequence[str]], places: Sequence[int], taken: set[str]) -> dict[str, int]:
    """Columns told by what stands in them: numbers, years, lists, classes; the title is the fullest text column."""
    found: dict[str, int] = {}
    free = list(places)

    def claim(name: str, least: float) -> None:
        if name in taken or name in found:
            return
        scored = [(_share(_cells(body, place), _TESTS[name]), -place) for place in free]
        if scored and max(scored)[0] >= least:
            place = -max(scored)[1]
            found[name] = place
            free.remove(place)

    for name, least in (
        ("isbn_issn", 0.6),
        ("publish_year", 0.7),
        ("item_code", 0.7),
        ("authors", 0.6),
        ("topics", 0.6),
        ("call_number", 0.6),
        ("classification", 0.6),
        ("language_name", 0.6),
        ("gmd_name", 0.6),
        ("collation", 0.5),
    ):
        claim(name, least)
    texts = []
    for place in free:
        said = [cell for cell in _cells(body, place) if cell]
        if said and _share(said, lambda cell: re.search(r"[A-Za-z]{3}", cell)) > 0.6:
            words = sum(len(cell.split()) for cell in said) / len(said)
            texts.append((len(set(said)) / len(body) * min(words, 6), -place))
    if texts and "title" not in taken:
        found["title"] = -max(texts)[1]
        texts = [text for text in texts if -text[1] != found["title"]]
        # Publishers come again and again; a name that rarely repeats is an author's.
        rest = sorted(-place for _score, place in texts)
        for place in rest:
            said = [cell for cell in _cells(body, place) if cell]
            repeats = 1 - len(set(said)) / len(said)
            name = "publisher_name" if repeats > 0.35 else "authors"
            if name not in found and name not in taken and len(said) > len(body) * 0.3:
                found[name] = place
    return found
