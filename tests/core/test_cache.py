"""The cache answers with Redis and without it, and clears nothing but its own."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.base import InvalidCacheBackendError

from baubau_pembinaan.accounts import throttle
from baubau_pembinaan.core import flood, followup_code
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


@pytest.mark.parametrize("page", ["page:{}", "survey-page:{}"])
def test_no_flood_of_pages_pushes_a_limit_out_of_the_memory(no_redis, page):
    """Without a store of their own the counters and the salt would be the oldest of 300 entries."""
    key = throttle.slot_key("address", 1, "10.0.0.1")
    assert throttle.take(key, 1) and throttle.take(key, 1) is None
    salted = flood.origin_mark("10.0.0.1", purpose="survey")
    assert flood.count_in_window("survey-count:1:x") == 1
    assert followup_code.too_many_attempts("x", most=1) is False
    cache.set("allauth:rl:login:ip", [1.0])
    cache.set("page:first", "gone")
    for number in range(1_000):
        cache.set(page.format(number), "x" * 10)
    assert cache.get("page:first") is None, "the negative control: pages do push one another out"
    assert throttle.take(key, 1) is None
    assert flood.origin_mark("10.0.0.1", purpose="survey") == salted
    assert flood.count_in_window("survey-count:1:x") == 2
    assert followup_code.too_many_attempts("x", most=1) is True
    assert cache.get("allauth:rl:login:ip") == [1.0]
    cache.clear()
    assert throttle.take(key, 1)


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


@pytest.mark.parametrize("away", [False, True])
def test_a_counter_lives_from_its_first_time_on(away, dead):
    store = dead if away else caches["default"]
    assert [store.count("limit:x", 1, 60), store.count("limit:x", 3, 600)] == [1, 4]
    assert store.get("limit:x") == 4
    if not away:
        with redis.Redis.from_url(settings.CACHES["default"]["LOCATION"]) as server:
            (key,) = server.scan_iter("*limit:x")
            assert 0 < server.ttl(key) <= 60  # the second time did not lengthen it
    store.count("limit:brief", 1, 1)
    assert store.count("limit:brief", 1, 1) == 2
    time.sleep(1.2)
    assert store.count("limit:brief", 1, 1) == 1


def test_nobody_is_counted_twice_or_forgotten():
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda _number: cache.count("limit:many", 1, 60), range(200)))
    assert sorted(seen) == list(range(1, 201))
