"""Files for the catalogue system for tests. Every call makes a new one."""

from typing import Any

from django.utils import timezone

from collections_app.models import CatalogueSending
from collections_app.services.sending import send_copies
from tests.factories.gifts import make_gift, take_in


def make_sending(**fields: Any) -> CatalogueSending:
    """A file of one given copy."""
    take_in(make_gift())
    return send_copies(
        **{"system": "slims", "recipient": "Komputer katalog", "by": None, "at": timezone.now(), **fields}
    )
