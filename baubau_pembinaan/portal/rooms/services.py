"""The service front on the roof's own pages."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from baubau_pembinaan.libraries import selectors
from baubau_pembinaan.portal.rooms import PublicPart

MOST_SERVICES = 6


def _announcements(at: datetime) -> list[Any]:
    return list(selectors.announcements_on(timezone.localdate(at)))


def _services(at: datetime) -> list[Any]:
    return list(selectors.services_with_state(timezone.localtime(at))[:MOST_SERVICES])


PUBLIC = [
    PublicPart("libraries/public/_services.html", _services),
    PublicPart("libraries/public/_announcements.html", _announcements),
]
