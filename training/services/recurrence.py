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


def occurrences(rule: str, first: date) -> list[Occurrence]:
    """At most sixty dates from `first` on, within three years, holidays marked. Raises RuleUnknown, NoDates."""
    text = rule.strip().upper().removeprefix("RRULE:")
    if not _RULE.match(text) or not _EVERY.search(text):
        raise RuleUnknown
    try:
        series = rrulestr(text, dtstart=datetime.combine(first, time()), ignoretz=True)
        found = []
        for moment in series.xafter(datetime.combine(first, time()), count=AT_MOST, inc=True):
            if moment.date() > first + LONGEST:
                break
            found.append(moment.date())
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
