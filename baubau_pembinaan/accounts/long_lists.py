"""A staff list too long for one request: the room above that has workers takes it over, once it said so."""

from collections.abc import Callable
from typing import IO, Any

_takers: list[Callable[..., None]] = []


def hand_to(taker: Callable[..., None]) -> None:
    """From now on long lists go to `taker(upload, name=, dry_run=, by=, at=)`."""
    if taker not in _takers:
        _takers.append(taker)


def hand_over(upload: IO[bytes], **options: Any) -> bool:
    """Give the list away; False where nobody takes it."""
    for taker in _takers:
        taker(upload, **options)
        return True
    return False
