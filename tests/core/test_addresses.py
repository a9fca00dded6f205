import pytest
from django.urls import reverse

from baubau_pembinaan.core.addresses import row_address


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
