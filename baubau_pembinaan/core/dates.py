"""Dates and times as people in Indonesia type them: day first, month names in words. Never month first."""

import re
from datetime import date, datetime, time

from baubau_pembinaan.core.formats import MONTHS, SHORT_MONTHS, WEEKDAYS

_MONTH_NUMBERS = {
    name.lower(): number
    for names in (*MONTHS.values(), *SHORT_MONTHS.values())
    for number, name in enumerate(names, start=1)
} | {"pebruari": 2, "peb": 2, "ags": 8, "agt": 8, "agus": 8, "sept": 9, "nopember": 11, "nop": 11}
_DAYS = "|".join(sorted({name.lower() for names in WEEKDAYS.values() for name in names} | {"jum'at", "ahad"}))
_WEEKDAY = re.compile(rf"^(?:{_DAYS})\s*,?\s+")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_NUMERIC = re.compile(r"^(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})$")
_WORDS = re.compile(r"^(\d{1,2})[\s.\-/]+([a-z]+)\.?[\s,\-/]+(\d{4}|\d{2})$")
_TIME = re.compile(r"^(?:pukul\s+|jam\s+)?(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?(?:\s*(?:wita|wib|wit))?$")
_DATE_AND_TIME = re.compile(r"^(.*?\S)(?:\s*,\s*|\s+|(?<=\d)t)((?:pukul\s+|jam\s+)?\d{1,2}[.:]\d{2}\S*(?:\s*wi\w+)?)$")
_LONGEST = 60


def _clean(text: str) -> str:
    if len(text) > _LONGEST:
        raise ValueError("Too long for a date.")
    return " ".join(text.split()).lower()


def _year(text: str) -> int:
    # Two digits: born before 1970 is rarer on these forms than planned after 2069.
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 70 else 1900)


def parse_tanggal(text: str) -> date:
    """The date meant by "22 November 2026", "22 Nov 26", "Minggu, 22-11-2026", "22/11/2026" or "2026-11-22".

    Day first always: "11/22/2026" is refused, never read as November. Raises ValueError.
    """
    cleaned = _WEEKDAY.sub("", _clean(text))
    if match := _ISO.match(cleaned):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.match(cleaned):
        return date(_year(match[4]), int(match[3]), int(match[1]))
    if (match := _WORDS.match(cleaned)) and match[2] in _MONTH_NUMBERS:
        return date(_year(match[3]), _MONTH_NUMBERS[match[2]], int(match[1]))
    raise ValueError(f"Not a date: {text!r}")


def parse_pukul(text: str) -> time:
    """The time meant by "09.30", "9:30", "pukul 09.30 WITA". Raises ValueError."""
    match = _TIME.match(_clean(text))
    if not match:
        raise ValueError(f"Not a time: {text!r}")
    return time(int(match[1]), int(match[2]), int(match[3] or 0))


def parse_tanggal_pukul(text: str) -> datetime:
    """The naive local moment meant by "22-11-2026 14.30" or "22 Nov 2026 pukul 14.30 WITA"; a bare date is midnight."""
    cleaned = _clean(text)
    match = _DATE_AND_TIME.match(cleaned)
    if not match:
        return datetime.combine(parse_tanggal(cleaned), time())
    return datetime.combine(parse_tanggal(match[1]), parse_pukul(match[2]))
