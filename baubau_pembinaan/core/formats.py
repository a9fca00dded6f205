"""Dates, times, money and numbers as an Indonesian office writes them.

Everything here runs hundreds of times on one page, so it uses its own month tables: Django's localised date filter
costs 28 microseconds a call, these about one.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language

MONTHS = {
    "id": (
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
SHORT_MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
WEEKDAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
Number = int | float | Decimal


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if moment.tzinfo else moment


def _local_date(day: date) -> date:
    return _local(day).date() if isinstance(day, datetime) else day


def tanggal(day: date) -> str:
    """ "22 November 2026"; an aware datetime counts by its local day."""
    day = _local_date(day)
    return f"{day.day} {MONTHS[_language()][day.month - 1]} {day.year}"


def nama_bulan(month: int) -> str:
    """ "November" for 11."""
    return MONTHS[_language()][month - 1]


def tanggal_pendek(day: date, language: str = "") -> str:
    """ "22 Nov 2026", for narrow columns."""
    day = _local_date(day)
    return f"{day.day} {SHORT_MONTHS[language or _language()][day.month - 1]} {day.year}"


def hari_tanggal(day: date) -> str:
    """ "Minggu, 22 November 2026"."""
    day = _local_date(day)
    return f"{WEEKDAYS[_language()][day.weekday()]}, {tanggal(day)}"


def bulan_tahun(day: date) -> str:
    """ "November 2026"."""
    day = _local_date(day)
    return f"{MONTHS[_language()][day.month - 1]} {day.year}"


PARTS_OF_YEAR = {"id": ("Triwulan", "Semester"), "en": ("Quarter", "Half-year")}
ROMAN = ("I", "II", "III", "IV")
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|S(?P<half>[12])|(?P<month>0[1-9]|1[0-2])))?")


def is_period_key(key: str) -> bool:
    """Whether `nama_periode` can say it: "2026", "2026-S1", "2026-Q4" or "2026-11"."""
    return _PERIOD.fullmatch(key) is not None


def nama_periode(key: str) -> str:
    """A period's key said: "2026-Q3" is "Triwulan III 2026", "2026-S1" "Semester I 2026", "2026-11" "November 2026".

    "2026-11-27" is "27 November 2026", the day after which it is asked. A key of another form stands as it is.
    """
    found = _PERIOD.fullmatch(key)
    if found is None:
        try:
            return tanggal(date.fromisoformat(key)) if len(key) == len("2026-11-27") else key
        except ValueError:
            return key
    year = found["year"]
    if found["month"]:
        return f"{MONTHS[_language()][int(found['month']) - 1]} {year}"
    quarter, half = PARTS_OF_YEAR[_language()]
    if found["quarter"]:
        return f"{quarter} {ROMAN[int(found['quarter']) - 1]} {year}"
    return f"{half} {ROMAN[int(found['half']) - 1]} {year}" if found["half"] else year


def periode_singkat(key: str) -> str:
    """A period's key where room is short: "TW III 2026" (English: "Q3 2026"), "Sem. I 2026", "Nov 2026"."""
    found = _PERIOD.fullmatch(key)
    if found is None:
        return nama_periode(key)
    year, id_ = found["year"], _language() == "id"
    if found["month"]:
        return f"{MONTHS[_language()][int(found['month']) - 1][:3]} {year}"
    if found["quarter"]:
        return f"TW {ROMAN[int(found['quarter']) - 1]} {year}" if id_ else f"Q{found['quarter']} {year}"
    if found["half"]:
        return f"Sem. {ROMAN[int(found['half']) - 1]} {year}" if id_ else f"H{found['half']} {year}"
    return year


def rentang_tanggal(first: date, last: date) -> str:
    """ "2–5 November 2026", "30 Oktober – 2 November 2026", one date where both are the same."""
    first, last = _local_date(first), _local_date(last)
    months = MONTHS[_language()]
    if first == last:
        return tanggal(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{tanggal(last)}"
    if first.year == last.year:
        return f"{first.day} {months[first.month - 1]} – {tanggal(last)}"
    return f"{tanggal(first)} – {tanggal(last)}"


def pukul(moment: datetime | time) -> str:
    """ "pukul 09.30 WITA" (English: "09:30 WITA"); a bare time is taken as the installation's own zone."""
    zone: tzinfo | None = timezone.get_current_timezone()
    if isinstance(moment, datetime):
        moment = _local(moment)
        zone = moment.tzinfo or zone
        name = (zone.tzname(moment.replace(tzinfo=None)) if zone else "") or ""
    else:
        name = (zone.tzname(datetime(2026, 1, 1)) if zone else "") or ""  # noqa: DTZ001 - the zone is asked its name
    if _language() == "en":
        return f"{moment.hour:02}:{moment.minute:02} {name}".rstrip()
    return f"pukul {moment.hour:02}.{moment.minute:02} {name}".rstrip()


def tanggal_pukul(moment: datetime) -> str:
    """ "22 November 2026, pukul 09.30 WITA"."""
    moment = _local(moment)
    return f"{tanggal(moment.date())}, {pukul(moment)}"


def rentang_pukul(first: datetime, last: datetime) -> str:
    """ "pukul 09.30 WITA – pukul 11.00 WITA", and the day of the end where it is another one:
    "pukul 22.00 WITA – pukul 01.00 WITA (Jumat, 1 Januari 2027)"."""
    words = f"{pukul(first)} – {pukul(last)}"
    return words if _local_date(first) == _local_date(last) else f"{words} ({hari_tanggal(last)})"


def pukul_sampai(first: datetime, last: datetime) -> str:
    """ "pukul 09.30–11.00 WITA" (English: "09:30–11:00 WITA"), for readers who want to know when to fetch somebody.

    With an end on another day, or in another zone of the clock, what `rentang_pukul` says.
    """
    begin, end = pukul(first), pukul(last)
    clock, zone = begin.rpartition(" ")[::2]
    if not clock or _local_date(first) != _local_date(last) or end.rpartition(" ")[2] != zone:
        return rentang_pukul(first, last)
    return f"{clock}–{end.removeprefix('pukul ')}"


def half_up(value: Number, places: int) -> Decimal:
    """The value rounded half away from zero, as Indonesian regulations compute; floats by their shortest writing."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _swap(text: str) -> str:
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def angka(value: Number, places: int = 0, language: str = "") -> str:
    """ "1.250,50": half-up, grouped, in the reader's language; a value that rounds to nothing has no minus."""
    if type(value) is int and not places:
        text = f"{value:,}"
    else:
        rounded = half_up(value, places)
        if rounded == 0:
            rounded = abs(rounded)
        text = f"{rounded:,.{places}f}"
    return text if (language or _language()) == "en" else _swap(text)


def rupiah(amount: Number, *, cents: bool = False, language: str = "") -> str:
    """ "Rp1.250.000", in English "Rp1,250,000"; the cents only where an accounting table asks for them."""
    if not cents and (whole := int(amount)) == amount:
        return f"{'-' if whole < 0 else ''}Rp{angka(abs(whole), language=language)}"
    places = 2 if cents else 0
    rounded = half_up(amount, places)
    return f"{'-' if rounded < 0 else ''}Rp{angka(abs(rounded), places, language)}"


class Written(NamedTuple):
    """The formats of cells in the reader's language: asking which it is takes longer than writing a number."""

    angka: Callable[..., str]
    rupiah: Callable[..., str]
    tanggal_pendek: Callable[..., str]


def written() -> Written:
    """Once for a loop, never kept."""
    return Written(*(partial(each, language=_language()) for each in (angka, rupiah, tanggal_pendek)))


def bulan_romawi(day: date) -> str:
    """The month as Roman numeral, as document numbers carry it: XI."""
    return ROMAN_MONTHS[_local_date(day).month - 1]


def parse_tanggal(text: str) -> date:
    """See core.dates.parse_tanggal; kept here too because reading and writing belong together."""
    from baubau_pembinaan.core.dates import parse_tanggal as parse

    return parse(text)
