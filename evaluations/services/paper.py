"""Sheets of paper typed in by staff: the whole batch or nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from evaluations.models import Answer, Comment, PaperBatch, Period
from evaluations.services.answering import AnswerDraft, key_digest, store_extras


class PeriodNotOpen(ValidationError):
    """The period was closed while somebody typed."""

    def __init__(self) -> None:
        super().__init__(_("The survey period is not open, so nothing was saved."))


class OnlyByLink(ValidationError):
    """Those who attended answer themselves: a sheet in somebody's hand could not be told from a second answer."""

    def __init__(self) -> None:
        super().__init__(_("Only those who attended answer here, each by their own link."))


@transaction.atomic
def enter_paper(
    *, period: Period, drafts: Sequence[AnswerDraft], nonce: str, day: date, by: Any, today: date
) -> tuple[int, bool]:
    """Count these sheets; returns (how many, True where they are new). The same `nonce` again changes nothing.

    Raises OnlyByLink; PeriodNotOpen, also where a colleague closes the period at this very moment.
    """
    if not period.survey.takes_code:
        raise OnlyByLink
    digest = key_digest(f"paper:{nonce}")
    known = PaperBatch.objects.filter(digest=digest).first()
    if known is not None:
        return known.sheets, False
    if not Period.objects.select_for_update().get(pk=period.pk).is_open:
        raise PeriodNotOpen
    try:
        with transaction.atomic():
            PaperBatch.objects.create(
                period=period, digest=digest, day=day, sheets=len(drafts), entered_on=today, entered_by=by
            )
    except IntegrityError:  # the same grid in the same moment: the other one counts
        return len(drafts), False
    rows = sorted((Answer(**draft.row(period)) for draft in drafts), key=lambda row: row.pk)  # not the pile's order
    Answer.objects.bulk_create(rows)
    store_extras(period.pk, [draft.extras for draft in drafts])
    words = sorted((Comment(period=period, day=day, text=d.comment) for d in drafts if d.comment), key=lambda c: c.pk)
    Comment.objects.bulk_create(words)
    return len(rows), True
