"""MARC 21 (INDOMARC follows it) in ISO 2709 and MARCXML, in and out, through pymarc.

Tags: 020 ISBN, 022 ISSN, 041 language, 082 class (084 others), 100/700 persons, 110/710 bodies, 245 title, 250 edition,
260/264 imprint, 300 extent, 490 series, 520 summary, 650/653 subjects, 852 copies, 856 link.
"""

import io
import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pymarc import Field, Indicators, Record, Subfield, record_to_xml

from collections_app.slims.rows import ERROR, Problem, RowRefused, clean, read_record
from collections_app.slims.rows import Record as CatalogueRecord
from collections_app.slims.values import in_one_cell

from .marc_files import ISO as ISO
from .marc_files import LONGEST_RECORD, records
from .marc_files import XML as XML
from .marc_files import kind_of as kind_of
from .models import Title

_TRAILING = re.compile(r"\s*[/:;,=]+\s*$")
_NAMESPACE = "{http://www.loc.gov/MARC21/slim}"
NOTES_A_FIELD = 2_000  # characters: of no script more bytes than a field holds
# ISO 639-2 codes of what stands in Indonesian catalogues; other codes are kept as they are.
LANGUAGES = {
    "ind": "Indonesia",
    "eng": "Inggris",
    "ara": "Arab",
    "may": "Melayu",
    "jav": "Jawa",
    "sun": "Sunda",
    "dut": "Belanda",
    "ger": "Jerman",
    "fre": "Perancis",
    "jpn": "Jepang",
    "chi": "Mandarin",
    "kor": "Korea",
}
CODES = {name.lower(): code for code, name in LANGUAGES.items()} | {"english": "eng", "indonesian": "ind"}


def read(file: IO[bytes], kind: str) -> Iterator[CatalogueRecord | Problem]:
    """Each record, numbered from 1, or why it is refused."""
    for number, (record, note) in enumerate(records(file, kind), start=1):
        if record is None:
            yield Problem(number, "", "", note, ERROR)
            continue
        try:
            taken = _catalogue_record(record, number)
        except RowRefused as refusal:
            yield refusal.problem
            continue
        if note:
            taken.warn("", " / ".join(filter(None, [taken.title, taken.fields["responsibility"]])), note)
        yield taken


# --- Into the catalogue's own fields ---------------------------------------------------------------------------


class _Layout:
    """What `read_record` needs to know: MARC goes through the same checks as a SLiMS row."""

    layout = "bibliography"
    separator = ","
    quoted = True

    def __init__(self, names: Iterable[str]):
        self.columns = {name: place for place, name in enumerate(names)}
        self.width = len(self.columns)


def _catalogue_record(record: Record, number: int) -> CatalogueRecord:
    said = _said(record)
    return read_record(list(said.values()), number, _Layout(said))  # type: ignore[arg-type]


def _said(record: Record) -> dict[str, str]:
    imprint = (record.get_fields("264", "260") or [None])[0]
    languages = [code for found in record.get_fields("041") for code in found.get_subfields("a")]
    fixed = record.get_fields("008")
    if not languages and fixed and len(fixed[0].data) >= 38:
        languages = [fixed[0].data[35:38]]
    return {
        "title": _joined(record, "245", "abnp"),
        "edition": _joined(record, "250", "ab"),
        "isbn_issn": "; ".join(filter(None, [_numbers(record), _joined(record, "022", "a", first=True)])),
        "publisher_name": _part(imprint, "b"),
        "publish_year": _part(imprint, "c"),
        "place_name": _part(imprint, "a"),
        "collation": _joined(record, "300", "abce"),
        "series_title": _joined(record, "490", "av", first=True) or _joined(record, "440", "av", first=True),
        "call_number": _joined(record, "090", "ab", first=True) or _joined(record, "852", "hi", first=True),
        "language_name": LANGUAGES.get(languages[0].lower(), languages[0])
        if languages and languages[0].strip()
        else "",
        "classification": _joined(record, "082", "a", first=True) or _joined(record, "084", "a", first=True),
        "notes": " ".join(_text(found, "a") for found in record.get_fields("520", "500")),
        "sor": _joined(record, "245", "c"),
        "authors": in_one_cell(_names(record)),
        "topics": in_one_cell(map(_subject, record.get_fields("650", "651", "653", "600", "610"))),
        "item_code": in_one_cell(
            clean(code) for found in record.get_fields("852") for code in found.get_subfields("p")
        ),
        "link": next((clean(url) for found in record.get_fields("856") for url in found.get_subfields("u")), ""),
    }


def _numbers(record: Record) -> str:
    """Every ISBN of the record; $z are numbers that were wrong or withdrawn."""
    return "; ".join(said for found in record.get_fields("020") if (said := _text(found, "a")))


def _names(record: Record) -> list[str]:
    return [_text(found, "a") for found in record.get_fields("100", "110", "111", "700", "710")]


def _subject(found: Field) -> str:
    parts = [_trim(part) for part in found.get_subfields("a", "x", "y", "z", "v")]
    return " - ".join(part for part in parts if part)


def _joined(record: Record, tag: str, codes: str, *, first: bool = False) -> str:
    found = record.get_fields(tag)[:1] if first else record.get_fields(tag)
    return _trim(" ".join(_text(one, codes) for one in found))


def _part(found: Field | None, code: str) -> str:
    return _trim(" ".join(found.get_subfields(code))) if found else ""


def _text(found: Field, codes: str) -> str:
    return _trim(" ".join(part.value for part in found.subfields if part.code in codes))


def _trim(text: str) -> str:
    return _TRAILING.sub("", clean(text).replace(" :", ":").replace(" /", " /"))


# --- Out -------------------------------------------------------------------------------------------------------


def record_of(title: Title, codes: Iterable[tuple[str, str]]) -> Record:
    """The title as a MARC record; `codes` are (item code, call number) of its copies."""
    record = Record(force_utf8=True)
    record.leader = "00000nam a2200000 a 4500"

    def add(tag: str, *parts: tuple[str, Any], marks: tuple[str, str] = (" ", " ")) -> None:
        said = [Subfield(code, str(text)) for code, text in parts if text not in ("", None)]
        if said:
            record.add_field(Field(tag=tag, indicators=Indicators(*marks), subfields=said))

    record.add_field(Field(tag="001", data=str(title.pk)))
    for number in title.isbns_given or [title.isbn or ("" if title.issn else title.isbn_given)]:
        add("020", ("a", number))
    add("022", ("a", f"{title.issn[:4]}-{title.issn[4:]}" if title.issn else ""))
    add("041", ("a", CODES.get(title.language.lower(), title.language)))
    add("082", ("a", title.classification), marks=("0", "4"))
    add("090", ("a", title.call_number))
    for place, name in enumerate(title.contributors):
        add("700" if place else "100", ("a", name), marks=("1" if "," in name else "0", " "))
    add("245", ("a", title.title), ("c", title.responsibility), marks=("1" if title.contributors else "0", "0"))
    add("250", ("a", title.edition))
    add("264", ("a", title.place), ("b", title.publisher), ("c", title.year or title.year_given), marks=(" ", "1"))
    add("300", ("a", title.collation))
    add("490", ("a", title.series), marks=("0", " "))
    for part in textwrap.wrap(title.notes, NOTES_A_FIELD, break_on_hyphens=False):
        add("520", ("a", part))
    for subject in title.subjects:
        add("650", ("a", subject), marks=(" ", "4"))
    for code, call in codes:
        add("852", ("h", call), ("p", code))
    add("856", ("u", title.link), marks=("4", "0"))
    return record


class RecordTooLong(ValidationError):
    """ISO 2709 has not enough digits to say how long the record is: it would spoil the file. MARCXML takes it."""

    def __init__(self, title: str) -> None:
        words = _("The record of “%(title)s” is longer than MARC 21 can count, mostly by its copies. Take MARCXML.")
        super().__init__(words % {"title": title[:80]})


def in_iso(record: Record) -> bytes:
    """The record in ISO 2709. Raises RecordTooLong."""
    data = record.as_marc()
    if len(data) > LONGEST_RECORD:
        raise RecordTooLong(record.title or "")
    return data


def write(records: Iterable[Record], kind: str) -> Iterator[bytes]:
    """The records as one file, piece by piece. Raises RecordTooLong before the first that ISO 2709 cannot hold."""
    if kind == ISO:
        yield from map(in_iso, records)
        return
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n'
    for record in records:
        yield record_to_xml(record) + b"\n"
    yield b"</collection>\n"


def as_file(pieces: Iterable[bytes]) -> io.BytesIO:
    return io.BytesIO(b"".join(pieces))
