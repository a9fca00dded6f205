"""A worker killed (-9) in the middle of a report: while it lives nobody else works on it, then the work is taken up."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import ReportRun, RunStatus, StoredFile
from baubau_pembinaan.reports.models import Edition
from baubau_pembinaan.reports.services import making

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = """
import sys, time
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from baubau_pembinaan.reports.services import making
whole = making.file_of
def slowly(content, ending, *, at):
    made = whole(content, ending, at=at)
    time.sleep(60)
    return made
making.file_of = slowly
making.build(run_id=int(sys.argv[2]))
"""


def wait_for(what, seconds=90):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "It did not happen in time."
        time.sleep(0.1)


@contextmanager
def a_worker(run):
    """A process that makes this report and takes a minute over each file."""
    command = [sys.executable, "-c", WORKER, str(connection.settings_dict["NAME"]), str(run.pk)]
    worker = subprocess.Popen(command, cwd=settings.BASE_DIR)  # our own interpreter and words
    try:
        wait_for(lambda: ReportRun.objects.get(pk=run.pk).progress >= 30)
        yield
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()


def test_without_the_lock_a_second_worker_makes_the_same_report(library, staff_user, monkeypatch):
    """The negative control: the advisory lock switched off, two work on one run at once."""

    @contextmanager
    def open_to_all(name):
        yield True

    monkeypatch.setattr(making, "wake", lambda ids: None)
    run = making.request_report(name="bulanan", period="2026-09", by=staff_user(Role.AGENCY_HEAD), at=timezone.now())
    with a_worker(run):
        assert making.build(run_id=run.pk) is None
        monkeypatch.setattr(making, "advisory_lock", open_to_all)
        assert making.build(run_id=run.pk) is not None


def test_killed_worker_leaves_one_report_and_no_file_behind(library, staff_user, monkeypatch, record_property):
    monkeypatch.setattr(making, "wake", lambda ids: None)
    run = making.request_report(name="bulanan", period="2026-09", by=staff_user(Role.AGENCY_HEAD), at=timezone.now())
    with a_worker(run):
        assert making.build(run_id=run.pk) is None  # it is being worked on
        assert not Edition.objects.exists()
    assert ReportRun.objects.get(pk=run.pk).status == RunStatus.RUNNING
    woken = []
    monkeypatch.setattr(making, "wake", woken.extend)
    assert making.wake_forgotten(at=timezone.now() + timedelta(minutes=2)) == 1
    wait_for(lambda: making.build(run_id=woken[0]) is not None)  # the server frees a dead session's lock by itself
    figures = f"workers killed: 1, editions: {Edition.objects.count()}, files: {StoredFile.objects.count()}"
    record_property("figures", figures)
    assert (Edition.objects.count(), StoredFile.objects.count()) == (1, 3)
    assert ReportRun.objects.get(pk=run.pk).status == RunStatus.DONE
