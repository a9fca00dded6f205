"""Opening hours of a week in words."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .models import Service, Weekday


def stop_lines(service: Service) -> list[tuple[str, str, str]]:
    """(day, "14.00–16.00", place) of every stop of a mobile service, in the order of the week."""
    form = "%H:%M" if (get_language() or "id").startswith("en") else "%H.%M"
    rows = sorted(service.stops.all(), key=lambda row: (row.weekday, row.arrives))
    return [(row.get_weekday_display(), f"{row.arrives:{form}}–{row.leaves:{form}}", row.reader_place) for row in rows]


def weekly_hours(service: Service) -> list[tuple[str, str]]:
    """(day, "08.00–12.00, 13.00–16.00") for the seven days, a day without hours says so; empty without any hours."""
    form = "%H:%M" if (get_language() or "id").startswith("en") else "%H.%M"
    by_day: dict[int, list[str]] = {}
    for row in sorted(service.hours.all(), key=lambda row: (row.weekday, row.opens)):
        by_day.setdefault(row.weekday, []).append(f"{row.opens:{form}}–{row.closes:{form}}")
    if not by_day:
        return []
    closed = _("closed")
    return [(str(Weekday(day).label), ", ".join(by_day.get(day, [])) or closed) for day in Weekday.values]


def hours_in_short(service: Service) -> list[str]:
    """ "Senin–Kamis 08.00–16.00": days that follow one another with the same hours in one line, closed days last."""
    spans: list[tuple[list[str], str]] = []
    for day, hours in weekly_hours(service):
        if spans and spans[-1][1] == hours:
            spans[-1][0].append(day)
        else:
            spans.append(([day], hours))
    closed = _("closed")
    named = [(f"{days[0]}–{days[-1]}" if len(days) > 1 else days[0], hours) for days, hours in spans]
    off = ", ".join(days for days, hours in named if hours == closed)
    return [f"{days} {hours}" for days, hours in named if hours != closed] + ([f"{off} {closed}"] if off else [])
