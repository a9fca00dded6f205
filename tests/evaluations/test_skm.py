"""The statutory arithmetic against published figures (domain rules 1.5 and 1.8) and against its own laws."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evaluations.skm import Bands, Tally, compute, half_up, lowest, pool, result_as_json

BANDS = Bands(
    "skm-14-2017/1",
    [("A", Decimal("88.31")), ("B", Decimal("76.61")), ("C", Decimal("65.00")), ("D", Decimal("25.00"))],
)
NINE = ["persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan", "sarana"]


def spread(total: int, n: int) -> Tally:
    """n answers that add up to total, as equal as they can be."""
    low, more = divmod(total, n)
    counts = [0, 0, 0, 0]
    counts[low - 1] += n - more
    if more:
        counts[low] += more
    return Tally(tuple(counts))


def result_of(n: int, grand_total: int):
    each, more = divmod(grand_total, 9)
    return compute([(key, spread(each + (i < more), n)) for i, key in enumerate(NINE)], n, BANDS)


@pytest.mark.parametrize(
    ("n", "grand_total", "ikm", "grade"),
    [
        (58, 1357, "64.99", "D"),
        (26, 717, "76.60", "C"),
        (43, 1367, "88.31", "A"),
        (1, 36, "100.00", "A"),
        (1, 9, "25.00", "D"),
    ],
)
def test_boundary_is_graded_after_rounding_once(n, grand_total, ikm, grade):
    result = result_of(n, grand_total)
    assert (str(result.ikm), result.grade) == (ikm, grade)


def test_gaspul_matrix_gives_91_48_and_not_the_published_90_56():
    fours_threes_twos = [
        (18, 11, 0), (14, 15, 0), (15, 12, 2), (29, 0, 0),
        (15, 14, 0), (18, 11, 0), (19, 10, 0), (18, 11, 0), (28, 1, 0),
    ]  # fmt: skip
    triples = zip(NINE, fours_threes_twos, strict=True)
    tallies = [(key, Tally((0, two, three, four))) for key, (four, three, two) in triples]
    result = compute(tallies, 29, BANDS)
    assert [u.sum for u in result.unsur] == [105, 101, 100, 116, 102, 105, 106, 105, 115]
    assert [str(u.nrr_3) for u in result.unsur] == [
        "3.621", "3.483", "3.448", "4.000", "3.517", "3.621", "3.655", "3.621", "3.966",
    ]  # fmt: skip
    assert (str(result.ikm), result.grade) == ("91.48", "A")


@pytest.mark.parametrize(
    ("rows", "sums", "ikm"),
    [
        ("44 43 43 34 44 43 44 44 44 34 34 33 33 33 44 44 43 43 44 44", [74, 72], "91.25"),
        ("44 34 44 44 34 32 34 34 34 33 34 34 33 33 44 44 22 22 44 44", [65, 71], "85.00"),
    ],
)
def test_fewer_unsur_weigh_more(rows, sums, ikm):
    columns = list(zip(*rows.split(), strict=True))
    tallies = [(key, Tally(tuple(column.count(v) for v in "1234"))) for key, column in zip(NINE, columns, strict=False)]
    result = compute(tallies, 20, BANDS)
    assert [u.sum for u in result.unsur] == sums
    assert str(result.ikm) == ikm


def test_no_answer_to_one_unsur_gives_no_ikm():
    result = compute([("waktu", Tally((0, 0, 0, 3))), ("sarana", Tally((0, 0, 0, 0)))], 3, BANDS)
    assert result_as_json(result) == {
        "respondents": 3,
        "unsur": [
            {"key": "waktu", "n": 3, "sum": 12, "nrr": "4.000", "weighted": "2.000"},
            {"key": "sarana", "n": 0, "sum": 0, "nrr": None, "weighted": None},
        ],
        "ikm": None,
        "grade": None,
        "formula_version": "skm-14-2017/1",
    }


def test_two_questions_of_one_unsur_are_averaged_first():
    result = compute(
        [("waktu", Tally((0, 0, 0, 2))), ("waktu", Tally((0, 2, 0, 0))), ("sarana", Tally((0, 0, 2, 0)))], 2, BANDS
    )
    assert [(u.key, u.nrr) for u in result.unsur] == [("waktu", Fraction(3)), ("sarana", Fraction(3))]
    assert result.ikm == Decimal("75.00")


def test_grade_has_no_gaps_between_the_published_ranges():
    edges = {"64.99": "D", "65.00": "C", "76.60": "C", "76.61": "B", "88.30": "B", "88.31": "A", "25.00": "D"}
    assert {ikm: BANDS.grade(Decimal(ikm)) for ikm in edges} == edges


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 5))
@example(Fraction(1, 16), 3)  # ties, which fractions drawn at random hardly ever are
@example(Fraction(85125, 1000), 2)
@example(Fraction(-1, 16), 3)
@example(Fraction(1, 2), 0)
def test_half_up_is_within_half_a_unit_and_ties_go_away_from_zero(value, places):
    rounded = Fraction(half_up(value, places))
    unit = Fraction(1, 10**places)
    assert abs(rounded - value) * 2 <= unit
    if abs(rounded - value) * 2 == unit:
        assert abs(rounded) > abs(value)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("1/16", 3, "0.063"),
        ("3/16", 3, "0.188"),
        ("85.125", 2, "85.13"),
        ("88.305", 2, "88.31"),
        ("-1/16", 3, "-0.063"),
    ],
)
def test_ties_go_up_and_not_to_the_even_neighbour(value, places, rounded):
    assert str(half_up(Fraction(value), places)) == rounded


def test_a_result_on_a_tie_is_rounded_up_in_every_place():
    """49/16 = 3.0625 and 25 x 681/200 = 85.125 lie exactly between two steps."""
    assert {str(unsur.nrr_3) for unsur in result_of(16, 9 * 49).unsur} == {"3.063"}
    assert str(result_of(200, 9 * 681).ikm) == "85.13"


@given(st.lists(st.tuples(*[st.integers(0, 50)] * 4).filter(any), min_size=1, max_size=9))
def test_ikm_is_the_mean_of_means_and_stays_in_its_scale(tables):
    result = compute([(key, Tally(counts)) for key, counts in zip(NINE, tables, strict=False)], 1, BANDS)
    mean = sum(u.nrr for u in result.unsur) / len(result.unsur)
    assert result.ikm == half_up(mean * 25, 2)
    assert Decimal(25) <= result.ikm <= Decimal(100)


FOUR = st.tuples(*[st.integers(0, 9)] * 4)


@given(st.lists(st.tuples(FOUR, FOUR, FOUR), min_size=1, max_size=5))
def test_periods_together_are_the_result_of_all_their_answers(periods):
    """Also where two questions feed one unsur and some were left empty."""
    keys = ("waktu", "waktu", "sarana")

    def result(three):
        return compute([(key, Tally(counts)) for key, counts in zip(keys, three, strict=True)], 1, BANDS)

    together = [tuple(sum(column) for column in zip(*question, strict=True)) for question in zip(*periods, strict=True)]
    assert pool(map(result, periods), BANDS).unsur == result(together).unsur
    assert pool(map(result, periods), BANDS).ikm == result(together).ikm


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ("12345", "123"),
        ("1233345", "12333"),
        ("12222", "1"),
        ("3333", ""),
        ("", ""),
        ("21", "1"),
    ],
)
def test_the_lowest_are_named_with_their_ties_and_never_the_best(values, named):
    assert lowest(list(values), Decimal) == list(named)
