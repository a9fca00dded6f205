import pytest
from django.urls import reverse

from baubau_pembinaan.core.addresses import room, row_address


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("reports:edition-detail", 7),
        ("documents:file", "Ab-_" * 8),
        ("documents:file", "9" * 32),
        ("documents:file", "signs-signs-signs-signs-signs-32"),
        ("documents:file", "kurang"),
    ],
)
def test_a_row_address_is_what_django_says(name, key):
    assert row_address(name, key) == reverse(name, args=[key])


def test_a_room_is_tried_for_every_address_of_its_own_and_no_other():
    outreach = room("outreach.urls")
    routes = [str(each.pattern) for each in outreach.url_patterns]
    assert len(routes) > 100 and all(outreach.pattern.match(route) == (route, (), {}) for route in routes)
    assert outreach.pattern.match("staf/koleksi/") is None
    assert room("baubau_pembinaan.portal.urls").pattern.match("") == ("", (), {})
