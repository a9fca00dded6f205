"""The fixtures every room leans on do what they say."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation
from kombu.exceptions import OperationalError

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.celery import app


def test_client_as_signs_in_a_person_of_that_role(client_as):
    client = client_as(Role.LIBRARIAN)
    assert client.get(reverse("portal:home")).status_code == 200
    assert client.user.role_names == {"Pustakawan"}


def test_without_redis_the_cache_still_answers(no_redis):
    cache.set("key", "kept", 60)
    assert cache.get("key") == "kept"


def test_without_redis_the_broker_refuses(no_redis):
    with pytest.raises(OperationalError):
        app.send_task("nobody.cares", retry=False)


def test_with_redis_the_broker_accepts():
    """The granting twin, and proof that the fixture above left nothing behind."""
    with app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1)
        assert connection.connected


@pytest.mark.parametrize("round_", [1, 2])
def test_each_test_begins_with_an_empty_cache_and_in_indonesian(round_):
    assert cache.get("left-by-another") is None
    assert translation.get_language() == "id"
    cache.set("left-by-another", 1, 60)
    translation.activate("en")


def test_the_clock_stands_still(clock):
    assert timezone.localtime().isoformat() == "2026-11-23T09:30:00+08:00"
    clock.shift(60)
    assert timezone.localtime().isoformat() == "2026-11-23T09:31:00+08:00"


def test_english_is_a_choice(english):
    assert translation.gettext("Save") == "Save"
    with translation.override("id"):
        assert translation.gettext("Save") == "Simpan"
