"""What pages and files read about copies and accepted titles handed to the catalogue system."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.utils import translation
from django.utils.translation import gettext as _

from baubau_pembinaan.core.statements import Kept
from collections_app.choices import CatalogueSystem, DemandStatus, ItemStatus
from collections_app.models import CatalogueSending, Demand, Item, SentCopy, SentTitle, Title

from .money import TAKEN_IN


def taken_in() -> QuerySet[Item]:
    """Copies numbered here that stand on the shelf."""
    return Item.objects.filter(TAKEN_IN).exclude(status=ItemStatus.WITHDRAWN).select_related("title")


def waiting(system: str) -> QuerySet[Item]:
    """Those the system has not been given yet."""
    return taken_in().exclude(Exists(SentCopy.objects.filter(item=OuterRef("pk"), system=system)))


def to_come() -> QuerySet[Demand]:
    """Titles to be bought, accepted or ordered, that the catalogue has no record of."""
    accepted = [DemandStatus.ACCEPTED, DemandStatus.ORDERED]
    return Demand.objects.on_their_own().filter(status__in=accepted, owned=None)


def awaited(system: str) -> QuerySet[Demand]:
    """Those the system has not been given yet."""
    return to_come().exclude(Exists(SentTitle.objects.filter(demand=OuterRef("pk"), system=system)))


def _numbers(rows: QuerySet[Any], sent: QuerySet[Any]) -> Kept:
    """How many of `rows` each system was not given, as one row."""
    new = {name: ~Exists(sent.filter(system=name)) for name in CatalogueSystem.values}
    counts = {f"new_{name}": Count("pk", filter=Q(which)) for name, which in new.items()}
    return Kept(lambda: rows.order_by().values(all=Value(1)).annotate(**counts).values_list(*counts))


_WAITING = (
    _numbers(taken_in(), SentCopy.objects.filter(item=OuterRef("pk"))),
    _numbers(to_come(), SentTitle.objects.filter(demand=OuterRef("pk"))),
)


def waiting_numbers() -> dict[str, tuple[int, int]]:
    """(copies, accepted titles) that each system has not been given yet. Two statements."""
    none = (0,) * len(CatalogueSystem.values)
    copies, titles = (next(iter(kept.rows()), none) for kept in _WAITING)
    return {name: (copies[at], titles[at]) for at, name in enumerate(CatalogueSystem.values)}


def known_titles(system: str, titles: set[int]) -> set[int]:
    """Those of `titles` whose record the system was given already, with a copy or when it was accepted."""
    sent = SentCopy.objects.filter(system=system, with_title=True, item__title__in=titles)
    before = SentTitle.objects.filter(system=system, demand__owned__in=titles)
    return {*sent.values_list("item__title", flat=True), *before.values_list("demand__owned", flat=True)}


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


def accepted_of(sending: CatalogueSending) -> Iterator[Title]:
    """The accepted titles of a file as records that are stored nowhere: each says that no copy is there yet."""
    with translation.override("id"):
        note = _("Accepted for purchase; no copy has come yet.")
    none = Item.objects.none()
    len(none)  # read once, so that no title reads it
    for demand in Demand.objects.filter(sendings__sending=sending).order_by("pk").iterator(chunk_size=500):
        title: Any = Title(
            title=demand.title, contributors=[demand.author] if demand.author else [], isbn=demand.isbn,
            publisher=demand.publisher, audience=demand.audience, notes=note,
        )  # fmt: skip
        title.pk = f"usul-{demand.pk}"  # no title's number
        title._prefetched_objects_cache = {"items": none}
        yield title
