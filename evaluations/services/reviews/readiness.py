"""What a jump still lacks: asked by the jump itself, and by the pages before it, so that nobody is asked in vain."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError

from baubau_pembinaan.core.formats import tanggal
from evaluations.models import Conduct, Review, WorkResult
from evaluations.review_choices import ResultKind, Stage

from .refusals import ExpectationsMissing, PlanEmpty, RatingMissing, SelfAssessmentEmpty, YearNotBegun


def lacking(
    review: Review,
    on: date,
    results: Iterable[WorkResult] | None = None,
    conduct: Iterable[Conduct] | None = None,
) -> ValidationError | None:
    """Why the review cannot leave its stage forwards; None where nothing is missing. Rows already read may be handed
    over.
    """
    if review.stage == Stage.PLANNING:
        rows = review.results.all() if results is None else results
        return None if any(row.kind == ResultKind.MAIN for row in rows) else PlanEmpty()
    if review.stage == Stage.PROPOSED:
        values = review.conduct.all() if conduct is None else conduct
        missing = [each.get_value_display() for each in values if not each.expectation.strip()]
        return ExpectationsMissing(missing) if missing else None
    if review.stage == Stage.RUNNING and on < review.cycle.starts_on:
        return YearNotBegun(tanggal(review.cycle.starts_on))
    if review.stage == Stage.SELF and not review.self_text.strip():
        return SelfAssessmentEmpty()
    if review.stage == Stage.RATING and review.predicate is None:
        return RatingMissing()
    return None


def judge(review: Review, on: date) -> None:
    """Raises PlanEmpty, ExpectationsMissing, YearNotBegun, SelfAssessmentEmpty or RatingMissing, by the stage."""
    if refusal := lacking(review, on):
        raise refusal
