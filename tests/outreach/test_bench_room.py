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


def test_pages_of_many_rows_stay_light(client, client_as):
    """60 KB of HTML at most, with 300 people on the list, 300 challenges, members and posts."""
    room.fill(300)
    heavy = {"events-group-staff", "events-campaign", "events-check-in", "events-reading"}
    weights = {}
    for key, _name, path, role in room.PAGES:
        if key in heavy:
            reader = client_as(role) if role else client
            weights[key] = len(reader.get(path() if callable(path) else path).content)
    assert weights.keys() == heavy
    assert {key: size for key, size in weights.items() if size > 60_000} == {}
