"""Answers held aside: where they wait, and how what a flood sent before it was known as one is taken back.

Lock order, here and in services.held: the period's shared lock (see docs/decisions/0002-summary.md), then the batch.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from evaluations import flood
from evaluations.choices import HeldReason, HeldStatus, MarkedRow, PeriodStatus
from evaluations.models import (
    Answer,
    Comment,
    CommentHandling,
    ExtraAnswer,
    HeldAnswer,
    HeldBatch,
    HeldComment,
    HeldExtra,
    OriginMark,
    Period,
)

PERIOD_LOCKS = 7472


class PeriodEnded(ValidationError):
    """The period closed before this answer could be put aside."""

    def __init__(self) -> None:
        super().__init__(_("The period is closed: it takes no answers."))


def hold_open(period_id: int) -> bool:
    """Keep the period from closing until this transaction ends; False where it is not open (any more)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [PERIOD_LOCKS, period_id])
    return Period.objects.filter(pk=period_id, status=PeriodStatus.OPEN).exists()


def waiting_batch(period_id: int, day: date, reason: HeldReason, origin: str) -> HeldBatch:
    """The waiting batch of this kind, locked. One that is decided on at this very moment gives way to a new one."""
    kind = {"period_id": period_id, "day": day, "reason": reason, "origin": origin, "status": HeldStatus.WAITING}
    while True:
        if locked := HeldBatch.objects.select_for_update().filter(**kind).first():
            return locked
        HeldBatch.objects.bulk_create([HeldBatch(**kind)], ignore_conflicts=True)


@transaction.atomic
def take_back(*, period_id: int, origin: str) -> int:
    """Hold aside what this connection sent today and what counts so far; returns how many answers.

    Comments that somebody decided on already stay. Nothing is lost: the batch waits for a decision like any other.
    """
    if not hold_open(period_id):
        return 0
    mine = OriginMark.objects.filter(period=period_id, origin=origin)
    answers = Answer.objects.filter(pk__in=mine.filter(kind=MarkedRow.ANSWER).values("row"))
    days = list(answers.order_by("day").values_list("day", flat=True).distinct())
    taken = 0
    for number, day in enumerate(days):
        batch = waiting_batch(period_id, day, HeldReason.FLOOD, origin)
        taken += _move(Answer, HeldAnswer, batch, mine, MarkedRow.ANSWER, day)
        _move(Comment, HeldComment, batch, mine, MarkedRow.COMMENT, day)
        if number == 0:  # they carry no day
            _move(ExtraAnswer, HeldExtra, batch, mine, MarkedRow.EXTRA)
    mine.delete()
    return taken


def _move(
    source: type[models.Model],
    aside: type[models.Model],
    batch: HeldBatch,
    marks: models.QuerySet[OriginMark],
    kind: MarkedRow,
    day: date | None = None,
) -> int:
    rows = source._default_manager.filter(pk__in=list(marks.filter(kind=kind).values_list("row", flat=True)))
    if day is not None:
        rows = rows.filter(day=day)
    if source is Comment:
        rows = rows.exclude(pk__in=CommentHandling.objects.values("comment"))
    wanted = list(rows.values_list("pk", flat=True))
    known = {field.column for field in source._meta.concrete_fields}
    columns = ", ".join(f'"{f.column}"' for f in aside._meta.concrete_fields if f.column in known)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH gone AS (DELETE FROM {source._meta.db_table} WHERE id = ANY(%s) RETURNING {columns}) "  # noqa: S608
            f"INSERT INTO {aside._meta.db_table} ({columns}, batch_id) SELECT {columns}, %s FROM gone ORDER BY id",
            [wanted, batch.pk],
        )
        return cursor.rowcount


def take_back_floods(*, period: Period | None = None) -> int:
    """The same for every connection that proved a flood, in `period` or anywhere; returns how many answers.

    Finds what the counters missed: an answer on its way while its flood was taken back, and connections that were
    counted in several processes because the cache was away. Safe to run twice.
    """
    marks = OriginMark.objects.filter(kind=MarkedRow.ANSWER)
    if period is not None:
        marks = marks.filter(period=period)
    counted = marks.values("period", "origin").annotate(n=Count("pk")).order_by("period", "origin")
    refused = ~Q(status=HeldStatus.ACCEPTED)
    known = HeldBatch.objects.filter(refused, reason=HeldReason.FLOOD, origin__in=marks.values("origin"))
    floods = set(known.values_list("period", "origin"))
    taken = 0
    for period_id, origin, n in counted.values_list("period", "origin", "n"):
        if (period_id, origin) in floods or n > flood.limits_of(origin).a_day:
            taken += take_back(period_id=period_id, origin=origin)
    return taken
