"""The records behind the figures of the targets page, counted as `holdings` counts them."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from collections_app.choices import GONE, TitleFigure
from collections_app.models import CollectionPolicy, Item
from collections_app.models.catalogue import is_held

from .holdings import RECENT_YEARS


def titles_behind(figure: str, *, today: date) -> Any:
    """The condition that leaves the titles of this figure; None where it is none."""
    held: Any = Q(is_held("pk"))
    if figure == TitleFigure.RECENT:
        policy = CollectionPolicy.valid_on(today)
        years = policy.recent_years if policy else RECENT_YEARS
        return held & Q(year__gte=today.year - years + 1, year__lte=today.year + 1)
    if figure == TitleFigure.UNSTATED:
        return held & Q(audience="")
    if figure == TitleFigure.ADDED:
        return Q(Exists(Item.objects.filter(title=OuterRef("pk"), received_on__year=today.year)))
    return held if figure == TitleFigure.HELD else None


def copies_behind(year: int | None) -> QuerySet[Item]:
    """The copies received in a year, or those held today, with their titles."""
    found = Item.objects.select_related("title").defer("title__search", "title__words", "title__notes")
    narrowed = found.filter(received_on__year=year) if year else found.exclude(status__in=GONE)
    return narrowed.order_by("received_on", "code", "pk")
