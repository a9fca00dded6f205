"""/sehat/ for machines, the page of reasons for administrators, the command for scripts."""

import json
import os
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_celery_beat.models import CrontabSchedule, PeriodicTask
from kombu import Connection

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.formats import pukul
from baubau_pembinaan.notifications import health, jobs, selectors
from baubau_pembinaan.notifications.choices import State, Trouble
from baubau_pembinaan.notifications.models import Delivery, Heartbeat, JobRun
from baubau_pembinaan.notifications.timetable import what_it_does
from tests.factories.accounts import make_user
from tests.factories.notifications import make_message

pytestmark = pytest.mark.django_db


def fail_for_good(message) -> Delivery:
    row = message.deliveries.get(channel="email")
    Delivery.objects.filter(pk=row.pk).update(state=State.FAILED, last_error=Trouble.REFUSED, smtp_status=550)
    return row


@pytest.fixture
def well():
    for name in ("beat", "worker"):
        jobs.beat(name, at=timezone.now())


@pytest.fixture
def administrator(client):
    user = make_user(Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def test_healthy_is_200_and_tells_nothing_else(client, well, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/sehat/")
    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok", "text/plain")
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("expected", "status"), [(True, 503), (False, 200)])
def test_a_beat_silent_for_five_minutes_is_ill_only_where_beat_is_expected(client, settings, well, expected, status):
    settings.HEALTH_EXPECTS_BEAT = expected
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=5, seconds=1))
    assert client.get("/sehat/").status_code == status


@pytest.mark.parametrize("name", ["beat", "worker"])
def test_either_one_silent_for_five_minutes_is_ill(client, well, name):
    Heartbeat.objects.filter(name=name).update(at=timezone.now() - timedelta(minutes=5, seconds=1))
    assert (client.get("/sehat/").status_code, client.get("/sehat/").content) == (503, b"gangguan")


def test_a_new_installation_may_take_a_breath(client, monkeypatch):
    monkeypatch.setattr(health, "_STARTED_AT", health.time.monotonic())
    assert client.get("/sehat/").status_code == 200
    monkeypatch.setattr(health, "_STARTED_AT", health.time.monotonic() - 301)
    assert client.get("/sehat/").status_code == 503


def no_database(execute, sql, params, many, context):
    raise OperationalError("server closed the connection")


def test_without_a_database_it_is_503_not_an_error(client):
    with connection.execute_wrapper(no_database):
        response = client.get("/sehat/")
    assert (response.status_code, response.content) == (503, b"gangguan")


def marks() -> dict[str, str]:
    return {one.name: one.mark.value for one in health.findings(at=timezone.now())}


def test_all_is_good_when_all_is_well(well, settings, monkeypatch):
    monkeypatch.setattr(health, "QUEUE", "antrean-kosong")  # other tests wake workers that are not there
    found = marks()
    assert {found.pop("disk"), found.pop("backup")} <= {"good", "warning"}
    assert found.pop("reports") == "warning"  # nobody is named yet to be told
    assert set(found.values()) == {"good"}
    assert set(found) == {
        "database", "beat", "worker", "broker", "queue", "cache", "outbox_waiting", "outbox_oldest", "outbox_failed",
        "timetable", "jobs", "migrations",
    }  # fmt: skip


def test_a_dead_broker_is_found_and_breaks_no_other_answer(well, settings, tmp_path):
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/mati.sock"
    settings.CACHE_URL = f"unix://{tmp_path}/mati.sock"
    found = marks()
    assert (found["broker"], found["cache"], found["database"]) == ("bad", "bad", "good")


def test_a_dead_database_is_found_without_an_error():
    with connection.execute_wrapper(no_database):
        found = marks()
    assert (found["database"], found["outbox"], found["broker"]) == ("bad", "bad", "good")


@pytest.mark.parametrize(
    ("age", "mark"),
    [
        (timedelta(minutes=14), "good"),
        (timedelta(minutes=16), "warning"),
        (timedelta(minutes=61), "bad"),
        (timedelta(days=4), "bad"),
        (timedelta(minutes=-61), "warning"),  # written while the clock was ahead
    ],
)
def test_late_mail_wants_a_look_and_then_is_a_fault(well, age, mark):
    late = make_message().deliveries.get(channel="email")
    Delivery.objects.filter(pk=late.pk).update(queued_at=timezone.now() - age)
    assert marks()["outbox_waiting"] == mark


def test_a_failed_message_is_a_fault_and_one_nobody_needs_is_none(well):
    row = fail_for_good(make_message())
    assert marks()["outbox_failed"] == "bad"
    Delivery.objects.filter(pk=row.pk).update(state=State.DROPPED, queued_at=timezone.now() - timedelta(days=4))
    assert (marks()["outbox_failed"], marks()["outbox_waiting"]) == ("good", "good")


@pytest.mark.parametrize("what", ["mail", "message", "backup"])
def test_the_command_leaves_with_1_for_old_mail_a_failed_message_and_an_old_backup(
    well, settings, tmp_path, monkeypatch, capsys, what
):
    settings.BACKUP_DIR = tmp_path
    saved = tmp_path / "baru.tar"
    saved.write_text("x")
    monkeypatch.setattr(health, "DISK_FULL", 101)
    call_command("check_health")
    if what == "mail":
        make_message()
        Delivery.objects.filter(channel="email").update(queued_at=timezone.now() - timedelta(days=4))
    if what == "message":
        fail_for_good(make_message())
    if what == "backup":
        nine_days_ago = (timezone.now() - timedelta(days=9)).timestamp()
        os.utime(saved, (nine_days_ago, nine_days_ago))
    with pytest.raises(SystemExit) as leaving:
        call_command("check_health")
    assert leaving.value.code == 1


def test_mail_that_waits_for_the_morning_is_not_late(well):
    make_message()
    now = timezone.now()
    Delivery.objects.filter(channel="email").update(
        queued_at=now - timedelta(hours=9), next_attempt_at=now + timedelta(hours=1), keeps_hours=True
    )
    assert marks()["outbox_waiting"] == "good"
    Delivery.objects.update(attempts=1)
    assert marks()["outbox_waiting"] == "bad"


@pytest.mark.parametrize("name", ["beat", "worker"])
def test_a_sign_of_life_from_the_future_is_none(client, well, name):
    Heartbeat.objects.filter(name=name).update(at=timezone.now() + timedelta(hours=3))
    assert client.get("/sehat/").status_code == 503
    found = next(one for one in health.findings(at=timezone.now()) if one.name == name)
    assert (found.mark, "dimundurkan" in found.text) == ("bad", True), found.text


def test_an_entry_that_ran_in_the_future_is_a_fault(well):
    assert marks()["timetable"] == "good"
    PeriodicTask.objects.filter(name="reports.see_to_due").update(last_run_at=timezone.now() + timedelta(days=3))
    assert marks()["timetable"] == "bad"


def test_the_page_tells_when_a_job_began_ended_and_what_went_wrong(client, administrator, well):
    now = timezone.now()
    JobRun.objects.create(job="reports.see_to_due", begun_at=now, finished_at=now, trouble="ZeroDivisionError")
    page = client.get(reverse("notifications:health")).content.decode()
    assert page.count("ZeroDivisionError") == 1
    assert marks()["jobs"] == "warning"
    JobRun.objects.update(trouble="")
    page = client.get(reverse("notifications:health")).content.decode()
    assert f"Selesai {pukul(now)}." in page


@pytest.mark.parametrize(("used", "mark"), [(79, "good"), (80, "warning"), (90, "bad")])
def test_the_disk_is_watched_from_80_and_broken_from_90_per_cent(monkeypatch, used, mark):
    usage = type("Usage", (), {"total": 100, "used": used, "free": 100 - used})
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: usage)
    assert marks()["disk"] == mark


def test_the_command_speaks_json_and_leaves_with_its_verdict(well, capsys, monkeypatch):
    monkeypatch.setattr(health, "DISK_FULL", 101)
    call_command("check_health", format="json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["state"] in {"good", "warning"}
    assert {"name": "migrations", "state": "good", "value": 0, "text": "Semua sudah diterapkan."} in answer["checks"]
    Heartbeat.objects.all().delete()
    with pytest.raises(SystemExit) as leaving:
        call_command("check_health")
    assert leaving.value.code == 1
    assert "bad" in capsys.readouterr().out


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_little_for_three_failures_as_for_one(
    client, administrator, well, rows, django_assert_num_queries
):
    for _ in range(rows):
        fail_for_good(make_message())
    client.get(reverse("notifications:health"))
    with django_assert_num_queries(10):  # nine on a running site: outside a test's transaction the library is cached
        response = client.get(reverse("notifications:health"))
    assert response.content.decode().count("(550)") == rows


def test_a_change_not_yet_applied_is_found(well):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'notifications'")
    assert marks()["migrations"] == "bad"


def test_one_failed_mail_is_tried_again_and_the_other_stays(client, administrator):
    one, other = fail_for_good(make_message()), fail_for_good(make_message())
    response = client.post(reverse("notifications:retry-failed"), {"delivery": one.pk}, follow=True)
    assert "1 pesan dicoba lagi" in response.content.decode()
    assert dict(Delivery.objects.filter(channel="email").values_list("pk", "state")) == {
        one.pk: State.WAITING,
        other.pk: State.FAILED,
    }


def test_all_failed_mail_is_tried_again(client, administrator):
    for _ in range(2):
        fail_for_good(make_message())
    client.post(reverse("notifications:retry-failed"))
    assert Delivery.objects.failed().count() == 0


@pytest.mark.parametrize("value", ["x", "-1", "1" * 30, "0"])
def test_a_nonsense_choice_tries_nothing(client, administrator, value):
    fail_for_good(make_message())
    response = client.post(reverse("notifications:retry-failed"), {"delivery": value}, follow=True)
    assert "Tidak ada yang perlu dicoba lagi" in response.content.decode()
    assert Delivery.objects.failed().count() == 1


@pytest.mark.parametrize(
    ("age", "mark", "says"),
    [
        (None, "warning", "Belum ada"),
        (timedelta(minutes=5), "good", "0 jam"),
        (timedelta(hours=26), "good", "26 jam"),
        (timedelta(days=8), "good", "8 hari"),
        (timedelta(days=9), "bad", "9 hari"),
    ],
)
def test_the_newest_backup_tells_its_age(settings, tmp_path, age, mark, says):
    settings.BACKUP_DIR = tmp_path
    now = timezone.now()
    if age is not None:
        for name, older in (("lama.tar", timedelta(days=40)), ("baru.tar", age)):
            (tmp_path / name).write_text("x")
            moment = (now - older).timestamp()
            os.utime(tmp_path / name, (moment, moment))
    found = next(one for one in health.findings(at=now) if one.name == "backup")
    assert (found.mark, says in found.text) == (mark, True), found.text


@pytest.mark.parametrize(("days", "mark"), [(6, "warning"), (8, "bad")])
def test_a_house_that_never_had_a_backup_is_at_fault_after_a_week(settings, tmp_path, days, mark):
    settings.BACKUP_DIR = tmp_path
    now = timezone.now()
    MigrationRecorder(connection).Migration.objects.update(applied=now - timedelta(days=days))
    assert next(one.mark for one in health.findings(at=now) if one.name == "backup") == mark


def test_a_folder_of_backups_that_is_not_there_is_no_error(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "tidak-ada"
    assert marks()["backup"] == "warning"


def test_the_queue_and_the_oldest_message_are_told(well, settings, monkeypatch):
    monkeypatch.setattr(health, "QUEUE", "antrean-uji")
    with Connection(settings.CELERY_BROKER_URL) as broker:
        client = broker.default_channel.client
        client.rpush("antrean-uji", *range(101))
        try:
            found = {one.name: one for one in health.findings(at=timezone.now())}
        finally:
            client.delete("antrean-uji")
    assert (found["queue"].value, found["queue"].mark) == (101, "warning")
    assert (found["outbox_oldest"].value, found["outbox_oldest"].mark) == (None, "good")
    now = timezone.now()
    make_message()
    Delivery.objects.filter(channel="email").update(queued_at=now - timedelta(minutes=20))
    oldest = next(one for one in health.findings(at=now) if one.name == "outbox_oldest")
    assert (oldest.value, oldest.mark) == (1200, "warning")


@pytest.mark.parametrize(
    ("crontab_fields", "expected"),
    [
        ({"minute": "40", "hour": "3"}, "2026-11-24 03:40"),
        ({"minute": "*/10", "hour": "7-19"}, "2026-11-23 09:40"),
        ({"minute": "30", "hour": "7", "day_of_week": "1"}, "2026-11-30 07:30"),
    ],
)
def test_the_next_run_of_a_job_is_told_in_the_librarys_own_time(clock, crontab_fields, expected):
    schedule = CrontabSchedule.objects.create(**crontab_fields, timezone="Asia/Makassar")
    entry = PeriodicTask.objects.create(name="uji", task="x", crontab=schedule)
    found = selectors.next_run(entry, timezone.now())
    assert f"{timezone.localtime(found):%Y-%m-%d %H:%M}" == expected
    entry.enabled = False
    assert selectors.next_run(entry, timezone.now()) is None


def test_the_next_run_is_told_to_the_minute_though_the_clock_goes_on_meanwhile(clock):
    schedule = CrontabSchedule.objects.create(minute="40", hour="9", timezone="Asia/Makassar")
    entry = PeriodicTask.objects.create(name="uji", task="x", crontab=schedule)
    asked_at = timezone.now() - timedelta(seconds=9)
    assert f"{timezone.localtime(selectors.next_run(entry, asked_at)):%H:%M:%S}" == "09:40:00"


def test_the_page_shows_the_next_run(client, administrator, well):
    page = client.get(reverse("notifications:health"))
    assert "Berikutnya" in page.content.decode()
    assert all(line["next_at"] > timezone.now() for line in page.context["timetable"] if line["entry"].enabled)


def test_a_job_is_described_in_the_readers_language_unless_an_administrator_wrote_other_words(administrator):
    entry = PeriodicTask.objects.get(name="notifications.clear_expired")
    assert entry.description.startswith("Setiap malam pukul 03.40")
    with override("en"):
        assert what_it_does(entry).startswith("Every night at 03.40")
        entry.description = "Kata sendiri"
        assert what_it_does(entry) == "Kata sendiri"
