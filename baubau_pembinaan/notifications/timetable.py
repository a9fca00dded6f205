"""Brings the default timetable (`schedule.py`) into the database, where administrators may change it."""

from typing import Any

from celery.schedules import crontab
from django.conf import settings
from django.db import connections, transaction
from django.utils import translation
from django.utils.module_loading import import_string
from django_celery_beat.models import CrontabSchedule, PeriodicTask, PeriodicTasks


def default_timetable() -> dict[str, tuple[str, crontab, Any]]:
    """Name -> (task, when, what it does in words)."""
    return import_string(settings.TIMETABLE)


def retired_entries() -> tuple[str, ...]:
    """Names of earlier versions' entries that do nothing any more; they stand beside the timetable."""
    return import_string(f"{settings.TIMETABLE.rpartition('.')[0]}.RETIRED")


def sync_timetable() -> list[str]:
    """Add the entries that the database lacks, drop retired ones; any other that is there is left alone."""
    with transaction.atomic():
        PeriodicTask.objects.filter(name__in=retired_entries()).delete()
        present = set(PeriodicTask.objects.values_list("name", flat=True))
        missing = [name for name in default_timetable() if name not in present]
        for name in missing:
            _write(name)
    return missing


def reset_to_default(names: list[str] | None = None) -> list[str]:
    """Put the named entries (None: all) back to the default timetable; returns those that have a default."""
    known = [name for name in default_timetable() if names is None or name in names]
    with transaction.atomic():
        for name in known:
            _write(name)
        PeriodicTasks.update_changed()  # a running beat reads the table again
    return known


def sync_after_migrate(*, using: str, **_: Any) -> None:
    """After every migrate, and after a test emptied the tables."""
    if PeriodicTask._meta.db_table in connections[using].introspection.table_names():
        sync_timetable()


def what_it_does(entry: PeriodicTask) -> str:
    """In the reader's language, unless an administrator has written other words into the entry."""
    shipped = default_timetable().get(entry.name)
    if shipped is None or entry.description not in ("", _stored(shipped[2])):
        return entry.description or entry.name
    return str(shipped[2])


def _stored(words: Any) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return str(words)


def _write(name: str) -> None:
    """Make the entry as shipped, whatever became of it."""
    task, when, words = default_timetable()[name]
    schedule = CrontabSchedule.from_schedule(when)
    schedule.timezone = settings.TIME_ZONE
    same = {
        field: getattr(schedule, field)
        for field in ("minute", "hour", "day_of_week", "day_of_month", "month_of_year", "timezone")
    }
    kept = CrontabSchedule.objects.filter(**same).first() or CrontabSchedule.objects.create(**same)
    values = {
        "task": task,
        "crontab": kept,
        "interval": None,
        "solar": None,
        "clocked": None,
        "one_off": False,
        "enabled": True,
        "args": "[]",
        "kwargs": "{}",
        # While no worker runs, minutely wake-ups must not pile up; a daily one still counts some hours later.
        "expire_seconds": 600 if schedule.hour == "*" else 12 * 60 * 60,
        "description": _stored(words),
    }
    if not PeriodicTask.objects.filter(name=name).update(**values):
        PeriodicTask.objects.create(name=name, **values)
