"""From the cells of one row to what the catalogue keeps, with everything odd about it said."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from baubau_pembinaan.core.csvsafe import restore
from collections_app.choices import ItemStatus
from collections_app.identity import ISSN, isbns_in, read_isbn

from .dialect import Dialect
from .record import ERROR as ERROR
from .record import Problem as Problem
from .record import Record as Record
from .record import RowRefused as RowRefused
from .values import (
    NOTHING,
    SOURCE_OF,
    STATUS_OF,
    is_day,
    parts_of,
    read_day,
    read_price,
    without_address,
    word_of,
)

# SLiMS loses the backslashes of \r\n: what stays is a stray "rn" after a sign or as a word of its own.
_STRAY = re.compile(r"(?<=[.,;:!?)\]])(?:rn)+(?=\S|$)|(?:(?<=\s)|^)(?:rn)+(?=\s|$|[A-Z])")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f�]")  # the others are spaces
_UNREADABLE = "\ufffd"  # what reading puts where a byte says nothing
LONGEST_ADDRESS = 500
MOST_LEFT_OUT = 3  # empty cells that a row may lack at its end
OF_ONE_COPY = {"received_date", "price", "invoice", "order_no", "supplier_name", "location_name"}
LIMITS = {
    "title": 500,
    "responsibility": 300,
    "edition": 100,
    "isbn_given": 80,
    "publisher": 200,
    "place": 120,
    "year_given": 40,
    "collation": 200,
    "series": 250,
    "call_number": 100,
    "classification": 60,
    "language": 60,
    "medium": 60,
    "image": 255,
    "notes": 8000,
}
ITEM_LIMITS = {
    "inventory_code": 60,
    "call_number": 100,
    "collection_type": 100,
    "location": 100,
    "site": 100,
    "status_given": 60,
    "supplier": 150,
    "order_no": 60,
    "invoice": 60,
}


def clean(text: str) -> str:
    """One line, no control signs, single spaces."""
    return _SPACE.sub(" ", _CONTROL.sub("", text)).strip()


def without_stray_breaks(text: str) -> str:
    return clean(_STRAY.sub(" ", text))


def listed(text: str) -> list[str]:
    """`<A><B>` in order, without repeats; a plain text is a list of one (or of its parts between semicolons)."""
    said = text.strip()
    parts = parts_of(said) if "<" in said else re.split(r"\s*;\s*", said)
    return list(dict.fromkeys(part for part in map(clean, parts) if part.lower() not in NOTHING))


def codes_of(text: str) -> list[str]:
    """Codes of a title's copies: `<A><B>`, or between semicolons, commas, bars or line breaks."""
    return listed(text if "<" in text else re.sub(r"[,|\r\n]", ";", text))


def read_record(cells: Sequence[str], number: int, dialect: Dialect) -> Record:
    """The row's record. Raises RowRefused for a row of separators, of another width, or without a title."""
    cells = _of_width([restore(cell) for cell in cells], number, dialect)
    said = {name: cells[place] if place < len(cells) else "" for name, place in dialect.columns.items()}
    if dialect.layout == "loans":
        return _read_loan(said, number)
    record = Record(number, title=without_stray_breaks(said.get("title", "")))
    for name, cell in said.items():
        if _UNREADABLE in cell:
            record.warn(name, cell, _("A sign here cannot be read; it is left out."))
    if dialect.layout == "bibliography":
        _read_title(record, said)
    codes = said.get("item_code", "")
    record.codes = codes_of(codes) if dialect.layout == "bibliography" else listed(codes)
    if dialect.layout == "bibliography" and not record.codes:  # an accession register has no other number of a copy
        record.codes = codes_of(said.get("inventory_code", ""))
        if len(record.codes) > 1:
            del said["inventory_code"]  # it names each copy by now
    for code in record.codes:
        if len(code) > 60:
            raise RowRefused(Problem(number, "item_code", code, _("Longer than 60 characters."), ERROR))
    _read_item(record, said)
    if dialect.layout == "bibliography" and not record.codes and "item_code" in said:
        for name in sorted(OF_ONE_COPY & set(said)):
            if clean(said[name]).lower() not in NOTHING:
                record.warn(name, said[name], _("This row names no copy that it could be said of; left out."))
    return record


def _read_loan(said: dict[str, str], number: int) -> Record:
    codes, text = listed(said["item_code"]), clean(said["loan_date"])
    if len(codes) != 1:
        raise RowRefused(Problem(number, "item_code", ", ".join(codes), _("One item code is needed."), ERROR))
    day, _odd = read_day(text)
    if day is None or day > date.today():  # noqa: DTZ011  (a bound)
        raise RowRefused(Problem(number, "loan_date", text, _("Not a day on which a copy was lent."), ERROR))
    return Record(number, codes=codes, item={"last_lent_on": day})


def _of_width(cells: list[str], number: int, dialect: Dialect) -> list[str]:
    if not any(cell.strip() for cell in cells):
        raise RowRefused(Problem(number, "", "", _("The row holds only separators."), ERROR))
    width = dialect.width
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) == width:
        return cells
    if len(cells) > width and (mended := _mended(cells, dialect)):
        return mended
    if width - MOST_LEFT_OUT <= len(cells) < width and _in_place(cells, dialect):
        return cells + [""] * (width - len(cells))
    message = _("The row has %(found)s columns where %(wanted)s are usual.") % {"found": len(cells), "wanted": width}
    shown = "" if dialect.layout == "loans" else dialect.separator.join(cells)[:200]  # nothing about borrowers
    raise RowRefused(Problem(number, "", shown, message, ERROR))


def _in_place(cells: list[str], dialect: Dialect) -> bool:
    """Whether each cell that tells by its form stands in its column, and one does: then only the end is left out."""
    told = False
    for name, place in dialect.columns.items():
        cell = cells[place].strip() if place < len(cells) else ""
        if cell.lower() in NOTHING:
            continue
        if name in ("authors", "topics", "item_code") and cell.count("<") != cell.count(">"):
            return False
        fits = _FORMS.get(name)
        if fits and not fits(cell):
            return False
        told = told or fits is not None
    return told


def _mended(cells: list[str], dialect: Dialect) -> list[str] | None:
    """A title written with the separator in it and no quotes: joined again where number and year then fall in place."""
    extra = len(cells) - dialect.width
    place = dialect.columns.get("title")
    if place is None or (dialect.quoted and place != 0):
        return None
    joined = [*cells[:place], dialect.separator.join(cells[place : place + extra + 1]), *cells[place + extra + 1 :]]
    year, isbn = dialect.columns.get("publish_year"), dialect.columns.get("isbn_issn")
    if year is None or isbn is None or not _YEAR.search(joined[year]):
        return None
    return joined if read_isbn(joined[isbn])[2] else None


_FORMS: dict[str, Any] = {
    "isbn_issn": lambda cell: read_isbn(cell)[2],
    "publish_year": lambda cell: _YEAR.search(cell) and len(cell) < 12,
} | dict.fromkeys(("received_date", "order_date", "invoice_date", "input_date", "last_update"), is_day)


def _read_title(record: Record, said: dict[str, str]) -> None:
    number = record.row
    if not record.title or record.title.lower() in NOTHING:
        raise RowRefused(Problem(number, "title", said.get("title", ""), _("A title is missing."), ERROR))
    given = clean(said.get("isbn_issn", ""))
    given = "" if given.lower() in NOTHING else given
    isbn, issn, valid = read_isbn(given)
    notes, address = without_address(without_stray_breaks(said.get("notes", "")))
    if not valid:
        record.warn("isbn_issn", given, _("No valid ISBN or ISSN; kept as written."))
    several = len(isbns_in(given)) > 1
    if several:
        given = "; ".join(part.strip() for part in (ISSN.sub("", given) if issn else given).split(";") if part.strip())
        record.warn("isbn_issn", given, _("Several ISBNs; the first one counts, all are kept as written."))
    year_given = clean(said.get("publish_year", ""))
    found = _YEAR.search(year_given)
    year = int(found.group(1)) if found else None
    if year is not None and year > date.today().year + 1:  # noqa: DTZ011  (a bound, not a record's date)
        year = None
    if year is None and year_given.lower() not in NOTHING:
        record.warn("publish_year", year_given, _("Not a year; kept as written."))
    classification = _class(said.get("classification", ""))
    fields: dict[str, Any] = {
        "title": record.title,
        "responsibility": without_stray_breaks(said.get("sor", "")),
        "contributors": listed(said.get("authors", "")),
        "edition": clean(said.get("edition", "")),
        "isbn": isbn,
        "issn": issn,
        "isbn_given": "" if valid and not several else given,
        "publisher": clean(said.get("publisher_name", "")),
        "place": clean(said.get("place_name", "")),
        "year": year,
        "year_given": "" if year_given == str(year) else year_given,
        "collation": clean(said.get("collation", "")),
        "series": clean(said.get("series_title", "")),
        "call_number": _class(said.get("call_number", "")),
        "classification": classification,
        "language": clean(said.get("language_name", "")),
        "medium": clean(said.get("gmd_name", "")),
        "subjects": listed(said.get("topics", "")),
        "notes": notes,
        "image": clean(said.get("image", "")),
        "link": _address(record, clean(said.get("link", "")) or address),
    }
    for name, limit in LIMITS.items():
        _within(record, fields, name, limit)
    for name in ("contributors", "subjects"):
        fields[name] = [_cut(record, name, part, 200) for part in fields[name]]
    record.title = fields["title"]
    record.fields = fields


def _address(record: Record, text: str) -> str:
    """An address that a reader can follow; of anything else nothing, and a word."""
    if not text or (re.match(r"https?://[^\s/]+\.[^\s]+$", text) and len(text) <= LONGEST_ADDRESS):
        return text
    record.warn("link", text, _("Not an address that can be followed; left out."))
    return ""


def _class(text: str) -> str:
    said = clean(text)
    return "" if said.lower() in NOTHING else re.sub(r"\b2x", "2X", said)


def _within(record: Record, fields: dict[str, Any], name: str, limit: int) -> None:
    if fields.get(name):
        fields[name] = _cut(record, name, fields[name], limit)


def _cut(record: Record, name: str, text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    if name == "title":
        message = _("Longer than %(limit)s characters.") % {"limit": limit}
        raise RowRefused(Problem(record.row, name, text[:80], message, ERROR))
    record.warn(name, text, _("Longer than %(limit)s characters; the rest is left out.") % {"limit": limit})
    return text[:limit]


def _read_item(record: Record, said: dict[str, str]) -> None:
    item: dict[str, Any] = {
        "inventory_code": clean(said.get("inventory_code", "")),
        "collection_type": clean(said.get("coll_type_name", "")),
        "location": clean(said.get("location_name", "")),
        "site": clean(said.get("site", "")),
        "supplier": clean(said.get("supplier_name", "")),
        "order_no": clean(said.get("order_no", "")),
        "invoice": clean(said.get("invoice", "")),
        "status_given": clean(said.get("item_status_name", "")),
        "source": SOURCE_OF.get(word_of(said.get("source", "")), ""),
        "call_number": _class(said.get("call_number", "")) if "item_status_name" in said else "",
    }
    item["status"] = STATUS_OF.get(word_of(item["status_given"]), "")
    for name, limit in ITEM_LIMITS.items():
        _within(record, item, name, limit)
    for name, column in (
        ("received_on", "received_date"),
        ("ordered_on", "order_date"),
        ("invoiced_on", "invoice_date"),
    ):
        text = clean(said.get(column, ""))
        item[name], odd = read_day(text)
        if odd:
            record.warn(column, text, odd)
    price = clean(said.get("price", ""))
    item["price_idr"], odd = read_price(price, word_of(said.get("price_currency", "")))
    if odd:
        record.warn("price", price, odd)
    record.item = {name: value for name, value in item.items() if value not in ("", None)}
    if "item_status_name" in said and not item["status_given"]:  # SLiMS writes nothing for a copy that is there
        record.item |= {"status": ItemStatus.AVAILABLE, "status_given": ""}
