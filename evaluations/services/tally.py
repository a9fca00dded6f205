"""Ticking off a question, taking a tick back, and wishing for what could not be found."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.libraries.models import ServicePoint
from collections_app.models import Demand
from collections_app.services import suggestions
from evaluations.models import ReferenceTally, ReferenceTopic
from evaluations.tally_choices import TallyChannel, TallyMinutes, TallyResult

KEPT_FOR = timedelta(days=7)  # how long a phone without a line may keep a tick


class DayNotTaken(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This day is too long ago, or still to come."))


class NotYoursToTakeBack(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Only your own of today can be taken back, and only before a wish came of it."))


class NothingToWishFor(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Only a question that was not answered becomes a wish, and only once."))


def tick(
    *,
    key: UUID,
    staff: StaffProfile,
    topic: ReferenceTopic,
    result: TallyResult | str,
    day: date,
    today: date,
    channel: TallyChannel | str = TallyChannel.DESK,
    minutes: TallyMinutes | int = TallyMinutes.FIVE,
    service_point: ServicePoint | None = None,
    is_demo: bool = False,
) -> ReferenceTally:
    """Count one question; the same `key` counts once and returns the first. Raises DayNotTaken."""
    if not today - KEPT_FOR <= day <= today and not is_demo:
        raise DayNotTaken
    if known := ReferenceTally.objects.filter(key=key).first():
        return known
    row = ReferenceTally(
        key=key,
        staff=staff,
        topic=topic,
        result=TallyResult(result),
        channel=TallyChannel(channel),
        minutes=TallyMinutes(minutes),
        day=day,
        service_point=service_point,
        is_demo=is_demo,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if known := ReferenceTally.objects.filter(key=key).first():
            return known  # its twin was faster by a moment
        raise
    return row


@transaction.atomic
def take_back(*, tally: ReferenceTally, staff: StaffProfile, today: date) -> None:
    """A slip of the thumb goes. Raises NotYoursToTakeBack."""
    row = ReferenceTally.objects.select_for_update().filter(pk=tally.pk).first()
    if row is None:
        return
    if row.staff_id != staff.pk or row.day != today or row.demand_id:
        raise NotYoursToTakeBack
    row.delete()


@transaction.atomic
def wish_for(*, tally: ReferenceTally, title: str, author: str = "", by: Any, on: date) -> Demand:
    """Put what the library lacked on the board of demands, where it joins the wishes for the same title.

    Raises NothingToWishFor.
    """
    row = ReferenceTally.objects.select_for_update(of=("self",)).select_related("topic").get(pk=tally.pk)
    if row.result != TallyResult.UNANSWERED or row.demand_id:
        raise NothingToWishFor
    why = gettext("Asked at the desk: %(topic)s") % {"topic": row.topic.name}
    wish = suggestions.suggest(title=title, author=author, why=why, on=on)
    row.demand = wish.demand
    row.save(update_fields=["demand"])
    return wish.demand
