"""A schedule of the timetable as people say it, in the reader's language: "setiap hari pukul 09.15 dan 15.15"."""

import re
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import WEEKDAYS, angka

_EVERY = re.compile(r"\*/(\d+)")
_SPAN = re.compile(r"(\d+)-(\d+)")
_LIST = re.compile(r"\d+(,\d+)*")


def crontab_words(when: Any) -> str:
    """Of a CrontabSchedule: days, then times. A pattern that nobody says stays as cron writes it."""
    times = _times(when.minute, when.hour)
    days = _days(when.day_of_week, when.day_of_month, when.month_of_year)
    if times is None or days is None:
        return f"{when.minute} {when.hour} {when.day_of_month} {when.month_of_year} {when.day_of_week}"
    if not days and _LIST.fullmatch(when.minute):
        days = _("every day")
    return f"{days} {times}".strip()


def schedule_words(entry: Any) -> str:
    """Of a PeriodicTask, whatever kind of schedule it has."""
    if entry.crontab:
        return crontab_words(entry.crontab)
    return str(entry.interval or entry.clocked or entry.solar or "–")


def _times(minute: str, hour: str) -> str | None:
    every = _EVERY.fullmatch(minute)
    span = _SPAN.fullmatch(hour)
    if minute == "*" and hour == "*":
        return _("every minute")
    if every and hour == "*":
        return _("every %(n)s minutes") % {"n": angka(int(every[1]))}
    if every and span:
        hours = {"n": angka(int(every[1])), "first": f"{int(span[1]):02}.00", "last": f"{int(span[2]):02}.59"}
        return _("every %(n)s minutes from %(first)s to %(last)s") % hours
    if _LIST.fullmatch(minute) and _LIST.fullmatch(hour):
        return _("at %(times)s") % {
            "times": _joined([f"{int(h):02}.{int(m):02}" for h in hour.split(",") for m in minute.split(",")])
        }
    return None


def _days(weekday: str, day: str, month: str) -> str | None:
    """Empty where it is every day of every month and the times say so themselves."""
    if month != "*" or "*" not in (day, weekday):
        return None
    if day != "*":
        return _("on day %(days)s of the month") % {"days": _joined(day.split(","))} if _LIST.fullmatch(day) else None
    if weekday == "*":
        return ""
    if not _LIST.fullmatch(weekday):
        return None
    names = WEEKDAYS["en" if (get_language() or "id").startswith("en") else "id"]
    return _("every %(days)s") % {"days": _joined([names[(int(d) + 6) % 7] for d in weekday.split(",")])}


def _joined(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(list)s and %(last)s") % {"list": ", ".join(parts[:-1]), "last": parts[-1]}
