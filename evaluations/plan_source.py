"""What reviews suggest for the development plan: units of competence, for whoever may read the notes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from evaluations.models import Review
from evaluations.review_access import access_to
from evaluations.review_choices import NoteKind
from training.models import Competence, DevelopmentPlan


def units_suggested(plan: DevelopmentPlan, on: date, by: Any) -> Iterable[Competence]:
    """Units that suggestions of the plan's year and the year before are about, by code, each once."""
    if by is None:
        return []
    years = (plan.year - 1, plan.year)
    reviews = Review.objects.with_leaders(on).with_superior(on).filter(person=plan.profile_id, cycle__year__in=years)
    readable = [
        review.pk for review in reviews.select_related("cycle") if access_to(by, review, on).reads_notes(review)
    ]
    wanted = Competence.objects.filter(
        feedback_notes__review__in=readable, feedback_notes__kind=NoteKind.SUGGESTION, is_active=True
    )
    return wanted.distinct().order_by("code", "pk")
