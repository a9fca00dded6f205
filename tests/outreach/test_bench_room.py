"""The rows and pages that `make bench` measures exist and answer."""

import pytest

from bench.rooms import outreach as room

pytestmark = pytest.mark.django_db


def test_every_page_under_measure_answers(client, client_as):
    room.fill(3)
    for _key, _name, path, role in room.PAGES:
        address = path() if callable(path) else path
        reader = client_as(role) if role else client
        assert reader.get(address).status_code == 200, address
