"""Records of this system that prove a work result: taken from the person's own list of activities, never typed."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from evaluations.models import ResultLink, WorkResult
from evaluations.review_choices import Stage
from evaluations.selectors.activities import Activity, activities_of

from .refusals import RowGone
from .stages import begin

AT_MOST = 50
STAGES = (Stage.RUNNING, Stage.SELF)


class TooManyRecords(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Fifty records are kept with a work result. Untick some first."))


def of_result(result: WorkResult, on: date) -> list[Activity]:
    """What the person may choose from: their own deeds in the days of the cycle, up to today."""
    cycle = result.review.cycle
    return activities_of(result.review.person, cycle.starts_on, min(cycle.ends_on, on))


def linked_keys(links: Collection[ResultLink], activities: Sequence[Activity]) -> set[str]:
    """Which of these activities prove the work result already."""
    held = {(link.day, link.kind, link.title, link.address) for link in links}
    return {each.key for each in activities if (each.day, each.kind, each.title[:250], each.url) in held}


@transaction.atomic
def choose_records(*, result: WorkResult, keys: Collection[str], by: Any, on: date) -> list[ResultLink]:
    """By the person, while the work is written down: exactly the chosen ones prove it; unknown keys are passed over.

    What is linked already and no longer on the list of activities stays. Raises TooManyRecords.
    """
    row = begin(result.review, by, on, STAGES, lambda access: access.is_person)
    if not WorkResult.objects.filter(pk=result.pk).exists():
        raise RowGone
    links = list(ResultLink.objects.filter(result=result))
    offered = of_result(result, on)
    known = {(each.day, each.kind, each.title[:250], each.url): each for each in offered}
    with acting(by):
        for link in links:
            standing = known.pop((link.day, link.kind, link.title, link.address), None)
            if standing is not None and standing.key not in keys:
                link.delete()
        chosen = [each for each in known.values() if each.key in keys]
        if ResultLink.objects.filter(result=result).count() + len(chosen) > AT_MOST:
            raise TooManyRecords
        for each in chosen:
            ResultLink.objects.create(
                result=result,
                kind=each.kind[:80],
                title=each.title[:250],
                detail=each.detail[:500],
                day=each.day,
                address=each.url,
            )
        row.version += 1
        row.save()
    return list(ResultLink.objects.filter(result=result))
