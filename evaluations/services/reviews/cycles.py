"""Starting a cycle, taking a start back, ending it."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries.models import Unit
from evaluations import internal
from evaluations.models import Conduct, InternalScore, PeriodicEvaluation, Review, ReviewCycle
from evaluations.review_choices import ENDED, CycleStatus, Rhythm, Value
from evaluations.selectors.cycle_people import picked_for, written_in

from .refusals import (
    CycleNotDraft,
    CycleUnfinished,
    CycleWritten,
    NobodyPicked,
    NotAtThisStage,
    NotYours,
    PickedChanged,
    ReasonMissing,
    WeightsNotHundred,
)

LEAD = "evaluations.lead_reviews"
NAMES_SAID = 5  # of those in whose reviews somebody wrote


@transaction.atomic
def start_cycle(
    *,
    cycle: ReviewCycle,
    by: Any,
    on: date,
    units: Collection[Unit] = (),
    positions: Collection[int] = (),
    seen: str | None = None,
) -> list[Review]:
    """Make a review for everybody whom `picked_for` names; `seen` is the token of those that a page showed.

    Raises CycleNotDraft, NobodyPicked, PickedChanged, WeightsNotHundred; NotYours without the right to lead reviews.
    """
    if not by.has_perm(LEAD):
        raise NotYours
    row = ReviewCycle.objects.select_for_update().get(pk=cycle.pk)
    if not row.is_draft:
        raise CycleNotDraft
    weights = list(row.criteria.values_list("weight", flat=True))
    if weights and sum(weights) != 100:
        raise WeightsNotHundred
    picked = picked_for(row, on, units=units, positions=positions)
    if not picked.posts:
        raise NobodyPicked
    if seen is not None and seen != picked.token:
        raise PickedChanged
    with acting(by):
        row.status = CycleStatus.RUNNING
        row.internal_formula = internal.CURRENT if weights else ""
        row.save()
        return [add_person(cycle=row, person=post.profile, unit=post.unit_id) for post in picked.posts]


@transaction.atomic
def take_back_cycle(*, cycle: ReviewCycle, by: Any, reason: str) -> ReviewCycle:
    """Prepare a cycle again that was started by mistake: its empty reviews go, the reason stays in the book.

    Raises CycleWritten as soon as anybody wrote anything in it, ReasonMissing; NotAtThisStage unless it is running.
    """
    if not by.has_perm(LEAD):
        raise NotYours
    row = ReviewCycle.objects.select_for_update().get(pk=cycle.pk)
    if not row.is_running:
        raise NotAtThisStage
    reviews = _locked_reviews(row)
    if refusal := written_already(row):
        raise refusal
    if not reason.strip():
        raise ReasonMissing
    with acting(by, gettext("Start taken back: %(reason)s") % {"reason": reason.strip()}):
        for review in reviews:
            review.delete()
        row.status, row.internal_formula = CycleStatus.DRAFT, ""
        row.save()
    return row


def written_already(cycle: ReviewCycle) -> CycleWritten | None:
    """Why the start stands: in whose reviews somebody wrote. One statement."""
    written = written_in(cycle).select_related("person").order_by("person__name", "pk")
    names = [review.person.full_name for review in written[: NAMES_SAID + 1]]
    return CycleWritten(names[:NAMES_SAID], more=len(names) > NAMES_SAID) if names else None


def _locked_reviews(cycle: ReviewCycle) -> list[Review]:
    """Locked before the look: whoever writes at this moment is either seen, or finds the review gone."""
    return list(cycle.reviews.select_for_update().order_by("pk"))


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
