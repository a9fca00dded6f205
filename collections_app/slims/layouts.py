"""Tables that are nearly a layout of SLiMS: without their last columns, without one of them, with one more."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from .columns import BIBLIOGRAPHY
from .forms import DECIDING, LIST, TESTS, cells_of, share_of

SHORTEST = 8  # columns of the layout: up to the series
HOLDS = 0.5  # of the cells of a telling column, so many hold what it should
_ASKED: dict[str, Any] = {name: TESTS[name] for name in DECIDING} | {
    "sor": lambda cell: not LIST.match(cell),
    "topics": lambda cell: not TESTS["item_code"](cell),
    "item_code": lambda cell: re.search(r"\d", cell),
}
_ALSO = ("gmd_name", "collation", "call_number", "place_name", "publisher_name")


def nearly(body: Sequence[Sequence[str]], width: int) -> dict[str, int]:
    """Field -> place of the likest of them; {} where none fits. Of alike ones, what is missing stood further behind."""
    best: tuple[float, dict[str, int]] = (0.0, {})
    for places in _candidates(width):
        fit = _fit(body, places)
        if fit > best[0]:
            best = fit, places
    return best[1]


def _candidates(width: int) -> Iterator[dict[str, int]]:
    whole = len(BIBLIOGRAPHY)
    if SHORTEST <= width < whole:
        yield {name: place for place, name in enumerate(BIBLIOGRAPHY[:width])}
    if width == whole - 1:
        for left_out in reversed(BIBLIOGRAPHY[1:-1]):
            yield {name: place for place, name in enumerate(name for name in BIBLIOGRAPHY if name != left_out)}
    if width == whole + 1:  # a number of its own before them, or a remark after them
        yield {name: place for place, name in enumerate(BIBLIOGRAPHY)}
        yield {name: place for place, name in enumerate(BIBLIOGRAPHY, start=1)}


def _fit(body: Sequence[Sequence[str]], places: dict[str, int]) -> float:
    """How well the columns hold what the layout says of them; 0 where a telling one does not."""
    asked = {name: cells for name in _ASKED if name in places and any(cells := cells_of(body, places[name]))}
    shares = {name: share_of(cells, _ASKED[name]) for name, cells in asked.items()}
    told = [share for name, share in shares.items() if name in DECIDING]
    if len(told) < 2 or min(shares.values()) < HOLDS or not any(cells_of(body, places["title"])):
        return 0.0
    also = [(cells_of(body, places[name]), TESTS[name]) for name in _ALSO if name in places]
    return sum(shares.values()) + sum(share_of(cells, test) - HOLDS for cells, test in also if any(cells))
