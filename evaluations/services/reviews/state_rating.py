"""The rating of the year as the state system holds it: recorded with its day and source, never a rating of ours."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from evaluations.models import Review, StateRating
from evaluations.review_access import access_to
from evaluations.review_choices import Rating, Stage

from .refusals import EditedMeanwhile, NotAtThisStage, NotYours
from .stages import locked
from .writing import differences_of, token_of

FIELDS = ("result_rating", "conduct_rating", "rated_on", "source")


def seen_rating(held: StateRating | None) -> str:
    return token_of(held, FIELDS) if held is not None and held.pk else ""


class RatedOutsideTime(ValidationError):
    def __init__(self) -> None:
        super().__init__({"rated_on": _("It lies between the beginning of the cycle and today.")})


@transaction.atomic
def record_state_rating(
    *,
    review: Review,
    by: Any,
    on: date,
    result_rating: int,
    conduct_rating: int,
    rated_on: date,
    source: str,
    seen: str | None = None,
) -> StateRating:
    """By the person or who leads them; a correction replaces the row, and its book keeps the former one.

    It comes after the year, so a closed cycle takes it too. `seen` is `seen_rating` of what the page showed. Raises
    RatedOutsideTime, EditedMeanwhile.
    """
    row = locked(review, on)
    access = access_to(by, row, on)
    if not (access.is_person or access.leads):
        raise NotYours
    if row.stage in (Stage.PLANNING, Stage.PROPOSED):
        raise NotAtThisStage
    if not row.cycle.starts_on <= rated_on <= on:
        raise RatedOutsideTime
    held = StateRating.objects.filter(review=row).first() or StateRating(review=row)
    changes = {
        "result_rating": Rating(result_rating),
        "conduct_rating": Rating(conduct_rating),
        "rated_on": rated_on,
        "source": source.strip(),
    }
    if seen is not None and seen != seen_rating(held):
        raise EditedMeanwhile(held, differences_of(held, changes))
    for name, value in changes.items():
        setattr(held, name, value)
    held.full_clean(exclude=["review"])
    with acting(by):
        held.save()
    return held
