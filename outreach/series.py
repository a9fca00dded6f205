"""The dates a rule gives: RFC 5545 text in, days out, closed days marked. Nothing is read or saved here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule, rrulestr
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from outreach.choices import Frequency

MOST_DATES = 60
_DAYS = (MO, TU, WE, TH, FR, SA, SU)


@dataclass(frozen=True)
class PlannedDay:
    """One day of the rule; `closed` names the holiday on which the library does not open.

    is_known: the event has a date then already, which stays as it is.
    """

    day: date
    closed: str = ""
    is_known: bool = False

    @property
    def is_new(self) -> bool:
        return not self.closed and not self.is_known


class RuleGivesNoDate(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This rule gives no date. Look at the first day and the end."))


class TooManyDates(ValidationError):
    def __init__(self, most: int) -> None:
        words = _("This rule gives more than %(n)s dates. Choose an earlier end; the rest is a series of its own.")
        super().__init__(words % {"n": most})


def rule_text(
    *, frequency: str, first: date, interval: int = 1, count: int | None = None, until: date | None = None
) -> str:
    """The RRULE of a series that begins on `first`, for example "FREQ=MONTHLY;INTERVAL=1;COUNT=6;BYDAY=+2SA".

    Exactly one of `count` and `until` ends it. The fifth weekday of a month counts as the last one, which every month
    has; so does a date after the 28th, which means the month's last days.
    """
    if (count is None) == (until is None):
        raise ValueError("A series ends after a number of dates or on a day.")
    start = datetime.combine(first, time())
    end = {"count": count} if count else {"until": datetime.combine(until, time())}  # type: ignore[arg-type]
    if frequency == Frequency.WEEKLY:
        rule = rrule(WEEKLY, dtstart=start, interval=interval, byweekday=_DAYS[first.weekday()], **end)  # type: ignore[arg-type]
    elif frequency == Frequency.MONTHLY_WEEKDAY:
        week = (first.day - 1) // 7 + 1
        rule = rrule(
            MONTHLY,
            dtstart=start,
            interval=interval,
            byweekday=_DAYS[first.weekday()](week if week < 5 else -1),
            **end,  # type: ignore[arg-type]
        )
    elif frequency == Frequency.MONTHLY_DATE:
        wanted = first.day if first.day <= 28 else range(28, first.day + 1)
        position = {} if first.day <= 28 else {"bysetpos": -1}
        rule = rrule(MONTHLY, dtstart=start, interval=interval, bymonthday=wanted, **position, **end)  # type: ignore[arg-type]
    else:
        raise ValueError(f"No such frequency: {frequency}")
    return str(rule).split("RRULE:", 1)[1]


def days_of(rule: str, first: date, holidays: Mapping[date, str], *, most: int = MOST_DATES) -> list[PlannedDay]:
    """The days of the rule from `first` on; holidays stay in the list with their name.

    A holiday uses up its place: "weekly x 10" with one holiday gives nine dates to hold. Raises RuleGivesNoDate,
    and TooManyDates for more than `most`: nothing is cut off unsaid.
    """
    found = rrulestr(rule, dtstart=datetime.combine(first, time()))
    days = [moment.date() for _number, moment in zip(range(most + 1), found, strict=False)]
    if not days:
        raise RuleGivesNoDate
    if len(days) > most:
        raise TooManyDates(most)
    return [PlannedDay(day, holidays.get(day, "")) for day in days]
