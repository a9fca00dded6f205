"""Files into the catalogue: what a file is, its rows, and the one transaction that takes it in or leaves no trace."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from collections_app import marc
from collections_app.choices import Origin
from collections_app.slims.dialect import Dialect, NotRecognised, endless_cell, is_heading_again, recognise, records
from collections_app.slims.rows import ERROR, OF_ONE_COPY, Problem, RowRefused, read_record

from .catalogue import Entry, Report, take_items, take_loans, take_records

MAX_BYTES = 20_000_000
MAX_ROWS = 500_000

Progress = Callable[[int], None]


class FileRefused(Exception):
    """The whole file is refused; nothing was saved. The text says why, in the reader's language."""


class _DryRun(Exception):  # not an error: how a transaction is left
    def __init__(self, report: Report):
        self.report = report


def import_catalogue(
    source: Path | IO[bytes], *, dry_run: bool = False, progress: Progress | None = None, is_demo: bool = False
) -> Report:
    """Take in a catalogue export: SLiMS bibliography or items (CSV in any dialect), MARC 21 (ISO 2709) or MARCXML; of
    a history of loans only which copy was lent when last, nothing about people.

    Every row ends as created, updated, merged or refused. `dry_run` says what would happen and saves nothing. Raises
    FileRefused for a file that is none of these, is too large or cannot be read.
    """
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                return import_catalogue(file, dry_run=dry_run, progress=progress, is_demo=is_demo)
        except OSError as error:
            raise FileRefused(_("The file cannot be read.")) from error
    check_size(source)
    try:
        with transaction.atomic():
            report = _import(source, progress, is_demo)
            if dry_run:
                raise _DryRun(report)
    except _DryRun as left:
        return left.report
    except NotRecognised as reason:
        raise FileRefused(str(reason)) from reason
    except csv.Error as error:
        raise FileRefused(endless_cell()) from error
    return report


def check_size(file: IO[bytes]) -> None:
    """Raises FileRefused for a file that is too large; leaves it at its beginning."""
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_BYTES:
        raise FileRefused(_("The file is larger than %(n)s MB. Split it.") % {"n": MAX_BYTES // 1_000_000})


def _import(file: IO[bytes], progress: Progress | None, is_demo: bool) -> Report:
    if kind := marc.kind_of(file):
        report = take_records(marc.read(file, kind), origin=Origin.MARC, progress=progress, is_demo=is_demo)
        report.recognised = {"layout": kind}
        return report
    dialect = recognise(file)
    entries = _entries(file, dialect)
    if dialect.layout == "loans":
        report = take_loans(entries, progress=progress)
    elif dialect.layout == "items":
        report = take_items(entries, progress=progress)
    else:
        report = take_records(entries, origin=Origin.SLIMS, progress=progress, is_demo=is_demo)
    report.recognised = dialect.as_dict()
    report.say(_about_copies(dialect))
    left_out = _("This column is left out: nobody here knows what it is.")
    report.say(Problem(dialect.before or None, heading, said, left_out) for heading, said in dialect.unread)
    return report


def _about_copies(dialect: Dialect) -> Iterator[Problem]:
    """What is to be known of a list of titles that names no item codes."""
    if dialect.layout != "bibliography" or "item_code" in dialect.columns:
        return
    if "inventory_code" in dialect.columns:
        message = _("This file has no item codes; the accession numbers stand for them.")
        yield Problem(dialect.before or None, "inventory_code", "", message)
        return
    for name in sorted(OF_ONE_COPY & set(dialect.columns)):
        message = _("This column is left out: the file names no copies that it could be said of.")
        yield Problem(dialect.before or None, name, "", message)


def _entries(file: IO[bytes], dialect: Dialect) -> Iterator[Entry]:
    """The file's rows, numbered as a spreadsheet does: a heading is row 1."""
    for number, cells in enumerate(
        records(file, dialect.encoding, dialect.separator, dialect.quoted, dialect.escaped), start=1
    ):
        if number > MAX_ROWS:  # blank ones count: they cost time like others
            raise NotRecognised(_("The file has more than %(n)s rows. Split it.") % {"n": MAX_ROWS})
        if number <= dialect.before or not cells or cells == [""]:
            continue
        if is_heading_again(cells, dialect):
            said = dialect.separator.join(cells)[:200]
            yield Problem(number, "", said, _("The heading of the table once more, not a title."), ERROR)
            continue
        try:
            yield read_record(cells, number, dialect)
        except RowRefused as refusal:
            yield refusal.problem


def refused_summary(reason: str) -> dict[str, object]:
    """The JSON of a file refused as a whole."""
    problem = Problem(None, "", "", reason, ERROR)
    return Report(problems=[problem]).as_dict()
