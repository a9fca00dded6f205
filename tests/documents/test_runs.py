"""Runs of reports: made once, claimed once, done exactly with their file."""

import threading

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from baubau_pembinaan.documents import services
from baubau_pembinaan.documents.models import ReportRun, RunStatus
from baubau_pembinaan.documents.sniff import Kind
from tests.factories.documents import CSV

pytestmark = pytest.mark.django_db


def _request(**options) -> ReportRun:
    options = {"report": "skm", "period": "2026-Q4", "parameters": {"unit": 1, "n": "a"}, "by": None, **options}
    return services.request_run(at=timezone.now(), **options)


def _finish(run: ReportRun) -> ReportRun:
    return services.finish_run(
        run_id=run.pk, content=CSV, kind=Kind.CSV, name="skm.csv", app="contoh", at=timezone.now()
    )


def test_asking_twice_gives_the_same_run_whatever_the_order_of_parameters():
    first = _request()
    assert _request(parameters={"n": "a", "unit": 1}) == first
    assert _request(parameters={"n": "a", "unit": 2}) != first
    assert _request(period="2026-Q3") != first


def test_a_done_run_is_kept_until_it_is_wanted_anew():
    run = _request()
    services.start_run(run_id=run.pk, at=timezone.now())
    assert _request(anew=True) == run, "one that still runs is not doubled"
    done = _finish(run)
    assert (done.status, done.progress, len(done.sha256)) == (RunStatus.DONE, 100, 64)
    assert _request() == run
    again = _request(anew=True)
    assert (again.version, again.status) == (2, RunStatus.QUEUED)


def test_a_failed_run_is_followed_by_the_next_version():
    run = _request()
    services.start_run(run_id=run.pk, at=timezone.now())
    services.fail_run(run_id=run.pk, error="Disk penuh", at=timezone.now())
    run.refresh_from_db()
    assert (run.status, run.error, run.is_over) == (RunStatus.FAILED, "Disk penuh", True)
    assert _request().version == 2


def test_a_run_is_claimed_by_one_worker_only():
    run = _request()
    assert services.start_run(run_id=run.pk, at=timezone.now()) == run
    assert services.start_run(run_id=run.pk, at=timezone.now()) is None


def test_progress_never_goes_back_and_never_says_done_too_early():
    run = _request()
    services.start_run(run_id=run.pk, at=timezone.now())
    shown = []
    for percent in (10, 40, 20, 100):
        services.report_progress(run_id=run.pk, percent=percent)
        run.refresh_from_db()
        shown.append(run.progress)
    assert shown == [10, 40, 40, 99]


def test_finishing_twice_keeps_the_first_file():
    run = _request()
    first = _finish(run).file_id
    assert _finish(run).file_id == first
    services.fail_run(run_id=run.pk, error="late", at=timezone.now())
    run.refresh_from_db()
    assert run.status == RunStatus.DONE


def test_done_without_a_file_is_refused_by_the_database():
    run = _request()
    run.status, run.finished_at = RunStatus.DONE, timezone.now()
    with pytest.raises(IntegrityError):
        run.save()


@pytest.mark.django_db(transaction=True)
def test_ten_people_asking_at_once_get_one_run():
    gate, found, errors = threading.Barrier(10), [], []

    def ask() -> None:
        try:
            gate.wait(60)
            found.append(_request().pk)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=ask) for _ in range(10)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert errors == []
    assert len(set(found)) == 1
    assert len(found) == 10
