"""Deciding on answers held aside."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from evaluations.choices import HeldStatus, PeriodStatus
from evaluations.models import Answer, Comment, HeldAnswer, HeldBatch, Period
from evaluations.services.answering import store_extras


class AlreadyDecided(ValidationError):
    """Somebody decided on this batch before."""

    def __init__(self) -> None:
        super().__init__(_("This batch was decided on already."))


class PeriodNotOpen(ValidationError):
    """A closed period's result is frozen; nothing is added behind it."""

    def __init__(self) -> None:
        super().__init__(_("The period is closed. Reopen it first, then count these answers."))


@transaction.atomic
def accept_held_batch(*, batch: HeldBatch, by: Any, at: datetime) -> int:
    """Count the batch's answers from now on; returns how many. Raises AlreadyDecided, PeriodNotOpen."""
    batch = _lock(batch)
    if not Period.objects.filter(pk=batch.period_id, status=PeriodStatus.OPEN).exists():
        raise PeriodNotOpen
    columns = ", ".join(f'"{f.column}"' for f in Answer._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Answer._meta.db_table} ({columns}) SELECT {columns} FROM {HeldAnswer._meta.db_table} "  # noqa: S608
            "WHERE batch_id = %s ORDER BY id",
            [batch.pk],
        )
    waiting = HeldAnswer.objects.filter(batch=batch)
    store_extras(batch.period_id, waiting.exclude(extras={}).order_by("id").values_list("extras", flat=True))
    words = waiting.exclude(comment="").order_by("id").values_list("day", "comment")
    Comment.objects.bulk_create([Comment(period_id=batch.period_id, day=day, text=text) for day, text in words])
    return _decide(batch, HeldStatus.ACCEPTED, by, at)


@transaction.atomic
def discard_held_batch(*, batch: HeldBatch, by: Any, at: datetime) -> int:
    """Throw the batch's answers away, keeping their number; returns it. Raises AlreadyDecided."""
    return _decide(_lock(batch), HeldStatus.DISCARDED, by, at)


def _lock(batch: HeldBatch) -> HeldBatch:
    locked = HeldBatch.objects.select_for_update().get(pk=batch.pk)
    if not locked.is_waiting:
        raise AlreadyDecided
    return locked


def _decide(batch: HeldBatch, status: HeldStatus, by: Any, at: datetime) -> int:
    number, _details = HeldAnswer.objects.filter(batch=batch).delete()
    batch.status, batch.decided_by, batch.decided_at, batch.answers_decided = status, by, at, number
    batch.save(update_fields=["status", "decided_by", "decided_at", "answers_decided"])
    return number
