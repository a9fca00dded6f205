"""The cache answers with Redis and without it, and clears nothing but its own."""

import pytest
import redis
from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.base import InvalidCacheBackendError

from baubau_pembinaan.core.cache import FallbackRedisCache


@pytest.fixture
def dead():
    return FallbackRedisCache("unix:///tidak/ada.sock", {"KEY_PREFIX": "mati"})


def test_a_dead_redis_is_answered_from_memory(dead):
    assert dead.get("a") is None
    dead.set("a", 1)
    assert dead.get("a") == 1
    assert dead.add("a", 2) is False
    assert dead.incr("a") == 2
    assert dead.get_many(["a", "b"]) == {"a": 2}
    assert dead.get_or_set("c", lambda: 3) == 3
    assert dead.has_key("c")
    assert dead.delete("c")
    dead.clear()
    assert dead.get("a") is None


def test_clearing_leaves_other_keys_of_the_same_redis_alone():
    server = redis.Redis.from_url(settings.CACHES["default"]["LOCATION"])
    server.set("antrian-orang-lain", "1")
    try:
        cache.set("milik-sendiri", 1)
        cache.clear()
        assert cache.get("milik-sendiri") is None
        assert server.get("antrian-orang-lain") == b"1"
    finally:
        server.delete("antrian-orang-lain")
        server.close()


def test_settings_name_only_this_cache():
    with pytest.raises(InvalidCacheBackendError):
        caches["lain"]
