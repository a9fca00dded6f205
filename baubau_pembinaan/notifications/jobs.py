"""Doing periodic work once: one runner at a time, and a note of how it went."""

import functools
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, TypeVar

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from .models import Heartbeat, JobRun

Result = TypeVar("Result")
_LOCK_ROOM = zlib.crc32(b"pembinaan.jobs") - 2**31  # PostgreSQL's two-number locks take signed 32-bit numbers


@contextmanager
def advisory_lock(name: str) -> Iterator[bool]:
    """Hold the database-wide lock `name`; yields False at once where somebody else has it.

    The lock belongs to the database session: a runner that is killed loses it, and nothing needs cleaning up.
    """
    numbers = [_LOCK_ROOM, zlib.crc32(name.encode()) - 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", numbers)
        held = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held:
            # Where the session is gone, so is the lock.
            with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", numbers)


def once_at_a_time(name: str) -> Callable[[Callable[..., Result]], Callable[..., Result | None]]:
    """Decorate a periodic task's work: while one run is going on, another returns None at once.

    When it began, when it ended and what went wrong stands in the job's row (JobRun).
    """

    def decorate(work: Callable[..., Result]) -> Callable[..., Result | None]:
        @functools.wraps(work)
        def guarded(*args: Any, **kwargs: Any) -> Result | None:
            with advisory_lock(name) as held:
                if not held:
                    return None
                with noted(name):
                    return work(*args, **kwargs)

        guarded.job = name  # type: ignore[attr-defined]
        return guarded

    return decorate


@contextmanager
def noted(name: str) -> Iterator[None]:
    """Write down when the job began and how it ended. A database that is away takes no notes and stops no work."""
    _note(name, begun_at=timezone.now(), finished_at=None)
    trouble = ""
    try:
        yield
    except BaseException as error:
        trouble = type(error).__name__
        raise
    finally:
        _note(name, finished_at=timezone.now(), trouble=trouble)


def _note(name: str, **values: Any) -> None:
    with suppress(DatabaseError, InterfaceError), transaction.atomic():
        JobRun.objects.update_or_create(
            job=name, defaults=values, create_defaults={"begun_at": timezone.now(), **values}
        )


def beat(name: str, *, at: datetime) -> None:
    """Say that this part of the background work is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})
