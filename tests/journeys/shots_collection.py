"""Pictures of the collection room."""

from baubau_pembinaan.accounts.choices import Role
from collections_app.choices import OrderStatus
from collections_app.models import DigitalResource, Fund, Order, SelectionSheet, WeedingList

PAGES = {
    "collection-catalogue": (None, "collections_app:public-home"),
    "collection-home": (Role.LIBRARIAN, "collections_app:home"),
    "collection-board": (Role.DIVISION_HEAD, "collections_app:board"),
    "collection-sheet": (Role.DIVISION_HEAD, "/staf/koleksi/seleksi/{sheet}/"),
    "collection-funds": (Role.DIVISION_HEAD, "collections_app:fund-list"),
    "collection-fund": (Role.AGENCY_HEAD, "/staf/koleksi/dana/{fund}/"),
    "collection-orders": (Role.LIBRARIAN, "collections_app:order-list"),
    "collection-order": (Role.LIBRARIAN, "/staf/koleksi/pesanan/{order}/"),
    "collection-receive": (Role.LIBRARIAN, "/staf/koleksi/pesanan/{order}/terima/"),
    "collection-accessions": (Role.LIBRARIAN, "collections_app:accession-list"),
    "collection-targets": (Role.AGENCY_HEAD, "collections_app:targets"),
    "collection-digital": (Role.LIBRARIAN, "/staf/koleksi/digital/{resource}/"),
    "collection-weeding": (Role.LIBRARIAN, "/staf/koleksi/penyiangan/{weeding}/"),
}


def rows() -> dict[str, object]:
    """The demo's rows that the addresses above name."""
    found = {
        "sheet": SelectionSheet.objects.order_by("pk").first(),
        "fund": Fund.objects.open().order_by("-year", "pk").first(),
        "order": Order.objects.filter(status=OrderStatus.PARTIAL).order_by("pk").first(),
        "resource": DigitalResource.objects.filter(uses__isnull=False).order_by("pk").first(),
        "weeding": WeedingList.objects.order_by("pk").first(),
    }
    return {name: row.pk if row else 0 for name, row in found.items()}
