"""Counting who came by a printed paper, and what that came to."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, Sum

from .models import ChannelVisit, PageChannel, Service


def count_visit(*, service: Service, code: str, day: date) -> bool:
    """One more opening by that paper; any other code counts nothing. Two at once count two."""
    if code not in PageChannel.values:
        return False
    rows = ChannelVisit.objects.filter(service=service, channel=code, day=day)
    if rows.update(visits=F("visits") + 1):
        return True
    try:
        with transaction.atomic():
            ChannelVisit.objects.create(service=service, channel=code, day=day)
    except IntegrityError:  # the first of the day, twice at the same moment
        rows.update(visits=F("visits") + 1)
    return True


@dataclass(frozen=True)
class ChannelLine:
    name: str
    brochure: int
    leaflet: int


def by_paper(year: int) -> list[ChannelLine]:
    """Services whose papers brought somebody in that year, by their place in the list. One statement."""
    rows = ChannelVisit.objects.filter(day__year=year).order_by("service__position", "service__name", "service_id")
    found: dict[int, tuple[Service, dict[str, int]]] = {}
    counted = rows.values_list("service_id", "service__name", "service__name_en", "channel").annotate(n=Sum("visits"))
    for pk, name, name_en, channel, n in counted:
        found.setdefault(pk, (Service(name=name, name_en=name_en), {}))[1][channel] = n
    return [
        ChannelLine(service.title, sums.get(PageChannel.BROCHURE, 0), sums.get(PageChannel.LEAFLET, 0))
        for service, sums in found.values()
    ]
