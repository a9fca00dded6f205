"""The rows and pages of the collection that `make bench` measures exist, answer and stay light."""

import pytest
from django.urls import reverse

from bench.rooms import collection as room

pytestmark = pytest.mark.django_db
LISTS = {
    "title-list", "home", "order-list", "fund-list", "vendor-list", "accession-list", "need-list", "sheet-list",
    "gift-list", "resource-list", "weeding-list", "partner-list", "sending-list", "board",
}  # fmt: skip


def test_every_list_of_the_room_is_measured_and_has_rows_and_every_page_is_light(client, client_as):
    """60 KB of HTML at most, with 300 rows behind every list."""
    room.fill(300)
    addresses, weights = set(), {}
    for key, _name, path, role in room.PAGES:
        address = path() if callable(path) else path
        addresses.add(address)
        answer = (client_as(role) if role else client).get(address)
        assert answer.status_code == 200, address
        weights[key] = len(answer.content)
    lists = {name: reverse(f"collections_app:{name}") for name in LISTS}
    assert {name for name, address in lists.items() if address not in addresses} == set()
    assert {key: size for key, size in weights.items() if size > 60_000} == {}
