"""No combination of what is published gives away a group of one to four people."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations import guard
from evaluations.guard import SMALLEST_GROUP, Blocks, merge, nested

small_counts = st.integers(0, 9)


def null_space(rows, width):
    """A basis of the vectors that every published sum leaves open, by exact elimination."""
    matrix, pivots = [], []
    for row in rows:
        row = [Fraction(x) for x in row]
        for pivot, known in zip(pivots, matrix, strict=True):
            if row[pivot]:
                row = [a - row[pivot] * b for a, b in zip(row, known, strict=True)]
        lead = next((i for i, x in enumerate(row) if x), None)
        if lead is None:
            continue
        row = [x / row[lead] for x in row]
        matrix = [[a - known[lead] * b for a, b in zip(known, row, strict=True)] for known in matrix]
        matrix.append(row)
        pivots.append(lead)
    basis = []
    for free in set(range(width)) - set(pivots):
        vector = [Fraction(0)] * width
        vector[free] = Fraction(1)
        for pivot, row in zip(pivots, matrix, strict=True):
            vector[pivot] = -row[free]
        basis.append(vector)
    return basis


def given_away(atoms, published, allowed=()):
    """Groups (sets of atoms) of 1-4 people whose number follows from the published sums by adding and subtracting."""
    names = list(atoms)
    basis = null_space([[name in block for name in names] for block in published], len(names))
    for choice in product((0, 1), repeat=len(names)):
        group = frozenset(name for name, chosen in zip(names, choice, strict=True) if chosen)
        people = sum(atoms[name] for name in group)
        if not 0 < people < SMALLEST_GROUP or consists_of(group, atoms, allowed):
            continue
        if all(sum(v for v, chosen in zip(vector, choice, strict=True) if chosen) == 0 for vector in basis):
            return group
    return None


def consists_of(group, atoms, wholes):
    """Whether the group is nothing but some whole periods (and groups nobody is in)."""
    inside = frozenset().union(*(whole for whole in wholes if whole <= group))
    return sum(atoms[name] for name in group - inside) == 0


def blocks_of(blocks: Blocks, atoms_of, everything):
    """The published sets: shown groups, and the rest as all that is not shown (a reader knows the list of groups)."""
    sets = [atoms_of(key) for key, _n in blocks.shown]
    if blocks.rest:
        sets.append(everything - frozenset().union(*sets))
    return sets


def period_pages(atoms, merge=merge):
    """Two periods' pages by sex and by way of answering (paper against web), and the year's total over both."""
    published, wholes = [frozenset(atoms)], []
    for period in ("P1", "P2"):
        mine = frozenset(name for name in atoms if name[0] == period)
        published.append(mine)
        wholes.append(mine)
        for position in (1, 2):
            groups = sorted({name[position] for name in mine})

            def of(group, position=position, mine=mine):
                return frozenset(name for name in mine if name[position] == group)

            cells = [(group, sum(atoms[name] for name in of(group))) for group in groups]
            published += blocks_of(merge(cells), of, mine)
    return published, wholes


ATOMS = list(product(("P1", "P2"), ("L", "P", "-"), ("web", "kertas")))


@settings(max_examples=60, deadline=None)
@given(st.lists(small_counts, min_size=len(ATOMS), max_size=len(ATOMS)))
def test_period_pages_together_give_no_small_group_away(counts):
    atoms = dict(zip(ATOMS, counts, strict=True))
    published, wholes = period_pages(atoms)
    # A whole period of fewer than five is no breakdown: staff see its overall result.
    assert given_away(atoms, published, allowed=wholes) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=9, max_size=9))
def test_service_points_against_their_unit_and_units_against_the_library_give_nothing_away(counts):
    atoms = {(unit, point): counts[3 * unit + point] for unit in range(3) for point in range(3)}
    everything = frozenset(atoms)

    def unit_set(unit):
        return frozenset(name for name in atoms if name[0] == unit)

    units, points = nested(
        [(unit, sum(atoms[name] for name in unit_set(unit))) for unit in range(3)],
        {unit: [(name, atoms[name]) for name in unit_set(unit)] for unit in range(3)},
    )
    published = [everything, *blocks_of(units, unit_set, everything)]
    for unit, blocks in points.items():
        published += blocks_of(blocks, lambda name: frozenset([name]), unit_set(unit))
    assert given_away(atoms, published, allowed=[everything]) is None


def test_without_the_guard_the_proof_finds_the_group():
    """The negative control: plain tables, or hiding only what is small, are caught."""
    atoms = dict.fromkeys(ATOMS, 8) | {("P1", "L", "web"): 1, ("P1", "L", "kertas"): 2}
    plain = period_pages(atoms, lambda cells: Blocks(list(cells), [], 0))
    assert given_away(atoms, plain[0], plain[1])
    hidden = period_pages(
        atoms, lambda cells: Blocks([c for c in cells if c[1] >= 5], [c[0] for c in cells if c[1] < 5], 0)
    )
    assert given_away(atoms, hidden[0], hidden[1])


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 60)))
def test_blocks_keep_everybody_and_are_never_small(cells):
    blocks = merge(list(cells.items()))
    numbers = [n for _key, n in blocks.shown] + ([blocks.rest_n] if blocks.rest else [])
    assert all(n >= SMALLEST_GROUP for n in numbers)
    total = sum(cells.values())
    assert sum(numbers) == (total if total >= SMALLEST_GROUP else 0)
    assert len(blocks.rest) != 1  # a rest of one group would be that group by another name


def closing(*counts):
    """A result of one unsur for each list of how often 1, 2, 3 and 4 were given."""
    rows = [
        {"key": str(at), "n": sum(four), "sum": sum(v * n for v, n in enumerate(four, 1)), "counts": four}
        for at, four in enumerate(counts)
    ]
    return {"respondents": max(row["n"] for row in rows), "unsur": rows}


@given(*[st.lists(st.integers(0, 30), min_size=4, max_size=4)] * 3)
def test_two_closings_side_by_side_differ_by_nothing_or_by_five_answers_in_each_unsur(first, second, other):
    if guard.tells_few(closing(first, other), closing(second, other)):
        return
    moved = sum(abs(a - b) for a, b in zip(first, second, strict=True))
    people = abs(sum(first) - sum(second))
    assert moved == 0 or moved >= 5
    assert people == 0 or people >= 5


def test_one_unsur_is_enough_to_tell_a_single_sheet():
    full, more = [0, 0, 20, 20], [0, 0, 20, 25]
    assert not guard.tells_few(closing(full, full), closing(more, more))
    assert guard.tells_few(closing(full, full), closing(more, [1, 0, 20, 20]))
    assert guard.tells_few(closing(full, full), closing(full, [0, 0, 21, 19]))
    assert not guard.tells_few(closing(full, full), closing(full, full))


def test_closings_of_old_that_kept_no_counts_are_told_apart_by_n_and_sum():
    old, new = closing([0, 0, 20, 20]), closing([0, 0, 21, 20])
    del old["unsur"][0]["counts"]
    assert guard.tells_few(old, new)
    assert not guard.tells_few(old, closing([0, 0, 20, 25]))


def test_the_smallest_group_is_five():
    assert guard.SMALLEST_GROUP == 5
