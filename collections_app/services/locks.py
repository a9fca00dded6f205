"""What is done one at a time in this room, each with a number of its own: deeds that share one hold each other up."""

from enum import IntEnum, unique

from django.db import connection


@unique
class Lock(IntEnum):
    """Numbers of the advisory locks."""

    CATALOGUE = 7472_0601  # an import: two would each make the same new title
    WISHES = 7472_0602  # a wish placed: two would each make the same new demand
    SHEETS = 7472_0603  # a selection sheet filled: two would each take the same titles
    SENDINGS = 7472_0604  # a file for the catalogue system: two would each hold the same copies
    WEEDING = 7472_0605  # a weeding list filled, by whatever rule: two would each propose the same copies


def hold(lock: Lock) -> None:
    """Wait for the lock and hold it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock.value])
