"""Addresses of many rows of one page."""

from collections.abc import Callable

from django.urls import reverse

_STAND_IN = 987654321


def row_addresses(name: str) -> Callable[[int], str]:
    """`reverse(name, args=[pk])` for every row of a list: resolved once, then the number is put in its place."""
    before, _number, after = reverse(name, args=[_STAND_IN]).partition(str(_STAND_IN))
    return lambda pk: f"{before}{pk}{after}"
