"""The catalogue as SLiMS reads it: the two layouts, with the headings of its own exports."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from baubau_pembinaan.core.csvsafe import neutral
from collections_app.choices import ItemStatus, Origin, Source
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

    Titles made here may hold what somebody typed on a public page: where a spreadsheet would run a cell, an apostrophe
    stands before it, which the reader here takes off again. A backslash is doubled, so that none ends a cell.
    """
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL, lineterminator="\n")
    yield writer.writerow(list(heading))
    for row in rows:
        yield writer.writerow(["" if cell is None else str(cell).replace("\\", "\\\\") for cell in row])


def _harmless(cells: list[Any], title: Title) -> list[Any]:
    """Cells of a title made here, and those that already begin with the apostrophe, made harmless for spreadsheets."""
    here = title.origin == Origin.MANUAL
    return [neutral(cell) if isinstance(cell, str) and (here or cell.startswith("'")) else cell for cell in cells]


def _listed(parts: Iterable[str]) -> str:
    return "".join(f"<{part}>" for part in parts)


def bibliography(titles: Iterable[Title]) -> Iterator[str]:
    """`titles` with their `items` at hand (prefetched)."""
    return lines(BIBLIOGRAPHY, (_title_row(title) for title in titles))


def _title_row(title: Title) -> list[Any]:
    cells = [
        title.title,
        title.medium,
        title.edition,
        "; ".join(title.isbns_given) or title.isbn_shown or title.issn,
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
    return _harmless(cells, title)


def items(found: Iterable[Item]) -> Iterator[str]:
    """The item layout; the title follows as a last column, as newer versions have it."""
    return lines([*ITEMS, "title"], (_item_row(item) for item in found))


def _item_row(item: Item) -> list[Any]:
    cells = [
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
    return _harmless(cells, item.title)
