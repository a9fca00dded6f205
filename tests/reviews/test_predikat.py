"""The 3 x 3 matrix of PermenPAN-RB 6/2022: every cell, and nothing where a rating is missing."""

from collections import Counter

import pytest

from evaluations.predikat import predicate_of
from evaluations.review_choices import Predicate, Rating

B, S, A = Rating.BELOW, Rating.MEETS, Rating.ABOVE


@pytest.mark.parametrize(
    ("result", "conduct", "expected"),
    [
        (A, B, Predicate.POOR),
        (A, S, Predicate.GOOD),
        (A, A, Predicate.VERY_GOOD),
        (S, B, Predicate.POOR),
        (S, S, Predicate.GOOD),
        (S, A, Predicate.GOOD),
        (B, B, Predicate.VERY_POOR),
        (B, S, Predicate.NEEDS_IMPROVEMENT),
        (B, A, Predicate.NEEDS_IMPROVEMENT),
    ],
)
def test_predikat_of_each_cell(result, conduct, expected):
    assert predicate_of(result, conduct) == expected


def test_matrix_holds_the_published_numbers_of_each_predikat():
    assert Counter(predicate_of(result, conduct) for result in Rating for conduct in Rating) == {
        Predicate.VERY_GOOD: 1,
        Predicate.GOOD: 3,
        Predicate.NEEDS_IMPROVEMENT: 2,
        Predicate.POOR: 2,
        Predicate.VERY_POOR: 1,
    }


@pytest.mark.parametrize(("result", "conduct"), [(None, S), (S, None), (None, None)])
def test_a_missing_rating_gives_no_predikat(result, conduct):
    assert predicate_of(result, conduct) is None
