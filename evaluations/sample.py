"""How many should answer, and who is missing. Targets, never a reason to refuse anybody. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluations.guard import merge

CHI_SQUARE = Fraction(3841, 1000)  # one degree of freedom, 95 %
MARGIN = Fraction(5, 100)


def krejcie_morgan(population: int) -> int:
    """The sample of Krejcie and Morgan's table, to the nearest whole (their printed values, checked to 50,000)."""
    if population <= 0:
        return 0
    spread = CHI_SQUARE / 4
    exact = spread * population / (MARGIN**2 * (population - 1) + spread)
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def slovin(population: int, margin: Fraction = MARGIN) -> int:
    """Slovin's n = N / (1 + N e^2), rounded up."""
    exact = Fraction(population) / (1 + population * margin**2)
    return -(-exact.numerator // exact.denominator)


@dataclass(frozen=True)
class Missing:
    """A group that answered less than half as often as it should. n is exact where it is shown, else an upper limit."""

    code: int
    expected: Decimal
    n: int
    is_exact: bool


def who_is_missing(cells: Sequence[tuple[int, int]], expected: Mapping[int, Decimal]) -> list[Missing]:
    """Groups under 50 % of their expected share (per cent), told from the guarded blocks alone, so that nothing small
    is given away: of a group within the rest only the size of the rest is known."""
    blocks = merge(cells)
    shown = dict(blocks.shown)
    total = sum(shown.values()) + blocks.rest_n
    if not total:
        return []
    found = []
    for code, share in sorted(expected.items()):
        most = blocks.at_most(code)
        if share > 0 and most * 200 < share * total:
            found.append(Missing(code, share, most, code in shown or not blocks.rest))
    return found
