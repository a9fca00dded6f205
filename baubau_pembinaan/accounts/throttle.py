"""Slots in the cache that free themselves: an exact sliding limit that several processes share.

Each try takes one of N numbered slots with `add`, which is atomic; the slot frees itself WINDOW seconds after it was
taken. So no more than N tries pass in any stretch of that length, not merely in any calendar window.
"""

from collections.abc import Iterable
from hashlib import blake2b

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from baubau_pembinaan.core.cache import LIMIT_PREFIX
from baubau_pembinaan.core.net import client_address

WINDOW_SECONDS = 15 * 60
# Wrong passwords per account that reach the hasher in any 15 minutes: at most STRANGERS + DEVICE = 10.
TRIES_PER_ADDRESS = 5
TRIES_OF_STRANGERS = 7
TRIES_PER_DEVICE = 3

DEVICE_COOKIE = "perangkat"
DEVICE_SALT = "accounts.device"
DEVICE_AGE_SECONDS = 180 * 24 * 60 * 60
PEOPLE_PER_DEVICE = 5


def slot_key(*parts: object) -> str:
    """One cache key from many parts; hashed, so no NIP, e-mail or address stands in the cache."""
    text = "\x1f".join(str(part) for part in parts)
    return LIMIT_PREFIX + blake2b(text.encode(), digest_size=20, key=settings.SECRET_KEY.encode()[:64]).hexdigest()


def take(key: str, limit: int, seconds: int = WINDOW_SECONDS) -> str | None:
    """Take one of `limit` slots; the taken slot's name, or None when all are taken."""
    for number in range(limit):
        slot = f"{key}:{number}"
        if cache.add(slot, 1, seconds):
            return slot
    return None


def give_back(slots: Iterable[str]) -> None:
    for slot in slots:
        cache.delete(slot)


def take_sign_in_try(request: HttpRequest, account: object) -> list[str] | None:
    """Slots for one password check, to give back when it succeeds; None: too many tries, do not check.

    A device that has signed in to this account before has slots of its own, so a stranger who keeps guessing
    cannot lock the owner out.
    """
    device = known_devices(request).get(str(account))
    if device:
        slot = take(slot_key("device", account, device), TRIES_PER_DEVICE)
        return [slot] if slot else None
    by_address = take(slot_key("address", account, client_address(request)), TRIES_PER_ADDRESS)
    if by_address is None:
        return None
    by_strangers = take(slot_key("strangers", account), TRIES_OF_STRANGERS)
    if by_strangers is None:
        give_back([by_address])
        return None
    return [by_address, by_strangers]


def known_devices(request: HttpRequest) -> dict[str, str]:
    """Account id -> random name of this browser, from its signed cookie; {} where absent or forged."""
    try:
        found = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_SALT, max_age=DEVICE_AGE_SECONDS)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def remember_device(request: HttpRequest, response: HttpResponse, account: object) -> None:
    """This browser has signed in to the account: its later tries are counted apart from strangers'."""
    devices = known_devices(request)
    name = devices.pop(str(account), None) or get_random_string(22)
    newest = [*devices.items(), (str(account), name)][-PEOPLE_PER_DEVICE:]
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps(dict(newest), salt=DEVICE_SALT),
        max_age=DEVICE_AGE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
