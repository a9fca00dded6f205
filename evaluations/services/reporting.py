"""Building the reports of a closed period, and the papers of a unit: asked for once, made once, kept as files."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.documents import services as documents
from baubau_pembinaan.documents.models import ReportRun, RunStatus
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.documents.tree import Document
from baubau_pembinaan.notifications.jobs import advisory_lock
from baubau_pembinaan.notifications.services import notify
from baubau_pembinaan.notifications.wakeup import hand_out
from evaluations.models import FrozenResult, Period
from evaluations.notification_kinds import REPORT_READY
from evaluations.report_kinds import FOLLOW_UP as FOLLOW_UP
from evaluations.report_kinds import REPORTS as REPORTS
from evaluations.report_kinds import SKM as SKM

from .followups import PeriodNotClosed

REVIEW_BATCH = "review-batch"  # the papers of a unit (services.reviews.batches)
KINDS = (Kind.PDF, Kind.DOCX)
LANGUAGES = ("id", "en")


class NothingToReport(ValidationError):
    """No respondent, or a questionnaire that yields no IKM."""

    def __init__(self) -> None:
        super().__init__(_("This period has no IKM to report."))


@transaction.atomic
def request_report(
    *, period: Period, report: str, language: str, by: Any, at: datetime, anew: bool = False
) -> list[ReportRun]:
    """Ask for the report as PDF and as Word; two people who ask at once get the same two runs.

    `anew` makes the next version of what is done already; versions count on over the closings of a period.
    Raises PeriodNotClosed, NothingToReport; ValueError for an unknown report or language.
    """
    if report not in REPORTS or language not in LANGUAGES:
        raise ValueError("There is no such report or language.")
    locked = Period.objects.select_for_update().select_related("survey").get(pk=period.pk)
    if not locked.is_closed:
        raise PeriodNotClosed
    result = locked.frozen_results.order_by("-number").first()
    if result is None or result.data["ikm"] is None:
        raise NothingToReport
    since = runs_of_period(locked.pk).filter(report=report, parameters__language=language).aggregate(v=Max("version"))
    runs = [
        documents.request_run(
            report=report,
            period=f"{locked.survey.code} {locked.key}"[:40],
            parameters={"result": result.pk, "language": language, "kind": kind.value},
            by=by,
            at=at,
            anew=anew,
            since=since["v"] or 0,
        )
        for kind in KINDS
    ]
    waiting = [run.pk for run in runs if run.status == RunStatus.QUEUED]
    transaction.on_commit(lambda: wake(waiting))
    return runs


def runs_of_period(period_id: int) -> QuerySet[ReportRun]:
    """The reports of a period, found by its closings: a run's own text (code and key) is a label only."""
    closings = FrozenResult.objects.filter(period=period_id).values_list("pk", flat=True)
    return ReportRun.objects.filter(report__in=REPORTS, parameters__result__in=list(closings))


def wake(run_ids: Iterable[int]) -> None:
    """Send the runs to a worker. A dead broker costs under a second; `wake_forgotten` comes by each minute."""
    from evaluations.tasks_reporting import build_report

    hand_out(build_report, run_ids)


def wake_forgotten(*, at: datetime) -> int:
    """Send again what nobody took up, or whose worker died; returns how many."""
    ids = documents.forgotten_runs([*REPORTS, REVIEW_BATCH], at=at)
    if ids:
        wake(ids)
    return len(ids)


def build(*, run_id: int) -> None:
    """Make the file of one run. Safe to call twice, also at once: the lock goes with a killed worker's database
    session, so a run found running without its lock is taken up again."""
    with advisory_lock(f"evaluations.report.{run_id}") as held:
        if not held:
            return
        run = documents.take_up_run(run_id=run_id, at=timezone.now())
        if run is None:
            return
        if run.is_over:  # it killed every worker that took it up
            _tell_of_failure(run)
            return
        try:
            content, name = _made(run)
        except Exception as fault:
            documents.fail_run(run_id=run_id, error=f"{type(fault).__name__}: {fault}", at=timezone.now())
            _tell_of_failure(run)
            raise
        kind, app = Kind(run.parameters["kind"]), "review-batch" if run.report == REVIEW_BATCH else "evaluations"
        with transaction.atomic():
            if run.report != REVIEW_BATCH:
                list(_siblings(run).select_for_update().order_by("pk"))  # who finishes second sees the first
            finished = documents.finish_run(
                run_id=run_id, content=content, kind=kind, name=name, app=app, at=timezone.now()
            )
            _tell(finished)


def _siblings(run: ReportRun) -> QuerySet[ReportRun]:
    """The runs of one press, this one among them."""
    return ReportRun.objects.filter(
        report=run.report,
        period=run.period,
        version=run.version,
        parameters__result=run.parameters["result"],
        parameters__language=run.parameters["language"],
    )


def _tell(run: ReportRun) -> None:
    """The PDF and the Word file of one press are two runs: whoever asked hears once, when the last one is over."""
    if run.requested_by is None or run.status != RunStatus.DONE:
        return
    if run.report == REVIEW_BATCH:
        notify(
            recipient=run.requested_by,
            key=f"evaluations.report.batch.{run.pk}",
            kind=REPORT_READY.code,
            subject=_("The report is ready"),
            body=_("The papers of the unit stand on the page of the cycle's papers."),
            url=reverse("evaluations:review-batch"),
        )
        return
    result = FrozenResult.objects.get(pk=run.parameters["result"])
    if not _siblings(run).filter(status__in=[RunStatus.QUEUED, RunStatus.RUNNING]).exists():
        notify(
            recipient=run.requested_by,
            key=f"evaluations.report.{result.pk}.{run.report}.{run.parameters['language']}.{run.version}",
            kind=REPORT_READY.code,
            subject=_("The report is ready"),
            body=_("PDF and Word stand on the page of the period."),
            url=reverse("evaluations:period-report", args=[result.period_id]),
        )


def _tell_of_failure(run: ReportRun) -> None:
    """Whoever waits hears once a press that it will not come, unless somebody stopped it."""
    if run.requested_by is None or ReportRun.objects.get(pk=run.pk).is_cancelled:
        return
    key, url = f"evaluations.report.batch.{run.pk}.failed", reverse("evaluations:review-batch")
    if run.report != REVIEW_BATCH:
        result = FrozenResult.objects.get(pk=run.parameters["result"])
        key = f"evaluations.report.{result.pk}.{run.report}.{run.parameters['language']}.{run.version}.failed"
        url = reverse("evaluations:period-report", args=[result.period_id])
    notify(
        recipient=run.requested_by,
        key=key,
        kind=REPORT_READY.code,
        subject=_("The report could not be made"),
        body=_("Ask for it once more; if it fails again, tell an administrator."),
        url=url,
    )


def _made(run: ReportRun) -> tuple[bytes, str]:
    from baubau_pembinaan.documents.render import to_docx, to_pdf
    from evaluations.report import follow_up_document, skm_document
    from evaluations.services.reviews import batches

    if run.report == REVIEW_BATCH:
        return batches.make(run)
    write: Callable[..., Document] = skm_document if run.report == SKM else follow_up_document
    frozen = FrozenResult.objects.select_related("period__survey").get(pk=run.parameters["result"])
    documents.report_progress(run_id=run.pk, percent=10)
    document = write(frozen, run.parameters["language"])
    documents.report_progress(run_id=run.pk, percent=45)
    content = to_pdf(document) if run.parameters["kind"] == Kind.PDF else to_docx(document)
    documents.report_progress(run_id=run.pk, percent=90)
    stem = "laporan-skm" if run.report == SKM else "laporan-tindak-lanjut-skm"
    language = "" if run.parameters["language"] == "id" else "-en"
    about = [stem, slugify(str(frozen.period)), *([f"penutupan-{frozen.number}"] if frozen.number > 1 else [])]
    return content, f"{'-'.join(about)}{language}.{run.parameters['kind']}"
