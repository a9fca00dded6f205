"""Every history table is guarded; the web's role cannot touch it; no audited row changes without its line."""

import io

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, models

from baubau_pembinaan.audit.guards import append_only_tables
from baubau_pembinaan.audit.kinds import kinds
from baubau_pembinaan.core.history import AuditedQuerySet
from tests.factories.libraries import make_signatory, make_unit


@pytest.mark.django_db
def test_every_history_table_only_grows():
    wanted = {"audit_retentionrun"}
    for kind in kinds().values():
        wanted |= {kind.table, *(side._meta.db_table for side, _other in kind.side_tables.values())}
    assert wanted - append_only_tables() == set(), "Add AppendOnly(...) to the app's migrations."


@pytest.mark.django_db
def test_guard_that_is_switched_off_is_noticed():
    """Negative control of the test above."""
    assert "libraries_historicalunit" in append_only_tables()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE libraries_historicalunit DISABLE TRIGGER append_only_whole")
    assert "libraries_historicalunit" not in append_only_tables()


def test_deleting_something_else_never_changes_an_audited_row_silently():
    """SET_NULL and SET_DEFAULT are written by Django without a signal, so without a line of history."""
    silent = [
        f"{kind.key}.{field.name}"
        for kind in kinds().values()
        for field in kind.model._meta.concrete_fields
        if field.remote_field and field.remote_field.on_delete in (models.SET_NULL, models.SET_DEFAULT)
    ]
    assert silent == []


def test_every_audited_model_of_ours_refuses_bulk_writes():
    plain = [
        kind.key
        for kind in kinds().values()
        if kind.model._meta.label_lower.startswith("libraries.")
        and not issubclass(kind.model._default_manager._queryset_class, AuditedQuerySet)
    ]
    assert plain == []


ROLE = "web_contoh"


@pytest.fixture
def as_web_role(django_db_blocker, transactional_db):
    """A second connection, signed in to the same database as the web's role."""
    call_command("grant_web_role", "--role", ROLE, "--password", "kata-sandi-contoh", stdout=io.StringIO())
    settings = connection.get_connection_params()
    settings.pop("cursor_factory", None)
    settings.pop("context", None)
    web = psycopg2.connect(**{**settings, "user": ROLE, "password": "kata-sandi-contoh"})
    web.autocommit = True
    yield web
    web.close()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


def test_web_role_writes_rows_and_history_but_never_over_it(as_web_role):
    make_signatory().units.add(make_unit())
    with as_web_role.cursor() as cursor:
        cursor.execute("UPDATE libraries_unit SET name = 'Boleh'")
        cursor.execute("INSERT INTO libraries_historicalunit SELECT * FROM libraries_historicalunit WHERE false")
        for table in ("libraries_historicalunit", "libraries_historicalsignatory_units", "audit_retentionrun"):
            for deed in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"):
                with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                    cursor.execute(deed.format(table))
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("ALTER TABLE libraries_historicalunit DISABLE TRIGGER ALL")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("SET session_replication_role = replica")
