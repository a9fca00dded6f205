"""Deeds that have nothing to do with one another do not wait for one another."""

import re
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from collections_app.services import catalogue, locks, selection, sending, suggestions, weeding
from collections_app.services.locks import Lock, hold
from tests.races import at_once


def _waits(held: Lock, wanted: Lock) -> bool:
    """Whether somebody who wants the one lock waits for whoever holds the other."""

    def ask():
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '200ms'")
            hold(wanted)

    with transaction.atomic():
        hold(held)
        (raised,) = at_once(ask)
    assert raised is None or isinstance(raised, OperationalError), raised
    return raised is not None


@pytest.mark.django_db(transaction=True)
def test_a_file_for_the_catalogue_system_holds_up_no_selection_sheet():
    assert {(held, wanted) for held in Lock for wanted in Lock if _waits(held, wanted)} == {(one, one) for one in Lock}


def test_every_lock_of_the_room_stands_in_the_one_list():
    room = Path(locks.__file__).parents[1]
    asking = [
        path.name for path in room.rglob("*.py") if re.search(r"pg_(try_)?advisory|\b7472_", path.read_text("utf-8"))
    ]
    assert asking == ["locks.py"]
    assert {module.hold for module in (catalogue, selection, sending, suggestions, weeding)} == {hold}
