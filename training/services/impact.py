"""Evaluation three months after a training."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from training.models import ImpactReview

LATER = timedelta(days=90)


class TooEarly(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This is asked three months after the training, not before."))


class NoLongerAsked(ValidationError):
    """The session was opened again, or the person turned out not to have completed it."""

    def __init__(self) -> None:
        super().__init__(_("This is asked once the session is finished, of those who completed it."))


class ExampleMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Give an example of what changed, or of what stands in the way."))


@transaction.atomic
def answer_as_participant(*, impact: ImpactReview, level: int, example: str, by: Any, at: datetime) -> ImpactReview:
    """The participant's half. Raises TooEarly, NoLongerAsked, ExampleMissing."""
    row = _due(impact, example, at)
    row.own_level, row.own_example, row.own_at = level, example.strip(), at
    return _saved(row, by)


@transaction.atomic
def answer_as_leader(*, impact: ImpactReview, level: int, example: str, by: Any, at: datetime) -> ImpactReview:
    """The supervisor's half. Raises TooEarly, NoLongerAsked, ExampleMissing."""
    row = _due(impact, example, at)
    row.leader_level, row.leader_example, row.leader_at, row.leader_by = level, example.strip(), at, by
    return _saved(row, by)


def _due(impact: ImpactReview, example: str, at: datetime) -> ImpactReview:
    held = ImpactReview.objects.select_for_update(of=("self",)).select_related("enrolment")
    row = held.filter(pk=impact.pk).first()
    if row is None or not row.enrolment.is_completed:
        raise NoLongerAsked
    if timezone.localdate(at) < row.due_on:
        raise TooEarly
    if not example.strip():
        raise ExampleMissing
    return row


def _saved(row: ImpactReview, by: Any) -> ImpactReview:
    row.full_clean(exclude=["enrolment"])
    with acting(by):
        row.save()
    return row
