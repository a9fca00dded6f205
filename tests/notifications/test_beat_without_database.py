"""A database that does not answer for a while ends no timetable: beat asks again, and reads the whole of it anew."""

from contextlib import contextmanager

import pytest
from celery import current_app
from django.db import OperationalError, connection
from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler

from baubau_pembinaan.notifications import beat
from baubau_pembinaan.notifications.timetable import default_timetable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    """The test's own connection stays; nothing is handed to the broker; nobody waits."""
    monkeypatch.setattr("django_celery_beat.schedulers.close_old_connections", lambda: None)
    monkeypatch.setattr(beat, "close_old_connections", lambda: None)
    monkeypatch.setattr(beat, "AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(DatabaseScheduler, "apply_async", lambda self, entry, **options: None)


@contextmanager
def starting_up(times: int):
    """The next readings of the timetable fail as while PostgreSQL starts."""
    left = [times]

    def refuse(execute, sql, params, many, context):
        if left[0] and f'FROM "{PeriodicTask._meta.db_table}"' in sql:
            left[0] -= 1
            raise OperationalError("FATAL:  the database system is starting up")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield left


def test_beat_starts_while_the_database_starts():
    with starting_up(3) as left:
        timetable = beat.PulsingScheduler(app=current_app._get_current_object())
    assert left == [0]
    assert "notifications.sweep_outbox" in timetable.schedule


def test_beat_adds_nothing_to_the_timetable_of_the_house():
    """Celery would clear results away each night; there are none, and its entry has no words for the health page."""
    timetable = beat.PulsingScheduler(app=current_app._get_current_object())
    assert "notifications.sweep_outbox" in timetable.schedule
    assert set(PeriodicTask.objects.values_list("name", flat=True)) <= set(default_timetable())


def test_a_reading_that_fails_is_made_up_for():
    timetable = beat.PulsingScheduler(app=current_app._get_current_object())
    timetable._pulse_due = float("inf")
    known = set(timetable.schedule)
    timetable._last_full_sync = timetable._last_full_sync.replace(year=2000)  # it reads all again now
    PeriodicTask.objects.filter(name__in=known).update(enabled=False)
    with starting_up(2) as left:
        assert [timetable.tick(), timetable.tick()] == [beat.AGAIN_SECONDS] * 2
        assert left == [0]
        timetable.tick()
    assert known
    assert not known & set(timetable._schedule)  # not what it knew before the database went


def test_without_the_second_asking_beat_would_end(monkeypatch):
    monkeypatch.delattr(beat.PulsingScheduler, "setup_schedule")
    with starting_up(1), pytest.raises(OperationalError):
        beat.PulsingScheduler(app=current_app._get_current_object())
