"""Putting a result before the public, and taking it back."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from evaluations.guard import SMALLEST_GROUP
from evaluations.models import FrozenResult, Period, Publication
from evaluations.selectors.told import told_closing

from .followups import PeriodNotClosed


class TooFewToPublish(ValidationError):
    """Fewer than five people stand behind the result or behind one unsur of it (rulings 1)."""

    def __init__(self) -> None:
        super().__init__(
            _("A result is public only where at least %(n)s people answered every unsur."),
            params={"n": SMALLEST_GROUP},
        )


class TellsFew(ValidationError):
    """Set beside a result that was public or reported before, this one would tell what one to four people said."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Fewer than %(n)s answers came or went since this period's result was public or reported before: the "
                "difference would tell what single people said. The earlier result stays as it is."
            ),
            params={"n": SMALLEST_GROUP},
        )


class NotPublic(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This result is not public."))


def is_publishable(result: FrozenResult) -> bool:
    """An IKM exists and no unsur rests on fewer than SMALLEST_GROUP people: one hidden unsur would follow by
    subtraction from the IKM and the others, so then nothing is shown."""
    smallest = min((row["n"] for row in result.data["unsur"]), default=0)
    return result.data["ikm"] is not None and min(smallest, result.data["respondents"]) >= SMALLEST_GROUP


def publishable(period: Period) -> FrozenResult:
    """The newest frozen result, or the one told before that it comes too close to (selectors.told). Raises
    TooFewToPublish."""
    newest = period.frozen_results.order_by("-number").first()
    result = None if newest is None else told_closing(newest)
    if result is None or not is_publishable(result):
        raise TooFewToPublish
    return result


def result_on_poster(period: Period) -> FrozenResult:
    """The poster hangs beside the public page and says the same: what is public, else what could be.

    Raises TooFewToPublish.
    """
    public = Publication.objects.filter(period=period).select_related("result").first()
    return public.result if public else publishable(period)


@transaction.atomic
def publish_result(*, period: Period, by: Any, on: date) -> Publication:
    """Make the newest frozen result public; again after a reopening. Where that would tell what few people said, the
    result told before takes its place. Raises PeriodNotClosed, TooFewToPublish; TellsFew where that is public."""
    locked = Period.objects.select_for_update().get(pk=period.pk)
    if not locked.is_closed:
        raise PeriodNotClosed
    row = Publication.objects.filter(period=locked).first() or Publication(period=locked)
    result = publishable(locked)
    if row.pk and row.result_id == result.pk:
        if locked.frozen_results.filter(number__gt=result.number).exists():
            raise TellsFew
        return row
    row.result, row.published_on = result, on
    with acting(by):
        row.save()
    return row


@transaction.atomic
def withdraw_result(*, period: Period, by: Any, reason: str) -> None:
    """Take the result off the public pages; the history keeps who and why. Raises NotPublic."""
    if not reason.strip():
        raise ValidationError(_("Say why the result is taken back."))
    row = Publication.objects.select_for_update().filter(period=period).first()
    if row is None:
        raise NotPublic
    with acting(by, reason=reason.strip()):
        row.delete()
