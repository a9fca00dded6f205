"""Copies of a file that is taken in: rows of the item layout, and what bibliography rows say of copies."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from collections_app.choices import ItemStatus, WeedingDecision
from collections_app.models import Item, Title, WeedingLine
from collections_app.slims.rows import ERROR, Problem, Record, RowRefused

from .catalogue_report import Report

ITEM_FIELDS = [
    "inventory_code",
    "call_number",
    "collection_type",
    "location",
    "site",
    "status",
    "status_given",
    "source",
    "supplier",
    "order_no",
    "invoice",
    "price_idr",
    "received_on",
    "ordered_on",
    "invoiced_on",
]


_STATUS = ("status", "status_given")


def weeded_among(items: Iterable[Item]) -> set[int]:
    """Copies (by key) that a committee here weeded out last: no file brings them back on the shelf."""
    out = [item.pk for item in items if item.status == ItemStatus.WITHDRAWN]
    lines = WeedingLine.objects.filter(item__in=out, decision=WeedingDecision.WITHDRAW) if out else None
    return set(lines.values_list("item", flat=True)) if lines is not None else set()


def _write(item: Item, record: Record, weeded: set[int]) -> bool:
    """Put what the row says into the copy; whether it changed. A copy weeded out here keeps its status, and says so."""
    said = record.item
    if item.pk in weeded and said.get("status", item.status) != item.status:
        message = _("Weeded out here by the committee; it stays so. Take it out of that system too.")
        record.warn("item_status_name", said.get("status_given", ""), message)
        said = {name: value for name, value in said.items() if name not in _STATUS}
    if said.get("status") == item.status and not item.status_given:  # the same, in words that files for SLiMS have
        said = {name: value for name, value in said.items() if name not in _STATUS}
    differs = [name for name, value in said.items() if getattr(item, name) != value]
    for name in differs:
        setattr(item, name, said[name])
    return bool(differs)


def update_items(said: dict[str, Record], report: Report) -> int:
    """Write what rows (by item code) say of copies that are there; returns how many changed."""
    items = list(Item.objects.filter(code__in=said).order_by("pk"))
    weeded, changed = weeded_among(items), []
    for item in items:
        record = said[item.code]
        known = len(record.problems)
        if _write(item, record, weeded):
            changed.append(item)
        report.say(record.problems[known:])
    if changed:
        Item.objects.bulk_update(changed, ITEM_FIELDS, batch_size=500)
    return len(changed)


class ItemBatch:
    """Rows of the item layout: each is one copy. The first row of a file that names a copy decides."""

    def __init__(self) -> None:
        self.told: dict[str, int] = {}  # code -> the row that named it

    def take(self, records: list[Record], report: Report) -> None:
        codes = {code for record in records for code in record.codes}
        items = {item.code: item for item in Item.objects.filter(code__in=codes)}
        self.weeded = weeded_among(items.values())
        titles = self._titles([record for record in records if not set(record.codes) & set(items)])
        made, changed = [], []
        for record in records:
            try:
                how, item = self._one(record, items, titles)
            except RowRefused as refusal:
                report.refuse(refusal.problem)
                continue
            setattr(report, how, getattr(report, how) + 1)
            report.say(record.problems)
            if how == "created":
                items[item.code] = item
                made.append(item)
            elif how == "updated" and item.pk and item not in changed:
                changed.append(item)
        Item.objects.bulk_create(made)
        report.items += len(made)
        if changed:
            Item.objects.bulk_update(changed, ITEM_FIELDS)

    def _titles(self, records: list[Record]) -> dict[str, list[Title]]:
        names = {record.title for record in records if record.title}
        found: dict[str, list[Title]] = {}
        for title in Title.objects.filter(title__in=names).only("title").order_by("pk"):
            found.setdefault(title.title, []).append(title)
        return found

    def _one(self, record: Record, items: dict[str, Item], titles: dict[str, list[Title]]) -> tuple[str, Item]:
        if len(record.codes) != 1:
            said = ", ".join(record.codes)
            raise RowRefused(Problem(record.row, "item_code", said, _("One item code is needed."), ERROR))
        code = record.codes[0]
        if (row := self.told.setdefault(code, record.row)) != record.row and code in items:
            message = _("Row %(row)s has this item code already; what it says counts.") % {"row": row}
            record.warn("item_code", code, message)
            return "merged", items[code]
        if item := items.get(code):
            return "updated" if _write(item, record, self.weeded) else "merged", item
        owners = titles.get(record.title, [])
        if not record.title or not owners:
            message = _("No title holds this copy. Import the bibliography first.")
            raise RowRefused(Problem(record.row, "item_code", code, message, ERROR))
        if len(owners) > 1:
            message = _("Several titles have this name; the copy cannot be placed.")
            raise RowRefused(Problem(record.row, "title", record.title, message, ERROR))
        return "created", Item(title=owners[0], code=code, **{"status": ItemStatus.AVAILABLE} | record.item)


class LoanBatch:
    """Rows of a history of loans: each says that a copy was lent on a day."""

    def take(self, records: list[Record], report: Report) -> None:
        items = {item.code: item for item in Item.objects.filter(code__in=[record.codes[0] for record in records])}
        changed: dict[int, Item] = {}
        for record in records:
            item, day = items.get(record.codes[0]), record.item["last_lent_on"]
            if item is None:
                message = _("No copy has this item code.")
                report.refuse(Problem(record.row, "item_code", record.codes[0], message, ERROR))
            elif item.last_lent_on is not None and item.last_lent_on >= day:
                report.merged += 1
            else:
                report.updated += 1
                item.last_lent_on = day
                changed[item.pk] = item
        Item.objects.bulk_update(changed.values(), ["last_lent_on"])
