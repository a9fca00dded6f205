"""load_demo where something stands already, or may not stand: it touches nothing of anybody's own."""

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from baubau_pembinaan.accounts.models import User

pytestmark = pytest.mark.django_db


def test_if_empty_spares_the_first_administrator_of_a_real_library():
    User.objects.create_superuser("wati", password="rahasia-sekali-9", name="Wati")
    call_command("load_demo", "--if-empty", "--as-of", "2026-11-22")
    assert User.objects.count() == 1  # an empty one it fills: tests.demo_database


@override_settings(DEMO_ALLOWED=False)
def test_demo_is_refused_where_data_are_real():
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not User.objects.exists()
