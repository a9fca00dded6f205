"""When two records are the same title: numbers checked, names compared without case, accents and signs.

Numbers are validated by python-stdnum (ISBN agency rules); an Indonesian library also has titles without any.
"""

import hashlib
import re
import unicodedata

from stdnum import isbn as isbn_rules
from stdnum import issn as issn_rules
from stdnum.exceptions import ValidationError as NumberError

SHORTEST_SLIP = 5  # letters of a word that may hold a slip: "alam" and "awam" are two words
# The database keeps the same rules in collections_plain (migration 0036); a test holds the two together.
_LETTERS = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "′": "'", "ʼ": "", "ʻ": "", "ʿ": "", "ʾ": "", "ـ": ""}
    | {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"}
    | {sign: str(place % 10) for place, sign in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
)
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
)
# Vowels of scripts that write them as signs beside the letter belong to the word.
_MARKS = "".join(chr(code) for code in range(0x0900, 0x1D00) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
_APOSTROPHE = re.compile(r"(?<=[^\W_])'(?=[^\W_])")
_SIGNS = re.compile(rf"[+#]+(?=[^\W_])|(?<![\w+#])[+#]+|[^\w{_MARKS}+#]+|_+")
_HYPHENATED = re.compile(r"[^\s\-‐‑/]+(?:[-‐‑][^\s\-‐‑/]+)+")
_ISBN_WORD = re.compile(r"\bISBN(?:[-\s]?1[03](?=\s*:))?\s*:?", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w])(?:97[89][-‐-―._]*)?(?:\d[-‐-―._]*){9}[\dXx](?!\w)")
_SPACED = re.compile(r"(?<![\w])(?:97[89][\s\-‐-―._]*)?(?:\d[\s\-‐-―._]*){9}[\dXx](?!\w)")
ISSN = re.compile(r"(?<![\w-])\d{4}-\d{3}[\dXx](?![\w-])")
_DEWEY = re.compile(r"^\D{0,4}?(\d)\d{2}(?!\d)")
_ISLAM = re.compile(r"\b2\s*[xX]")


def plain(text: str) -> str:
    """Lower case, no accents, single spaces; letters of any script, digits, and signs that end a name ("C++", "C#").

    An apostrophe inside a word goes: "Al-Qur'an" is "al quran".
    """
    if not text.isascii():
        flat = unicodedata.normalize("NFKD", text.translate(_LETTERS)).lower().translate(_LETTERS)
        text = _ACCENTS.sub("", flat)
    text = _APOSTROPHE.sub("", text.replace("`", "'").lower())
    return " ".join(_SIGNS.sub(" ", text).split())


def joined_words(text: str) -> str:
    """What a hyphen holds together, as one word each: "Tafsir Al-Qur'an" gives "alquran"."""
    return " ".join(plain(re.sub("[-‐‑]", "", part)) for part in _HYPHENATED.findall(text))


def match_key(title: str, author: str, year: int | None, edition: str) -> str:
    """What titles without an ISBN are told apart by, as 32 hexadecimal digits; "" of no title, which is like none."""
    name = plain(title) or " ".join(title.lower().split())  # "???" is like "???" alone
    if not name:
        return ""
    names = " ".join(sorted(plain(author).split()))  # "Hirata, Andrea" and "Andrea Hirata" are one
    said = "\x1f".join([name, names, str(year or ""), plain(edition)])
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def name_key(title: str, author: str) -> str:
    """`match_key` of title and author alone: what is wished for, ordered or given has no edition yet."""
    return match_key(title, author, None, "")


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are one but for case, accents, signs and spaces."""
    a, b = plain(one) or one.strip().lower(), plain(other) or other.strip().lower()
    return a == b or (a.replace(" ", "") == b.replace(" ", "") and not differs_in_number(a, b))


def is_alike(one: str, other: str) -> bool:
    """Whether two titles under the same ISBN are the same one, written by two hands: word by word the same, or a slip
    of one letter in a longer word. "Kamus Inggris" and "Kamus Indonesia", "Iqro A" and "Iqro B" are two titles."""
    if is_same_name(one, other):
        return True
    a, b = plain(one).split(), plain(other).split()
    return len(a) == len(b) and bool(a) and all(map(_is_slip, a, b))


def _is_slip(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_SLIP or len(long) - len(short) > 1 or one[0] != other[0] or not (short + long).isalpha():
        return False
    place = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    if len(short) < len(long):
        return short[place:] == long[place + 1 :]
    swapped = long[:place] + long[place + 1 : place + 2] + long[place] + long[place + 2 :]
    return short[place + 1 :] == long[place + 1 :] or short == swapped


def is_longer_name(one: str, other: str) -> bool:
    """Whether one of two names is the other with more words after it: a subtitle, a remark, or another volume."""
    short, long = sorted((plain(one), plain(other)), key=len)
    return bool(short) and long.startswith(f"{short} ") and not differs_in_number(short, long)


def differs_in_number(a: str, b: str) -> bool:
    """ "Matematika kelas 7" and "Matematika kelas 8", "Jilid I" and "Jilid II": one ISBN for the set, two titles.
    So are "Bahasa C++" and "Bahasa C#"."""
    marks = re.compile(r"\b(?:\d+|[ivx]+)\b|\w+[+#]+")
    return sorted(marks.findall(a)) != sorted(marks.findall(b))


def read_isbn(text: str) -> tuple[str, str, bool]:
    """(ISBN-13 digits, ISSN digits, valid) of what a source wrote; empty texts where it is neither.

    "979-8001-48-6 (jil.1)" is the number before the bracket, "ISBN-13: 978-… pbk" the number in it; of several the
    first valid one. Nothing given is valid and empty.
    """
    said = text.strip()
    if not said:
        return "", "", True
    compact = _compact(_ISBN_WORD.sub("", said.split("(")[0].split(";")[0]))
    if len(compact) == 8:
        try:
            return "", issn_rules.compact(issn_rules.validate(compact)), True
        except NumberError:
            return "", "", False
    found = isbns_in(compact) or isbns_in(said)
    return (found[0], _issn_in(said), True) if found else ("", "", False)


def _issn_in(text: str) -> str:
    """The first valid ISSN among other numbers: "978-602-03-3294-9; 0126-1234"."""
    for candidate in ISSN.findall(text):
        if issn_rules.is_valid(candidate):
            return issn_rules.compact(candidate)
    return ""


def isbns_in(text: str) -> list[str]:
    """Every valid ISBN in a text, as thirteen digits, in order, each once."""
    said = _ISBN_WORD.sub(" ", text)
    found: dict[str, None] = {}
    for pattern in (_NUMBER, _SPACED):  # as one word first: "9786020332949 50000" is a number and a price
        for candidate in pattern.findall(said):
            try:
                found[isbn_rules.to_isbn13(isbn_rules.validate(_compact(candidate))).replace("-", "")] = None
            except NumberError:
                continue
        if found:
            break
    return list(found)


def _compact(text: str) -> str:
    return re.sub(r"[\s\-‐-―._]", "", text).upper()


def show_isbn(digits: str) -> str:
    """With its hyphens: 978-602-03-3294-9."""
    return isbn_rules.format(digits) if digits else ""


def dewey_class(call: str) -> str:
    """The hundred a class belongs to: "519.5 MIL s" -> "500", "2X4.122 9" -> "2X0", "A13" -> ""."""
    if _ISLAM.search(call):
        return "2X0"
    found = _DEWEY.match(call.strip())
    return f"{found.group(1)}00" if found else ""
