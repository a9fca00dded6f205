"""Redis is the wake-up, never the record: without it a deed is saved at once and its mail goes out a little later."""

import socket
import time

import pytest
import redis
from django.core import mail
from django.db import transaction

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.notifications import tasks, wakeup
from baubau_pembinaan.notifications.choices import State
from baubau_pembinaan.notifications.models import Delivery
from tests.factories.notifications import make_message, make_reader

pytestmark = pytest.mark.django_db(transaction=True)


def do_a_deed() -> float:
    """Change a business row and tell about it in one transaction; returns the seconds it took."""
    reader = make_reader()
    begun = time.monotonic()
    with transaction.atomic():
        User.objects.filter(pk=reader.pk).update(name="Sesudah")
        make_message(reader)
    return time.monotonic() - begun


def test_with_redis_dead_the_deed_is_saved_and_the_sweeper_sends(settings, tmp_path):
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/mati.sock"
    assert do_a_deed() < 1
    assert User.objects.filter(name="Sesudah").count() == 1
    assert mail.outbox == []
    tasks.sweep_outbox()
    assert len(mail.outbox) == 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def test_a_broker_that_never_answers_costs_under_a_second_once(settings):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{mute.getsockname()[1]}/0"
        assert do_a_deed() < 1.3
        assert do_a_deed() < 0.2  # left alone for a while
    assert Delivery.objects.filter(state=State.WAITING).count() == 2


def test_with_redis_alive_one_wake_up_is_queued(settings):
    queue = redis.Redis.from_url(settings.CACHE_URL.partition("?")[0], db=9)
    queue.delete("celery")
    settings.CELERY_BROKER_URL = settings.CELERY_BROKER_URL.replace("virtual_host=0", "virtual_host=9")
    try:
        do_a_deed()
        assert queue.llen("celery") == 1
        assert b"notifications.dispatch_outbox" in queue.lindex("celery", 0)
    finally:
        queue.flushdb()
        queue.close()


def test_a_failed_wake_up_is_told_in_the_log_without_its_address(settings, tmp_path, caplog):
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/rahasia.sock"
    wakeup.wake_dispatcher()
    assert "No wake-up sent" in caplog.text
    assert "rahasia" not in caplog.text
