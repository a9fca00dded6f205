"""Places on a lower room's page where a room above it shows something of its own, without being imported.

The page says `{% panels "training.career-credit" person %}`; whoever has something to show says so once, in its
AppConfig:

    panels.offer("training.career-credit", credit_panel)

`credit_panel(request, subject)` answers `(template, context)`, or None where this reader gets nothing.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

Panel = Callable[[HttpRequest, Any], tuple[str, dict[str, Any]] | None]

_offered: dict[str, list[Panel]] = {}


def offer(place: str, panel: Panel) -> None:
    if panel not in _offered.setdefault(place, []):
        _offered[place].append(panel)


def shown(place: str, request: HttpRequest, subject: Any) -> list[tuple[str, dict[str, Any]]]:
    """What is to be drawn there for this reader, in the order in which the rooms offered it."""
    found = [panel(request, subject) for panel in _offered.get(place, [])]
    return [drawn for drawn in found if drawn is not None]
