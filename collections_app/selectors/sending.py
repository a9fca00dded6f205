"""What pages and files read about copies handed to the catalogue system."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from collections_app.choices import ItemStatus
from collections_app.models import CatalogueSending, Item, SentCopy, Title

from .money import TAKEN_IN


def taken_in() -> QuerySet[Item]:
    """Copies numbered here that stand on the shelf."""
    return Item.objects.filter(TAKEN_IN).exclude(status=ItemStatus.WITHDRAWN).select_related("title")


def waiting(system: str) -> QuerySet[Item]:
    """Those the system has not been given yet."""
    return taken_in().exclude(Exists(SentCopy.objects.filter(item=OuterRef("pk"), system=system)))


def known_titles(system: str, titles: set[int]) -> set[int]:
    """Those of `titles` whose record the system was given already."""
    sent = SentCopy.objects.filter(system=system, with_title=True, item__title__in=titles)
    return set(sent.values_list("item__title", flat=True).distinct())


def sendings() -> QuerySet[CatalogueSending]:
    return CatalogueSending.objects.select_related("sent_by").order_by("-sent_at", "-pk")


def copies_of(sending: CatalogueSending) -> QuerySet[Item]:
    """The copies of a file, with their titles."""
    return Item.objects.filter(sendings__sending=sending).select_related("title").order_by("pk")


def titles_of(sending: CatalogueSending) -> Iterator[Title]:
    """Titles whose record goes with the file, each with those of its `items` that are in it."""
    rows = SentCopy.objects.filter(sending=sending, with_title=True)
    copies = Item.objects.filter(sendings__sending=sending).order_by("pk")
    found = Title.objects.filter(pk__in=rows.values("item__title")).defer("search", "words").order_by("pk")
    return found.prefetch_related(Prefetch("items", queryset=copies)).iterator(chunk_size=500)
