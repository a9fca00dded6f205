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

from tests.template_database import TEMPLATE, is_shared

AS_OF = date(2026, 11, 23)  # a Monday


@pytest.fixture(scope="session")
def _demo_copy(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Name of this process's database with the demo in it."""
    own = connection.settings_dict["NAME"]
    name = f"{own}_demo"
    with django_db_blocker.unblock():
        _run(f'DROP DATABASE IF EXISTS "{name}"')
        if is_shared():
            _copy(_shared(), name)
        else:
            _load(own, name)
        yield name
        _run(f'DROP DATABASE "{name}"')


@pytest.fixture(scope="module")
def demo_database(_demo_copy, django_db_blocker) -> Iterator[None]:
    """The module's tests see the demo, each in a transaction of its own."""
    with django_db_blocker.unblock():
        with _instead(_demo_copy), django_db_blocker.block():
            yield


def _shared() -> str:
    """The database that the processes of this run copy; the first who asks loads it, the others wait."""
    name = f"{TEMPLATE}_demo"
    with (Path(settings.DATA_DIR) / "demo.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
            is_made = cursor.fetchone()[0]
        if not is_made:
            _load(TEMPLATE, name)
    return name


def _load(empty: str, name: str) -> None:
    """Copy a migrated database and load the demo into the copy; nothing stays of one that failed."""
    _copy(empty, name)
    allowed, settings.DEMO_ALLOWED = settings.DEMO_ALLOWED, True
    try:
        with _instead(name):
            call_command("load_demo", "--if-empty", "--as-of", str(AS_OF))
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
