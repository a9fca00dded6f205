"""Migrations: none missing, each reversible, rows and tables changed apart."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.postgres.operations import CreateExtension
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

from baubau_pembinaan.core.migrating import CreateModels
from baubau_pembinaan.core.translations.rooms import own_apps
from baubau_pembinaan.core.triggers import TriggerOperation

NEW_ONLY = (CreateModels, TriggerOperation, CreateExtension)
OWN = {config.label for config in own_apps()}


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue())


def test_every_migration_is_reversible():
    loader = MigrationLoader(None)
    stuck = [
        f"{migration}: {operation.__class__.__name__}"
        for (label, _name), migration in loader.disk_migrations.items()
        if label in OWN
        for operation in migration.operations
        if not operation.reversible
    ]
    assert not stuck


def test_data_and_schema_are_apart():
    """A migration that moves rows in the transaction that changes their table fails on PostgreSQL under load.

    One that only makes new tables may fill them: nobody else can hold a lock on them.
    """
    mixed = []
    for (label, _name), migration in MigrationLoader(None).disk_migrations.items():
        if label not in OWN:
            continue
        rows = [operation for operation in migration.operations if isinstance(operation, RunPython)]
        rest = [operation for operation in migration.operations if not isinstance(operation, RunPython | RunSQL)]
        if any(isinstance(operation, CreateModels) for operation in rest):
            rest = [operation for operation in rest if not isinstance(operation, NEW_ONLY)]
        if rows and rest:
            mixed.append(str(migration))
    assert not mixed


@pytest.mark.django_db
def test_the_plan_is_complete():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_every_step_is_replaced_or_follows():
    """No step stands beside the squashed migration: it is replaced by it or comes after it."""
    loader = MigrationLoader(None)
    for (label, name), migration in loader.disk_migrations.items():
        if label in OWN and not migration.replaces:
            assert (label, name) not in loader.graph.root_nodes(label)


SHAPE = {
    "columns": "SELECT table_name, column_name, data_type, udt_name, is_nullable, column_default, "
    "character_maximum_length, numeric_precision, numeric_scale, is_identity, generation_expression, collation_name "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prolang IN "
    "(SELECT oid FROM pg_language WHERE lanname = 'plpgsql')",
}
TIMES = ("_at", "since", "date_changed", "last_update", "history_date")


def drawn(cursor: Any) -> dict[str, Any]:
    """What the database holds: its shape, and its rows without numbers and moments."""
    found: dict[str, Any] = {}
    for part, question in SHAPE.items():
        cursor.execute(question)
        found[part] = sorted(map(str, cursor.fetchall()))
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'")
    for (table,) in cursor.fetchall():
        cursor.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        kept = [place for place, name in enumerate(names) if not name.endswith(("id", *TIMES))]
        found[table] = sorted(str([(names[place], str(row[place])) for place in sorted(kept, key=names.__getitem__)])
                              for row in cursor.fetchall())  # fmt: skip
    return found


@pytest.mark.soak
def test_a_squashed_database_is_the_same(django_db_setup, django_db_blocker, monkeypatch):
    """A new database takes the squashed migrations, an old one took the steps: both hold the same."""
    load = MigrationLoader.load_disk

    def only_steps(self):
        load(self)
        self.disk_migrations = {key: one for key, one in self.disk_migrations.items() if not one.replaces}

    def build(name: str) -> dict[str, Any]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
        connection.close()
        connection.settings_dict["NAME"] = name
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            return drawn(cursor)

    with django_db_blocker.unblock():
        own = connection.settings_dict["NAME"]
        try:
            new = build("test_squashed")
            with monkeypatch.context() as patch:
                patch.setattr(MigrationLoader, "load_disk", only_steps)
                old = build("test_steps")
            for part in old.keys() | new.keys():
                assert new.get(part) == old.get(part), part
            executor = MigrationExecutor(connection)  # the database of the steps: nothing is left to do
            assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
            call_command("migrate", verbosity=0)
            with connection.cursor() as cursor:
                assert drawn(cursor) == old
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own
            with connection._nodb_cursor() as cursor:
                for name in ("test_squashed", "test_steps"):
                    cursor.execute(f"DROP DATABASE IF EXISTS {name}")
