"""Telling a flood from a crowd without keeping who came: counters that live minutes, marks that die with the day.

The salt is random, made per day (or per period of days where one is asked for) and kept in the cache only, so a mark
cannot be traced to an address afterwards.
"""

import hashlib
import secrets
from ipaddress import IPv4Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from .cache import LIMIT_PREFIX

WINDOW_SECONDS = 600


def connection_of(address: str) -> str:
    """The address; of IPv6 the /64, because one connection may change the rest of it with every answer."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, 64), strict=False))


def origin_mark(address: str, *, purpose: str, days: int = 1) -> str:
    """16 hex digits for a connection, different every day (or every `days`), for every purpose and installation."""
    key = f"{LIMIT_PREFIX}{purpose}-salt:{days}:{timezone.localdate().toordinal() // days}"
    salt = cache.get(key)
    if salt is None:
        cache.add(key, secrets.token_hex(16), 60 * 60 * (24 * days + 2))
        salt = cache.get(key) or ""
    return hashlib.sha256(f"{salt}{settings.SECRET_KEY}{connection_of(address)}".encode()).hexdigest()[:16]


def count_in_window(key: str, *, seconds: int = WINDOW_SECONDS, times: int = 1) -> int:
    """Count `times` more of `key`; how many there were in these ten minutes (`seconds`), these included."""
    return cache.count(LIMIT_PREFIX + key, times, seconds)  # type: ignore[attr-defined]


def counted_in_window(key: str) -> int:
    """How many of `key` were counted in these ten minutes, without counting."""
    return int(cache.get(LIMIT_PREFIX + key) or 0)
