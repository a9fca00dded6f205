"""Periodic work is done once: one runner at a time, one run for each period."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from baubau_pembinaan.notifications import jobs
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


@pytest.mark.django_db(transaction=True)
def test_five_claimants_of_one_period_and_one_gets_it():
    done: list[int] = []

    def report():
        with transaction.atomic():
            if run := jobs.claim(job="laporan", period="2026-11", at=timezone.now()):
                done.append(run.pk)

    in_threads(report)
    assert len(done) == 1
    assert JobRun.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_claimants_who_only_look_first_all_want_it():
    """The negative control: look, then insert. Without the unique row five reports would be written."""
    gate = threading.Barrier(5)
    wanted: list[int] = []
    refused: list[int] = []

    def report():
        free = not JobRun.objects.filter(job="laporan", period="2026-11").exists()
        gate.wait()
        if free:
            wanted.append(1)
            try:
                JobRun.objects.create(job="laporan", period="2026-11", claimed_at=timezone.now())
            except IntegrityError:
                refused.append(1)

    in_threads(report)
    assert (len(wanted), len(refused)) == (5, 4)


@pytest.mark.django_db(transaction=True)
def test_a_claim_is_undone_with_work_that_failed():
    with pytest.raises(RuntimeError), transaction.atomic():
        assert jobs.claim(job="laporan", period="2026-11", at=timezone.now())
        raise RuntimeError
    assert jobs.claim(job="laporan", period="2026-11", at=timezone.now())


@pytest.mark.django_db
def test_another_period_is_other_work():
    at = timezone.now()
    assert jobs.claim(job="laporan", period="2026-11", at=at)
    assert jobs.claim(job="laporan", period="2026-12", at=at)
    assert jobs.claim(job="laporan", period="2026-12", at=at) is None


@pytest.mark.django_db
def test_a_finished_run_says_when():
    at = timezone.now()
    run = jobs.claim(job="laporan", period="2026-11", at=at)
    jobs.finish(run, at=at)
    assert JobRun.objects.values_list("finished_at", flat=True).get() == at


@pytest.mark.django_db(transaction=True)
def test_while_one_runs_another_returns_at_once_and_later_runs():
    inside, release = threading.Event(), threading.Event()
    runs: list[str] = []

    @jobs.once_at_a_time("contoh")
    def work(name: str) -> str:
        runs.append(name)
        if name == "pertama":
            inside.set()
            release.wait(10)
        return name

    def first():
        work("pertama")
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(10)
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
