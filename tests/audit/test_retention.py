"""Old lines go only on the record, and only they."""

import pytest
from dateutil.relativedelta import relativedelta
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from baubau_pembinaan.audit.models import RetentionRun
from baubau_pembinaan.audit.services import HistoryTooYoung, ReasonMissing, retention
from baubau_pembinaan.libraries.models import Signatory, Unit
from tests.factories.accounts import make_user
from tests.factories.libraries import make_signatory, make_unit

pytestmark = pytest.mark.django_db
OLD = relativedelta(months=30)


def make_old_unit(**fields):
    unit = Unit(code=f"lama-{Unit.objects.count()}", name="Bidang Lama", **fields)
    unit._history_date = timezone.now() - OLD
    unit.save()
    return unit


def run(**changes):
    now = timezone.now()
    wanted = {
        "kind": "libraries.unit",
        "keep_from": now - relativedelta(months=24),
        "by": None,
        "reason": "Jadwal retensi",
    }
    return retention(**{**wanted, "at": now, **changes})


def test_old_lines_go_young_ones_stay_and_the_run_is_written():
    old, young, user = make_old_unit(), make_unit(), make_user(name="Wa Contoh")
    done = run(by=user)
    assert not old.history.exists()
    assert young.history.count() == 1
    assert (done.lines, done.kind, done.by_id, done.by_name, done.reason) == (
        1,
        "libraries.unit",
        user.pk,
        "Wa Contoh",
        "Jadwal retensi",
    )


def test_side_lines_go_with_their_line():
    old = Signatory(name="Lama Contoh", title="Kepala", valid_from=timezone.localdate())
    old._history_date = timezone.now() - OLD
    old.save()
    old.units.add(make_unit())
    make_signatory().units.add(make_unit())
    assert run(kind="libraries.signatory").lines == 2
    side = Signatory.history.first().units.model
    assert {row.signatory_id for row in side.objects.all()} == {Signatory.objects.latest("pk").pk}


@pytest.mark.parametrize("reason", ["", "   "])
def test_run_without_a_reason_is_refused(reason):
    old = make_old_unit()
    with pytest.raises(ReasonMissing):
        run(reason=reason)
    assert old.history.exists()


def test_lines_younger_than_two_years_are_never_taken():
    old = make_old_unit()
    with pytest.raises(HistoryTooYoung):
        run(keep_from=timezone.now() - relativedelta(months=23))
    assert old.history.exists()
    assert RetentionRun.objects.count() == 0


def test_run_opens_nothing_for_younger_lines_or_other_tables():
    """The same transaction, the very setting: the trigger still asks for table and date."""
    make_old_unit()
    make_unit()
    old_signatory = Signatory(name="Lama Contoh", title="Kepala", valid_from=timezone.localdate())
    old_signatory._history_date = timezone.now() - OLD
    old_signatory.save()
    done = run()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pembinaan.retention_run', %s, true)", [str(done.pk)])
    for table in ("libraries_historicalunit", "libraries_historicalsignatory"):
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


@pytest.mark.django_db(transaction=True)
def test_run_of_an_earlier_transaction_opens_nothing():
    done = run()
    make_old_unit()
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pembinaan.retention_run', %s, true)", [str(done.pk)])
        cursor.execute("DELETE FROM libraries_historicalunit")


def test_run_itself_is_for_ever():
    run()
    for deed in (RetentionRun.objects.all().delete, lambda: RetentionRun.objects.update(reason="lain")):
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            deed()


def test_command_deletes_what_is_old_and_asks_for_a_reason(capsys):
    old = make_old_unit()
    call_command("purge_history", "--kind", "libraries.unit", "--dry-run")
    assert "1 baris akan dihapus" in capsys.readouterr().out
    assert old.history.exists()
    with pytest.raises(CommandError):
        call_command("purge_history", "--kind", "libraries.unit")
    call_command("purge_history", "--kind", "libraries.unit", "--reason", "Jadwal retensi")
    assert not old.history.exists()


@pytest.mark.parametrize(("months", "goes"), [(-1, False), (0, False), (23, False), (25, True)])
def test_a_run_written_past_the_service_takes_no_younger_line(months, goes):
    """The run's own day lies too late: then the trigger refuses, whoever wrote the run."""
    unit = Unit(code="muda", name="Bidang Muda")
    unit._history_date = timezone.now() - relativedelta(months=months + 1)
    unit.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        [transaction_id] = cursor.fetchone()
        written = RetentionRun.objects.create(
            kind="libraries.unit",
            table_name="libraries_historicalunit",
            keep_from=timezone.now() - relativedelta(months=months),
            lines=1,
            reason="Diam-diam",
            by_name="Sistem",
            at=timezone.now(),
            transaction_id=transaction_id,
        )
        cursor.execute("SELECT set_config('pembinaan.retention_run', %s, true)", [str(written.pk)])
        delete = "DELETE FROM libraries_historicalunit WHERE code = 'muda'"
        if goes:
            cursor.execute(delete)
            assert cursor.rowcount == 1
        else:
            with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
                cursor.execute(delete)
