"""After a test that really commits, the database is again as the migrations left it.

Django's flush empties every table and makes the migrations' rows anew, seconds for each such test. Here only what the
test left goes: tables that were empty are emptied, those with rows of the migrations get them back where they differ.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import StringIO

from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import TransactionTestCase
from django.utils.module_loading import module_has_submodule

_TABLES = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
_kept: dict[str, dict[str, str]] = {}  # of each database: the rows of its tables that are not empty, as COPY says them


def pytest_configure(config):
    post_migrate.connect(_reseed, dispatch_uid="tests.reseed")
    if config.getvalue("reuse_db"):
        return  # what a killed test left in a kept database must not pass for the migrations' rows
    flush = TransactionTestCase._fixture_teardown
    set_up = TransactionTestCase._fixture_setup.__func__

    def remember_first(cls):
        name = connection.settings_dict["NAME"]
        if name not in _kept and _is_superuser():
            _kept[name] = _rows_of(_filled())
        set_up(cls)

    def restore(self):
        kept = _kept.get(connection.settings_dict["NAME"])
        if kept is None:
            flush(self)
        else:
            _restore(kept)

    TransactionTestCase._fixture_setup = classmethod(remember_first)
    TransactionTestCase._fixture_teardown = restore


def _is_superuser() -> bool:
    """Whether rows may be put back without their triggers and foreign keys having a say."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone()[0]


def _filled() -> list[str]:
    """The tables with rows in them."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_TABLES} AND pg_relation_size(oid) > 0 ORDER BY 1")
        asked = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for (name,) in cursor.fetchall()
        )
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


def _rows_of(tables: list[str]) -> dict[str, str]:
    found = {}
    with connection.cursor() as cursor:
        for name in tables:
            rows = StringIO()
            cursor.cursor.copy_expert(f"COPY {name} TO STDOUT", rows)
            found[name] = rows.getvalue()
    return found


def _restore(kept: dict[str, str]) -> None:
    connection.close()  # whatever a failed test left under way
    filled = _filled()
    now = _rows_of([name for name in filled if name in kept])
    differing = [name for name in filled if name not in kept]
    differing += [name for name, rows in kept.items() if now.get(name, "") != rows]
    with _without_triggers() as cursor:
        for name in differing:
            cursor.execute(f"DELETE FROM {name}")
            if rows := kept.get(name):
                cursor.cursor.copy_expert(f"COPY {name} FROM STDIN", StringIO(rows))


@contextmanager
def _without_triggers() -> Iterator:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield cursor
        finally:
            connection.close()


def _reseed(sender, **kwargs):
    """Flush sends post_migrate once an app; each app's `reference.seed(apps)` fills what is missing."""
    if sender.label != "evaluations":  # the highest room with reference rows: all its neighbours' tables exist by then
        return
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "reference"):
            seed = getattr(import_module(f"{config.name}.reference"), "seed", None)
            if seed:
                seed(apps)
