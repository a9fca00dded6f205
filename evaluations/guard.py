"""The small-number guard: no group of one to four people is shown, nor can it be worked out.

Everything that breaks respondents down goes through `merge`: page, XLSX, CSV and JSON draw its blocks and nothing
else. A block is a group, or several groups together; each holds SMALLEST_GROUP people or more, so every sum and every
difference of blocks of one breakdown does too. Breakdowns within breakdowns (library, units, service points) stay safe
when a group that was merged away shows no inner breakdown: see `nested`.

What a whole period answered is no breakdown: staff see it for any number of people, the public only if
services.publishing.is_publishable says so. Pure: no database, no Django.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

SMALLEST_GROUP = 5
K = TypeVar("K", bound=Hashable)
Outer = TypeVar("Outer", bound=Hashable)


@dataclass(frozen=True)
class Blocks(Generic[K]):
    """What may be shown of one breakdown: groups with their number, and those that stay together as one rest."""

    shown: list[tuple[K, int]]
    rest: list[K]
    rest_n: int

    def at_most(self, key: K) -> int:
        """The largest number of people a group that is not shown may have: all that a reader can know of it."""
        return dict(self.shown).get(key, self.rest_n)


def merge(cells: Sequence[tuple[K, int]]) -> Blocks[K]:
    """The blocks of one breakdown. Empty groups vanish; fewer than SMALLEST_GROUP people in all show nothing.

    Small groups come together in the rest, which takes in the next smallest groups until it is large enough.
    """
    filled = [(key, n) for key, n in cells if n > 0]
    if sum(n for _key, n in filled) < SMALLEST_GROUP:
        return Blocks([], [], 0)
    kept = [cell for cell in filled if cell[1] >= SMALLEST_GROUP]
    rest = [cell for cell in filled if cell[1] < SMALLEST_GROUP]
    while rest and sum(n for _key, n in rest) < SMALLEST_GROUP:
        smallest = min(kept, key=lambda cell: cell[1])
        kept.remove(smallest)
        rest.append(smallest)
    return Blocks(kept, [key for key, _n in rest], sum(n for _key, n in rest))


def guarded(cells: Sequence[tuple[str, int]], rest: str) -> list[tuple[str, int]]:
    """`merge` as lines to draw: the shown groups, then the rest under the name `rest`."""
    blocks = merge(cells)
    return [*blocks.shown, (rest, blocks.rest_n)] if blocks.rest else blocks.shown


def nested(
    outer: Sequence[tuple[Outer, int]], inner: Mapping[Outer, Sequence[tuple[K, int]]]
) -> tuple[Blocks[Outer], dict[Outer, Blocks[K]]]:
    """A breakdown within a breakdown: inner blocks only of outer groups that are shown themselves."""
    blocks = merge(outer)
    return blocks, {key: merge(inner.get(key, ())) for key, _n in blocks.shown}


def tells_few(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether two results of one period (skm.frozen_data) set side by side tell what one to four people said.

    They do unless nothing at all differs, or everything that differs does so by SMALLEST_GROUP answers or more: for the
    respondents, and for each unsur its answers and how often 1, 2, 3 and 4 were given.
    """
    if _is_small(second["respondents"] - first["respondents"]):
        return True
    before, after = ({row["key"]: row for row in data["unsur"]} for data in (first, second))
    for key in before.keys() | after.keys():
        old, new = before.get(key, _NOBODY), after.get(key, _NOBODY)
        names = (
            ["counts"] if all(row.get("counts") for row in (old, new)) else ["n", "sum"]
        )  # old closings kept no more
        moved = sum(abs(b - a) for name in names for a, b in zip(_list(old[name]), _list(new[name]), strict=True))
        if _is_small(new["n"] - old["n"]) or _is_small(moved):
            return True
    return False


_NOBODY = {"n": 0, "sum": 0, "counts": [0, 0, 0, 0]}


def _is_small(difference: int) -> bool:
    return 0 < abs(difference) < SMALLEST_GROUP


def _list(value: Any) -> Sequence[int]:
    return value if isinstance(value, Sequence) else [value]
