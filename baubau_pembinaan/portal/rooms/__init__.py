"""What each room shows on the roof's own pages: one module a room, so that rooms do not crowd one file.

A module may offer any of these lists; what it does not offer is empty:

- `CARDS`: functions `(Reader) -> Card | None` for the staff home's numbers (portal.home), one statement at most each;
- `SEARCH`: kinds of things the staff search finds (portal.search.Kind);
- `PUBLIC`: `PublicPart`s of the patrons' first page;
- `PRIVACY`: `PublicPart`s of the privacy page;
- `BOARD`: functions `(board, user, at)` that add tasks and figures to the administrators' first page.

What somebody must do by a date is none of these: it is a duty of the room itself (notifications.duties).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

ROOMS = ("services", "outreach", "collection", "training", "reviews", "reports")


@dataclass(frozen=True)
class PublicPart:
    """A block of the patrons' first page: the template gets `data`, what `read` found; nothing is drawn for None.

    `read` takes the present moment and costs at most one statement.
    """

    template: str
    read: Callable[[datetime], Any]


@cache
def all_of(name: str) -> tuple[Any, ...]:
    """Every room's list of that name, in the order of ROOMS."""
    modules = [import_module(f"{__name__}.{room}") for room in ROOMS]
    return tuple(entry for module in modules for entry in getattr(module, name, ()))


def public_parts(at: datetime, name: str = "PUBLIC") -> list[dict[str, Any]]:
    """`{"template", "data"}` of every block that has something to show."""
    found = [(part.template, part.read(at)) for part in all_of(name)]
    return [{"template": template, "data": data} for template, data in found if data]
