"""The internal assessment: weights that make 100, parts left out, and never a word in the predikat."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations import internal
from evaluations.models import InternalCriterion, InternalScore
from evaluations.review_choices import CycleStatus, Stage
from evaluations.services.reviews import cycles, writing
from evaluations.services.reviews.refusals import EditedMeanwhile, WeightsNotHundred
from tests.factories.accounts import make_appointment, make_person, make_unit
from tests.factories.reviews import make_chain, make_cycle, make_review
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def cycle_with(*weights, **fields):
    cycle = make_cycle(internal_formula=internal.CURRENT, **fields)
    for number, weight in enumerate(weights):
        InternalCriterion.objects.create(cycle=cycle, title=f"Kriteria {number}", weight=weight, order=number)
    return cycle


def test_a_part_without_a_score_is_left_out_and_never_counts_as_zero():
    weights = [Decimal(50), Decimal(30), Decimal(20)]
    assert internal.weighted_mean(zip(weights, [80, 70, 60], strict=True)) == Decimal("73.00")
    assert internal.weighted_mean(zip(weights, [80, None, 60], strict=True)) == Decimal("74.29")
    assert internal.weighted_mean(zip(weights, [80, 0, 60], strict=True)) == Decimal("52.00")
    assert internal.weighted_mean(zip(weights, [None] * 3, strict=True)) is None
    assert internal.result("", [(Decimal(100), 80)]) is None


@pytest.mark.parametrize(("weights", "starts"), [(["60", "39.99"], False), (["60", "40"], True), ([], True)])
def test_a_cycle_starts_only_with_weights_that_make_hundred(weights, starts):
    head, unit, today = make_person(Role.AGENCY_HEAD), make_unit(), timezone.localdate()
    make_appointment(make_person(), supervisor=head, unit=unit)
    cycle = cycle_with(*weights, status=CycleStatus.DRAFT)
    if not starts:
        with pytest.raises(WeightsNotHundred):
            cycles.start_cycle(cycle=cycle, by=head.user, on=today, units=[unit])
        assert not cycle.reviews.exists()
        return
    (review,) = cycles.start_cycle(cycle=cycle, by=head.user, on=today, units=[unit])
    cycle.refresh_from_db()
    assert cycle.internal_formula == (internal.CURRENT if weights else "")
    assert review.scores.count() == len(weights)


def test_the_supervisor_scores_and_the_predikat_stays(client_as):
    person, supervisor, _superior = make_chain()
    review = make_review(person, stage=Stage.RATING, cycle=cycle_with(100), result_rating=2, conduct_rating=2)
    row = review.scores.get()
    url, client = reverse("evaluations:review-score", args=[row.pk]), client_as(supervisor.user)
    seen = client.get(url).context["form"].initial["seen"]
    assert client.post(url, {"seen": seen, "score": "101", "note": ""}).status_code == 200
    assert client.post(url, {"seen": seen, "score": "90", "note": "Baik"}).status_code == 302
    assert client.post(url, {"seen": seen, "score": "10", "note": ""}).status_code == 409
    page = client.get(reverse("evaluations:review-internal", args=[review.pk]))
    assert page.context["figure"] == 90
    review.refresh_from_db()
    assert (InternalScore.objects.get().score, review.predicate) == (90, "baik")
    assert not hasattr(row.history.first(), "note")


def test_scores_wait_for_the_release_and_nobody_else_writes_them(client_as):
    person, supervisor, superior = make_chain()
    today, cycle = timezone.localdate(), cycle_with(100)
    review = make_review(person, stage=Stage.RATING, cycle=cycle)
    row = review.scores.get()
    for by in (person, superior):
        with pytest.raises(PermissionDenied):
            writing.change_score(row=row, by=by.user, on=today, seen="", score=1, note="")
    with pytest.raises(EditedMeanwhile):
        writing.change_score(row=row, by=supervisor.user, on=today, seen="", score=1, note="")
    address = reverse("evaluations:review-internal", args=[review.pk])
    assert client_as(person.user).get(address).status_code == 403
    assert client_as(Role.LIBRARIAN).get(address).status_code == 404
    released = make_review(make_person(), stage=Stage.RELEASED, cycle=cycle)
    address = reverse("evaluations:review-internal", args=[released.pk])
    assert client_as(released.person.user).get(address).status_code == 200


def test_the_page_takes_as_many_statements_for_three_criteria(client_as):
    person, supervisor, _superior = make_chain()
    review = make_review(person, stage=Stage.RATING, cycle=cycle_with())

    def make_one():
        number = review.scores.count()
        criterion = InternalCriterion.objects.create(cycle=review.cycle, title=f"Kriteria {number}", weight=10)
        InternalScore.objects.create(review=review, criterion=criterion, score=80)

    assert_same_queries(client_as(supervisor.user), reverse("evaluations:review-internal", args=[review.pk]), make_one)
