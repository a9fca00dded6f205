"""One demo for all tests that look at it: loaded once a run, copied by each process, taken back after each test.

    pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_database")]

A module that says so stands in a database of its own in which the demo was loaded as of AS_OF.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests.template_database import TEMPLATE, copy_template, is_shared

AS_OF = date(2026, 11, 23)  # a Monday


@pytest.fixture(scope="session")
def _demo_copy(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Name of this process's database with the demo in it."""
    own = connection.settings_dict["NAME"]
    name = f"{own}_demo"
    with django_db_blocker.unblock():
        _run(f'DROP DATABASE IF EXISTS "{name}"')
        if is_shared():
            _copy(_shared(AS_OF), name)
        else:
            _load(own, name, AS_OF)
        yield name
        _run(f'DROP DATABASE "{name}"')


@pytest.fixture(scope="module")
def demo_database(_demo_copy, django_db_blocker) -> Iterator[None]:
    """The module's tests see the demo, each in a transaction of its own."""
    with django_db_blocker.unblock():
        with _instead(_demo_copy), django_db_blocker.block():
            yield


@contextmanager
def todays_copy() -> Iterator[None]:
    """For a process that serves a site: a database of its own with the demo as of today, whose changes stay."""
    name = f"{connection.creation._get_test_db_name()}_site"
    copy_template()
    _copy(_shared(timezone.localdate()), name)
    with _instead(name):
        yield
    _run(f'DROP DATABASE "{name}" WITH (FORCE)')  # a browser may still hold a connection


def _shared(as_of: date) -> str:
    """The database that the processes of this run copy; the first who asks loads it, the others wait."""
    name = f"{TEMPLATE}_demo_{as_of:%Y%m%d}"
    with (Path(settings.DATA_DIR) / "demo.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
            is_made = cursor.fetchone()[0]
        if not is_made:
            _load(TEMPLATE, name, as_of)
    return name


def _load(empty: str, name: str, as_of: date) -> None:
    """Copy a migrated database and load the demo into the copy; nothing stays of one that failed."""
    _copy(empty, name)
    allowed, settings.DEMO_ALLOWED = settings.DEMO_ALLOWED, True
    try:
        with _instead(name):
            call_command("load_demo", "--if-empty", "--as-of", str(as_of))
    except BaseException:
        _run(f'DROP DATABASE "{name}"')
        raise
    finally:
        settings.DEMO_ALLOWED = allowed


@contextmanager
def _instead(name: str) -> Iterator[None]:
    """The connection looks at another database for a while."""
    described = connection.settings_dict
    own = described["NAME"]
    connection.close()
    described["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        described["NAME"] = own


def _copy(template: str, name: str) -> None:
    _run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _run(statement: str) -> None:
    if not connection.in_atomic_block:
        connection.close()  # nobody may look at a database that is copied
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
