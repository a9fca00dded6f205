"""The archive: made once, kept once, a correction beside what stood; who may read it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import CANCELLED, ReportRun, RunStatus, StoredFile
from baubau_pembinaan.notifications.models import Message
from baubau_pembinaan.reports.models import Edition, IndicatorFigure
from baubau_pembinaan.reports.services import making
from tests.factories.reports import make_edition, make_indicator
from tests.pages import assert_same_queries
from tests.races import Meeting

pytestmark = pytest.mark.django_db
HEADS = [Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD]


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    """Wake-ups are counted, not sent."""
    sent = []
    monkeypatch.setattr(making, "wake", sent.extend)
    return sent


@pytest.fixture
def head(staff_user):
    return staff_user(Role.DIVISION_HEAD)


def ask(by=None, name="bulanan", period="2026-09", **options):
    return making.request_report(name=name, period=period, by=by, at=timezone.now(), **options)


def test_second_making_of_the_same_content_adds_nothing(library, head):
    first = making.build(run_id=ask(head).pk)
    again = ask(head)
    assert making.build(run_id=again.pk) == first
    again.refresh_from_db()
    assert (again.status, again.file) == (RunStatus.DONE, first.pdf)
    assert (Edition.objects.count(), StoredFile.objects.count()) == (1, 3)
    assert Message.objects.filter(recipient=head).count() == 2  # both who asked are told


def test_correction_makes_version_two_beside_version_one(library, head):
    first = making.build(run_id=ask(head, "tahunan", "2025").pk)
    indicator = make_indicator()
    IndicatorFigure.objects.create(indicator=indicator, year=2025, value=7)
    second = making.build(run_id=ask(head, "tahunan", "2025").pk)
    assert [row.version for row in Edition.objects.order_by("version")] == [1, 2]
    assert second.content_sha256 != first.content_sha256
    assert first.pdf.file.storage.exists(first.pdf.file.name)
    assert any(indicator.name in row for table in second.linked for row in table["rows"])


def test_two_who_ask_at_once_get_one_run_and_one_edition(library, head, django_capture_on_commit_callbacks, no_broker):
    with django_capture_on_commit_callbacks(execute=True):
        runs = {ask(head).pk, ask(head).pk}
    assert len(runs) == 1
    assert set(no_broker) == runs


@pytest.mark.django_db(transaction=True)
def test_one_run_built_by_many_at_once_is_one_edition(library, head):
    run = ask(head)

    def work():
        try:
            making.build(run_id=run.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(work) for _ in range(4)]:
            future.result()
    assert (Edition.objects.count(), StoredFile.objects.count()) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_race_works_more_than_once(library, head, monkeypatch, unguarded):
    """The negative control: with the guard off, the work is done by several at once."""
    from contextlib import contextmanager

    run, worked, whole, meeting = ask(head), [], making._build, Meeting(3)

    @contextmanager
    def open_door(name):
        yield True

    def counted(run):
        worked.append(run.pk)
        meeting.wait()
        return whole(run)

    monkeypatch.setattr(making, "advisory_lock", open_door)
    monkeypatch.setattr(making, "_build", counted)

    def work():
        try:
            making.build(run_id=run.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        for future in [pool.submit(work) for _ in range(3)]:
            future.result()
    assert len(worked) == 3


def test_stopped_report_keeps_nothing(library, head, monkeypatch):
    run, whole = ask(head), making.file_of

    def stop_meanwhile(content, ending, *, at):
        making.cancel_run(run=run, at=at)
        return whole(content, ending, at=at)

    monkeypatch.setattr(making, "file_of", stop_meanwhile)
    assert making.build(run_id=run.pk) is None
    run.refresh_from_db()
    assert (run.status, run.error) == (RunStatus.FAILED, CANCELLED)
    assert not Edition.objects.exists()
    assert not StoredFile.objects.exists()
    monkeypatch.undo()
    assert making.build(run_id=ask(head).pk).version == 1


def test_lost_worker_is_found_again(library, head, no_broker):
    run = ask(head)
    ReportRun.objects.filter(pk=run.pk).update(
        status=RunStatus.RUNNING, requested_at=timezone.now() - timedelta(hours=1)
    )
    assert making.wake_forgotten(at=timezone.now()) == 1
    assert no_broker == [run.pk]
    assert making.build(run_id=run.pk).version == 1


def test_failure_is_written_down_and_a_new_wish_tries_again(library, head, monkeypatch):
    def broken(content, ending, *, at):
        raise RuntimeError("tinta habis")

    run = ask(head)
    with monkeypatch.context() as patch:
        patch.setattr(making, "file_of", broken)
        with pytest.raises(RuntimeError):
            making.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.status, "tinta habis" in run.error) == (RunStatus.FAILED, True)
    assert making.build(run_id=ask(head).pk) is not None


def test_report_is_asked_for_on_its_page_and_progress_is_shown(library, client_as):
    client = client_as(Role.DIVISION_HEAD)
    url = reverse("reports:make", args=["triwulan"])
    period = client.get(url).context["form"].fields["period"].choices[1][0]
    assert client.post(url, {"period": period, "language": "id"}).status_code == 302
    run = ReportRun.objects.get()
    page = client.get(url).content.decode()
    assert "http-equiv" not in page
    assert "<progress" in page
    assert "js/live.js" in page and "data-working" in page
    assert page.count(f'href="{url}">Lihat kemajuannya') == 1  # without a script
    client.post(reverse("reports:run-cancel", args=[run.pk]))
    page = client.get(url).content.decode()
    assert "dibatalkan" in page
    assert "js/live.js" not in page and "data-working" not in page
    assert client.post(url, {"period": "2026-Q9", "language": "id"}).status_code == 200
    assert ReportRun.objects.count() == 1


def test_pages_take_the_same_statements_for_one_report_and_three(library, client_as):
    client = client_as(Role.AGENCY_HEAD)
    for url in (reverse("reports:home"), reverse("reports:make", args=["triwulan"])):
        assert_same_queries(client, url, lambda: make_edition(report="triwulan", by=client.user))
    edition = make_edition()
    page = assert_same_queries(client, edition.get_absolute_url(), lambda: make_edition(like=edition))
    assert edition.content_sha256[:16] in page.content.decode()
    register = assert_same_queries(client, reverse("reports:indicator-list"), make_indicator)
    assert "Jumlah judul koleksi" in register.content.decode()


@pytest.mark.parametrize("role", [*HEADS, Role.INSPECTOR])
def test_files_are_for_heads_and_inspectors(library, client_as, role):
    assert client_as(role).get(make_edition().pdf.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("role", [Role.LIBRARIAN, Role.SERVICE_OFFICER])
def test_files_about_the_library_are_not_for_others(library, client_as, role):
    client = client_as(role)
    assert client.get(make_edition().xlsx.get_absolute_url()).status_code == 404
    assert client.get(make_edition(person=client.user.profile).xlsx.get_absolute_url()).status_code == 200


def test_typed_figure_is_saved_changed_and_removed(library, client_as):
    client = client_as(Role.DIVISION_HEAD)
    indicator = make_indicator()
    url = reverse("reports:figure-edit", args=[indicator.pk, timezone.localdate().year])
    assert client.post(url, {"value": "", "target": "", "note": ""}).status_code == 200
    assert client.post(url, {"value": "12,5", "target": "", "note": "Buku tamu"}).status_code == 302
    client.post(url, {"value": "13", "target": "20", "note": ""})
    row = IndicatorFigure.objects.get()
    assert (row.value, row.target, row.history.count()) == (13, 20, 2)
    client.post(url, {"remove": "1"})
    assert not IndicatorFigure.objects.exists()
