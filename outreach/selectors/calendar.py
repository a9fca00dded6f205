"""The public calendar: which dates stand in it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from baubau_pembinaan.core.statements import Kept, KeptModels, KeptPart, blank
from outreach.choices import AgeBand, EventKind, SessionState
from outreach.models import Event, Session, touches_band


@dataclass(frozen=True)
class Choice:
    """What the reader asked for: a month (its first day), an age band or "", words or "".

    since: the list begins that day; None from the month's first day on.
    """

    month: date
    band: str = ""
    words: str = ""
    since: date | None = None


@dataclass(frozen=True)
class Day:
    """A square of the month's table; `number` of dates on it, `in_month` False for the neighbours' days."""

    day: date
    number: int
    in_month: bool
    is_today: bool


def parse_choice(*, month: str, band: str, words: str, today: date, whole: bool = False) -> Choice:
    """Anything odd reads as absent: this month, all ages. This month's list begins today unless `whole`."""
    first = today.replace(day=1)
    if len(month) == 7 and month[4] == "-" and month.replace("-", "").isascii() and month.replace("-", "").isdigit():
        year, number = int(month[:4]), int(month[5:])
        if 2000 <= year <= 2100 and 1 <= number <= 12:
            first = date(year, number, 1)
    words = " ".join(words.replace("\x00", "").split())[:60]
    since = today if first == today.replace(day=1) and not whole else None
    return Choice(first, band if band in AgeBand.values else "", words, since)


def after_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def before_month(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _listed(rows: Any, first: Any, end: Any) -> QuerySet[Session]:
    found = rows.filter(starts_at__gte=first)
    if end is not None:
        found = found.filter(starts_at__lt=end)
    return found.select_related("event").order_by("starts_at", "pk")


_LISTED = KeptModels(lambda: _listed(Session.objects.public(), blank("first"), blank("end")))


def public_sessions(choice: Choice) -> QuerySet[Session] | KeptPart[Session]:
    """The published dates of the month as chosen, cancelled ones too, in the order in which they begin.

    Who searches by words finds every later date as well.
    """
    first, end = _start(choice.since or choice.month), _start(after_month(choice.month))
    if choice.words or choice.band:
        return _listed(_chosen(choice), first, None if choice.words else end)
    return _LISTED.part(first=first, end=end)


def feed_sessions(band: str, at: datetime) -> QuerySet[Session]:
    """What an audience's calendar holds: from three months back on, cancelled dates as such; at most 500."""
    found = Session.objects.in_calendars(at).filter(starts_at__gte=at - timedelta(days=92))
    if band:
        found = found.filter(touches_band(band, "event__"))
    return found.select_related("event").order_by("starts_at", "pk")[:500]


def _counted(rows: Any, first: Any, end: Any) -> QuerySet[Session, Any]:
    """(day, number of dates), those that take place."""
    return (
        rows.exclude(state=SessionState.CANCELLED)
        .filter(starts_at__gte=first, starts_at__lt=end)
        .order_by()
        .annotate(day=TruncDate("starts_at"))
        .values_list("day")
        .annotate(n=Count("pk"))
    )


_COUNTED = Kept(lambda: _counted(Session.objects.public(), blank("first"), blank("end")))


def month_table(choice: Choice, today: date) -> list[list[Day]]:
    """Whole weeks from Monday to Sunday; one statement."""
    first = choice.month - timedelta(days=choice.month.weekday())
    last = after_month(choice.month)
    ends = {"first": _start(choice.month), "end": _start(last)}
    plain = not choice.words and not choice.band
    numbers: dict[date, int] = dict(_COUNTED.rows(**ends) if plain else _counted(_chosen(choice), **ends))
    weeks, day = [], first
    while day < last:
        week = [day + timedelta(days=n) for n in range(7)]
        weeks.append([Day(d, numbers.get(d, 0), d.month == choice.month.month, d == today) for d in week])
        day += timedelta(days=7)
    return weeks


def next_public_events(at: datetime, *, limit: int = 3, band: str = "") -> list[Session]:
    """The next published dates that are not cancelled, each with its `event`; one statement."""
    found = Session.objects.public().upcoming(at)
    if band:
        found = found.filter(touches_band(band, "event__"))
    return list(found.select_related("event").order_by("starts_at", "pk")[:limit])


def sessions_of(event: Event, at: datetime, *, limit: int = 12) -> list[Session]:
    """The event's dates that are not over yet, cancelled ones too; of a finished event the last one."""
    dates = event.sessions.seen()
    coming = list(dates.filter(ends_at__gt=at).order_by("starts_at", "pk")[:limit])
    return coming or list(dates.order_by("-starts_at", "-pk")[:1])


def _chosen(choice: Choice) -> QuerySet[Session]:
    found = Session.objects.public()
    if choice.band:
        found = found.filter(touches_band(choice.band, "event__"))
    if choice.words:
        kinds = [value for value, label in EventKind.choices if choice.words.casefold() in str(label).casefold()]
        found = found.filter(
            Q(event__title__icontains=choice.words)
            | Q(event__title_en__icontains=choice.words)
            | Q(event__summary__icontains=choice.words)
            | Q(event__summary_en__icontains=choice.words)
            | Q(event__description__icontains=choice.words)
            | Q(event__description_en__icontains=choice.words)
            | Q(event__place__icontains=choice.words)
            | Q(place__icontains=choice.words)
            | Q(event__kind__in=kinds)
        )
    return found


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
