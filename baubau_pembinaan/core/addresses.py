"""Addresses of many rows of one page."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, URLResolver, get_script_prefix, get_urlconf, include, path, reverse
from django.urls.resolvers import RoutePattern

_STAND_IN = 987654321
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_UUID_STAND_IN = "98765432-1987-4654-8321-987654321987"
_SIGNS = re.compile(r"[A-Za-z0-9_-]{32}")  # secrets.token_urlsafe(24)
_SIGNS_STAND_IN = "signs-signs-signs-signs-signs-32"


def row_addresses(name: str) -> Callable[[int], str]:
    """`reverse(name, args=[pk])` for every row of a list: resolved once, then the number is put in its place."""
    before, _number, after = reverse(name, args=[_STAND_IN]).partition(str(_STAND_IN))
    return lambda pk: f"{before}{pk}{after}"


def row_address(name: str, key: int | str) -> str:
    """`reverse(name, args=[key])`: a key's place in the address is looked up once a process, so a row costs nothing."""
    text = str(key)
    tree = (settings.ROOT_URLCONF, get_urlconf(), get_script_prefix())
    stand_in = _stand_in(text)
    around = _around(name, stand_in, tree) if stand_in else None
    return f"{around[0]}{text}{around[1]}" if around else reverse(name, args=[key])


def _stand_in(key: str) -> str:
    """A key of the same kind; empty where each key is looked up by itself."""
    if key.isdecimal():
        return str(_STAND_IN)
    if _UUID.fullmatch(key):
        return _UUID_STAND_IN
    return _SIGNS_STAND_IN if _SIGNS.fullmatch(key) else ""


@lru_cache(maxsize=500)
def _around(name: str, stand_in: str, _tree: Any) -> tuple[str, str] | None:
    """What stands before and after the key; None where the address takes no such key."""
    try:
        before, _key, after = reverse(name, args=[stand_in]).partition(stand_in)
    except NoReverseMatch:
        return None
    return before, after


class _Beginnings(RoutePattern):
    """Of addresses that all begin in one of a few ways."""

    def __init__(self, beginnings: set[str]) -> None:
        super().__init__("")
        self._beginnings = tuple(sorted(beginnings))

    def match(self, path: str) -> Any:
        return super().match(path) if not path or path.startswith(self._beginnings) else None


def room(module: str) -> URLResolver:
    """`path("", include(module))` whose patterns are tried only where an address begins as one of them does: Django
    keeps a note of each pattern that did not fit, and a page of the last room left some eight hundred."""
    found = path("", include(module))
    routes = [str(each.pattern) for each in found.url_patterns if str(each.pattern)]
    beginnings = {route.partition("<")[0] for route in routes}
    found.pattern = _Beginnings({one for one in beginnings if not any(one.startswith(o) for o in beginnings - {one})})
    return found
