"""The demo's reviews: two closed years, and a running one in mixed states."""

import pytest
from django.db.models import F, Q

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.documents.models import StoredFile
from evaluations import demo_reviews
from evaluations.models import (
    Conduct,
    FeedbackRound,
    PeriodicEvaluation,
    ResultFile,
    Review,
    ReviewCycle,
    StateRating,
    WorkResult,
)
from evaluations.review_choices import CycleStatus, Rating, Stage
from evaluations.selectors.circles import outcome_of
from evaluations.selectors.voice import voice_of
from tests.demo_database import AS_OF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_database")]


def test_demo_has_two_closed_years_and_one_in_mixed_states():
    assert list(ReviewCycle.objects.order_by("year").values_list("year", "status")) == [
        (2024, CycleStatus.CLOSED),
        (2025, CycleStatus.CLOSED),
        (2026, CycleStatus.RUNNING),
    ]
    stages = set(Review.objects.filter(cycle__year=2026).values_list("stage", flat=True))
    assert stages == set(Stage) - {Stage.LOCKED, Stage.WITHDRAWN}
    assert {review.predicate is None for review in Review.objects.filter(cycle__year=2025)} == {False}
    assert not Conduct.objects.filter(review__cycle__year=2025).filter(Q(expectation="") | Q(feedback="")).exists()
    rounds = FeedbackRound.objects.order_by("review__cycle__year", "status")
    states = list(rounds.values_list("review__cycle__year", "status"))
    assert states == [*[(2025, "closed")] * 6, (2026, "open"), (2026, "open"), (2026, "proposing")]
    assert len(outcome_of(rounds[0]).figures.groups) == 2  # the one superior is put together with the partners
    heard = Review.objects.get(cycle__year=2026, person__user__username="pustakawan")
    assert any(voice.is_shown for voice in voice_of(heard))
    assert StateRating.objects.filter(review__cycle__year=2025).count() == 8
    closed = Review.objects.filter(cycle__status=CycleStatus.CLOSED)
    assert not closed.exclude(results__files__isnull=False).exists()
    _assert_words_and_ratings_agree()
    tokens = list(ResultFile.objects.values_list("stored__token", flat=True))
    assert len(tokens) == closed.count() + 2
    demo_reviews.clear(DemoContext(as_of=AS_OF))
    assert not StoredFile.objects.filter(token__in=tokens).exists()
    assert not Review.objects.exists()


def _assert_words_and_ratings_agree():
    """Nobody is below expectation with all targets met; plans are agreed before their year is evaluated."""
    below = Review.objects.filter(Q(result_rating=Rating.BELOW) | Q(result_rating_before=Rating.BELOW))
    assert below.filter(stage=Stage.OBJECTED).exists()
    assert not below.filter(Q(supervisor_text__contains="sesuai rencana") | Q(results__realisation__contains="96 "))
    assert not PeriodicEvaluation.objects.filter(evaluated_on__lt=F("review__agreed_on")).exists()
    decided = Review.objects.exclude(objection_answer="")
    assert {review.cycle.year for review in decided} == {2024, 2025}
    assert all(review.decided_by and review.predicate_before != review.predicate for review in decided)
    assert not WorkResult.objects.filter(review__stage=Stage.LOCKED, feedback="").exists()
