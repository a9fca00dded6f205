"""Runs of long work: asked for once, watched, stopped, told of; safe to make twice, also at once."""

import logging
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.tables import TableRefused
from baubau_pembinaan.documents import services as documents
from baubau_pembinaan.documents.models import ReportRun, RunStatus
from baubau_pembinaan.notifications.jobs import advisory_lock
from baubau_pembinaan.notifications.services import notify
from baubau_pembinaan.notifications.wakeup import hand_out

from . import work as works
from .work import Stopped, Work

logger = logging.getLogger(__name__)
FILE_APP = "long-work"
PROBLEMS_KEPT = 100


class MayNoLonger(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("You may no longer do this."))


@transaction.atomic
def ask(*, work: Work, parameters: dict[str, Any], by: User, at: datetime) -> ReportRun:
    """The run of this work: the one that waits or is under way already, else a new one, handed to a worker."""
    run = documents.request_run(report=work.report, parameters=parameters, by=by, at=at, anew=True)
    if run.status == RunStatus.QUEUED:
        transaction.on_commit(lambda: wake([run.pk]))
    return run


def wake(run_ids: Iterable[int]) -> None:
    """Send the runs to a worker. A dead broker costs under a second; `wake_forgotten` comes by each minute."""
    from .tasks import build_run

    hand_out(build_run, run_ids)


def wake_forgotten(*, at: datetime) -> int:
    """Send again what nobody took up, or whose worker died; returns how many."""
    ids = documents.forgotten_runs(works.sorts(), at=at)
    if ids:
        wake(ids)
    return len(ids)


def stop(*, run: ReportRun, at: datetime) -> None:
    """Where a worker has it already, that worker leaves at its next step and puts away what the run was given."""
    documents.cancel_run(run_id=run.pk, at=at)
    run.refresh_from_db()
    if run.is_cancelled and run.started_at is None:
        works.of(run).leave(run)


def build(*, run_id: int) -> None:
    """Make one run. The lock goes with a killed worker's database session, so a run found running without it is taken
    up again; a database that went away leaves the run as it is, to be taken up too."""
    with advisory_lock(f"runs.{run_id}") as held:
        run = documents.take_up_run(run_id=run_id, at=timezone.now()) if held else None
        if run is None or run.requested_by is None:
            return
        work = works.of(run)
        try:
            if run.is_over:  # it killed every worker that took it up
                _tell_of_failure(work, run)
            else:
                with translation.override(run.requested_by.language):
                    _make(work, run)
        except Stopped:
            logger.info("The run %s of %s was stopped.", run.pk, run.report)
        except ValidationError as refusal:
            _refuse(work, run, refusal)
        except (OperationalError, InterfaceError):
            raise
        except Exception as fault:
            documents.fail_run(run_id=run.pk, error=f"{type(fault).__name__}: {fault}", at=timezone.now())
            _tell_of_failure(work, run)
            _leave(work, run)
            raise
        _leave(work, run)


def _leave(work: Work, run: ReportRun) -> None:
    run.refresh_from_db()
    work.leave(run)


def _make(work: Work, run: ReportRun) -> None:
    if not work.may(run.requested_by, run):  # type: ignore[arg-type]
        raise MayNoLonger

    def progress(percent: int) -> None:
        if not ReportRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).exists():
            raise Stopped
        documents.whisper_progress(run_id=run.pk, percent=percent)

    with transaction.atomic() if work.whole else nullcontext():
        _finish(work, run, progress)


def _finish(work: Work, run: ReportRun, progress: works.Progress) -> None:
    """Do the work; the end of the run and the word to its owner are saved together. Raises Stopped."""
    made = work.make(run, progress)
    with transaction.atomic():
        done = documents.finish_run(
            run_id=run.pk, content=made.content, kind=made.kind, name=made.name, app=FILE_APP, at=timezone.now()
        )
        if done.status != RunStatus.DONE:
            raise Stopped
        keep(run=run, told=made.told())
        notify(
            recipient=run.requested_by,  # type: ignore[arg-type]
            key=f"runs.{run.pk}",
            kind=work.news,
            subject=work.ready,
            body=made.told,
            url=work.page(run),
        )


def keep(*, run: ReportRun, **words: Any) -> None:
    """Write down with the run what its page is to show; its parameters stay what they were."""
    run.parameters = {**run.parameters, **words}
    run.save(update_fields=["parameters"])


def _refuse(work: Work, run: ReportRun, refusal: ValidationError) -> None:
    """The run ends with its reasons, each with row and column where it has one."""
    problems = [problem.as_dict() for problem in refusal.problems] if isinstance(refusal, TableRefused) else []
    documents.fail_run(run_id=run.pk, error=" ".join(refusal.messages[:3]), at=timezone.now())
    if problems:
        keep(run=run, problems=problems[:PROBLEMS_KEPT], unlisted=len(problems[PROBLEMS_KEPT:]))
    _tell_of_failure(work, run)


def _tell_of_failure(work: Work, run: ReportRun) -> None:
    if run.requested_by is None or ReportRun.objects.get(pk=run.pk).is_cancelled:
        return
    notify(
        recipient=run.requested_by,
        key=f"runs.{run.pk}.failed",
        kind=work.news,
        subject=work.failed,
        body=_("The page tells why, and what was saved."),
        url=work.page(run),
    )
