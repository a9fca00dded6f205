"""Two catalogue files at the same moment make each new title once."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection

from collections_app.models import Title
from collections_app.services import catalogue
from collections_app.services.importing import import_catalogue
from tests.collections_app.test_import import BOOK, OTHER, table
from tests.races import Meeting


def _two_at_once() -> tuple[int, list[int | None]]:
    """Titles there are; how many each of two imports of one file says it created (None: it failed)."""
    gate, created = Barrier(2), []
    rows = [{**row, "item_code": ""} for row in (BOOK, OTHER)]

    def one():
        try:
            gate.wait()
            created.append(import_catalogue(table(*rows)).created)
        except IntegrityError:  # the database itself lets no name mean two titles
            created.append(None)
        finally:
            connection.close()

    threads = [Thread(target=one) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Title.objects.count(), sorted(created, key=str)


@pytest.fixture
def together(monkeypatch):
    """Nobody writes titles before both have looked which are there."""
    monkeypatch.setattr(catalogue._TitleBatch, "_write", Meeting().before(catalogue._TitleBatch._write))


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_make_each_title_once(together):
    assert _two_at_once() == (2, [0, 2])


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_of_two_imports_fails(together, unguarded, monkeypatch):
    """Negative control: nobody takes the lock, so the race above proves something."""
    monkeypatch.setattr(catalogue, "hold", lambda lock: None)
    assert _two_at_once() == (2, [2, None])
