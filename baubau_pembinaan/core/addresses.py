"""Addresses of many rows of one page."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

_STAND_IN = 987654321
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_UUID_STAND_IN = "98765432-1987-4654-8321-987654321987"


def row_addresses(name: str) -> Callable[[int], str]:
    """`reverse(name, args=[pk])` for every row of a list: resolved once, then the number is put in its place."""
    before, _number, after = reverse(name, args=[_STAND_IN]).partition(str(_STAND_IN))
    return lambda pk: f"{before}{pk}{after}"


def row_address(name: str, key: int | str) -> str:
    """`reverse(name, args=[key])`: a key's place in the address is looked up once a process, so a row costs nothing."""
    text = str(key)
    stand_in = str(_STAND_IN) if text.isdecimal() else _UUID_STAND_IN if _UUID.fullmatch(text) else ""
    tree = (settings.ROOT_URLCONF, get_urlconf(), get_script_prefix())
    around = _around(name, stand_in, tree) if stand_in else None
    return f"{around[0]}{text}{around[1]}" if around else reverse(name, args=[key])


@lru_cache(maxsize=500)
def _around(name: str, stand_in: str, _tree: Any) -> tuple[str, str] | None:
    """What stands before and after the key; None where the address takes no such key."""
    try:
        before, _key, after = reverse(name, args=[stand_in]).partition(stand_in)
    except NoReverseMatch:
        return None
    return before, after
