"""Addresses of many rows of one page."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

_STAND_IN = 987654321


def row_addresses(name: str) -> Callable[[int], str]:
    """`reverse(name, args=[pk])` for every row of a list: resolved once, then the number is put in its place."""
    before, _number, after = reverse(name, args=[_STAND_IN]).partition(str(_STAND_IN))
    return lambda pk: f"{before}{pk}{after}"


def row_address(name: str, key: int | str) -> str:
    """`reverse(name, args=[key])`: a number's place is looked up once a process, so a row costs nothing."""
    if str(key).isdecimal():
        before, after = _around(name, (settings.ROOT_URLCONF, get_urlconf(), get_script_prefix()))
        if before:
            return f"{before}{key}{after}"
    return reverse(name, args=[key])


@lru_cache(maxsize=500)
def _around(name: str, _tree: Any) -> tuple[str, str]:
    """What stands before and after the number; empty where the address takes no such number."""
    try:
        before, _number, after = reverse(name, args=[_STAND_IN]).partition(str(_STAND_IN))
    except NoReverseMatch:
        return "", ""
    return before, after
