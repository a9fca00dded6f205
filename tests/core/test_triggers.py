"""What the database itself refuses."""

import re

import pytest
from django.db import IntegrityError, connection, transaction

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.core.triggers import append_only_function
from baubau_pembinaan.libraries.models import Unit
from tests.factories.libraries import make_unit
from tests.races import Meeting, at_once


def execute(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
class TestAppendOnly:
    @pytest.mark.parametrize(
        "deed",
        [
            lambda: Unit.history.all().update(name="Dipalsukan"),
            lambda: Unit.history.all().delete(),
            lambda: Unit.history.first().delete(),
            lambda: execute("UPDATE libraries_historicalunit SET name = 'Dipalsukan'"),
            lambda: execute("UPDATE libraries_historicalunit SET history_user_id = NULL"),
            lambda: execute("DELETE FROM libraries_historicalunit"),
        ],
    )
    def test_line_is_neither_changed_nor_deleted(self, deed):
        unit = make_unit(name="Asli")
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            deed()
        assert [line.name for line in unit.history.all()] == ["Asli"]

    def test_saving_a_loaded_line_is_refused(self):
        line = make_unit().history.first()
        line.name = "Dipalsukan"
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            line.save()

    def test_truncate_is_refused_outside_tests(self):
        make_unit()
        execute("SET LOCAL pembinaan.allow_truncate = off")
        with pytest.raises(IntegrityError, match="TRUNCATE"), transaction.atomic():
            execute("TRUNCATE libraries_historicalunit")
        execute("SET LOCAL pembinaan.allow_truncate = on")
        execute("TRUNCATE libraries_historicalunit")
        assert Unit.history.count() == 0

    def test_truncate_is_refused_in_a_database_that_is_not_a_tests(self):
        """The setting is anybody's to make: a database with another name does not care for it."""
        make_unit()
        with connection.cursor() as cursor:
            cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'pembinaan_append_only'")
            body = cursor.fetchone()[0]
        assert "current_database()" in body
        elsewhere = body.replace("current_database()", "'baubau'")
        execute(
            f"CREATE OR REPLACE FUNCTION pembinaan_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ {elsewhere} $$"
        )
        execute("SET LOCAL pembinaan.allow_truncate = on")
        with pytest.raises(IntegrityError, match="TRUNCATE"), transaction.atomic():
            execute("TRUNCATE libraries_historicalunit")
        assert Unit.history.exists()

    def test_setting_of_a_retention_run_alone_opens_nothing(self):
        make_unit()
        for forged in ("1", "999", "x", "1; drop table x"):
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('pembinaan.retention_run', %s, true)", [forged])
            with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
                execute("DELETE FROM libraries_historicalunit")

    def test_without_the_trigger_the_same_deed_would_pass(self):
        """Negative control: it is the trigger that refuses, nothing else."""
        make_unit()
        execute("ALTER TABLE libraries_historicalunit DISABLE TRIGGER append_only_rows")
        execute("DELETE FROM libraries_historicalunit")
        assert Unit.history.count() == 0


@pytest.mark.django_db
class TestNoCycle:
    def test_unit_under_itself_is_refused(self):
        unit = make_unit()
        unit.parent = unit
        with pytest.raises(IntegrityError, match="above itself"), transaction.atomic():
            unit.save()

    def test_unit_under_its_grandchild_is_refused(self):
        top = make_unit()
        leaf = make_unit(parent=make_unit(parent=top))
        top.parent = leaf
        with pytest.raises(IntegrityError, match="above itself"), transaction.atomic():
            top.save()

    def test_branch_moves_elsewhere(self):
        top, other = make_unit(), make_unit()
        branch = make_unit(parent=top)
        branch.parent = other
        branch.save()
        assert Unit.objects.get(pk=branch.pk).parent == other


def _race():
    """Hang two units each under the other one: nobody commits before both have moved; what was refused."""
    one, two, meeting = make_unit(), make_unit(), Meeting()

    def move(child, parent):
        with transaction.atomic(), acting(None):
            child.parent = parent
            child.save(update_fields=["parent"])  # whoever writes the code too would wait for whoever names the row
            meeting.wait()

    return [type(error) for error in at_once(lambda: move(one, two), lambda: move(two, one)) if error]


def _cycles():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM libraries_unit a JOIN libraries_unit b ON a.parent_id = b.id AND b.parent_id = a.id"
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_two_movers_at_once_make_no_cycle():
    assert _race() == [IntegrityError]
    assert _cycles() == 0


@pytest.mark.django_db(transaction=True)
def test_two_movers_whose_trigger_locks_nothing_make_a_cycle(unguarded):
    """Negative control: each looks before the other has committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('pembinaan_no_cycle'::regproc)")
        (whole,) = cursor.fetchone()
    bare = re.sub(r"PERFORM pg_advisory_xact_lock[^;]*;", "", whole)
    assert bare != whole
    execute(bare)
    try:
        assert (_race(), _cycles()) == ([], 2)
    finally:
        execute(whole)


@pytest.mark.django_db
def test_a_database_with_an_earlier_guard_gets_todays():
    """Before, the setting alone opened TRUNCATE in any database; the function is made anew by audit.0003."""
    from importlib import import_module

    (renewal,) = import_module("baubau_pembinaan.audit.migrations.0003_append_only_function").Migration.operations
    execute(append_only_function().replace("AND current_database() LIKE 'test\\_%' ", ""))
    with connection.cursor() as cursor:
        body = "SELECT prosrc FROM pg_proc WHERE proname = 'pembinaan_append_only'"
        cursor.execute(body)
        assert "current_database()" not in cursor.fetchone()[0]
        cursor.execute(renewal.sql)
        cursor.execute(body)
        assert "current_database()" in cursor.fetchone()[0]
