"""Fixtures every room shares."""

import fcntl
import gc
import gettext
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import redis
import time_machine
from asgiref.local import Local
from django.conf import settings as django_settings
from django.core.cache import caches
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real
from hypothesis import HealthCheck, settings

from tests.template_database import copy_template, is_shared

pytest_plugins = ["tests.reseed", "tests.demo_database", "tests.figures", "tests.races"]
# How fast a machine draws examples says nothing about the product.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_configure(config):
    """Compile catalogues that changed; parallel processes take turns."""
    from baubau_pembinaan.core.translations.catalogue import compile_all
    from baubau_pembinaan.core.translations.rooms import catalogues

    with (Path(django_settings.DATA_DIR) / "translations.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        compile_all(catalogues())
    # Django has read some catalogues already while it started: what it read may be older than what stands there now.
    gettext._translations.clear()
    trans_real._translations.clear()
    trans_real._default = None
    trans_real._active = Local()


def pytest_collection_finish(session):
    """What is loaded by now stays for good: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # and a page's thousands of short-lived objects are no reason either


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings, django_db_blocker) -> bool:
    """Parallel processes copy one migrated database instead of migrating one each."""
    asked = bool(request.config.getvalue("reuse_db"))
    if asked or not is_shared():
        return asked
    with django_db_blocker.unblock():
        copy_template()
    return True


@pytest.fixture(scope="session")
def _redis() -> Iterator[redis.Redis]:
    """The run's cache server, on one connection of the tests' own."""
    with redis.Redis.from_url(django_settings.CACHES["default"]["LOCATION"]) as server:
        yield server


@pytest.fixture(autouse=True)
def _own_corner(_redis) -> Iterator[None]:
    """Each test starts with an empty corner of the cache and in the site's first language."""
    from baubau_pembinaan.libraries import current

    prefix = django_settings.CACHES["default"]["KEY_PREFIX"]
    if keys := list(_redis.scan_iter(f"{prefix}:*", count=1000)):
        _redis.delete(*keys)
    translation.activate(django_settings.LANGUAGE_CODE)
    current.end_request()  # a request that ended in an exception leaves its copy of the library behind
    yield
    translation.activate(django_settings.LANGUAGE_CODE)


@pytest.fixture
def library(db):
    """The one library of the installation."""
    from baubau_pembinaan.libraries.models import Library

    return Library.current()


@pytest.fixture
def staff_user(db) -> Callable:
    """`staff_user(Role.LIBRARIAN)`: a new person at work whose account carries the roles; returns the account."""
    from tests.factories.accounts import make_person

    return lambda *roles, **fields: make_person(*roles, **fields).user


@pytest.fixture
def client_as(staff_user) -> Callable[..., Client]:
    """`client_as(Role.LIBRARIAN)` or `client_as(user)`: a browser already signed in; its account is `client.user`."""

    def make(who=None, *roles: str, **options) -> Client:
        user = who if hasattr(who, "pk") else staff_user(*([who] if who else []), *roles)
        client = Client(**options)
        client.force_login(user)
        client.user = user
        return client

    return make


@pytest.fixture
def english() -> Iterator[None]:
    """Texts made in the test itself come in English. A page follows its reader: set `user.language` or the cookie."""
    with translation.override("en"):
        yield


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock stands still on Monday, 23 November 2026, 09.30 WITA; `clock.move_to(...)`, `clock.shift(...)`."""
    start = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Makassar"))
    with time_machine.travel(start, tick=False) as traveller:
        yield traveller


@pytest.fixture
def no_redis(settings, tmp_path, monkeypatch) -> Iterator[None]:
    """Redis is gone: cache and broker point at a socket nobody listens on."""
    from baubau_pembinaan.celery import app

    dead = tmp_path / "nobody.sock"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": f"unix://{dead}"}}
    cache = caches["default"]
    getattr(cache, "_memory", cache).clear()
    monkeypatch.setattr(app.conf, "broker_url", f"redis+socket://{dead}")
    _forget_broker_connections(app)
    yield
    monkeypatch.undo()
    _forget_broker_connections(app)


def _forget_broker_connections(app) -> None:
    app._pool = None
    app.amqp._producer_pool = None
