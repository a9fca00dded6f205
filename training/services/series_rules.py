"""Rules of periodic programmes out of plain words, and what somebody should know of the dates they give.

A rule is the text of an RRULE (RFC 5545), as `recurrence` reads it.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import bulan_tahun, tanggal

from .recurrence import Occurrence

WEEKS, MONTHS, WEEKDAY = "weeks", "months", "weekday"  # of a month: the same date, or the same weekday
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PLAIN = re.compile(
    r"FREQ=(WEEKLY|MONTHLY)(?:;INTERVAL=(\d{1,2}))?(?:;BYDAY=-?[1-5](?:MO|TU|WE|TH|FR|SA|SU))?;COUNT=(\d{1,2})"
)
_CHOSEN = re.compile(r"(^|;)BY(MONTH|YEARDAY|WEEKNO)=")  # months left out on purpose


def rule_of(*, every: int, unit: str, times: int, first: date) -> str:
    """Every so many weeks or months from that day on, so many times; a fifth weekday of a month is its last."""
    parts = ["FREQ=WEEKLY" if unit == WEEKS else "FREQ=MONTHLY"]
    if every > 1:
        parts.append(f"INTERVAL={every}")
    if unit == WEEKDAY:
        place = (first.day - 1) // 7 + 1
        parts.append(f"BYDAY={place if place < 5 else -1}{CODES[first.weekday()]}")
    return ";".join([*parts, f"COUNT={times}"])


def words_of(rule: str) -> dict[str, Any]:
    """The other way: what the boxes show for a rule they can say, else the rule itself."""
    found = _PLAIN.fullmatch(rule)
    if found is None or ("BYDAY" in rule and "WEEKLY" in rule):
        return {"rule": rule}
    monthly = WEEKDAY if "BYDAY" in rule else MONTHS
    unit = WEEKS if found[1] == "WEEKLY" else monthly
    return {"every": int(found[2] or 1), "unit": unit, "times": int(found[3])}


def remarks(rule: str, found: Sequence[Occurrence]) -> list[str]:
    """What the dates do that nobody asked for: months without such a day, Sundays, an end before the last time."""
    text, told = rule.strip().upper(), []
    if skipped := _skipped(text, [each.day for each in found]):
        months = ", ".join(bulan_tahun(day) for day in skipped)
        told.append(_("Left out, because these months have no such day: %(months)s.") % {"months": months})
    sundays = [each.day for each in found if each.is_held and each.is_sunday]
    if sundays:
        told.append(_("On a Sunday: %(days)s.") % {"days": ", ".join(tanggal(day) for day in sundays)})
    wanted = re.search(r"(?:^|;)COUNT=(\d+)", text)
    if wanted and len(found) < int(wanted[1]):
        told.append(
            _("Only %(n)s dates: sessions are planned at most sixty at a time, within three years.") % {"n": len(found)}
        )
    return told


def _skipped(rule: str, days: list[date]) -> list[date]:
    """The first day of each month of a monthly rule in which it gives no date."""
    if "FREQ=MONTHLY" not in rule or _CHOSEN.search(rule) or len(days) < 2:
        return []
    step = re.search(r"(?:^|;)INTERVAL=(\d+)", rule)
    every = max(int(step[1]) if step else 1, 1)
    held = {day.year * 12 + day.month - 1 for day in days}
    between = range(min(held), max(held), every)
    return [date(month // 12, month % 12 + 1, 1) for month in between if month not in held]
