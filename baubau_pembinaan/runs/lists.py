"""Lists (CSV, XLSX) that a worker takes in whole or not at all; a short one is taken in by the request itself.

The file waits in the storage until its run is over; one that was only tried out waits a day longer, to be taken in as
it was tried.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import IO, Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.csvsafe import csv_bytes
from baubau_pembinaan.documents.models import ReportRun, RunStatus
from baubau_pembinaan.documents.sniff import Kind

from . import services
from . import work as works
from .work import Made, Progress, Work

TRIED_KEPT = timedelta(days=1)
LINES_SHOWN, RUNS_SHOWN = 100, 10


@dataclass
class Taken:
    """What a list did, or would do: one sentence, and (row or 0, words) for each line worth a second look."""

    told: Callable[[], str]
    lines: list[tuple[int, str]] = field(default_factory=list)


Take = Callable[..., Taken]  # (source, by=, at=, dry_run=, progress=); raises TableRefused


class TriedTooLongAgo(ValidationError):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("The preview is too old; choose the file again."))


def declare(
    *, report: str, take: Take, permission: str, page: str, ready: str | Promise, failed: str | Promise
) -> Work:
    """The work of taking in this sort of list; `page` is the URL name where it is given and watched."""

    def make(run: ReportRun, progress: Progress) -> Made:
        return _make(take, run, progress)

    return works.declare(
        Work(
            report=report,
            make=make,
            may=lambda user, run: user.has_perm(permission),
            page=lambda run: reverse(page),  # the same for every list
            ready=ready,
            failed=failed,
            leave=leave,
        )
    )


def give(*, work: Work, upload: IO[bytes], name: str, dry_run: bool, by: User, at: datetime) -> ReportRun:
    """Keep the list and ask a worker to take it in."""
    upload.seek(0)
    kept = default_storage.save(f"{work.report}/{uuid4()}", ContentFile(upload.read()))
    return services.ask(work=work, parameters={"upload": kept, "name": name[:120], "dry_run": dry_run}, by=by, at=at)


def may_take_tried(run: ReportRun, *, by: User, at: datetime) -> bool:
    """Whether a second press of this person takes in the very list that this run tried out."""
    tried = run.status == RunStatus.DONE and run.requested_by_id == by.pk and run.parameters.get("dry_run")
    return bool(tried) and "upload" in run.parameters and at - run.requested_at < TRIED_KEPT


@transaction.atomic
def take_tried(*, run: ReportRun, by: User, at: datetime) -> ReportRun:
    """Ask a worker to take in the list that a run tried out; once. Raises TriedTooLongAgo, also for another's."""
    tried = ReportRun.objects.select_for_update().get(pk=run.pk)
    if not may_take_tried(tried, by=by, at=at):
        raise TriedTooLongAgo
    kept, name = tried.parameters["upload"], tried.parameters["name"]
    _let_go(tried)
    return services.ask(work=works.of(tried), parameters={"upload": kept, "name": name, "dry_run": False}, by=by, at=at)


def sweep(*, at: datetime) -> int:
    """Put away files that were tried out and never taken in, or whose worker died after the stop; how many."""
    over = ReportRun.objects.filter(
        report__in=works.sorts(), status__in=[RunStatus.DONE, RunStatus.FAILED], parameters__has_key="upload"
    )
    old = over.filter(requested_at__lt=at - TRIED_KEPT).order_by("pk")[:100]
    for run in old:
        default_storage.delete(run.parameters["upload"])
        _let_go(run)
    return len(old)


def shown(*, work: Work, user: User, at: datetime) -> dict[str, Any]:
    """What the page of this sort of list tells: the runs, and what became of the reader's own last one."""
    rows = ReportRun.objects.filter(report=work.report).select_related("file", "requested_by")
    runs = list(rows.order_by("-requested_at", "-pk")[:RUNS_SHOWN])
    mine = next((run for run in runs if run.requested_by_id == user.pk), None)
    return {
        "runs": runs,
        "working": any(not run.is_over for run in runs),
        "mine": mine,
        "tried": mine.pk if mine and may_take_tried(mine, by=user, at=at) else None,
    }


def _make(take: Take, run: ReportRun, progress: Progress) -> Made:
    asked = run.parameters
    with default_storage.open(asked["upload"], "rb") as file:
        taken = take(file, by=run.requested_by, at=timezone.now(), dry_run=asked["dry_run"], progress=progress)
    services.keep(run=run, lines=taken.lines[:LINES_SHOWN], unlisted=len(taken.lines[LINES_SHOWN:]))
    rows = [(row or "", words) for row, words in taken.lines]
    content = csv_bytes([_("Row"), _("What is to be known")], [("", taken.told()), *rows])
    return Made(content, Kind.CSV, f"protokol-{asked['name']}.csv", taken.told)


def leave(run: ReportRun) -> None:
    """The list goes with its run; what was tried out waits for the deed."""
    if "upload" in run.parameters and not (run.status == RunStatus.DONE and run.parameters["dry_run"]):
        default_storage.delete(run.parameters["upload"])
        _let_go(run)


def _let_go(run: ReportRun) -> None:
    run.parameters = {name: value for name, value in run.parameters.items() if name != "upload"}
    run.save(update_fields=["parameters"])
