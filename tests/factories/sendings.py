"""Files for the catalogue system for tests. Every call makes a new one."""

from typing import Any

from django.utils import timezone

from collections_app.choices import DemandStatus
from collections_app.models import CatalogueSending, Demand
from collections_app.services.sending import send_accepted, send_copies
from collections_app.services.suggestions import set_status
from tests.factories.gifts import make_gift, take_in
from tests.factories.suggestions import make_wish


def make_sending(**fields: Any) -> CatalogueSending:
    """A file of one given copy."""
    take_in(make_gift())
    return send_copies(
        **{"system": "slims", "recipient": "Komputer katalog", "by": None, "at": timezone.now(), **fields}
    )


def make_accepted(**fields: Any) -> Demand:
    """A wish that the committee accepted."""
    return set_status(demand=make_wish(**fields).demand, status=DemandStatus.ACCEPTED, by=None, on=timezone.localdate())


def make_accepted_sending(**fields: Any) -> CatalogueSending:
    """A file of one accepted title."""
    make_accepted()
    return send_accepted(
        **{"system": "slims", "recipient": "Komputer katalog", "by": None, "at": timezone.now(), **fields}
    )
