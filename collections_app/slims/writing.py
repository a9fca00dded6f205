"""The catalogue as SLiMS reads it: the two layouts, with the headings of its own exports."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from collections_app.choices import ItemStatus, Source
from collections_app.models import Item, Title

from .columns import BIBLIOGRAPHY, ITEMS

_SOURCES = {Source.PURCHASE: "Buy", Source.GIFT: "Prize/Grant", Source.GRANT: "Grant", Source.EXCHANGE: "Exchange"}
_STATUSES = {
    ItemStatus.AVAILABLE: "",
    ItemStatus.NO_LOAN: "No Loan",
    ItemStatus.REPAIR: "Repair",
    ItemStatus.MISSING: "Missing",
    ItemStatus.WITHDRAWN: "Withdrawn",
}


class _Echo:
    def write(self, text: str) -> str:
        return text


def lines(heading: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """CSV line by line, every cell quoted, as SLiMS writes it.

    Cells are data for another catalogue, so nothing is put before a leading sign; lists for people go out as Excel.
    """
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL, lineterminator="\n")
    yield writer.writerow(list(heading))
    for row in rows:
        yield writer.writerow(["" if cell is None else cell for cell in row])


def _listed(parts: Iterable[str]) -> str:
    return "".join(f"<{part}>" for part in parts)


def bibliography(titles: Iterable[Title]) -> Iterator[str]:
    """`titles` with their `items` at hand (prefetched)."""
    return lines(BIBLIOGRAPHY, (_title_row(title) for title in titles))


def _title_row(title: Title) -> list[Any]:
    return [
        title.title,
        title.medium,
        title.edition,
        title.isbn_shown or title.issn,
        title.publisher,
        title.year_given or title.year,
        title.collation,
        title.series,
        title.call_number,
        title.language,
        title.place,
        title.classification,
        title.notes,
        title.image,
        title.responsibility,
        _listed(title.contributors),
        _listed(title.subjects),
        _listed(item.code for item in title.items.all()),
    ]


def items(found: Iterable[Item]) -> Iterator[str]:
    """The item layout; the title follows as a last column, as newer versions have it."""
    return lines([*ITEMS, "title"], (_item_row(item) for item in found))


def _item_row(item: Item) -> list[Any]:
    return [
        item.code,
        item.call_number,
        item.collection_type,
        item.inventory_code,
        item.received_on,
        item.supplier,
        item.order_no,
        item.location,
        item.ordered_on,
        item.status_given or _STATUSES[ItemStatus(item.status)],
        item.site,
        _SOURCES.get(Source(item.source), item.source) if item.source else "",
        item.invoice,
        item.price_idr,
        "Rupiah" if item.price_idr is not None else "",
        item.invoiced_on,
        "",
        "",
        item.title.title,
    ]
