"""The end of a round of 360-degree feedback: after its last day, or with the release of the review it is about.

The round is locked first, as it is by whoever answers: an answer of the same moment is either among those that are
mixed here, or finds the round closed.
"""

import random
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from baubau_pembinaan.core.history import acting
from evaluations.models import FeedbackRound, Review, RoundAnswer
from evaluations.review_choices import OPEN_TO_PERSON, RoundStatus, Stage

# Nobody is asked about a review any more that the person has received, or that was taken out.
OVER = (*OPEN_TO_PERSON, Stage.WITHDRAWN)


def end_round_of(review: Review, *, by: Any, on: date) -> bool:
    """End the open round of a review, inside the transaction that releases it or takes it out. False: none was open."""
    row = locked_round(review)
    if row is None or not row.is_open:
        return False
    _end(row, by, on)
    return True


def locked_round(review: Review) -> FeedbackRound | None:
    return FeedbackRound.objects.select_for_update().filter(review=review).first()


def rounds_due(on: date) -> list[int]:
    """Open rounds whose last day is over, or whose review is."""
    due = FeedbackRound.objects.filter(Q(closes_on__lt=on) | Q(review__stage__in=OVER), status=RoundStatus.OPEN)
    return list(due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def end_due(pk: int, on: date) -> bool:
    """One of `rounds_due`; False where somebody else ended it meanwhile."""
    row = FeedbackRound.objects.select_for_update(of=("self",)).select_related("review").get(pk=pk)
    last_is_over = row.closes_on is not None and row.closes_on < on
    if not row.is_open or not (last_is_over or row.review.stage in OVER):
        return False
    _end(row, None, on)
    return True


def _end(row: FeedbackRound, by: Any, on: date) -> None:
    """All answers are written anew in random order; whoever was asked is forgotten."""
    answers = list(row.answers.all())
    random.SystemRandom().shuffle(answers)
    row.answers.all().delete()
    for answer in answers:
        RoundAnswer.objects.create(
            round=row,
            relation=answer.relation,
            scores=answer.scores,
            strength=answer.strength,
            growth=answer.growth,
        )
    for asked in (row.reviewers, row.guests, row.used_links):
        asked.all().delete()
    row.status = RoundStatus.CLOSED
    row.closes_on = min(row.closes_on or on, on)
    with acting(by):
        row.save()
