"""Migrations: none missing, each reversible, rows and tables changed apart."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

from baubau_pembinaan.core.translations.rooms import own_apps

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
    """A migration that moves rows in the transaction that changes their table fails on PostgreSQL under load."""
    mixed = []
    for (label, _name), migration in MigrationLoader(None).disk_migrations.items():
        if label not in OWN:
            continue
        rows = [operation for operation in migration.operations if isinstance(operation, RunPython)]
        rest = [operation for operation in migration.operations if not isinstance(operation, RunPython | RunSQL)]
        if rows and rest:
            mixed.append(str(migration))
    assert not mixed


@pytest.mark.django_db
def test_the_plan_is_complete():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
