"""Is a difference between two periods larger than chance? One plain sentence, honestly earned (rulings 13).

The two periods are independent groups of people. With n answers, mean m and sample variance s2 each,
SE2 = s2(before)/n(before) + s2(after)/n(after); the difference counts as more than chance when both groups hold at
least SMALLEST answers (below that the normal approximation of a four-step scale is not to be trusted) and
|difference| > 1.96 x SE, the usual 95 per cent. Exact fractions: squares are compared, no root is taken.

Where several questions feed an unsur, the spread of all their answers stands for the unsur's and n stays the number of
people: that makes SE too large rather than too small. docs/decisions/0007-larger-than-chance.md says what this leaves
out. Pure: no database, no Django.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

SMALLEST = 30
Z_SQUARED = Fraction(196, 100) ** 2


@dataclass(frozen=True)
class Measure:
    """One unsur in one closed period: people, NRR with three places, how often 1 to 4 were given (None: not kept)."""

    n: int
    nrr: Decimal
    counts: Sequence[int] | None

    @property
    def variance(self) -> Fraction | None:
        """The sample variance of the answers; None for fewer than two."""
        total = sum(self.counts or ())
        if self.counts is None or total < 2:
            return None
        mean = Fraction(sum(value * count for value, count in enumerate(self.counts, start=1)), total)
        squares = sum(count * (value - mean) ** 2 for value, count in enumerate(self.counts, start=1))
        return Fraction(squares) / (total - 1)


@dataclass(frozen=True)
class Change:
    """The same unsur before and after."""

    before: Measure
    after: Measure

    @property
    def difference(self) -> Decimal:
        return self.after.nrr - self.before.nrr

    @property
    def is_conclusive(self) -> bool:
        """Whether the difference is larger than chance explains."""
        if min(self.before.n, self.after.n) < SMALLEST:
            return False
        first, second = self.before.variance, self.after.variance
        if first is None or second is None:
            return False
        error_squared = first / self.before.n + second / self.after.n
        return Fraction(self.difference) ** 2 > Z_SQUARED * error_squared
