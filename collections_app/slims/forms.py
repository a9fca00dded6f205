"""What the cells of a column look like: numbers, years, lists, classes, days, money, places and publishers."""

import re
from collections.abc import Sequence
from typing import Any

NUMBER = re.compile(r"^(?:97[89][\s-]?)?[\d][\d\s-]{7,14}[\dXx]$")
YEAR = re.compile(r"^\[?c?(?:1[4-9]|20)\d\d[\].]?$")
LIST = re.compile(r"^(?:<[^<>]*>\s*)+$")
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


def share_of(cells: Sequence[str], test: Any) -> float:
    said = [cell for cell in cells if cell]
    return sum(bool(test(cell)) for cell in said) / len(said) if said else 0.0


def cells_of(body: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place].strip() if place < len(row) else "" for row in body]


def _is_date(text: str) -> bool:
    return bool(re.match(r"^\d{4}-\d\d-\d\d|^\d{1,2}[/-]\d{1,2}[/-]\d{4}", text))


def _is_number(text: str) -> bool:
    return bool(NUMBER.match(text)) and not _is_date(text)


_CITIES = re.compile(
    r"^\W*(?:jakarta|bandung|yogyakarta|jogjakarta|jogja|surabaya|semarang|surakarta|solo|malang|medan|makassar|bogor|"
    r"depok|bekasi|tangerang|ciputat|kendari|bau-?bau|padang|denpasar|klaten|sidoarjo|kediri|cirebon|palembang|"
    r"banda aceh|pontianak|manado|ambon|jember|gresik|sukoharjo|sleman|bantul|purwokerto|london|new york|singapore|"
    r"singapura|kuala lumpur|cairo|kairo|beirut|amsterdam|leiden|oxford|cambridge|boston|chicago|tokyo|paris)\b"
    r"[^\w]*(?:\w+\W*)?$",
    re.IGNORECASE,
)
_PUBLISHERS = re.compile(
    r"\b(?:pt|cv|ud|press|penerbit|publish\w*|gramedia|erlangga|mizan|bentang|republika|balai pustaka|pustaka jaya|"
    r"rosdakarya|grafindo|rajawali|kanisius|tiga serangkai|yudhistira|andi offset|books|universitas|university|"
    r"verlag)\b",
    re.IGNORECASE,
)
TESTS: dict[str, Any] = {
    "isbn_issn": _is_number,
    "publish_year": YEAR.match,
    "classification": _DEWEY.match,
    "call_number": _CALL.match,
    "language_name": lambda cell: cell.lower() in _LANGUAGES,
    "gmd_name": lambda cell: cell.lower() in _MEDIA,
    "authors": lambda cell: LIST.match(cell) and not re.search(r"\d{3}", cell),
    "topics": lambda cell: LIST.match(cell) and not re.search(r"\d{3}", cell),
    "item_code": lambda cell: LIST.match(cell) and re.search(r"\d", cell),
    "collation": _EXTENT.search,
    "received_date": _is_date,
    "order_date": _is_date,
    "invoice_date": _is_date,
    "input_date": _is_date,
    "last_update": _is_date,
    "price": lambda cell: re.fullmatch(r"[\d.,]+", cell),
    "place_name": _CITIES.match,
    "publisher_name": _PUBLISHERS.search,
    "price_currency": lambda cell: cell.lower() in {"rupiah", "idr", "rp", "usd"},
}
DECIDING = ("isbn_issn", "publish_year", "language_name", "authors", "classification", "received_date", "last_update")
