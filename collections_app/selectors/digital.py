"""What pages read about digital resources."""

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from collections_app.choices import ResourceKind
from collections_app.models import DigitalResource, ResourceUse

SHOWN_TO_PATRONS = 12


def resources(*, today: date, search: str = "", kind: str = "") -> QuerySet[DigitalResource]:
    """Resources with `year_uses` (uses of the last twelve counted months), those that end first on top."""
    since = date(today.year - 1, today.month, 1)
    used = ResourceUse.objects.filter(resource=OuterRef("pk"), month__gte=since).order_by().values("resource")
    found: Any = DigitalResource.objects.select_related("vendor").annotate(
        year_uses=Coalesce(Subquery(used.annotate(sum=Sum("uses")).values("sum")), Value(0))
    )
    if search:
        found = found.filter(_says(search))
    if kind in ResourceKind.values:
        found = found.filter(kind=kind)
    return found.order_by(F("ends_on").asc(nulls_last=True), "name", "pk")


def for_patrons(*, today: date, search: str = "") -> list[DigitalResource]:
    """What patrons can use today; with words, those that speak of them."""
    found = DigitalResource.objects.public_on(today)
    if search:
        found = found.filter(_says(search))
    return list(found.order_by("name", "pk")[:SHOWN_TO_PATRONS])


def _says(search: str) -> Q:
    """Every word stands in the name or in what is said about it."""
    said = Q()
    for word in search.split()[:6]:
        said &= Q(name__icontains=word) | Q(summary__icontains=word) | Q(summary_en__icontains=word)
    return said


def uses_of(resource: DigitalResource, *, months: int = 24) -> list[ResourceUse]:
    """The last months counted, the oldest first."""
    return list(ResourceUse.objects.filter(resource=resource).order_by("-month")[:months])[::-1]
