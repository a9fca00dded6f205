"""Periodic work is done once at a time, and leaves a note of how it went."""

import threading
from contextlib import contextmanager

import pytest
from celery import current_app
from django.db import OperationalError, connection
from django.utils import timezone

from baubau_pembinaan.notifications import jobs, tasks, timetable
from baubau_pembinaan.notifications.models import Heartbeat, JobRun


def in_threads(work, runners: int = 5) -> None:
    """Run `work` in so many threads that begin together."""
    gate = threading.Barrier(runners)
    errors: list[Exception] = []

    def run():
        try:
            gate.wait()
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def send_at_once(monkeypatch) -> int:
    """How many of five runs of the planning task got to work; none ends before each is at work or was turned away."""
    planned, all_came = set(), threading.Barrier(5)

    def plan(**options):
        planned.add(threading.get_ident())
        all_came.wait(60)

    def run():
        tasks.send_reminders.run()
        if threading.get_ident() not in planned:
            all_came.wait(60)

    monkeypatch.setattr(tasks.sending, "send", plan)
    monkeypatch.setattr(tasks.rules, "sync_rules", lambda: [])
    in_threads(run)
    return len(planned)


@pytest.mark.django_db(transaction=True)
def test_five_runs_of_one_task_at_once_and_one_works(monkeypatch):
    assert send_at_once(monkeypatch) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_all_five_work(monkeypatch):
    """The negative control: the same task with the lock left open."""

    @contextmanager
    def open_to_all(name):
        yield True

    monkeypatch.setattr(jobs, "advisory_lock", open_to_all)
    assert send_at_once(monkeypatch) == 5


@pytest.mark.django_db
def test_a_job_leaves_a_note_of_its_last_run():
    @jobs.once_at_a_time("contoh")
    def work(fails: bool) -> None:
        assert JobRun.objects.get().finished_at is None  # at work
        if fails:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work(True)
    note = JobRun.objects.get()
    assert (note.job, note.trouble) == ("contoh", "ZeroDivisionError")
    assert note.begun_at <= note.finished_at
    work(False)
    assert JobRun.objects.get().trouble == ""


@pytest.mark.django_db
def test_a_note_that_cannot_be_written_stops_no_work(monkeypatch):
    def refuse(**values):
        raise OperationalError

    monkeypatch.setattr(JobRun.objects, "update_or_create", refuse)
    assert jobs.once_at_a_time("contoh")(lambda: "done")() == "done"


def test_every_entry_of_the_timetable_leaves_a_note():
    current_app.loader.import_default_modules()
    for task, _when, _words in timetable.default_timetable().values():
        assert getattr(current_app.tasks[task].run, "job", None) == task


@pytest.mark.django_db(transaction=True)
def test_while_one_runs_another_returns_at_once_and_later_runs():
    inside, release = threading.Event(), threading.Event()
    runs: list[str] = []

    @jobs.once_at_a_time("contoh")
    def work(name: str) -> str:
        runs.append(name)
        if name == "pertama":
            inside.set()
            release.wait(60)
        return name

    def first():
        work("pertama")
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(60)
    assert work("kedua") is None
    release.set()
    thread.join()
    assert work("ketiga") == "ketiga"
    assert runs == ["pertama", "ketiga"]


@pytest.mark.django_db(transaction=True)
def test_another_name_is_another_lock():
    with jobs.advisory_lock("satu") as one:
        got: list[bool] = []

        def other():
            with jobs.advisory_lock("dua") as two, jobs.advisory_lock("satu") as again:
                got.extend([two, again])

        in_threads(other, runners=1)
    assert (one, got) == (True, [True, False])


@pytest.mark.django_db(transaction=True)
def test_the_lock_is_given_back_when_work_fails():
    @jobs.once_at_a_time("gagal")
    def work():
        raise RuntimeError

    for _ in range(2):
        with pytest.raises(RuntimeError):
            work()


@pytest.mark.django_db
def test_a_heartbeat_has_one_row_however_often_it_beats():
    jobs.beat("beat", at=timezone.now())
    at = timezone.now()
    jobs.beat("beat", at=at)
    assert list(Heartbeat.objects.values_list("name", "at")) == [("beat", at)]
