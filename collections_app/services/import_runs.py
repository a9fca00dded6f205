"""A catalogue file taken in by a worker: asked for once, watched, stopped, told of. All of it is saved, or nothing.

The run is a row of `documents`, as a report's is; what it makes is the protocol of the rows. The file waits in the
storage until the run is over; one that was only tried out waits a day longer, to be taken in as it was tried. While
it works, the rows stand in one transaction: how far it is goes by the cache, and whether somebody stopped it is asked
after each batch.
"""

import csv
import io
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import IO, Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.documents import services as documents
from baubau_pembinaan.documents.models import ReportRun, RunStatus
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.notifications.jobs import advisory_lock
from baubau_pembinaan.notifications.services import notify
from baubau_pembinaan.notifications.wakeup import hand_out
from collections_app.notification_kinds import IMPORTED
from collections_app.slims.columns import label_of
from collections_app.slims.rows import Record

from .catalogue_report import Report
from .importing import FileRefused, check_size, import_catalogue

logger = logging.getLogger(__name__)
REPORT, FILE_APP = "impor-katalog", "catalogue-import"
PROBLEMS_SHOWN, RUNS_SHOWN = 100, 10
TRIED_KEPT = timedelta(days=1)


class Stopped(Exception):
    """Somebody stopped the run: leave without a trace."""


def request_import(*, upload: IO[bytes], name: str, dry_run: bool, by: User, at: datetime) -> ReportRun:
    """Keep the file and ask a worker to take it in. Raises FileRefused where it is too large."""
    check_size(upload)
    kept = default_storage.save(f"{REPORT}/{uuid4()}", File(upload))
    with transaction.atomic():
        run = documents.request_run(
            report=REPORT, parameters={"upload": kept, "name": name[:120], "dry_run": dry_run}, by=by, at=at
        )
        transaction.on_commit(lambda: wake([run.pk]))
    return run


class TriedTooLongAgo(ValidationError):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("The preview is too old; choose the file again."))


def may_take_tried(run: ReportRun, *, by: User, at: datetime) -> bool:
    """Whether a second press of this person takes in the very file that this run tried out."""
    is_own = run.report == REPORT and run.requested_by_id == by.pk and run.status == RunStatus.DONE
    return is_own and run.parameters["dry_run"] and "upload" in run.parameters and at - run.requested_at < TRIED_KEPT


@transaction.atomic
def take_tried(*, run_id: int, by: User, at: datetime) -> ReportRun:
    """Ask a worker to take in the file that a run tried out; once. Raises TriedTooLongAgo, also for another's."""
    tried = ReportRun.objects.select_for_update().filter(pk=run_id, report=REPORT).first()
    if tried is None or not may_take_tried(tried, by=by, at=at):
        raise TriedTooLongAgo
    kept = tried.parameters["upload"]
    _let_go(tried)
    run = documents.request_run(
        report=REPORT, parameters={"upload": kept, "name": tried.parameters["name"], "dry_run": False}, by=by, at=at
    )
    transaction.on_commit(lambda: wake([run.pk]))
    return run


def sweep_tried(*, at: datetime) -> int:
    """Put away the files that were tried out and never taken in; returns how many."""
    tried = ReportRun.objects.filter(
        report=REPORT, status=RunStatus.DONE, parameters__dry_run=True, parameters__has_key="upload"
    )
    old = tried.filter(requested_at__lt=at - TRIED_KEPT).order_by("pk")[:100]
    for run in old:
        default_storage.delete(run.parameters["upload"])
        _let_go(run)
    return len(old)


def _let_go(run: ReportRun) -> None:
    run.parameters = {name: value for name, value in run.parameters.items() if name != "upload"}
    run.save(update_fields=["parameters"])


def wake(run_ids: Iterable[int]) -> None:
    """Send the runs to a worker. A dead broker costs under a second; `wake_forgotten` comes by each minute."""
    from collections_app.tasks import take_in_catalogue

    hand_out(take_in_catalogue, run_ids)


def wake_forgotten(*, at: datetime) -> int:
    """Send again what nobody took up, or whose worker died; returns how many."""
    ids = documents.forgotten_runs([REPORT], at=at)
    if ids:
        wake(ids)
    return len(ids)


def stop(*, run: ReportRun, at: datetime) -> None:
    """Nothing of the file is saved. Where a worker has it already, that worker puts the file away."""
    documents.cancel_run(run_id=run.pk, at=at)
    if run.status == RunStatus.QUEUED:
        default_storage.delete(run.parameters["upload"])


def build(*, run_id: int) -> None:
    """Take in the file of one run. Safe to call twice, also at once, and after a worker that was killed."""
    with advisory_lock(f"collections_app.import.{run_id}") as held:
        run = documents.take_up_run(run_id=run_id, at=timezone.now()) if held else None
        if run is None or run.requested_by is None:
            return
        try:
            if run.is_over:  # it killed every worker that took it up
                _tell_of_failure(run)
            else:
                with translation.override(run.requested_by.language):
                    _make(run)
        except Stopped:
            logger.info("The import %s was stopped.", run.pk)
        except FileRefused as refusal:
            documents.fail_run(run_id=run.pk, error=str(refusal), at=timezone.now())
            _tell_of_failure(run)
        except Exception as fault:
            documents.fail_run(run_id=run.pk, error=f"{type(fault).__name__}: {fault}", at=timezone.now())
            _tell_of_failure(run)
            raise
        run.refresh_from_db()
        if not (run.status == RunStatus.DONE and run.parameters["dry_run"]):  # what was tried waits for the deed
            default_storage.delete(run.parameters["upload"])


def _make(run: ReportRun) -> None:
    """Rows, protocol and the end of the run stand in one transaction. Raises Stopped, FileRefused."""
    with default_storage.open(run.parameters["upload"], "rb") as file, transaction.atomic():
        size = max(file.size, 1)

        def progress(rows: int) -> None:
            if not ReportRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).exists():
                raise Stopped
            documents.whisper_progress(run_id=run.pk, percent=95 * file.tell() // size)

        report = import_catalogue(file, dry_run=run.parameters["dry_run"], progress=progress)
        done = documents.finish_run(
            run_id=run.pk,
            content=protocol(report),
            kind=Kind.CSV,
            name=f"protokol-{run.parameters['name']}.csv",
            app=FILE_APP,
            at=timezone.now(),
        )
        if done.status != RunStatus.DONE:
            raise Stopped
        told = report.as_dict()
        shown = {
            **told,
            "problems": told["problems"][:PROBLEMS_SHOWN],
            "unlisted": report.unlisted + len(told["problems"][PROBLEMS_SHOWN:]),
            "sample": [_shown(record) for record in report.sample],
        }
        done.parameters = {**done.parameters, "report": shown}
        done.save(update_fields=["parameters"])
        notify(
            recipient=run.requested_by,  # type: ignore[arg-type]
            key=f"collections_app.import.{run.pk}",
            kind=IMPORTED.code,
            subject=gettext_lazy("The catalogue file is read"),
            body=lambda: summary(report, dry_run=run.parameters["dry_run"]),
            url=reverse("collections_app:import"),
        )


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
    written = io.StringIO()
    sheet = csv.writer(written, delimiter=";")
    sheet.writerow([_("Row"), _("Column"), _("Value"), _("What is odd")])
    for problem in report.problems:
        # A value that begins like a formula is shown, not computed.
        value = f"'{problem.value[:200]}" if problem.value[:1] in ("=", "+", "-", "@") else problem.value[:200]
        sheet.writerow([problem.row or "", label_of(problem.field), value, problem.message])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _tell_of_failure(run: ReportRun) -> None:
    if run.requested_by is None or ReportRun.objects.get(pk=run.pk).is_cancelled:
        return
    notify(
        recipient=run.requested_by,
        key=f"collections_app.import.{run.pk}.failed",
        kind=IMPORTED.code,
        subject=gettext_lazy("The catalogue file could not be taken in"),
        body=gettext_lazy("Nothing was saved. The page tells why."),
        url=reverse("collections_app:import"),
    )


def runs() -> list[ReportRun]:
    """The files given lately, the newest first."""
    rows = ReportRun.objects.filter(report=REPORT).select_related("file", "requested_by")
    return list(rows.order_by("-requested_at", "-pk")[:RUNS_SHOWN])
