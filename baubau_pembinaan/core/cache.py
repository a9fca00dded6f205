"""A cache that uses Redis while it is there and process memory while it is not; never an exception."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5.0
# Counters of tries, and the salts of the day: in memory they stand apart, so that no flood of pages pushes them out.
LIMIT_PREFIX = "limit:"
LIMIT_PREFIXES = (LIMIT_PREFIX, "allauth:rl:")
# A counter lives from its first time on, however often it is counted.
COUNT = "redis.call('SET', KEYS[1], 0, 'EX', ARGV[2], 'NX') return redis.call('INCRBY', KEYS[1], ARGV[1])"
MOST_LIMITS = 50_000  # some 15 MB of memory at the very most, and only while Redis is away


class KeptClient(RedisCacheClient):
    """Django makes a client for every call, and with it a table of 170 commands; one per pool does, for any thread."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        index = self._get_connection_pool_index(write)  # type: ignore[attr-defined]
        client = self._kept.get(index)
        if client is None:
            pool = self._get_connection_pool(write)  # type: ignore[attr-defined]
            client = self._kept[index] = self._client(connection_pool=pool)  # type: ignore[attr-defined]
        return client


class _CountingRedis(RedisCache):
    def count(self, key: str, times: int, seconds: int) -> int:
        client = self._cache.get_client(key, write=True)
        return int(client.eval(COUNT, 1, self.make_and_validate_key(key), times, seconds))


class _CountingMemory(LocMemCache):
    def count(self, key: str, times: int, seconds: int) -> int:
        while True:
            self.add(key, 0, seconds)
            try:
                return self.incr(key, times)
            except ValueError:  # it ended in between
                continue


class FallbackRedisCache(_CountingRedis):
    """Django's Redis cache; a failing call is answered from this process's own memory instead.

    After a failure Redis is left alone for RETRY_AFTER_SECONDS, so a dead server costs one time-out, not one a call.
    """

    def __init__(self, server: str, params: dict[str, Any]):
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_connect_timeout", 0.5)
        options.setdefault("socket_timeout", 1.0)
        super().__init__(server, params)
        self._class = KeptClient
        own = {k: v for k, v in params.items() if k != "OPTIONS"}
        self._memory = _CountingMemory(f"fallback-{server}", own)
        self._limits = _CountingMemory(f"limits-{server}", own | {"max_entries": MOST_LIMITS})
        self._redis_rests_until = 0.0

    def _either(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self._redis_rests_until:
            try:
                call: Callable[..., Any] = getattr(super(), name)
                return call(*args, **kwargs)
            except (RedisError, OSError):
                self._redis_rests_until = time.monotonic() + RETRY_AFTER_SECONDS
                logger.warning("Redis does not answer; the cache uses process memory for now.")
        key = args[0] if args else kwargs.get("key")
        is_limit = isinstance(key, str) and key.startswith(LIMIT_PREFIXES)
        return getattr(self._limits if is_limit else self._memory, name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._either("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        return self._either("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._either("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._either("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return self._either("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._either("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> int:
        return self._either("incr", *args, **kwargs)

    def count(self, key: str, times: int, seconds: int) -> int:
        """Count `times` more of `key`, which lives `seconds` from its first time; how many there were, in one trip."""
        return self._either("count", key, times, seconds)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return self._either("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        return self._either("delete_many", *args, **kwargs)

    def clear(self) -> None:
        """Drop this cache's own keys. Django's FLUSHDB would take the neighbours' with them, the broker's even."""
        self._memory.clear()
        self._limits.clear()
        if time.monotonic() < self._redis_rests_until:
            return
        try:
            server = self._cache.get_client(None, write=True)
            keys = list(server.scan_iter(f"{self.key_prefix}:*", count=1000))
            if keys:
                server.delete(*keys)
        except (RedisError, OSError):
            self._redis_rests_until = time.monotonic() + RETRY_AFTER_SECONDS
