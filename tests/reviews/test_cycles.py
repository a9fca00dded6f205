"""A cycle starts for those picked, has its periods, and closes when everything has ended."""

import pytest
from django.utils import timezone

from evaluations.review_choices import CycleStatus, Stage
from evaluations.services.reviews import cycles, stages
from evaluations.services.reviews.refusals import (
    CycleNotDraft,
    CycleUnfinished,
    NobodyPicked,
)
from tests.factories.accounts import make_appointment, make_person, make_unit
from tests.factories.reviews import make_cycle, make_review

pytestmark = pytest.mark.django_db


def test_a_cycle_starts_for_the_units_chosen(head, today):
    unit, lead = make_unit(), make_person()
    inside, outside = make_person(), make_person()
    make_appointment(inside, unit=unit, supervisor=lead)
    make_appointment(outside, supervisor=lead)
    cycle = make_cycle(status=CycleStatus.DRAFT)
    made = cycles.start_cycle(cycle=cycle, by=head.user, on=today, units=[unit])
    assert [review.person for review in made] == [inside]
    assert (made[0].conduct.count(), made[0].periods.count()) == (7, 4)
    with pytest.raises(CycleNotDraft):
        cycles.start_cycle(cycle=cycle, by=head.user, on=today)


def test_a_cycle_for_nobody_does_not_start(head, today):
    cycle = make_cycle(status=CycleStatus.DRAFT)
    with pytest.raises(NobodyPicked):
        cycles.start_cycle(cycle=cycle, by=head.user, on=today, units=[make_unit()])
    cycle.refresh_from_db()
    assert cycle.is_draft


def test_monthly_cycles_have_twelve_periods():
    cycle = make_cycle(rhythm="monthly")
    periods = cycles.periods_of(cycle)
    assert len(periods) == 12
    assert (periods[0][0], periods[-1][1]) == (cycle.starts_on, cycle.ends_on)


def test_a_cycle_closes_only_when_everything_is_locked(head):
    review = make_review(stage=Stage.ACKNOWLEDGED)
    with pytest.raises(CycleUnfinished):
        cycles.close_cycle(cycle=review.cycle, by=head.user)
    stages.lock_review(review=review, by=head.user, on=timezone.localdate())
    assert cycles.close_cycle(cycle=review.cycle, by=head.user).status == CycleStatus.CLOSED
