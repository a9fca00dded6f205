"""The outbox and the timetable in the administrators' site."""

import pytest
from django.urls import reverse
from django_celery_beat.models import PeriodicTask

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.choices import State, Trouble
from baubau_pembinaan.notifications.models import Delivery
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
