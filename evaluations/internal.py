"""The optional internal assessment: weights and scores in, one figure out. It never touches the predikat.

A cycle stores the version it started with; a change of the arithmetic is a new version beside the old ones.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from baubau_pembinaan.core.formats import half_up

Part = tuple[Decimal, int | None]  # weight, score 0 to 100; None: not used for this person


def weighted_mean(parts: Iterable[Part]) -> Decimal | None:
    """The mean of the parts that are used, by their weights, to two places half up; None where none is used.

    A part without a score is left out and the others share its weight: it is never counted as zero.
    """
    used = [(weight, score) for weight, score in parts if score is not None]
    weights = sum((weight for weight, _score in used), Decimal(0))
    return half_up(sum((weight * score for weight, score in used), Decimal(0)) / weights, 2) if weights else None


FORMULAS: dict[str, Callable[[Iterable[Part]], Decimal | None]] = {"internal/1": weighted_mean}
CURRENT = "internal/1"


def result(version: str, parts: Iterable[Part]) -> Decimal | None:
    return FORMULAS[version](parts) if version else None
