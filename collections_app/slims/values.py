"""Days, money and the words of a copy, in the spellings that exports have; what is odd is said, not guessed."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from baubau_pembinaan.core.dates import parse_tanggal
from baubau_pembinaan.core.formats import rupiah
from baubau_pembinaan.core.forms import RupiahField
from collections_app.choices import ItemStatus, Source

_SEAM = re.compile(r">\s*<")  # where SLiMS itself takes a list apart
_ADDRESS = re.compile(r"\s*\[URL: (https?://\S+)\]$")
NOTHING = {"", "none", "null", "-", "--", "n/a", "nan"}
_HOUR = re.compile(r"[T\s]\d{1,2}[:.]\d{2}\S*$")
_CURRENCY = re.compile(r"^(?:rp|idr|rupiah)(?![a-z])\.?|(?:rp|idr|rupiah)$|\s|(?<=\d)[.,]-+$", re.IGNORECASE)
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.\d{1,2}|\d{4,}\.\d+")  # 45,000.00 and 45000.75
_SOURCES = {
    Source.PURCHASE: "buy purchase beli pembelian 1",
    Source.GIFT: "prizegrant prize gift hadiah sumbangan donasi 2",
    Source.GRANT: "grant hibah 3",
    Source.EXCHANGE: "exchange tukar tukarmenukar pertukaran",
    Source.DEPOSIT: "deposit titipan serahsimpan",
    Source.OWN: "own terbitansendiri sendiri",
}
SOURCE_OF = {word: source for source, words in _SOURCES.items() for word in words.split()}
_STATUSES = {
    ItemStatus.NO_LOAN: "noloan nl tidakdipinjamkan tandon referensi notforloan",
    ItemStatus.REPAIR: "repair r perbaikan rusak diperbaiki",
    ItemStatus.MISSING: "missing mis hilang lost",
    ItemStatus.WITHDRAWN: "withdrawn disiangi dihapus weeded",
    ItemStatus.AVAILABLE: "available tersedia ada",
}
STATUS_OF = {word: status for status, words in _STATUSES.items() for word in words.split()}


def in_one_cell(parts: Iterable[str]) -> str:
    """`<A><B>`; a seam inside a part would be one more part."""
    return "".join(f"<{_SEAM.sub('/', part)}>" for part in parts)


def parts_of(cell: str) -> list[str]:
    """What `in_one_cell` put together, also where a part has a sign of its own: "<A < B><C>"."""
    said = cell.strip()
    if (said.startswith("<") and said.endswith(">")) or _SEAM.search(said):
        return _SEAM.split(said.removeprefix("<").removesuffix(">"))
    return re.findall(r"<([^<>]*)>", said) or [said.strip("<>")]


def with_address(notes: str, link: str) -> str:
    """SLiMS has no column for the address of the digital form: it ends the notes, and is taken off there again."""
    return f"{notes} [URL: {link}]".strip() if link else notes


def without_address(notes: str) -> tuple[str, str]:
    """(notes, the address that ended them)."""
    found = _ADDRESS.search(notes)
    return (notes[: found.start()], found.group(1)) if found else (notes, "")


def word_of(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def read_day(text: str) -> tuple[date | None, str]:
    """(the day, what is odd about it); day first where the year is not."""
    if text.lower() in NOTHING or text.startswith("0000"):
        return None, ""
    day = _a_day(text)
    return day, "" if day else _("Not a date; left out.")


def is_day(text: str) -> bool:
    return not read_day(text)[1]


def _a_day(text: str) -> date | None:
    try:
        return parse_tanggal(_HOUR.sub("", text).replace("/", "-"))
    except ValueError:
        return None


def read_price(text: str, currency: str) -> tuple[Decimal | None, str]:
    """(whole rupiah of "Rp 45.000,-", "IDR 45.000", "45,000.00" and the like, what is odd about it)."""
    if text.lower() in NOTHING:
        return None, ""
    if currency not in {"", "rupiah", "idr", "rp"}:
        return None, _("Not in Rupiah; left out.")
    digits = _CURRENCY.sub("", _CURRENCY.sub("", text))
    if _ENGLISH.fullmatch(digits):
        digits = digits.replace(",", "").replace(".", ",")
    whole, _comma, cents = digits.partition(",")
    is_cents = cents.isascii() and cents.isdigit()
    try:
        price = Decimal(RupiahField().to_python(whole if is_cents else digits) or 0)
    except ValidationError:
        price = Decimal(-1)
    if not digits or price < 0 or price >= Decimal(10) ** 14:
        return None, _("Not an amount; left out.")
    if is_cents and cents[0] >= "5":
        price += 1
    if cents.strip("0") or len(cents) > 2:  # rounded; and 45000.000 may have been meant as millions
        return price, _("Read as %(price)s.") % {"price": rupiah(price)}
    return price, ""
