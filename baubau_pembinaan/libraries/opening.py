"""Is it open now, and when next? Holidays close everything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Protocol

from .models import Holiday

DAYS_LOOKED_AHEAD = 62  # a fasting month and its holidays: the next opening is still named


class Hours(Protocol):
    """A stretch of a weekday: a row of ServiceHours, or a Stretch."""

    @property
    def weekday(self) -> int: ...
    @property
    def opens(self) -> time: ...
    @property
    def closes(self) -> time: ...


class Stretch(NamedTuple):
    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Opening:
    """`closes_at` while open; otherwise `opens_at`, None where nothing opens within
    DAYS_LOOKED_AHEAD.

    `holiday` names today's holiday, empty on other days. `has_hours` is False for a service without fixed hours.
    """

    is_open: bool = False
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    holiday: str = ""
    has_hours: bool = True


def holidays_ahead(today: date) -> dict[date, str]:
    """Closed days from today on, as far as `opening_at` looks; one statement."""
    rows = Holiday.objects.between(today, today + timedelta(days=DAYS_LOOKED_AHEAD))
    return dict(rows.order_by("date", "pk").values_list("date", "name"))


def opening_at(hours: Iterable[Hours], holidays: Mapping[date, str], now: datetime) -> Opening:
    """Where a service with these hours stands at the local moment `now`. Asks the database nothing.

    The opening minute is open, the closing minute is closed.
    """
    stretches = sorted((row.weekday, row.opens, row.closes) for row in hours)
    holiday = holidays.get(now.date(), "")
    if not stretches:
        return Opening(holiday=holiday, has_hours=False)
    for ahead in range(DAYS_LOOKED_AHEAD + 1):
        day = now.date() + timedelta(days=ahead)
        if day in holidays:
            continue
        for weekday, opens, closes in stretches:
            if weekday != day.weekday():
                continue
            start, end = (datetime.combine(day, moment, tzinfo=now.tzinfo) for moment in (opens, closes))
            if start <= now < end:
                return Opening(is_open=True, closes_at=end)
            if start > now:
                return Opening(opens_at=start, holiday=holiday)
    return Opening(holiday=holiday)
