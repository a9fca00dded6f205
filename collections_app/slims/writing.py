"""The catalogue as SLiMS reads it: the two layouts, with the headings of its own exports."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from baubau_pembinaan.core.csvsafe import neutral
from collections_app.choices import ItemStatus, Source
from collections_app.models import Item, Title

from .columns import BIBLIOGRAPHY, ITEMS
from .values import in_one_cell, with_address

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

    Where a spreadsheet would run a cell, an apostrophe stands before it, which the reader here takes off again: what
    came with a file may be as bad as what somebody typed. A backslash is doubled, so that none ends a cell.
    """
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL, lineterminator="\n")
    yield writer.writerow(list(heading))
    for row in rows:
        cells = ("" if cell is None else neutral(str(cell)) for cell in row)
        yield writer.writerow([cell.replace("\\", "\\\\") for cell in cells])


def _numbers(title: Title) -> str:
    """Every number of the title in the one column that SLiMS has for them."""
    issn = f"{title.issn[:4]}-{title.issn[4:]}" if title.issn else ""
    said = title.isbns_given or [title.isbn_shown if title.isbn or not issn else ""]
    return "; ".join(part for part in (*said, issn) if part)


def bibliography(titles: Iterable[Title]) -> Iterator[str]:
    """`titles` with their `items` at hand (prefetched)."""
    return lines(BIBLIOGRAPHY, (_title_row(title) for title in titles))


def _title_row(title: Title) -> list[Any]:
    return [
        title.title,
        title.medium,
        title.edition,
        _numbers(title),
        title.publisher,
        title.year_given or title.year,
        title.collation,
        title.series,
        title.call_number,
        title.language,
        title.place,
        title.classification,
        with_address(title.notes, title.link),
        title.image,
        title.responsibility,
        in_one_cell(title.contributors),
        in_one_cell(title.subjects),
        in_one_cell(item.code for item in title.items.all()),
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
