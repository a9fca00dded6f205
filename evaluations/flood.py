"""How many answers one connection sends (core.flood); the survey's own keys."""

from baubau_pembinaan.core import flood
from baubau_pembinaan.core.flood import WINDOW_SECONDS as WINDOW_SECONDS
from baubau_pembinaan.core.flood import connection_of as connection_of


def origin_mark(address: str) -> str:
    """16 hex digits for a connection, different every day and on every installation."""
    return flood.origin_mark(address, purpose="survey")


def is_flood(period_id: int, origin: str, most: int) -> bool:
    """Count one more answer; True once this connection sent more than `most` in ten minutes."""
    return flood.count_in_window(f"survey-count:{period_id}:{origin}") > most
