"""Keeping answers anonymous as time goes by: keys go after seven days, closed days are written anew in random order."""

from datetime import date, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q

from evaluations.choices import HeldStatus, PeriodStatus
from evaluations.models import (
    Answer,
    Comment,
    ExtraAnswer,
    HeldAnswer,
    HeldBatch,
    HeldComment,
    HeldExtra,
    OriginMark,
    Period,
    SpentLink,
    SubmissionKey,
)
from evaluations.services.floods import take_back_floods

KEY_DAYS = 7


def forget_old_keys(*, today: date) -> int:
    """Drop the keys of forms sent more than seven days ago; returns how many."""
    number, _details = SubmissionKey.objects.filter(day__lt=today - timedelta(days=KEY_DAYS)).delete()
    return number


def shuffle_closed_days(*, today: date) -> int:
    """Write answers and comments of closed days anew, in the order of their random ids; returns how many moved.

    The place of a row in the table, and the transaction that wrote it, tell who came before whom and which
    comment came with which answer. After this, all rows of a day were written by one transaction, answers and comments
    by different ones, in an order that means nothing. The days that need it are found by looking (see telling_days), so
    an answer that came in days later, an accepted batch or a night without power change nothing. Safe to run twice.
    """
    moved = 0
    for model in (Answer, Comment):
        for day in telling_days(model, today):
            moved += _shuffle(model, day)
    recent = today - timedelta(days=KEY_DAYS + 1)
    going_on = Period.objects.filter(Q(status=PeriodStatus.OPEN) | Q(ends_on__gte=recent))
    waiting = HeldBatch.objects.filter(day__lt=today, day__gte=recent, status=HeldStatus.WAITING).order_by("pk")
    for dayless in (ExtraAnswer, SpentLink):
        _shuffle_all(dayless, "period_id", going_on)
    for held in (HeldAnswer, HeldComment, HeldExtra):  # locked: nobody decides on a batch while its rows move
        _shuffle_all(held, "batch_id", waiting.select_for_update())
    return moved


def forget_origins(*, today: date) -> int:
    """Take back what floods left, then drop the marks of connections of days past; returns how many."""
    take_back_floods()
    number, _details = OriginMark.objects.filter(day__lt=today).delete()
    return number


def telling_days(model: type[models.Model], today: date) -> list[date]:
    """Closed days whose rows were not all written by one transaction of their own, that wrote nothing else."""
    table = model._meta.db_table
    other = (Comment if model is Answer else Answer)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT day FROM {table} WHERE day < %s GROUP BY day HAVING count(DISTINCT xmin::text) > 1 "  # noqa: S608
            f"UNION SELECT day FROM {table} WHERE day >= %s AND day < %s "
            "GROUP BY day HAVING array_agg(id ORDER BY ctid) <> array_agg(id ORDER BY id) "
            f"UNION SELECT day FROM {table} WHERE day < %s AND xmin::text IN (SELECT xmin::text FROM {other}) "
            "ORDER BY 1",
            [today, today - timedelta(days=KEY_DAYS + 1), today, today],
        )
        return [row[0] for row in cursor.fetchall()]


def _shuffle(model: type[models.Model], day: date) -> int:
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute("SET LOCAL pembinaan.rewriting = 'on'")  # closed periods take no new answers, but these are old
        cursor.execute(
            f"WITH gone AS (DELETE FROM {table} WHERE day = %s RETURNING {columns}) "  # noqa: S608  # own names only
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM gone ORDER BY id",
            [day],
        )
        return cursor.rowcount


def _shuffle_all(model: type[models.Model], owner: str, owners: models.QuerySet[Any]) -> None:
    """The same for what carries no day of its own, by what it belongs to; all rows move, in a transaction of their own
    for each table, so that nothing tells which belong together."""
    table, key = model._meta.db_table, model._meta.pk.column
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute(
            f"WITH gone AS (DELETE FROM {table} WHERE {owner} = ANY (%s) RETURNING {columns}) "  # noqa: S608
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM gone ORDER BY {key}",
            [[one.pk for one in owners]],
        )
