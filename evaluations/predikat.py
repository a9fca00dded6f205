"""The predikat kinerja from the ratings of hasil kerja and perilaku kerja: the 3 x 3 matrix of PermenPAN-RB 6/2022."""

from evaluations.review_choices import Predicate, Rating

# hasil kerja -> perilaku kerja -> predikat
MATRIX: dict[Rating, dict[Rating, Predicate]] = {
    Rating.ABOVE: {
        Rating.BELOW: Predicate.POOR,
        Rating.MEETS: Predicate.GOOD,
        Rating.ABOVE: Predicate.VERY_GOOD,
    },
    Rating.MEETS: {
        Rating.BELOW: Predicate.POOR,
        Rating.MEETS: Predicate.GOOD,
        Rating.ABOVE: Predicate.GOOD,
    },
    Rating.BELOW: {
        Rating.BELOW: Predicate.VERY_POOR,
        Rating.MEETS: Predicate.NEEDS_IMPROVEMENT,
        Rating.ABOVE: Predicate.NEEDS_IMPROVEMENT,
    },
}


def predicate_of(result: int | None, conduct: int | None) -> Predicate | None:
    """The cell of the matrix; None where a rating is missing."""
    if result is None or conduct is None:
        return None
    return MATRIX[Rating(result)][Rating(conduct)]
