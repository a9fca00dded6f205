"""The rows and pages of the service front that `make bench` measures exist and answer."""

import pytest

from bench.rooms import front as room

pytestmark = pytest.mark.django_db


def test_every_page_under_measure_answers(client, client_as):
    client_as("Pustakawan")  # somebody works here
    room.fill(3)
    for _key, _name, path, role in room.PAGES:
        reader = client_as(role) if role else client
        assert reader.get(path).status_code == 200, path
