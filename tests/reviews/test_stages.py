"""A review walks through its stages by named services; every other jump is refused."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications.models import Message
from evaluations.models import Review
from evaluations.review_choices import CycleStatus, Predicate, Rating, Stage, Value
from evaluations.services.reviews import people, stages, writing
from evaluations.services.reviews.refusals import (
    NotAtThisStage,
    NotYours,
    PlanEmpty,
    RatingMissing,
    ReasonMissing,
    SelfAssessmentEmpty,
    SupervisorUnfit,
)
from tests.factories.accounts import make_appointment, make_person
from tests.factories.reviews import make_chain, make_cycle, make_review

pytestmark = pytest.mark.django_db


def test_a_review_walks_from_plan_to_lock(today, head):
    person, supervisor, _superior = make_chain()
    switches.turn("review_calibration", True, by=None)
    review = make_review(person, stage=Stage.PLANNING)
    words = dict.fromkeys(Value, "Melayani dengan ramah")
    seen = {row.value: writing.mark_of(row, "expectation") for row in review.conduct.all()}
    deed = {"by": supervisor.user, "on": today, "field": "expectation"}
    writing.change_conduct(review=review, seen=seen, words=words, **deed)
    stages.propose_plan(review=review, by=person.user, on=today)
    stages.agree_plan(review=review, by=supervisor.user, on=today)
    stages.open_self_assessment(review=review, by=person.user, on=today)
    seen = writing.token_of(Review.objects.get(pk=review.pk), ["self_text"])
    writing.write_self_assessment(review=review, by=person.user, on=today, seen=seen, text="Sudah tercapai.")
    stages.submit_self_assessment(review=review, by=person.user, on=today)
    fields = ["supervisor_text", "result_rating", "conduct_rating"]
    seen = writing.token_of(Review.objects.get(pk=review.pk), fields)
    writing.write_rating(
        review=review, by=supervisor.user, on=today, seen=seen, text="Baik.", result_rating=3, conduct_rating=3
    )
    stages.submit_rating(review=review, by=supervisor.user, on=today)
    stages.release_review(review=review, by=head.user, on=today)
    stages.acknowledge_review(review=review, by=person.user, on=today)
    stages.lock_review(review=review, by=head.user, on=today)
    row = Review.objects.get(pk=review.pk)
    assert (row.stage, row.predicate, row.agreed_on, row.closed_on) == (
        Stage.LOCKED,
        Predicate.VERY_GOOD,
        today,
        today,
    )
    assert row.history.count() == 12 + 1  # making and filling it, then one line a deed
    assert Message.objects.filter(recipient=person.user).count() == 2
    assert Message.objects.filter(recipient=supervisor.user).count() == 2


def test_without_calibration_the_evaluation_goes_to_the_person_at_once(today):
    person, supervisor, _superior = make_chain()
    review = make_review(person, stage=Stage.RATING, result_rating=Rating.MEETS, conduct_rating=Rating.MEETS)
    assert stages.submit_rating(review=review, by=supervisor.user, on=today).stage == Stage.RELEASED


DEEDS = {
    stages.propose_plan: ("person", Stage.PLANNING, {}),
    stages.agree_plan: ("supervisor", Stage.PROPOSED, {}),
    stages.return_plan: ("supervisor", Stage.PROPOSED, {"reason": "Target kurang jelas"}),
    stages.open_self_assessment: ("person", Stage.RUNNING, {}),
    stages.submit_self_assessment: ("person", Stage.SELF, {}),
    stages.return_self_assessment: ("supervisor", Stage.RATING, {"reason": "Bukti belum lengkap"}),
    stages.submit_rating: ("supervisor", Stage.RATING, {}),
    stages.release_review: ("head", Stage.CALIBRATION, {}),
    stages.return_rating: ("head", Stage.CALIBRATION, {"reason": "Bandingkan lagi"}),
    stages.acknowledge_review: ("person", Stage.RELEASED, {}),
    stages.object_to_review: ("person", Stage.RELEASED, {"reason": "Belum dihitung"}),
    stages.decide_objection: (
        "superior",
        Stage.OBJECTED,
        {"reason": "Sudah diperiksa", "result_rating": 3, "conduct_rating": 2},
    ),
    stages.lock_review: ("head", Stage.ACKNOWLEDGED, {}),
}


@pytest.fixture
def cast(head):
    person, supervisor, superior = make_chain()
    stranger_lead = make_person()
    make_appointment(make_person(), supervisor=stranger_lead)
    return {
        "person": person,
        "supervisor": supervisor,
        "superior": superior,
        "head": head,
        "colleague": make_person(Role.LIBRARIAN),
        "other unit's supervisor": stranger_lead,
        "administrator": make_person(Role.ADMINISTRATOR),
    }


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_each_jump_belongs_to_one_and_one_stage(deed, cast, today):
    who, stage, more = DEEDS[deed]
    review = make_review(
        cast["person"], stage=stage, **({"result_rating": 2, "conduct_rating": 2} if stage == Stage.RATING else {})
    )
    for name, profile in cast.items():
        if name != who:
            with pytest.raises(NotYours):
                deed(review=review, by=profile.user, on=today, **more)
    for other in Stage:
        if other != stage:
            elsewhere = make_review(cast["person"], stage=other)
            with pytest.raises(NotAtThisStage):
                deed(review=elsewhere, by=cast[who].user, on=today, **more)
    assert deed(review=review, by=cast[who].user, on=today, **more).stage != stage


def test_a_closed_cycle_knows_no_deed(cast, today):
    review = make_review(cast["person"], stage=Stage.RUNNING, cycle=make_cycle(status=CycleStatus.CLOSED))
    with pytest.raises(NotAtThisStage):
        stages.open_self_assessment(review=review, by=cast["person"].user, on=today)


def test_an_empty_plan_is_not_handed_in(cast, today):
    review = make_review(cast["person"], stage=Stage.PLANNING)
    review.results.get().delete()
    with pytest.raises(PlanEmpty):
        stages.propose_plan(review=review, by=cast["person"].user, on=today)


def test_an_empty_self_assessment_is_not_handed_in(cast, today):
    review = make_review(cast["person"], stage=Stage.SELF, self_text="")
    with pytest.raises(SelfAssessmentEmpty):
        stages.submit_self_assessment(review=review, by=cast["person"].user, on=today)


def test_an_evaluation_with_one_rating_is_not_handed_in(cast, today):
    review = make_review(cast["person"], stage=Stage.RATING, result_rating=Rating.MEETS)
    with pytest.raises(RatingMissing):
        stages.submit_rating(review=review, by=cast["supervisor"].user, on=today)


def test_sending_back_needs_a_reason(cast, today):
    review = make_review(cast["person"], stage=Stage.PROPOSED)
    with pytest.raises(ReasonMissing):
        stages.return_plan(review=review, by=cast["supervisor"].user, on=today, reason=" ")


def test_the_superior_decides_the_objection_and_the_predikat_follows(cast, today):
    review = make_review(cast["person"], stage=Stage.OBJECTED)
    row = stages.decide_objection(
        review=review,
        by=cast["superior"].user,
        on=today,
        reason="Dua kelas ditambahkan",
        result_rating=3,
        conduct_rating=3,
    )
    assert (row.stage, row.predicate) == (Stage.LOCKED, Predicate.VERY_GOOD)


def test_the_head_decides_where_the_supervisor_has_no_superior(head, today):
    person = make_person()
    make_appointment(person, supervisor=make_person())
    review = make_review(person, stage=Stage.OBJECTED)
    row = stages.decide_objection(
        review=review, by=head.user, on=today, reason="Tetap", result_rating=2, conduct_rating=2
    )
    assert row.stage == Stage.LOCKED


def test_the_database_refuses_an_evaluated_review_without_ratings():
    review = make_review(stage=Stage.RATING)
    review.stage = Stage.RELEASED
    with pytest.raises(IntegrityError), transaction.atomic():
        review.save()


# --- Who leads, by the day ---------------------------------------------------------------------------------------


def test_the_supervisor_of_the_day_leads(today):
    before, now = make_person(), make_person()
    person = make_person()
    make_appointment(person, supervisor=before, ends_on=today - timedelta(days=1))
    make_appointment(person, supervisor=now, starts_on=today)
    review = make_review(person, stage=Stage.PROPOSED)
    with pytest.raises(NotYours):
        stages.agree_plan(review=review, by=before.user, on=today)
    assert stages.agree_plan(review=review, by=now.user, on=today).stage == Stage.RUNNING


def moved(today, status):
    """A review of a year that is over, of somebody whose supervisor changed after it."""
    then, now, person = make_person(), make_person(), make_person()
    cycle = make_cycle(
        ends_on=today - timedelta(days=30), starts_on=today - timedelta(days=394), status=CycleStatus.RUNNING
    )
    make_appointment(person, supervisor=then, ends_on=cycle.ends_on)
    make_appointment(person, supervisor=now, starts_on=cycle.ends_on + timedelta(days=1))
    review = make_review(person, stage=Stage.RATING, cycle=cycle, result_rating=2, conduct_rating=2)
    cycle.status = status
    cycle.save()
    return review, then, now


def test_after_the_year_the_supervisor_of_today_leads_the_running_cycle(client_as, today):
    review, then, now = moved(today, CycleStatus.RUNNING)
    with pytest.raises(NotYours):
        stages.submit_rating(review=review, by=then.user, on=today)
    assert client_as(then.user).get(f"/staf/kinerja/{review.pk}/").status_code == 404
    assert client_as(now.user).get(f"/staf/kinerja/{review.pk}/").context["reads_rating"]
    assert stages.submit_rating(review=review, by=now.user, on=today).rated_by == now


def test_a_closed_year_keeps_its_supervisor(client_as, today):
    review, then, now = moved(today, CycleStatus.CLOSED)
    assert client_as(then.user).get(f"/staf/kinerja/{review.pk}/").context["reads_rating"]
    assert client_as(now.user).get(f"/staf/kinerja/{review.pk}/").status_code == 404


def test_who_left_with_the_year_is_still_evaluated(today):
    then, person = make_person(), make_person()
    cycle = make_cycle(ends_on=today - timedelta(days=30), starts_on=today - timedelta(days=394))
    make_appointment(person, supervisor=then, ends_on=cycle.ends_on)
    review = make_review(person, stage=Stage.RATING, cycle=cycle, result_rating=2, conduct_rating=2)
    assert stages.submit_rating(review=review, by=then.user, on=today).stage == Stage.RELEASED


def test_a_stand_in_leads_meanwhile_but_never_judges_themselves(today):
    person, supervisor, _superior = make_chain()
    make_appointment(person, kind="plh", stands_in_for=supervisor)
    colleague = make_person()
    make_appointment(colleague, supervisor=supervisor)
    theirs, own = make_review(colleague, stage=Stage.PROPOSED), make_review(person, stage=Stage.PROPOSED)
    assert stages.agree_plan(review=theirs, by=person.user, on=today).stage == Stage.RUNNING
    with pytest.raises(NotYours):
        stages.agree_plan(review=own, by=person.user, on=today)


def put_in(review, supervisor, by, today, **more):
    facts = {"reason": "Cuti panjang", **more}
    return people.reassign_supervisor(review=review, supervisor=supervisor, by=by.user, on=today, **facts)


def test_another_supervisor_takes_over_with_a_line_in_the_book(cast, head, today):
    review = make_review(cast["person"], stage=Stage.PROPOSED)
    put_in(review, cast["colleague"], head, today, reason="Cuti panjang")
    with pytest.raises(NotYours):
        stages.agree_plan(review=review, by=cast["supervisor"].user, on=today)
    assert stages.agree_plan(review=review, by=cast["colleague"].user, on=today).stage == Stage.RUNNING
    line = review.history.order_by("-history_id")[1]
    assert "Cuti panjang" in line.history_change_reason
    assert line.history_user_id == head.user.pk


@pytest.mark.parametrize(
    ("supervisor", "reason", "refusal"), [("person", "Cuti", SupervisorUnfit), ("colleague", "", ReasonMissing)]
)
def test_an_unfit_change_of_supervisor_is_refused(cast, head, today, supervisor, reason, refusal):
    review = make_review(cast["person"])
    with pytest.raises(refusal):
        put_in(review, cast[supervisor], head, today, reason=reason)


def test_only_heads_and_administrators_change_the_supervisor(cast, today):
    review = make_review(cast["person"])
    with pytest.raises(NotYours):
        put_in(review, cast["colleague"], cast["supervisor"], today, reason="Saya pindah")
