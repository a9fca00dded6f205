"""Taking catalogue records in: each becomes a new title, changes one, or adds nothing to one.

Within one file the first record that meets a title decides; later ones only fill what it left empty. Which title a
record was taken as is kept (`catalogue_shelf`), so the same file read again finds everything as it stands and writes
nothing. Empty cells never erase what is there.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collections_app.choices import ItemStatus
from collections_app.identity import is_same_name, match_key
from collections_app.models import Item, Title
from collections_app.slims.rows import Problem, Record

from .catalogue_items import ItemBatch, LoanBatch, update_items
from .catalogue_report import SAMPLE, Entry, Report
from .catalogue_shelf import Shelf
from .locks import Lock, hold
from .words import learn_words

BATCH = 400
TITLE_FIELDS = [
    "title",
    "responsibility",
    "contributors",
    "edition",
    "isbn",
    "issn",
    "isbn_given",
    "publisher",
    "place",
    "year",
    "year_given",
    "collation",
    "series",
    "call_number",
    "classification",
    "language",
    "medium",
    "subjects",
    "notes",
    "image",
    "link",
    "match_key",
]


def take_records(
    entries: Iterable[Entry], *, origin: str, progress: Callable[[int], None] | None = None, is_demo: bool = False
) -> Report:
    """Take in titles with their copies. Call it inside `transaction.atomic`: a crash leaves nothing behind.

    progress: told how many rows are done after each batch.
    """
    return _take(entries, _TitleBatch(origin, is_demo), progress)


def take_items(entries: Iterable[Entry], *, progress: Callable[[int], None] | None = None) -> Report:
    """Take in what is known of copies; their titles must be there already (by code, or by the row's title)."""
    return _take(entries, ItemBatch(), progress)


def take_loans(entries: Iterable[Entry], *, progress: Callable[[int], None] | None = None) -> Report:
    """Take in when copies were lent last; an earlier day than the known one says nothing new."""
    return _take(entries, LoanBatch(), progress)


def _take(entries: Iterable[Entry], batch: Any, progress: Callable[[int], None] | None) -> Report:
    report = Report()
    with transaction.atomic():
        hold(Lock.CATALOGUE)
        for chunk in _chunks(entries):
            report.rows += len(chunk)
            records = []
            for entry in chunk:
                if isinstance(entry, Problem):
                    report.refuse(entry)
                else:
                    records.append(entry)
            report.sample += records[: max(0, SAMPLE - len(report.sample))]
            batch.take(records, report)
            if progress:
                progress(report.rows)
    return report


def _chunks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    running = iter(entries)
    while chunk := list(islice(running, BATCH)):
        yield chunk


class _TitleBatch:
    """Finds each record's title among those stored and those made a moment ago, then writes the batch at once."""

    def __init__(self, origin: str, is_demo: bool) -> None:
        self.origin, self.is_demo = origin, is_demo
        self.decided: set[int] = set()  # titles that a row of this file has met already
        self.told: set[str] = set()  # copies that a row of this file has said something of

    def take(self, records: list[Record], report: Report) -> None:
        for record in records:
            record.fields["match_key"] = _key(record)
        codes = {code for record in records for code in record.codes}
        self.owner_of: dict[str, Title | int] = dict(
            Item.objects.filter(code__in=codes).values_list("code", "title_id").order_by("code")
        )
        self.shelf = Shelf(records, self.owner_of, self.decided)
        self.decided_before = self.shelf.titles - self.decided
        self.fresh: list[Title] = []
        self.changed: dict[int, Title] = {}
        copies: list[tuple[Title, Record, list[str]]] = []
        for record in records:
            title, how = self._place(record)
            new_codes = self._new_codes(record, title, report)
            if how == "merged" and new_codes and title.pk in self.decided_before:
                how = "updated"
            setattr(report, how, getattr(report, how) + 1)
            copies.append((title, record, new_codes))
            report.say(record.problems)
        self._write(copies, report)

    def _place(self, record: Record) -> tuple[Title, str]:
        """The title the record belongs to, and what it did to it: created, updated or merged."""
        found = self.shelf.find(record)
        if found is None:
            title = Title(**record.fields, origin=self.origin, is_demo=self.is_demo)
            self.fresh.append(title)
            self.shelf.put(title, record)
            return title, "created"
        first = found.pk is not None and found.pk not in self.decided
        if not is_same_name(found.title, record.title):
            message = _("Was called “%(title)s” until now.") if first else _("Taken as the same title as “%(title)s”.")
            record.warn("title", record.title, message % {"title": found.title[:80]})
        wrote = _fill(found, record.fields, overwrite=first)
        if found.pk is not None:
            self.decided.add(found.pk)
            if wrote:
                self.changed[found.pk] = found
        self.shelf.put(found, record)
        return found, "updated" if wrote and first else "merged"

    def _new_codes(self, record: Record, title: Title, report: Report) -> list[str]:
        new = []
        for code in record.codes:
            owner = self.owner_of.get(code)
            if owner is None:
                self.owner_of[code] = title
                new.append(code)
            elif owner is not title and owner != title.pk:
                message = _("This item code belongs to another title already; not added here.")
                record.warn("item_code", code, message)
        return new

    def _write(self, copies: list[tuple[Title, Record, list[str]]], report: Report) -> None:
        Title.objects.bulk_create(self.fresh)
        self.decided.update(title.pk for title in self.fresh)
        if self.changed:
            Title.objects.bulk_update(self.changed.values(), TITLE_FIELDS)
        self.shelf.keep_names()
        learn_words([title.pk for title in (*self.fresh, *self.changed.values())])
        made = [
            Item(title=title, code=code, **{"status": ItemStatus.AVAILABLE} | record.item)
            for title, record, codes in copies
            for code in codes
        ]
        Item.objects.bulk_create(made, batch_size=2000)
        report.items += len(made)
        said: dict[str, Record] = {}
        for _title, record, _codes in copies:
            if record.item:
                said |= {code: record for code in record.codes if code not in said and code not in self.told}
        self.told.update(said)
        update_items(said, report)


def _key(record: Record) -> str:
    fields = record.fields
    author = fields["contributors"][0] if fields["contributors"] else fields["responsibility"]
    return match_key(record.title, author, fields["year"], fields["edition"])


def _fill(title: Title, fields: dict[str, Any], *, overwrite: bool) -> set[str]:
    """Write what the record says into the title; without `overwrite` only where nothing is said yet.

    The key stays the one it was first known by: rows that find it by that key find it the next time too.
    """
    wrote = set()
    for name in TITLE_FIELDS:
        said, stands = fields.get(name), getattr(title, name)
        if said in ("", None, []) or said == stands:
            continue
        if (overwrite and name != "match_key") or stands in ("", None, []):
            setattr(title, name, said)
            wrote.add(name)
    return wrote
