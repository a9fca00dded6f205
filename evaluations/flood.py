"""How many answers one connection sends (core.flood); the survey's own keys."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from baubau_pembinaan.core import flood
from baubau_pembinaan.core.flood import WINDOW_SECONDS as WINDOW_SECONDS
from baubau_pembinaan.core.flood import connection_of as connection_of

DAY_SECONDS = 60 * 60 * 26  # longer than a local day: the marks, and so the counters' keys, change at midnight


@dataclass(frozen=True)
class Limits:
    """How many answers one connection may send before all it sent that day waits aside."""

    in_window: int
    a_day: int


# A device at the desk: one answer every ten seconds at most, and as many a day as a busy library has visitors.
KIOSK = Limits(in_window=60, a_day=300)


def web() -> Limits:
    return Limits(settings.SURVEY_FLOOD_ANSWERS, settings.SURVEY_FLOOD_ANSWERS_A_DAY)


def origin_mark(address: str) -> str:
    """16 hex digits for a connection, different every day and on every installation."""
    return flood.origin_mark(address, purpose="survey")


def kiosk_mark(device: str) -> str:
    """The mark of a kiosk, different every day; its first letter is no hex digit."""
    return "k" + hashlib.sha256(f"{device}{timezone.localdate()}".encode()).hexdigest()[:15]


def limits_of(origin: str) -> Limits:
    """The limits for the connection behind this mark."""
    return KIOSK if origin.startswith("k") else web()


def is_flood(period_id: int, origin: str) -> bool:
    """Count one more answer; True once this connection sent too many in ten minutes or today, then until midnight."""
    limits = limits_of(origin)
    today = f"survey-day:{period_id}:{origin}"
    if flood.count_in_window(today, seconds=DAY_SECONDS) > limits.a_day:
        return True
    if flood.count_in_window(f"survey-count:{period_id}:{origin}") <= limits.in_window:
        return False
    flood.count_in_window(today, seconds=DAY_SECONDS, times=limits.a_day + 1)
    return True
