"""Periodic programmes: a rule, a preview of its dates, and the sessions made from them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrulestr
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries.models import Holiday
from training.models import Programme, Session

from .sessions import Slot, plan_session

AT_MOST = 60
LONGEST = timedelta(days=3 * 366)
_RULE = re.compile(r"^[A-Z0-9=;,:+\-]{6,200}$")
_CLOCK = re.compile(r"(^|;)BY(HOUR|MINUTE|SECOND)=")  # a session a day: the hour is asked beside the rule
STEPS = 3 * 366 + 1  # days, weeks, months or years looked at before a rule is given up
_EVERY = re.compile(r"(^|;)FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;|$)")


class RuleUnknown(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            {"rule": _("This rule cannot be read. Write one such as FREQ=WEEKLY;COUNT=10 or FREQ=MONTHLY;BYDAY=1MO.")}
        )


class NoDates(ValidationError):
    def __init__(self) -> None:
        super().__init__({"rule": _("The rule gives no date.")})


@dataclass(frozen=True)
class Occurrence:
    """A date the rule gives; one on a holiday is left out, and says which."""

    day: date
    holiday: str = ""

    @property
    def is_held(self) -> bool:
        return not self.holiday

    @property
    def is_sunday(self) -> bool:
        return self.day.weekday() == 6


class _Enough(Exception):
    """The rule was tried as often as three years have days."""


class _Steps(int):
    """The interval of a rule, which ends it after so many steps: a rule that no day fits (30 February) would be tried
    up to the year 9999."""

    def __new__(cls, value: int) -> "_Steps":
        made = super().__new__(cls, value)
        made.left = STEPS
        return made

    left: int

    def _step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _Enough

    def __radd__(self, other: int) -> int:
        self._step()
        return other + int(self)

    def __mul__(self, other: int) -> int:
        self._step()
        return int(self) * other


def occurrences(rule: str, first: date) -> list[Occurrence]:
    """At most sixty dates from `first` on, within three years, holidays marked. Raises RuleUnknown, NoDates."""
    text = rule.strip().upper().removeprefix("RRULE:")
    if not _RULE.match(text) or not _EVERY.search(text) or _CLOCK.search(text):
        raise RuleUnknown
    found: list[date] = []
    try:
        series = rrulestr(text, dtstart=datetime.combine(first, time()), ignoretz=True)
        if series._interval < 1:
            raise RuleUnknown
        series._interval = _Steps(series._interval)
        for moment in series:
            if moment.date() > first + LONGEST or len(found) == AT_MOST:
                break
            found.append(moment.date())
    except _Enough:
        pass
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        raise RuleUnknown from None
    if not found:
        raise NoDates
    closed = dict(Holiday.objects.between(found[0], found[-1]).order_by("-pk").values_list("date", "name"))
    return [Occurrence(day, closed.get(day, "")) for day in found]


@transaction.atomic
def plan_series(
    *,
    programme: Programme,
    rule: str,
    first: date,
    starts: time,
    minutes: int,
    place: str,
    capacity: int,
    by: Any,
) -> list[Session]:
    """A session in preparation for each date that is no holiday and has none of this programme yet; the rule stays
    with the programme. Each can be moved or cancelled by itself. Raises RuleUnknown, NoDates."""
    days = [found.day for found in occurrences(rule, first) if found.is_held]
    locked = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    locked.recurrence = rule.strip().upper().removeprefix("RRULE:")
    with acting(by):
        locked.save()
    taken = set(locked.sessions.exclude(status="cancelled").values_list("starts_on", flat=True))
    made = []
    for day in days:
        if day in taken:
            continue
        at = timezone.make_aware(datetime.combine(day, starts))
        slot = Slot(starts_at=at, ends_at=at + timedelta(minutes=minutes), place=place)
        made.append(plan_session(programme=locked, by=by, slots=[slot], capacity=capacity))
    return made
