"""The outbox and the timetable in the administrators' site."""

import re

import pytest
from django.urls import reverse
from django_celery_beat.models import CrontabSchedule, PeriodicTask
from zeal import zeal_ignore

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.choices import State, Trouble
from baubau_pembinaan.notifications.models import Delivery
from baubau_pembinaan.notifications.schedule_words import crontab_words
from tests.factories.accounts import make_user
from tests.factories.notifications import make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = make_user(Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def failed_row() -> Delivery:
    row = make_message().deliveries.get(channel="email")
    Delivery.objects.filter(pk=row.pk).update(state=State.FAILED, last_error=Trouble.REFUSED)
    return row


LIST = "admin:notifications_delivery_changelist"


def test_the_action_tries_the_chosen_failed_mail_again(client, administrator):
    one, other = failed_row(), failed_row()
    client.post(reverse(LIST), {"action": "retry", "_selected_action": [one.pk]})
    assert Delivery.objects.failed().get().pk == other.pk


def test_nobody_changes_a_row_by_hand(client, administrator):
    row = failed_row()
    url = reverse("admin:notifications_delivery_change", args=[row.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"state": "sent"}).status_code == 403
    assert Delivery.objects.get(pk=row.pk).state == State.FAILED


def test_somebody_without_the_right_tries_nothing(client):
    row = failed_row()
    client.force_login(make_user(Role.LIBRARIAN))
    client.post(reverse(LIST), {"action": "retry", "_selected_action": [row.pk]})
    assert Delivery.objects.failed().count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_little_for_three_rows_as_for_one(client, administrator, rows, django_assert_max_num_queries):
    for _ in range(rows):
        failed_row()
    with django_assert_max_num_queries(12):
        assert client.get(reverse(LIST)).status_code == 200


def test_the_timetable_is_listed_and_put_back(client, administrator):
    entry = PeriodicTask.objects.get(name="notifications.clear_expired")
    PeriodicTask.objects.filter(pk=entry.pk).update(enabled=False)
    url = reverse("admin:django_celery_beat_periodictask_changelist")
    assert "Setiap malam" in client.get(url).content.decode()
    client.post(url, {"action": "reset_to_default", "_selected_action": [entry.pk]})
    entry.refresh_from_db()
    assert entry.enabled is True


def test_the_timetable_speaks_the_readers_language_and_shows_what_matters(client, administrator):
    page = client.get(reverse("admin:django_celery_beat_periodictask_changelist")).content.decode()
    times = client.get(reverse("admin:django_celery_beat_crontabschedule_changelist")).content.decode()
    entry = PeriodicTask.objects.get(name="notifications.send_reminders")
    form = client.get(reverse("admin:django_celery_beat_periodictask_change", args=[entry.pk])).content.decode()
    schedule = client.get(reverse("admin:django_celery_beat_crontabschedule_change", args=[entry.crontab_id]))
    assert "setiap hari pukul 01.30" in page
    assert "setiap 10 menit dari pukul 07.00 sampai 19.59" in times
    for shown in (page, times, form, schedule.content.decode()):
        main = shown.split('id="content"', 1)[1]
        assert not re.search(r"Scheduler|Human readable|Crontab translation|Task Name|Every \d|At \d\d:|AM |PM ", main)
    assert form.index("setiap 10 menit dari pukul 07.00 sampai 19.59") < form.index("Untuk teknisi")


@pytest.mark.parametrize(
    ("signs", "words"),
    [
        ({}, "setiap menit"),
        ({"minute": "*/5"}, "setiap 5 menit"),
        ({"minute": "0", "hour": "4"}, "setiap hari pukul 04.00"),
        ({"minute": "15", "hour": "9,15"}, "setiap hari pukul 09.15 dan 15.15"),
        ({"minute": "30", "hour": "7", "day_of_week": "1"}, "setiap Senin pukul 07.30"),
        ({"minute": "0", "hour": "7", "day_of_week": "0,5"}, "setiap Minggu dan Jumat pukul 07.00"),
        ({"minute": "0", "hour": "7", "day_of_month": "1,15"}, "setiap tanggal 1 dan 15 pukul 07.00"),
        ({"minute": "1-9/2", "hour": "3"}, "1-9/2 3 * * *"),
        ({"minute": "0", "hour": "3", "month_of_year": "1"}, "0 3 * 1 *"),
    ],
)
def test_a_schedule_is_said_in_words(signs, words):
    fields = {"minute": "*", "hour": "*", "day_of_week": "*", "day_of_month": "*", "month_of_year": "*"} | signs
    assert crontab_words(CrontabSchedule(**fields)) == words


def test_the_form_of_an_entry_keeps_what_it_does_not_show(client, administrator):
    entry = PeriodicTask.objects.get(name="notifications.send_reminders")
    url = reverse("admin:django_celery_beat_periodictask_change", args=[entry.pk])
    shown = client.get(url).context["adminform"].form
    data = {name: shown.get_initial_for_field(field, name) for name, field in shown.fields.items()}
    data = {name: value for name, value in data.items() if value not in (None, False)} | {"enabled": ""}
    with zeal_ignore():  # the package notes each save twice
        assert client.post(url, data).status_code == 302
    after = PeriodicTask.objects.get(pk=entry.pk)
    assert (after.enabled, after.task, after.crontab_id) == (False, entry.task, entry.crontab_id)
