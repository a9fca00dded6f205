"""What the decision on an objection made of both ratings and the predikat, in words."""

from django.utils.translation import gettext as _

from evaluations.models import Review


def decision_of(review: Review) -> list[tuple[str, str, str]]:
    """(what, before, after the decision); empty where none is recorded."""
    before, now = review.predicate_before, review.predicate
    if before is None or now is None:
        return []
    return [
        (
            _("Rating of the work results"),
            review.get_result_rating_before_display(),
            review.get_result_rating_display(),
        ),
        (
            _("Rating of the conduct"),
            review.get_conduct_rating_before_display(),
            review.get_conduct_rating_display(),
        ),
        (_("Predikat"), str(before.label), str(now.label)),
    ]
