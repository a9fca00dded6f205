"""Long lists that a worker takes in: watched, stopped, told of; all is saved or nothing. Short ones need no worker."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core import tables
from baubau_pembinaan.documents.models import TAKEN_UP_AT_MOST, ReportRun, RunStatus
from baubau_pembinaan.notifications import jobs
from baubau_pembinaan.notifications.models import Message
from baubau_pembinaan.runs import lists, services, staff_list
from tests.factories.accounts import make_person
from tests.factories.training import make_worker
from tests.pages import assert_same_queries
from training.models import JpEntry
from training.services import past

pytestmark = pytest.mark.django_db
STAFF, PAST = reverse("accounts:person-import"), reverse("training:past-import")
NIP = "199001012015011001"


@pytest.fixture(autouse=True)
def woken(monkeypatch):
    sent = []
    monkeypatch.setattr(services, "wake", sent.extend)
    monkeypatch.setattr(tables, "AT_ONCE", 2)
    return sent


@pytest.fixture
def client(client_as):
    return client_as(Role.ADMINISTRATOR)


def staff(*names):
    return "\n".join(["Nama", *names]).encode()


def trainings(*titles, **cells):
    base = {"nip": NIP, "bentuk": "bimtek", "penyelenggara": "Perpusnas", "mulai": "1-3-2023", "selesai": "2-3-2023"}
    rows = [{**base, "jp": "12", "pelatihan": title, **cells} for title in titles]
    lines = [past.COLUMNS, *([row.get(name, "") for name in past.COLUMNS] for row in rows)]
    return "\n".join(";".join(line) for line in lines).encode()


def send(client, url, content, **data):
    file = BytesIO(content)
    file.name = "daftar.csv"
    return client.post(url, {"file": file, **data})


def give(client, url=STAFF, content=b"Nama\nSatu\nDua\nTiga\n", **data):
    assert send(client, url, content, **data).status_code == 302
    return ReportRun.objects.order_by("-pk")[0]


def messages(client):
    return Message.objects.filter(recipient=client.user, kind="runs.over")


def people():
    return set(StaffProfile.objects.values_list("name", flat=True)) & {"Satu", "Dua", "Tiga"}


def test_a_short_list_is_taken_at_once_and_a_long_one_by_a_worker(client, woken, django_capture_on_commit_callbacks):
    send(client, STAFF, staff("Satu", "Dua"))
    assert (people(), ReportRun.objects.count()) == ({"Satu", "Dua"}, 0)
    with django_capture_on_commit_callbacks(execute=True):
        run = give(client)
    assert (woken, people()) == ([run.pk], {"Satu", "Dua"})
    assert "data-working" in client.get(STAFF).content.decode()
    services.build(run_id=run.pk)
    services.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.status, len(people()), messages(client).count()) == (RunStatus.DONE, 3, 1)
    assert "1 baru" in messages(client).get().body
    page = client.get(STAFF).content.decode()
    assert ("data-working" in page, "1 baru" in page, run.file.get_absolute_url() in page) == (False, True, True)
    assert client.get(run.file.get_absolute_url()).status_code == 200
    assert not default_storage.exists(f"{staff_list.STAFF_LIST.report}/{run.pk}") and "upload" not in run.parameters


def test_what_a_list_told_is_for_those_who_may_give_it(client, client_as):
    run = give(client)
    services.build(run_id=run.pk)
    address = ReportRun.objects.get().file.get_absolute_url()
    assert client_as(Role.ADMINISTRATOR).get(address).status_code == 200
    assert client_as(Role.LIBRARIAN).get(address).status_code in (403, 404)


def test_past_trainings_go_the_same_way(client):
    make_worker(nip=NIP)
    run = give(client, PAST, trainings("Satu", "Dua", "Tiga"), save="on")
    services.build(run_id=run.pk)
    assert JpEntry.objects.filter(entered_by=client.user).count() == 3
    assert "3 baru" in client.get(PAST).content.decode()
    assert messages(client).get().url == PAST


def test_one_bad_row_saves_nothing_and_the_page_names_row_and_column(client):
    make_worker(nip=NIP)
    services.build(run_id=give(client, PAST, trainings("Satu", "Dua", "Tiga", jp="banyak"), save="on").pk)
    page = client.get(PAST).content.decode()
    assert not JpEntry.objects.exists()
    assert '<td class="num" data-label="Baris">2</td>' in page and ">jp</td>" in page and "banyak" in page
    assert messages(client).get().key.endswith(".failed")
    services.build(run_id=give(client, STAFF, b"Nama,NIP\nSatu,1\nDua,12a\nTiga,\n").pk)
    assert people() == set()
    assert "12a" in client.get(STAFF).content.decode()
    assert "upload" not in ReportRun.objects.order_by("-pk")[0].parameters


def test_a_trial_saves_nothing_and_the_second_press_takes_that_very_list_once(client, client_as):
    tried = give(client, dry_run="on")
    take = reverse("runs:take", args=[tried.pk])
    client.post(take)  # not read yet
    services.build(run_id=tried.pk)
    assert people() == set()
    assert take in client.get(STAFF).content.decode()
    client_as(Role.ADMINISTRATOR).post(take)  # another's
    assert ReportRun.objects.count() == 1
    for _twice in range(2):
        assert client.post(take).url == STAFF
    run = ReportRun.objects.exclude(pk=tried.pk).get()
    services.build(run_id=run.pk)
    assert len(people()) == 3


def test_what_was_tried_and_never_taken_in_goes_after_a_day(client):
    tried = give(client, dry_run="on")
    services.build(run_id=tried.pk)
    now = timezone.now()
    assert lists.sweep(at=now) == 0
    assert default_storage.exists(tried.parameters["upload"])
    later = now + timedelta(days=1, minutes=1)
    assert (lists.sweep(at=later), lists.sweep(at=later)) == (1, 0)
    assert not default_storage.exists(tried.parameters["upload"])


@pytest.mark.parametrize("moment", ["waiting", "at work", "at the last moment"])
def test_a_stopped_list_leaves_no_trace(client, monkeypatch, moment):
    run = give(client)
    stop = reverse("runs:stop", args=[run.pk])
    assert stop in client.get(STAFF).content.decode()
    if moment == "waiting":
        client.post(stop)
    else:
        real = staff_list.import_staff

        def stopped_meanwhile(*args, progress, **options):
            def heard(percent):
                if percent == 50 and moment == "at work":
                    client.post(stop)
                progress(percent)

            report = real(*args, progress=heard, **options)
            if moment == "at the last moment":
                client.post(stop)
            return report

        monkeypatch.setattr(staff_list, "import_staff", stopped_meanwhile)
    services.build(run_id=run.pk)
    run.refresh_from_db()
    assert run.status != RunStatus.DONE  # the stop of this test stands in the transaction that is taken back
    assert (people(), messages(client).count()) == (set(), 0)
    assert not default_storage.listdir(staff_list.STAFF_LIST.report)[1]


def test_how_far_it_is_can_be_seen_from_outside_its_transaction(client, monkeypatch):
    run, seen = give(client), []
    real = staff_list.import_staff

    def watched(*args, progress, **options):
        def heard(percent):
            progress(percent)
            seen.append(ReportRun.objects.get(pk=run.pk).shown_progress)

        return real(*args, progress=heard, **options)

    monkeypatch.setattr(staff_list, "import_staff", watched)
    services.build(run_id=run.pk)
    assert seen == [0, 16, 33, 50, 66, 83]


def test_a_list_whose_worker_was_lost_is_taken_up_again_and_not_for_ever(client, woken, monkeypatch):
    run = give(client)

    class Killed(BaseException):
        """Nothing of ours runs after it."""

    for fault in (Killed, OperationalError):

        def dies(*args, fault=fault, **options):
            raise fault

        with monkeypatch.context() as patched:
            patched.setattr(staff_list, "import_staff", dies)
            with pytest.raises(fault):
                services.build(run_id=run.pk)
    ReportRun.objects.update(requested_at=timezone.now() - timedelta(minutes=2))
    woken.clear()
    assert (services.wake_forgotten(at=timezone.now()), woken) == (1, [run.pk])
    services.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.status, run.attempts, len(people())) == (RunStatus.DONE, 3, 3)
    deadly = give(client)
    ReportRun.objects.filter(pk=deadly.pk).update(status=RunStatus.RUNNING, attempts=TAKEN_UP_AT_MOST)
    services.build(run_id=deadly.pk)
    deadly.refresh_from_db()
    assert deadly.status == RunStatus.FAILED
    assert messages(client).filter(key__endswith=".failed").count() == 1


def test_a_fault_of_ours_is_told_and_seen(client, monkeypatch):
    run = give(client)
    monkeypatch.setattr(staff_list, "import_staff", lambda *args, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.build(run_id=run.pk)
    assert "ZeroDivisionError" in client.get(STAFF).content.decode()
    assert messages(client).count() == 1


def test_who_lost_the_right_meanwhile_changes_nothing(client):
    run = give(client)
    client.user.groups.clear()
    services.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.status, people()) == (RunStatus.FAILED, set())


@pytest.mark.django_db(transaction=True)
def test_while_one_worker_reads_a_list_another_leaves_it(client, monkeypatch):
    run = give(client)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1")
        with monkeypatch.context() as patched:
            patched.setattr(jobs, "connection", other)
            lock = jobs.advisory_lock(f"runs.{run.pk}")  # let go of, it would be given back
            assert lock.__enter__()
        services.build(run_id=run.pk)
    finally:
        other.close()
    run.refresh_from_db()
    assert (run.status, people()) == (RunStatus.QUEUED, set())


def test_the_pages_cost_the_same_for_one_list_as_for_three(client):
    make_person(Role.LIBRARIAN)
    for url in (STAFF, PAST):
        assert_same_queries(client, url, lambda url=url: give(client, url, staff("A", "B", "C")))
