"""When two records are the same title: numbers checked, names compared without case, accents and signs.

Numbers are validated by python-stdnum (ISBN agency rules); an Indonesian library also has titles without any.
"""

import hashlib
import re
import unicodedata
from difflib import SequenceMatcher

from stdnum import isbn as isbn_rules
from stdnum import issn as issn_rules
from stdnum.exceptions import ValidationError as NumberError

ALIKE = 0.72  # titles under one ISBN that share this much are one title written twice
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_DEWEY = re.compile(r"^\D{0,4}?(\d)\d{2}(?!\d)")
_ISLAM = re.compile(r"\b2\s*[xX]")


def plain(text: str) -> str:
    """Lower case, no accents, single spaces, letters and digits only."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_A_WORD.sub(" ", (flat or text).lower()).strip()


def match_key(title: str, author: str, year: int | None, edition: str) -> str:
    """What titles without an ISBN are told apart by, as 32 hexadecimal digits."""
    names = " ".join(sorted(plain(author).split()))  # "Hirata, Andrea" and "Andrea Hirata" are one
    said = "\x1f".join([plain(title), names, str(year or ""), plain(edition)])
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def is_alike(one: str, other: str) -> bool:
    """Whether two titles under the same ISBN are the same one, written by two hands."""
    a, b = plain(one), plain(other)
    if not a or not b:
        return False
    if a.startswith(b) or b.startswith(a):
        return not _differs_in_number(a, b)
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE and not _differs_in_number(a, b)


def _differs_in_number(a: str, b: str) -> bool:
    """ "Matematika kelas 7" and "Matematika kelas 8", "Jilid I" and "Jilid II": one ISBN for the set, two titles."""
    marks = re.compile(r"\b(?:\d+|[ivx]+)\b")
    return sorted(marks.findall(a)) != sorted(marks.findall(b))


def read_isbn(text: str) -> tuple[str, str, bool]:
    """(ISBN-13 digits, ISSN digits, valid) of what a source wrote; empty texts where it is neither.

    "979-8001-48-6 (jil.1)" is the number before the bracket; nothing given is valid and empty.
    """
    said = text.strip()
    if not said:
        return "", "", True
    compact = re.sub(r"[\s\-‐-―.]", "", said.split("(")[0].split(";")[0]).upper().removeprefix("ISBN").lstrip(":")
    if len(compact) in (10, 13):
        try:
            return isbn_rules.to_isbn13(isbn_rules.validate(compact)).replace("-", ""), "", True
        except NumberError:
            return "", "", False
    if len(compact) == 8:
        try:
            return "", issn_rules.compact(issn_rules.validate(compact)), True
        except NumberError:
            return "", "", False
    return "", "", False


def show_isbn(digits: str) -> str:
    """With its hyphens: 978-602-03-3294-9."""
    return isbn_rules.format(digits) if digits else ""


def dewey_class(call: str) -> str:
    """The hundred a class belongs to: "519.5 MIL s" -> "500", "2X4.122 9" -> "2X0", "A13" -> ""."""
    if _ISLAM.search(call):
        return "2X0"
    found = _DEWEY.match(call.strip())
    return f"{found.group(1)}00" if found else ""
