"""The rule of a series as people say it, where its coming dates keep to it. Nothing is read or saved here."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import WEEKDAYS

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_OF_MONTH = {
    1: gettext_lazy("Every first %(day)s of the month"),
    2: gettext_lazy("Every second %(day)s of the month"),
    3: gettext_lazy("Every third %(day)s of the month"),
    4: gettext_lazy("Every fourth %(day)s of the month"),
    -1: gettext_lazy("Every last %(day)s of the month"),
}


def rhythm(rule: str, days: Sequence[date]) -> str:
    """ "Every Saturday" for "FREQ=WEEKLY;BYDAY=SA"; "" for one date, a rule of another kind, or days outside it.

    `days` are those the rule gave, in their order, without what was called off.
    """
    if len(days) < 2:
        return ""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    every, by_day = parts.get("INTERVAL", "1"), parts.get("BYDAY", "")
    if not every.isdecimal() or (by_day and by_day[-2:] not in _DAYS):
        return ""
    if parts.get("FREQ") == "WEEKLY":
        return _weekly(int(every), by_day, days)
    if parts.get("FREQ") != "MONTHLY" or every != "1":
        return ""
    return _weekday_of_month(by_day, days) if by_day else _day_of_month(parts.get("BYMONTHDAY", ""), days)


def _name(weekday: int) -> str:
    return WEEKDAYS["en" if (get_language() or "id").startswith("en") else "id"][weekday]


def _weekly(every: int, by_day: str, days: Sequence[date]) -> str:
    weekday = _DAYS.index(by_day) if by_day in _DAYS else days[0].weekday()
    apart = all((later - day).days % (7 * every) == 0 for day, later in pairwise(days))
    if not apart or days[0].weekday() != weekday or every < 1:
        return ""
    if every == 1:
        return _("Every %(day)s") % {"day": _name(weekday)}
    return _("Every %(n)s weeks on %(day)s") % {"n": every, "day": _name(weekday)}


def _weekday_of_month(by_day: str, days: Sequence[date]) -> str:
    which, weekday = by_day[:-2], _DAYS.index(by_day[-2:])
    if which.lstrip("+-").isdecimal() and (number := int(which)) in _OF_MONTH:
        places = {(-1 if number < 0 and _is_last(day) else (day.day - 1) // 7 + 1) for day in days}
        if places == {number} and {day.weekday() for day in days} == {weekday}:
            return str(_OF_MONTH[number]) % {"day": _name(weekday)}
    return ""


def _is_last(day: date) -> bool:
    """Whether its weekday does not come again in its month."""
    following = day.toordinal() + 7
    return date.fromordinal(following).month != day.month


def _day_of_month(by_month_day: str, days: Sequence[date]) -> str:
    if by_month_day.isdecimal() and {day.day for day in days} == {int(by_month_day)}:
        return _("On day %(n)s of every month") % {"n": by_month_day}
    return ""
