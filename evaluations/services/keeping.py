"""Keeping answers anonymous as time goes by: keys go after seven days, closed days are written anew in random order."""

from datetime import date, timedelta

from django.db import connection, models, transaction

from evaluations.choices import PeriodStatus
from evaluations.models import Answer, Comment, ExtraAnswer, Period, SubmissionKey

KEY_DAYS = 7


def forget_old_keys(*, today: date) -> int:
    """Drop the keys of forms sent more than seven days ago; returns how many."""
    number, _details = SubmissionKey.objects.filter(day__lt=today - timedelta(days=KEY_DAYS)).delete()
    return number


def shuffle_closed_days(*, today: date, days: int = 3) -> int:
    """Write the answers and comments of the last closed days anew, in the order of their random ids; returns how many.

    The place of a row in the table, and the transaction that wrote it, tell who came before whom and which
    comment came with which answer. After this, all rows of a day were written by one transaction, answers and comments
    by different ones, in an order that means nothing. Safe to run twice.
    """
    moved = sum(
        _shuffle(model, today - timedelta(days=back)) for back in range(days, 0, -1) for model in (Answer, Comment)
    )
    with transaction.atomic():
        _shuffle_extras(today)
    return moved


def _shuffle(model: type[models.Model], day: date) -> int:
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute(
            f"WITH gone AS (DELETE FROM {table} WHERE day = %s RETURNING {columns}) "  # noqa: S608  # own names only
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM gone ORDER BY id",
            [day],
        )
        return cursor.rowcount


def _shuffle_extras(today: date) -> None:
    """The same for answers to own questions of periods still open; they carry no day, so all of them move."""
    table = ExtraAnswer._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in ExtraAnswer._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute(
            f"WITH gone AS (DELETE FROM {table} WHERE period_id IN "  # noqa: S608  # own names only
            f"(SELECT id FROM {Period._meta.db_table} WHERE status = %s OR ends_on >= %s) RETURNING {columns}) "
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM gone ORDER BY id",
            [PeriodStatus.OPEN, today - timedelta(days=3)],
        )
