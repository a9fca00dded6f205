"""No arithmetic on what is shown of a round leads to one or two people, not even for a reader who answered too."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations import circle
from evaluations.review_choices import Relation, Value

OTHERS = [relation for relation in Relation if relation != Relation.SELF]
score = st.integers(min_value=0, max_value=4)
answer = st.tuples(st.sampled_from(list(Relation)), st.lists(score, min_size=len(Value), max_size=len(Value)))


def rank(rows):
    """Of a matrix of whole numbers, by exact elimination."""
    rows = [[Fraction(cell) for cell in row] for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(found + 1, len(rows)):
            factor = rows[i][column] / rows[found][column]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found


def published(answers, place):
    """What is shown of one value, each as a row of 0 and 1 over those who scored it."""
    people = [(relation, scores) for relation, scores in answers if relation != Relation.SELF and scores[place]]
    shown = circle.figures(answers)
    rows = [
        [int(relation in group.relations) for relation, _scores in people]
        for group in shown.groups
        if group.means[place] is not None
    ]
    if shown.totals[place] is not None:
        rows.append([1] * len(people))
    return people, rows


def leak(people, rows, inside=()):
    """One or two people about whom alone some sum or difference of the shown rows speaks; None where there is none.

    `inside`: places of readers who know their own answer and take it away. Such a combination exists exactly where the
    rows lose rank once the columns of these people are taken away.
    """
    rows = [[cell for i, cell in enumerate(row) if i not in inside] for row in rows]
    whole = rank(rows)
    for size in (1, 2):
        for few in combinations(range(len(people) - len(inside)), size):
            if rank([[cell for i, cell in enumerate(row) if i not in few] for row in rows]) < whole:
                return few
    return None


@settings(max_examples=60, deadline=None)
@given(st.lists(answer, max_size=11))
def test_no_sum_or_difference_speaks_of_fewer_than_three(answers):
    for place in range(len(Value)):
        people, rows = published(answers, place)
        assert leak(people, rows) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(answer, max_size=9), st.integers(min_value=0, max_value=len(Value) - 1))
def test_a_reader_who_answered_learns_of_no_fewer_than_three_others(answers, place):
    people, rows = published(answers, place)
    for reader in range(len(people)):
        assert leak(people, rows, inside=(reader,)) is None


def test_with_three_in_a_group_the_reader_among_them_would_know_the_mean_of_two(monkeypatch):
    """The negative control: groups of three, one of them the reader."""
    answers = [(Relation.SUPERIOR, [4] * 7), *[(Relation.PEER, [1] * 7)] * 2]
    assert published(answers, 0)[1] == []
    monkeypatch.setattr(circle, "AT_LEAST", 3)
    assert leak(*published(answers, 0), inside=(0,)) == (0, 1)


@settings(max_examples=100, deadline=None)
@given(st.lists(answer, max_size=14))
def test_the_groups_part_everybody_and_none_is_smaller_than_four(answers):
    shown = circle.figures(answers)
    others = [relation for relation, _scores in answers if relation != Relation.SELF]
    assert all(group.n >= circle.AT_LEAST for group in shown.groups)
    assert shown.n == (len(others) if len(others) >= circle.AT_LEAST else 0)
    named = [relation for group in shown.groups for relation in group.relations]
    assert len(named) == len(set(named))
    if not shown.groups:
        assert set(shown.totals) == {None}


def test_the_measure_finds_a_leak_where_a_lone_relation_is_only_left_out(monkeypatch):
    """The negative control: without putting small relations together, a subtraction gives the one superior away."""
    answers = [(Relation.SUPERIOR, [1] * 7), *[(Relation.PEER, [4] * 7)] * 4]
    assert leak(*published(answers, 0)) is None
    monkeypatch.setattr(circle, "_parts", lambda counts: [(relation,) for relation in OTHERS if counts[relation]])
    monkeypatch.setattr(circle, "_mean", lambda said: Decimal(sum(said)) / len(said) if said else None)
    assert leak(*published(answers, 0)) == (0,)


@pytest.mark.parametrize(
    ("counts", "parts"),
    [
        ({"peer": 4, "partner": 5}, [("peer", 4), ("partner", 5)]),
        ({"superior": 1, "peer": 3}, [("superior peer", 4)]),
        ({"superior": 1, "peer": 4, "partner": 5}, [("partner", 5), ("superior peer", 5)]),
        ({"superior": 1, "peer": 4}, [("superior peer", 5)]),
        ({"superior": 1, "peer": 2}, []),
        ({"peer": 3}, []),
        ({}, []),
    ],
)
def test_small_relations_are_put_together(counts, parts):
    answers = [(Relation(name), [3] * 7) for name, n in counts.items() for _one in range(n)]
    shown = circle.figures([*answers, (Relation.SELF, [4, 0, 4, 4, 4, 4, 4])])
    assert [(" ".join(group.relations), group.n) for group in shown.groups] == parts
    assert shown.own == (4, None, 4, 4, 4, 4, 4)


def test_a_value_that_few_could_score_is_shown_nowhere():
    able, unable = [4] * 7, [0, *[4] * 6]
    answers = [*[(Relation.PEER, able)] * 3, (Relation.PEER, unable), *[(Relation.PARTNER, [2] * 7)] * 4]
    shown = circle.figures(answers)
    assert [group.means[0] for group in shown.groups] == [None, Decimal("2.0")]
    assert (shown.totals[0], shown.totals[1]) == (None, Decimal("3.0"))
