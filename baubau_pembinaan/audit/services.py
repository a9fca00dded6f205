"""The one way out of a history table: old lines go, and that they went is written down for ever."""

from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.triggers import KEEP_MONTHS_AT_LEAST

from .kinds import Kind, kinds
from .models import RetentionRun


class HistoryTooYoung(ValidationError):
    """Lines younger than KEEP_MONTHS_AT_LEAST are never deleted."""


class ReasonMissing(ValidationError):
    """Deleting history needs a reason in words."""


@transaction.atomic
def retention(*, kind: str, keep_from: datetime, by: Any, reason: str, at: datetime) -> RetentionRun:
    """Delete this kind's lines from before `keep_from`, and write down that it was done.

    `by` is an account, or None for the system's own schedule. Raises HistoryTooYoung, ReasonMissing; KeyError for an
    unknown kind. The database role needs DELETE on the table: in production only the tables' owner has it.
    """
    book = kinds()[kind]
    if not reason.strip():
        raise ReasonMissing(_("Say why these lines may go."))
    if keep_from > at - relativedelta(months=KEEP_MONTHS_AT_LEAST):
        raise HistoryTooYoung(
            _("History is kept for at least %(months)d months."), params={"months": KEEP_MONTHS_AT_LEAST}
        )
    old = book.history._default_manager.filter(history_date__lt=keep_from)
    run = RetentionRun.objects.create(
        kind=kind,
        table_name=book.table,
        keep_from=keep_from,
        lines=old.count(),
        reason=reason.strip(),
        by_id=by.pk if by else None,
        by_name=str(by)[:150] if by else "Sistem",
        at=at,
        transaction_id=_this_transaction(),
    )
    _delete(book, old, run)
    return run


def _this_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return cursor.fetchone()[0]


def _delete(book: Kind, old: models.QuerySet, run: RetentionRun) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pembinaan.retention_run', %s, true)", [str(run.pk)])
        old._raw_delete(old.db)
        for side, _other in book.side_tables.values():
            orphans = side._default_manager.exclude(history__in=book.history._default_manager.all())
            orphans._raw_delete(orphans.db)
        cursor.execute("SELECT set_config('pembinaan.retention_run', '', true)")
