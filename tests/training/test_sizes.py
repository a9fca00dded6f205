"""The room's pages at many rows: few statements, and HTML that a slow line still carries."""

import pytest

from baubau_pembinaan.core.choosing import SHORT
from bench.rooms import training as room
from tests.factories.training import make_worker
from tests.pages import PAGE_CAP, statements
from training.models import Enrolment, Session

pytestmark = pytest.mark.django_db
LARGEST = 60 * 1024
ROWS = 500


def test_no_page_grows_with_the_rows_behind_it(client_as):
    reader = make_worker()  # the first person of all: the lists of one person are theirs
    room.fill(ROWS)
    crowded = Session.objects.order_by("pk")[0]
    assert Enrolment.objects.filter(session=crowded).count() > 5 * SHORT
    clients = {role: client_as(role) for role in {role for _key, _name, _path, role in room.PAGES}}
    found = {}
    for key, _name, path, role in room.PAGES:
        client = client_as(reader.user) if key == "training-my-jp" else clients[role]
        address = path() if callable(path) else path
        client.get(address)  # fills what is read once per process
        for part in ("", "?page=2") if key == "training-session" else ("",):
            response, sql = statements(client, address + part)
            found[key + part] = (len(sql), len(response.content))
    too_much = {key: pair for key, pair in found.items() if pair[0] > PAGE_CAP or pair[1] > LARGEST}
    assert not too_much, f"statements and bytes of HTML: {too_much}"
