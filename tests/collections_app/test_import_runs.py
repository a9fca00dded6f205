"""Catalogue files that a worker takes in: watched, stopped, told of; all is saved or nothing."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents import services as documents
from baubau_pembinaan.documents.models import TAKEN_UP_AT_MOST, ReportRun, RunStatus
from baubau_pembinaan.notifications.models import Message
from baubau_pembinaan.runs import lists
from baubau_pembinaan.runs import services as long_work
from collections_app.models import Title
from collections_app.services import catalogue, import_runs, importing
from tests.pages import assert_same_queries

from .test_import import BOOK, OTHER, table

pytestmark = pytest.mark.django_db
URL = reverse("collections_app:import")


@pytest.fixture(autouse=True)
def woken(monkeypatch):
    sent = []
    monkeypatch.setattr(long_work, "wake", sent.extend)
    return sent


@pytest.fixture
def client(client_as):
    return client_as(Role.LIBRARIAN)


def give(client, *rows, **data):
    file = SimpleUploadedFile("katalog.csv", table(*(rows or (BOOK, OTHER))).getvalue())
    assert client.post(URL, {"file": file, **data}).status_code == 302
    return ReportRun.objects.order_by("-pk")[0]


def messages(client):
    return Message.objects.filter(recipient=client.user, kind="collections_app.imported")


def test_the_press_only_asks_and_a_worker_takes_in(client, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = give(client)
    assert (woken, Title.objects.count()) == ([run.pk], 0)
    assert "data-working" in client.get(URL).content.decode()
    kept = run.parameters["upload"]
    assert default_storage.exists(kept)
    long_work.build(run_id=run.pk)
    long_work.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.status, Title.objects.count(), messages(client).count()) == (RunStatus.DONE, 2, 1)
    assert "2 judul baru" in messages(client).get().body
    page = client.get(URL).content.decode()
    assert ("data-working" in page, run.file.get_absolute_url() in page, "2 judul baru" in page) == (False, True, True)
    assert client.get(run.file.get_absolute_url()).status_code == 200
    assert "upload" not in run.parameters
    assert not default_storage.exists(kept)


def test_trying_a_file_out_saves_nothing_and_the_second_press_does(client):
    rows = (BOOK, OTHER | {"title": ""})
    long_work.build(run_id=give(client, *rows, dry_run="on").pk)
    page = client.get(URL).content.decode()
    assert "1 judul baru" in page
    assert "Judul tidak ada." in page
    assert not Title.objects.exists()
    long_work.build(run_id=give(client, *rows).pk)
    assert Title.objects.count() == 1


def test_a_trial_shows_what_it_saw_and_takes_in_that_very_file_once(client, client_as):
    with connection.cursor() as cursor:  # long numbers are written without dots
        cursor.execute("SELECT setval(pg_get_serial_sequence('documents_reportrun', 'id'), 1234567)")
    tried = give(client, dry_run="on")
    assert client.post(URL, {"tried": tried.pk}).url == URL  # not read yet
    long_work.build(run_id=tried.pk)
    html = client.get(URL).content.decode()
    assert "Sang Pemimpi" in html and "utf-8" in html and "18 kode eksemplar" in html
    for who, number in ((client_as(Role.LIBRARIAN), tried.pk), (client, f"{tried.pk}x"), (client, "9" * 30)):
        assert who.post(URL, {"tried": number, "sure": "1"}).url == URL
    assert ReportRun.objects.count() == 1
    assert f'name="tried" value="{tried.pk}"' in html
    asked = client.post(URL, {"tried": tried.pk}).content.decode()
    assert f"Masukkan “{tried.parameters['name']}”?" in asked and 'type="file"' not in asked
    assert ReportRun.objects.count() == 1
    for _twice in range(2):
        assert client.post(URL, {"tried": tried.pk, "sure": "1"}).url == URL
    run = ReportRun.objects.exclude(pk=tried.pk).get()
    long_work.build(run_id=run.pk)
    assert (Title.objects.count(), default_storage.exists(run.parameters["upload"])) == (2, False)


def test_the_button_names_its_file_and_an_earlier_trial_is_not_taken_unasked(client):
    earlier, later = give(client, dry_run="on"), give(client, OTHER, dry_run="on")
    for run in (earlier, later):
        long_work.build(run_id=run.pk)
    html = client.get(URL).content.decode()
    assert f"Masukkan tepat “{later.parameters['name']}”" in html
    assert "data-other-file" in html and "js/other-file.js" in html and html.count("btn btn-primary") == 1

    assert client.post(URL, {"tried": earlier.pk}).url == URL

    assert ReportRun.objects.count() == 2


def test_what_was_tried_and_never_taken_in_goes_after_a_day(client):
    tried = give(client, dry_run="on")
    long_work.build(run_id=tried.pk)
    now = timezone.now()
    assert lists.sweep(at=now) == 0
    assert default_storage.exists(tried.parameters["upload"])
    later = now + timedelta(days=1, minutes=1)
    assert (lists.sweep(at=later), lists.sweep(at=later)) == (1, 0)
    assert not default_storage.exists(tried.parameters["upload"])
    client.post(URL, {"tried": tried.pk, "sure": "1"})
    assert ReportRun.objects.count() == 1


def test_problems_past_the_page_are_counted(client, monkeypatch):
    monkeypatch.setattr(import_runs, "PROBLEMS_SHOWN", 2)
    monkeypatch.setattr("collections_app.services.catalogue_report.PROBLEMS_KEPT", 3)
    long_work.build(run_id=give(client, *[BOOK | {"title": ""}] * 7, OTHER, dry_run="on").pk)
    assert "dan 5 lagi" in client.get(URL).content.decode()


def test_a_file_of_another_kind_is_refused_with_the_reason(client):
    client.post(URL, {"file": SimpleUploadedFile("katalog.xlsx", b"PK\x03\x04xx")})
    run = ReportRun.objects.get()
    long_work.build(run_id=run.pk)
    assert "Ekspor katalog sebagai CSV" in client.get(URL).content.decode()
    assert messages(client).get().subject == "Berkas katalog tidak dapat diambil"
    assert not default_storage.exists(run.parameters["upload"])


def test_a_file_that_is_too_large_is_refused_at_once(client, monkeypatch):
    monkeypatch.setattr(importing, "MAX_BYTES", 10)
    answer = client.post(URL, {"file": SimpleUploadedFile("katalog.csv", b"x" * 11)})
    assert (answer.status_code, ReportRun.objects.count()) == (422, 0)


@pytest.mark.parametrize("moment", ["waiting", "at work", "at the last moment"])
def test_a_stopped_file_leaves_no_trace(client, monkeypatch, moment):
    run = give(client)
    cancel = reverse("collections_app:import-cancel", args=[run.pk])
    assert cancel in client.get(URL).content.decode()
    if moment == "waiting":
        client.post(cancel)
    if moment == "at work":
        monkeypatch.setattr(catalogue, "BATCH", 1)
        taken = catalogue._TitleBatch.take

        def stopped_meanwhile(self, records, report):
            taken(self, records, report)
            ReportRun.objects.filter(pk=run.pk).update(
                status=RunStatus.FAILED, error="cancelled", finished_at=timezone.now()
            )

        monkeypatch.setattr(catalogue._TitleBatch, "take", stopped_meanwhile)
    if moment == "at the last moment":
        protocol = import_runs.protocol

        def stopped_then(report):
            documents.cancel_run(run_id=run.pk, at=timezone.now())
            return protocol(report)

        monkeypatch.setattr(import_runs, "protocol", stopped_then)
    long_work.build(run_id=run.pk)
    assert (Title.objects.count(), messages(client).count()) == (0, 0)
    assert not default_storage.exists(run.parameters["upload"])


def test_how_far_it_is_can_be_seen_from_outside_its_transaction(client, monkeypatch):
    run = give(client)
    documents.start_run(run_id=run.pk, at=timezone.now())
    documents.whisper_progress(run_id=run.pk, percent=47)
    assert 'value="47"' in client.get(URL).content.decode()
    assert ReportRun.objects.get().progress == 0


def test_a_file_whose_worker_was_lost_is_taken_up_again_and_not_for_ever(client, woken, monkeypatch):
    run = give(client)

    class Killed(BaseException):
        """Nothing of ours runs after it."""

    for fault in (Killed, OperationalError):  # the worker, and the database that went away

        def dies(*args, fault=fault, **options):
            raise fault

        with monkeypatch.context() as patched:
            patched.setattr(import_runs, "import_catalogue", dies)
            with pytest.raises(fault):
                long_work.build(run_id=run.pk)
        run.refresh_from_db()
        assert (run.status, default_storage.exists(run.parameters["upload"])) == (RunStatus.RUNNING, True)
    ReportRun.objects.update(requested_at=timezone.now() - timedelta(minutes=2))
    assert long_work.wake_forgotten(at=timezone.now()) == 1
    long_work.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.status, run.attempts, Title.objects.count()) == (RunStatus.DONE, 3, 2)
    deadly = give(client)
    ReportRun.objects.filter(pk=deadly.pk).update(status=RunStatus.RUNNING, attempts=TAKEN_UP_AT_MOST)
    long_work.build(run_id=deadly.pk)
    deadly.refresh_from_db()
    assert deadly.status == RunStatus.FAILED
    assert messages(client).filter(key__endswith=".failed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_while_one_worker_reads_a_file_another_leaves_it(client):
    run = give(client)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1")
        from baubau_pembinaan.notifications import jobs

        real, jobs.connection = jobs.connection, other
        try:
            lock = jobs.advisory_lock(f"runs.{run.pk}")
            assert lock.__enter__()
        finally:
            jobs.connection = real
        long_work.build(run_id=run.pk)
    finally:
        other.close()
    run.refresh_from_db()
    assert (run.status, Title.objects.count()) == (RunStatus.QUEUED, 0)


def test_a_formula_in_a_value_is_shown_and_not_computed():
    problem = importing.Problem(3, "@heading", "=1+1", "Aneh.")
    assert b"3;'@heading;'=1+1;Aneh." in import_runs.protocol(import_runs.Report(problems=[problem]))


def test_the_page_costs_the_same_for_one_file_as_for_three(client):
    give(client)
    assert_same_queries(client, URL, lambda: give(client))
