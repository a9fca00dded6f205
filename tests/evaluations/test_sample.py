"""Sample targets against the printed tables; who is missing without giving small groups away."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.sample import Missing, krejcie_morgan, slovin, who_is_missing
from evaluations.skm import Bands, Tally, compute, pool

TABLE = {
    10: 10, 15: 14, 20: 19, 30: 28, 50: 44, 75: 63, 100: 80, 150: 108, 200: 132, 300: 169, 400: 196, 500: 217, 750: 254,
    1000: 278, 1500: 306, 2000: 322, 3000: 341, 5000: 357, 10000: 370, 20000: 377, 50000: 381,
    1615: 310, 550: 226, 0: 0,
}  # fmt: skip
BANDS = Bands(
    "uji", [("A", Decimal("88.31")), ("B", Decimal("76.61")), ("C", Decimal("65.00")), ("D", Decimal("25.00"))]
)


@pytest.mark.parametrize(("population", "sample"), TABLE.items())
def test_krejcie_and_morgan_to_the_nearest_whole(population, sample):
    assert krejcie_morgan(population) == sample


@pytest.mark.parametrize(("population", "sample"), [(300, 172), (0, 0), (1, 1), (400, 200)])
def test_slovin_is_rounded_up(population, sample):
    assert slovin(population) == sample


def test_a_group_under_half_its_share_is_missing():
    expected = {1: Decimal(50), 2: Decimal(50)}
    assert who_is_missing([(1, 80), (2, 20)], expected) == [Missing(2, Decimal(50), 20, is_exact=True)]
    assert who_is_missing([(1, 75), (2, 25)], expected) == []


def test_of_a_hidden_group_only_the_size_of_the_rest_is_told():
    expected = {1: Decimal(60), 2: Decimal(40), 3: Decimal(30)}
    # 2 and 3 hold 2 and 4 people: merged, so at most 6 each
    assert who_is_missing([(1, 94), (2, 2), (3, 4)], expected) == [
        Missing(2, Decimal(40), 6, is_exact=False),
        Missing(3, Decimal(30), 6, is_exact=False),
    ]
    # group 9 did not answer at all, and nothing is hidden: exactly nought
    assert who_is_missing([(1, 100)], {9: Decimal(5)}) == [Missing(9, Decimal(5), 0, is_exact=True)]
    assert who_is_missing([(1, 2), (2, 2)], expected) == []


def service(n, total):
    """n respondents, nine unsur, answers 3 and 4 that sum to `total`."""
    fours = total - 27 * n
    each, more = divmod(fours, 9)
    return compute([(f"u{i}", Tally((0, 0, n - each - (i < more), each + (i < more)))) for i in range(9)], n, BANDS)


def test_a_unit_counts_respondents_not_services():
    """The error of real reports: the mean of service means is 85.49, all respondents together are at 87.28."""
    large, small = service(40, 1295), service(17, 496)
    assert (str(large.ikm), str(small.ikm), (large.ikm + small.ikm) / 2) == ("89.93", "81.05", Decimal("85.49"))
    together = pool([large, small], BANDS)
    assert (together.respondents, sum(u.sum for u in together.unsur)) == (57, 1791)
    assert (str(together.ikm), together.grade) == ("87.28", "B")


def test_an_empty_part_changes_nothing_and_nothing_gives_no_value():
    part = service(10, 300)
    empty = compute([("other", Tally((0, 0, 0, 0)))], 0, BANDS)
    assert pool([part, empty], BANDS) == part
    assert pool([], BANDS).ikm is None


counts = st.tuples(*[st.integers(0, 30)] * 4).filter(any)


@given(st.lists(st.lists(counts, min_size=3, max_size=3), min_size=1, max_size=6))
def test_pooling_equals_counting_all_answers_at_once(parts):
    keys = ("a", "b", "c")
    separate = [compute(zip(keys, map(Tally, part), strict=True), max(map(sum, part)), BANDS) for part in parts]
    at_once = [
        (key, Tally(tuple(map(sum, zip(*(part[i] for part in parts), strict=True))))) for i, key in enumerate(keys)
    ]
    assert pool(separate, BANDS).ikm == compute(at_once, 1, BANDS).ikm
