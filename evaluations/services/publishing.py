"""Putting a result before the public, and taking it back."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from evaluations.guard import SMALLEST_GROUP, tells_few
from evaluations.models import FrozenResult, Period, Publication

from .followups import PeriodNotClosed


class TooFewToPublish(ValidationError):
    """Fewer than five people stand behind the result or behind one unsur of it (rulings 1)."""

    def __init__(self) -> None:
        super().__init__(
            _("A result is public only where at least %(n)s people answered every unsur."),
            params={"n": SMALLEST_GROUP},
        )


class TellsFew(ValidationError):
    """Set beside a result that was public before, this one would tell what one to four people said."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Fewer than %(n)s answers came or went since this period's result was public before: the difference "
                "would tell what single people said. The earlier result stays as it is."
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


def newest_publishable(period: Period) -> FrozenResult:
    """The newest frozen result, where nobody stands out in it by itself or beside what was public before. Raises
    TooFewToPublish, TellsFew."""
    result = period.frozen_results.order_by("-number").first()
    if result is None or not is_publishable(result):
        raise TooFewToPublish
    known = Publication.history.filter(period_id=period.pk).exclude(result_id=result.pk).values("result_id")
    if any(tells_few(old.data, result.data) for old in period.frozen_results.filter(pk__in=known)):
        raise TellsFew
    return result


def result_on_poster(period: Period) -> FrozenResult:
    """The poster hangs beside the public page and says the same: what is public, else what could be.

    Raises TooFewToPublish, TellsFew.
    """
    public = Publication.objects.filter(period=period).select_related("result").first()
    return public.result if public else newest_publishable(period)


@transaction.atomic
def publish_result(*, period: Period, by: Any, on: date) -> Publication:
    """Make the newest frozen result public; again after a reopening. Where that would tell what few people said and
    nothing is public, the result that was public last comes back. Raises PeriodNotClosed, TooFewToPublish, TellsFew."""
    locked = Period.objects.select_for_update().get(pk=period.pk)
    if not locked.is_closed:
        raise PeriodNotClosed
    row = Publication.objects.filter(period=locked).first() or Publication(period=locked)
    try:
        result = newest_publishable(locked)
    except TellsFew:
        if row.pk:
            raise
        result = _public_last(locked)
    if row.pk and row.result_id == result.pk:
        return row
    row.result, row.published_on = result, on
    with acting(by):
        row.save()
    return row


def _public_last(period: Period) -> FrozenResult:
    """Of a period of which something was public."""
    last = Publication.history.filter(period_id=period.pk).order_by("-history_date", "-history_id").values("result_id")
    return period.frozen_results.get(pk__in=last[:1])


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
