"""A catalogue file taken in by a worker: asked for once, watched, stopped, told of. All of it is saved, or nothing.

It is long work like any other (`runs`); what it makes is the protocol of the rows. The file waits in the storage until
the run is over; one that was only tried out waits a day longer, to be taken in as it was tried.
"""

from datetime import datetime
from functools import partial
from typing import IO, Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.csvsafe import csv_bytes
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.runs import lists
from baubau_pembinaan.runs import services as long_work
from baubau_pembinaan.runs.work import Made, Progress, Work, declare
from collections_app.notification_kinds import IMPORTED
from collections_app.slims.columns import label_of
from collections_app.slims.rows import Record

from .catalogue_report import Report
from .importing import FileRefused, check_size, import_catalogue

REPORT = "impor-katalog"
PROBLEMS_SHOWN, RUNS_SHOWN = 100, 10


def request_import(*, upload: IO[bytes], name: str, dry_run: bool, by: User, at: datetime) -> ReportRun:
    """Keep the file and ask a worker to take it in. Raises FileRefused where it is too large."""
    check_size(upload)
    kept = default_storage.save(f"{REPORT}/{uuid4()}", File(upload))
    return long_work.ask(
        work=CATALOGUE, parameters={"upload": kept, "name": name[:120], "dry_run": dry_run}, by=by, at=at
    )


def take_tried(*, run_id: int, by: User, at: datetime) -> ReportRun:
    """Ask a worker to take in the file that a run tried out; once. Raises TriedTooLongAgo, also for another's."""
    tried = ReportRun.objects.filter(pk=run_id, report=REPORT).first()
    if tried is None:
        raise lists.TriedTooLongAgo
    return lists.take_tried(run=tried, by=by, at=at)


def make(run: ReportRun, progress: Progress) -> Made:
    """Take in the file of a run, or try it out; the rows stand in the transaction of the run."""
    asked = run.parameters
    with default_storage.open(asked["upload"], "rb") as file:
        size = max(file.size, 1)
        try:
            report = import_catalogue(
                file, dry_run=asked["dry_run"], progress=lambda _rows: progress(95 * file.tell() // size)
            )
        except FileRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
    long_work.keep(run=run, report=_kept(report))
    told = partial(summary, report, dry_run=asked["dry_run"])
    return Made(protocol(report), Kind.CSV, f"protokol-{asked['name']}.csv", told)


CATALOGUE = declare(
    Work(
        report=REPORT,
        make=make,
        may=lambda user, run: user.has_perm("collections_app.import_catalogue"),
        page=lambda run: reverse("collections_app:import"),  # one page for all
        ready=gettext_lazy("The catalogue file is read"),
        failed=gettext_lazy("The catalogue file could not be taken in"),
        leave=lists.leave,
        news=IMPORTED.code,
    )
)


def _kept(report: Report) -> dict[str, Any]:
    """What the page shows of a report, long lists cut."""
    told = report.as_dict()
    return {
        **told,
        "problems": told["problems"][:PROBLEMS_SHOWN],
        "unlisted": report.unlisted + len(told["problems"][PROBLEMS_SHOWN:]),
        "sample": [_shown(record) for record in report.sample],
    }


def _shown(record: Record) -> dict[str, Any]:
    """One row as it was understood, in words for a page."""
    fields = record.fields
    return {
        "row": record.row,
        "title": record.title,
        "contributors": "; ".join(fields.get("contributors") or []),
        "isbn": fields.get("isbn") or "",
        "year": str(fields.get("year") or ""),
        "codes": ", ".join(record.codes),
    }


def summary(report: Report, *, dry_run: bool) -> str:
    """What became of the file, in one sentence."""
    words = (
        _("Tried out: %(created)s new titles, %(updated)s changed, %(merged)s as they were, %(refused)s rows refused.")
        if dry_run
        else _(
            "Taken in: %(created)s new titles, %(updated)s changed, %(merged)s as they were, %(refused)s rows refused."
        )
    )
    return words % {name: getattr(report, name) for name in ("created", "updated", "merged", "refused")}


def protocol(report: Report) -> bytes:
    """Every row worth a second look, as a spreadsheet reads it."""
    rows = ([p.row or "", label_of(p.field), p.value[:200], p.message] for p in report.problems)
    return csv_bytes([_("Row"), _("Column"), _("Value"), _("What is odd")], rows)


def runs() -> list[ReportRun]:
    """The files given lately, the newest first."""
    rows = ReportRun.objects.filter(report=REPORT).select_related("file", "requested_by")
    return list(rows.order_by("-requested_at", "-pk")[:RUNS_SHOWN])
