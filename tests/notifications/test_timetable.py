"""The timetable: the default where absent, the administrator's wish where changed, the library's own clock."""

from datetime import UTC, datetime

import pytest
import time_machine
from celery import current_app
from django.core.management import call_command
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from baubau_pembinaan.notifications import beat, timetable
from baubau_pembinaan.notifications.models import Heartbeat

pytestmark = pytest.mark.django_db
NIGHTLY = "notifications.clear_expired"


def test_migrating_fills_the_timetable_with_what_the_product_ships():
    assert set(timetable.default_timetable()) <= set(PeriodicTask.objects.values_list("name", flat=True))


def test_every_task_of_the_timetable_exists():
    current_app.loader.import_default_modules()
    missing = {task for task, _, _ in timetable.default_timetable().values()} - set(current_app.tasks)
    assert missing == set()


def test_times_are_the_librarys_own():
    nightly = PeriodicTask.objects.get(name=NIGHTLY)
    assert str(nightly.crontab.timezone) == "Asia/Makassar"
    with time_machine.travel(datetime(2026, 11, 22, 19, 40, 1, tzinfo=UTC), tick=False):  # 03.40.01 WITA
        nightly.last_run_at = datetime(2026, 11, 21, 19, 40, tzinfo=UTC)
        assert nightly.schedule.is_due(nightly.last_run_at).is_due
    with time_machine.travel(datetime(2026, 11, 22, 3, 40, 1, tzinfo=UTC), tick=False):  # 11.40 WITA
        assert not nightly.schedule.is_due(datetime(2026, 11, 21, 19, 40, tzinfo=UTC)).is_due


def change_by_hand() -> PeriodicTask:
    entry = PeriodicTask.objects.get(name=NIGHTLY)
    entry.crontab = CrontabSchedule.objects.create(minute="5", hour="21", timezone="Asia/Makassar")
    entry.enabled = False
    entry.save()
    return entry


def test_an_edit_in_the_admin_survives_the_next_migrate():
    entry = change_by_hand()
    assert timetable.sync_timetable() == []
    entry.refresh_from_db()
    assert (entry.crontab.hour, entry.enabled) == ("21", False)


def test_a_missing_entry_comes_back_with_the_next_migrate():
    PeriodicTask.objects.get(name=NIGHTLY).delete()
    assert timetable.sync_timetable() == [NIGHTLY]


def test_resetting_puts_back_the_default_and_leaves_handmade_entries_alone():
    change_by_hand()
    own = PeriodicTask.objects.create(
        name="buatan sendiri", task="notifications.heartbeat", crontab=CrontabSchedule.objects.create(minute="7")
    )
    assert timetable.reset_to_default([NIGHTLY, own.name]) == [NIGHTLY]
    entry = PeriodicTask.objects.get(name=NIGHTLY)
    assert (entry.crontab.minute, entry.crontab.hour, entry.enabled) == ("40", "3", True)
    own.refresh_from_db()
    assert own.crontab.minute == "7"


def test_the_command_says_what_it_added(capsys):
    PeriodicTask.objects.get(name=NIGHTLY).delete()
    call_command("sync_schedule")
    assert capsys.readouterr().out == f"{NIGHTLY}\n"
    call_command("sync_schedule")
    assert "sudah lengkap" in capsys.readouterr().out
    call_command("sync_schedule", reset=True)
    assert set(capsys.readouterr().out.split()) == set(timetable.default_timetable())


def test_beat_writes_its_own_heartbeat_and_survives_a_database_that_refuses(monkeypatch):
    scheduler = beat.PulsingScheduler(app=current_app._get_current_object(), lazy=True)
    monkeypatch.setattr(beat.DatabaseScheduler, "tick", lambda self: 300.0)
    assert scheduler.tick() == beat.EVERY_SECONDS
    assert Heartbeat.objects.filter(name="beat").count() == 1

    def refuse(*args, **kwargs):
        raise beat.DatabaseError

    monkeypatch.setattr(beat.jobs, "beat", refuse)
    scheduler._pulse_due = 0.0
    assert scheduler.tick() == beat.EVERY_SECONDS
