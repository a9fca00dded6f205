"""The rooms' own pages under measure: one module a room, found by itself.

A module offers `fill(n)`, which makes about `n` of each of its rows, and `PAGES`: (key, English name, path or a
function that finds it once the rows are there, role of the reader). A room that has none yet offers none.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

Entry = tuple[str, str, str | Callable[[], str], str]


def rooms() -> list[Any]:
    """The modules of this folder by name."""
    return [import_module(f"{__name__}.{found.name}") for found in sorted(iter_modules(__path__), key=lambda m: m.name)]


def fill_all(n: int) -> None:
    for room in rooms():
        if hasattr(room, "fill"):
            room.fill(n)


def entries() -> list[Entry]:
    """Every room's PAGES, their paths found. Call it after `fill_all`."""
    return [
        (key, name, path() if callable(path) else path, role)
        for room in rooms()
        for key, name, path, role in getattr(room, "PAGES", [])
    ]
