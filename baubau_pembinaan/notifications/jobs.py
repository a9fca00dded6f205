"""Doing periodic work once: one runner at a time, and one run for each period."""

import functools
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, TypeVar

from django.db import DatabaseError, InterfaceError, connection

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
    """Decorate a periodic task's work: while one run is going on, another returns None at once."""

    def decorate(work: Callable[..., Result]) -> Callable[..., Result | None]:
        @functools.wraps(work)
        def guarded(*args: Any, **kwargs: Any) -> Result | None:
            with advisory_lock(name) as held:
                return work(*args, **kwargs) if held else None

        return guarded

    return decorate


def claim(*, job: str, period: str, at: datetime) -> JobRun | None:
    """Take the work of `job` for `period` (`2026-11-22`, `2026-Q4`). The row for whoever is first, None for the rest.

    Call it in the transaction that does the work: if that fails, the claim is undone with it and a later run may try.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_jobrun (job, period, claimed_at) VALUES (%s, %s, %s)"
            " ON CONFLICT (job, period) DO NOTHING RETURNING id",
            [job, period, at],
        )
        found = cursor.fetchone()
    return JobRun.objects.get(pk=found[0]) if found else None


def finish(run: JobRun, *, at: datetime) -> None:
    """Write down when the claimed work was done."""
    run.finished_at = at
    run.save(update_fields=["finished_at"])


def beat(name: str, *, at: datetime) -> None:
    """Say that this part of the background work is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})
