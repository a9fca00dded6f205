"""Every stage names who has to act by when, and stops naming them once it is done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.duties import open_for
from evaluations.review_choices import Rating, Stage
from tests.factories.accounts import make_person
from tests.factories.reviews import make_chain, make_cycle, make_review

pytestmark = pytest.mark.django_db


def codes(profile, on=None):
    return {duty.code for duty, _row in open_for(profile.user, on or timezone.localdate())}


@pytest.mark.parametrize(
    ("stage", "who", "code"),
    [
        (Stage.PLANNING, 0, "evaluations.own-review"),
        (Stage.PROPOSED, 1, "evaluations.lead-review"),
        (Stage.SELF, 0, "evaluations.own-review"),
        (Stage.RATING, 1, "evaluations.lead-review"),
        (Stage.RELEASED, 0, "evaluations.own-review"),
        (Stage.OBJECTED, 2, "evaluations.decide-objection"),
    ],
)
def test_each_stage_asks_the_one_whose_turn_it_is(stage, who, code):
    chain = make_chain()
    review = make_review(chain[0], stage=stage)
    review.periods.all().delete()
    for number, profile in enumerate(chain):
        assert codes(profile) == ({code} if number == who else set())
    review.result_rating = review.conduct_rating = Rating.MEETS
    review.rated_on = review.closed_on = timezone.localdate()
    review.stage = Stage.LOCKED
    review.save()
    assert codes(chain[who]) == set()


def test_the_self_assessment_is_no_task_months_before():
    person, _supervisor, _superior = make_chain()
    today = timezone.localdate()
    far = [today + timedelta(days=n) for n in (90, 91, 92, 93, 94)]
    names = ("self_due_on", "rating_due_on", "release_due_on", "acknowledge_due_on", "objection_due_on")
    make_review(person, cycle=make_cycle(**dict(zip(names, far, strict=True))))
    assert "evaluations.own-review" not in codes(person)
    assert "evaluations.own-review" in codes(person, today + timedelta(days=70))


def test_a_period_that_is_over_asks_the_supervisor_for_a_word():
    person, supervisor, _superior = make_chain()
    review = make_review(person)
    day = review.periods.first().ends_on + timedelta(days=1)
    assert "evaluations.evaluate-period" in codes(supervisor, day)
    for period in review.periods.all():
        period.result_rating = period.conduct_rating = Rating.MEETS
        period.evaluated_on = day
        period.save()
    assert "evaluations.evaluate-period" not in codes(supervisor, day)


def test_the_head_is_asked_once_for_all_that_wait():
    head, cycle = make_person(Role.AGENCY_HEAD), make_cycle()
    for _ in range(3):
        make_review(cycle=cycle, stage=Stage.CALIBRATION)
    rows = [row for duty, row in open_for(head.user, timezone.localdate()) if duty.code.endswith("release-reviews")]
    assert [row.subject for row in rows] == ["3"]
    assert "evaluations.release-reviews" not in codes(make_person(Role.ADMINISTRATOR))
