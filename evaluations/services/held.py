"""Deciding on answers held aside."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from evaluations.choices import HeldStatus
from evaluations.models import Answer, Comment, ExtraAnswer, HeldAnswer, HeldBatch, HeldComment, HeldExtra
from evaluations.selectors.held import Contents, contents
from evaluations.services.floods import hold_open


class AlreadyDecided(ValidationError):
    """Somebody decided on this batch before."""

    def __init__(self) -> None:
        super().__init__(_("This batch was decided on already."))


class PeriodNotOpen(ValidationError):
    """A closed period's result is frozen; nothing is added behind it."""

    def __init__(self) -> None:
        super().__init__(_("The period is closed. Reopen it first, then count these answers."))


class MoreCameIn(ValidationError):
    """Nobody throws away what nobody looked at."""

    def __init__(self) -> None:
        super().__init__(_("More came in meanwhile. Please look again."))


@transaction.atomic
def accept_held_batch(*, batch: HeldBatch, by: Any, at: datetime) -> int:
    """Count the batch's answers from now on; returns how many. Raises AlreadyDecided, PeriodNotOpen."""
    is_open = hold_open(batch.period_id)
    batch = _lock(batch)
    if not is_open:
        raise PeriodNotOpen
    period = {"period_id": batch.period_id}
    _count(HeldAnswer, Answer, batch, {})
    _count(HeldExtra, ExtraAnswer, batch, period)
    _count(HeldComment, Comment, batch, period | {"day": batch.day})
    return _decide(batch, HeldStatus.ACCEPTED, by, at)


@transaction.atomic
def discard_held_batch(*, batch: HeldBatch, by: Any, at: datetime, seen: Contents | None = None) -> int:
    """Throw the batch's answers away, keeping their number; returns it. Raises AlreadyDecided, and MoreCameIn where it
    no longer holds what was `seen`."""
    hold_open(batch.period_id)
    batch = _lock(batch)
    if seen is not None and contents(batch) != seen:
        raise MoreCameIn
    return _decide(batch, HeldStatus.DISCARDED, by, at)


def _count(held: type[Model], model: type[Model], batch: HeldBatch, more: dict[str, Any]) -> None:
    """Copy what waits in `batch` to where it counts, in the order of its random ids; `more` fills other columns."""
    known = {field.column for field in held._meta.concrete_fields}
    columns = [field.column for field in model._meta.concrete_fields if field.column in known - more.keys()]
    names = ", ".join(f'"{column}"' for column in [*columns, *more])
    values = ", ".join([*(f'"{column}"' for column in columns), *("%s" for _column in more)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM {held._meta.db_table} "  # noqa: S608
            "WHERE batch_id = %s ORDER BY id",
            [*more.values(), batch.pk],
        )


def _lock(batch: HeldBatch) -> HeldBatch:
    locked = HeldBatch.objects.select_for_update().get(pk=batch.pk)
    if not locked.is_waiting:
        raise AlreadyDecided
    return locked


def _decide(batch: HeldBatch, status: HeldStatus, by: Any, at: datetime) -> int:
    number, _details = HeldAnswer.objects.filter(batch=batch).delete()
    HeldComment.objects.filter(batch=batch).delete()
    HeldExtra.objects.filter(batch=batch).delete()
    batch.status, batch.decided_by, batch.decided_at, batch.answers_decided = status, by, at, number
    batch.save(update_fields=["status", "decided_by", "decided_at", "answers_decided"])
    return number
