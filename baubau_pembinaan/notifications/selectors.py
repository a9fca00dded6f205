"""What the inbox, the frame and the health page draw."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django_celery_beat.models import PeriodicTask

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.statements import Kept, blank

from . import kinds
from .models import Delivery, JobRun, Message
from .timetable import what_it_does


def _unread() -> QuerySet[Message, Any]:
    waiting = Message.objects.filter(recipient=blank("reader")).unread().order_by()
    return waiting.values("recipient").annotate(n=Count("pk")).values_list("n")


_UNREAD = Kept(_unread)


def unread_count(user: User) -> int:
    """How many messages wait to be read: one statement on a partial index."""
    return _UNREAD.only(reader=user.pk) or 0


def inbox_of(user: User) -> QuerySet[Message]:
    """The person's messages, newest first."""
    return Message.objects.filter(recipient_id=user.pk).order_by("-created_at", "-pk")


def failed_deliveries() -> QuerySet[Delivery]:
    """Mail given up, newest first, with whom and what it was for."""
    known = Delivery.objects.exclude(message__kind__in=kinds.unlisted())
    return known.failed().select_related("message__recipient").order_by("-queued_at", "-pk")


def entries() -> list[Any]:
    """The periodic tasks by name, each with when it began, ended and what went wrong last (`begun_at` None: never)."""
    runs = JobRun.objects.filter(job=OuterRef("task"))
    rows = PeriodicTask.objects.select_related("crontab", "interval", "solar", "clocked")
    told = {name: Subquery(runs.values(name)) for name in ("begun_at", "finished_at", "trouble")}
    return list(rows.annotate(**told).order_by("name", "pk"))


def timetable(rows: list[Any], at: datetime) -> list[dict[str, Any]]:
    """The entries as the page draws them, each with its next run (None where it is off)."""
    return [{"entry": row, "words": what_it_does(row), "next_at": next_run(row, at)} for row in rows]


def next_run(entry: PeriodicTask, at: datetime) -> datetime | None:
    """When beat sends this task next; None where it is off or its kind of schedule has no next time."""
    if not entry.enabled:
        return None
    try:
        found = at + entry.schedule.remaining_estimate(at)
    except (AttributeError, NotImplementedError, TypeError, ValueError):  # a schedule that tells no times
        return None
    # The schedule asks its own clock, which has gone on meanwhile, on a busy machine for seconds.
    step = timedelta(minutes=1) if entry.crontab_id else timedelta(seconds=1)
    return (found + step / 2).replace(microsecond=0, **({"second": 0} if entry.crontab_id else {}))
