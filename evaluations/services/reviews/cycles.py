"""Starting and ending a cycle."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries.models import Unit
from evaluations import internal
from evaluations.models import Conduct, InternalScore, PeriodicEvaluation, Review, ReviewCycle
from evaluations.review_choices import ENDED, CycleStatus, Rhythm, Value

from .refusals import (
    CycleNotDraft,
    CycleUnfinished,
    NobodyPicked,
    NotAtThisStage,
    NotYours,
    WeightsNotHundred,
)

LEAD = "evaluations.lead_reviews"


@transaction.atomic
def start_cycle(
    *, cycle: ReviewCycle, by: Any, on: date, units: Collection[Unit] = (), positions: Collection[int] = ()
) -> list[Review]:
    """Make a review for everybody with a definitive post in the cycle's days; `units` and `positions` narrow that.

    People who lead nobody and have no supervisor (the head of the agency) are reviewed elsewhere and left out.
    Raises CycleNotDraft, NobodyPicked, WeightsNotHundred; NotYours without the right to lead reviews.
    """
    if not by.has_perm(LEAD):
        raise NotYours
    row = ReviewCycle.objects.select_for_update().get(pk=cycle.pk)
    if not row.is_draft:
        raise CycleNotDraft
    weights = list(row.criteria.values_list("weight", flat=True))
    if weights and sum(weights) != 100:
        raise WeightsNotHundred
    day = min(max(on, row.starts_on), row.ends_on)
    posts = Appointment.objects.on(day).filter(
        Q(profile__left_on=None) | Q(profile__left_on__gte=day), kind="definitif", supervisor__isnull=False
    )
    if units:
        posts = posts.filter(unit__in=units)
    if positions:
        posts = posts.filter(position__in=positions)
    found = list(posts.select_related("profile").order_by("profile__name", "profile_id"))
    if not found:
        raise NobodyPicked
    with acting(by):
        row.status = CycleStatus.RUNNING
        row.internal_formula = internal.CURRENT if weights else ""
        row.save()
        return [add_person(cycle=row, person=post.profile, unit=post.unit_id) for post in found]


def add_person(*, cycle: ReviewCycle, person: StaffProfile, unit: int | None) -> Review:
    """A review at its beginning, with its seven values, its periods and the criteria of the internal assessment."""
    review = Review.objects.create(cycle=cycle, person=person, unit_id=unit)
    for value in Value:
        Conduct.objects.create(review=review, value=value)
    for number, (first, last) in enumerate(periods_of(cycle), start=1):
        PeriodicEvaluation.objects.create(review=review, number=number, starts_on=first, ends_on=last)
    for criterion in cycle.criteria.all():
        InternalScore.objects.create(review=review, criterion=criterion)
    return review


def periods_of(cycle: ReviewCycle) -> list[tuple[date, date]]:
    """The cycle's months or quarters, first and last day, cut to its own days."""
    step = 12 // Rhythm(cycle.rhythm).periods
    found = []
    first = date(cycle.starts_on.year, (cycle.starts_on.month - 1) // step * step + 1, 1)
    while first <= cycle.ends_on:
        month = first.month + step - 1
        last = date(first.year, month, monthrange(first.year, month)[1])
        found.append((max(first, cycle.starts_on), min(last, cycle.ends_on)))
        first = last + timedelta(days=1)
    return found


@transaction.atomic
def close_cycle(*, cycle: ReviewCycle, by: Any) -> ReviewCycle:
    """End a year in which every review has ended. Raises CycleUnfinished."""
    if not by.has_perm(LEAD):
        raise NotYours
    row = ReviewCycle.objects.select_for_update().get(pk=cycle.pk)
    if not row.is_running:
        raise NotAtThisStage
    if row.reviews.exclude(stage__in=ENDED).exists():
        raise CycleUnfinished
    row.status = CycleStatus.CLOSED
    with acting(by):
        row.save()
    return row
