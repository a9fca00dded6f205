"""The service front on the roof's own pages."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from baubau_pembinaan.libraries import selectors
from baubau_pembinaan.libraries.opening_words import opening_words
from baubau_pembinaan.portal.rooms import PublicPart

MOST_SERVICES = 6


def _announcements(at: datetime) -> list[Any]:
    return selectors.announcements_on(timezone.localdate(at))


def _services(at: datetime) -> list[Any]:
    now = timezone.localtime(at)
    found = []
    for service, opening in selectors.services_with_opening(now, at_most=MOST_SERVICES):
        word, tone = opening_words(opening, now)
        found.append({"title": service.title, "code": service.code, "word": word, "tone": tone})
    return found


PUBLIC = [
    PublicPart("libraries/public/_services.html", _services),
    PublicPart("libraries/public/_announcements.html", _announcements),
]
