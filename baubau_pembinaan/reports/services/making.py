"""Having a report made: asked for once, worked on once, kept once."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile, User
from baubau_pembinaan.documents import services as documents
from baubau_pembinaan.documents.models import ReportRun, RunStatus, StoredFile
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.libraries.models import Unit
from baubau_pembinaan.notifications.jobs import advisory_lock
from baubau_pembinaan.notifications.services import notify
from baubau_pembinaan.notifications.wakeup import hand_out
from baubau_pembinaan.reports import registry
from baubau_pembinaan.reports.content import Content
from baubau_pembinaan.reports.files import FORMATS, file_of
from baubau_pembinaan.reports.models import Edition
from baubau_pembinaan.reports.notification_kinds import READY
from baubau_pembinaan.reports.periods import parse_period

from . import inspecting


@transaction.atomic
def request_report(
    *, name: str, period: str, subject: Any = None, language: str = "id", by: User | None, at: datetime
) -> ReportRun:
    """Ask for a report; two people who ask at once get the same run. What it makes is decided when it is built.

    Raises UnknownReport, PeriodUnknown, SubjectMissing; ValueError for an unknown language.
    """
    if language not in ("id", "en"):
        raise ValueError("There is no such language.")
    builder = registry.find(name)
    span = parse_period(period, builder.kind)
    registry.check_subject(builder, subject)
    parameters = {"language": language, "person": None, "unit": None}
    if builder.subject:
        parameters[builder.subject] = subject.pk
    run = documents.request_run(report=name, period=span.key, parameters=parameters, by=by, at=at, anew=True)
    if run.status == RunStatus.QUEUED:
        transaction.on_commit(lambda: wake([run.pk]))
    return run


def wake(run_ids: Iterable[int]) -> None:
    """Send the runs to a worker. A dead broker costs under a second; `wake_forgotten` comes by each minute."""
    from baubau_pembinaan.reports.tasks import build_report

    hand_out(build_report, run_ids)


def wake_forgotten(*, at: datetime) -> int:
    """Send again what nobody took up, or whose worker died; returns how many."""
    ids = documents.forgotten_runs([inspecting.REPORT, *(builder.name for builder in registry.builders())], at=at)
    if ids:
        wake(ids)
    return len(ids)


def cancel_run(*, run: ReportRun, at: datetime) -> None:
    """Stop a waiting or running report; what its worker still makes is thrown away. Over is over."""
    documents.cancel_run(run_id=run.pk, at=at)


def build(*, run_id: int) -> Edition | None:
    """Make one report. Safe to call twice, also at once: the lock goes with a killed worker's database session, so a
    run found running without its lock is taken up again. None where there was nothing to do."""
    with advisory_lock(f"reports.run.{run_id}") as held:
        if not held:
            return None
        run = documents.take_up_run(run_id=run_id, at=timezone.now())
        if run is None:
            return None
        if run.is_over:  # it killed every worker that took it up
            _tell_of_failure(run)
            return None
        try:
            if run.report == inspecting.REPORT:
                inspecting.make(run)
                return None
            return _build(run)
        except Exception as fault:
            documents.fail_run(run_id=run_id, error=f"{type(fault).__name__}: {fault}", at=timezone.now())
            _tell_of_failure(run)
            raise


def _build(run: ReportRun) -> Edition | None:
    subject = _subject(run)
    content = registry.content_of(
        run.report,
        run.period,
        on=timezone.localdate(),
        subject=subject,
        language=run.parameters["language"],
    )
    documents.report_progress(run_id=run.pk, percent=30)
    newest = _editions(run).first()
    if newest is not None and newest.content_sha256 == content.sha256:
        return _keep(run, lambda locked: newest)  # the same input: nothing is added
    made: dict[str, bytes] = {}
    for step, ending in enumerate(FORMATS, start=1):
        made[ending] = file_of(content, ending, at=timezone.now())
        documents.report_progress(run_id=run.pk, percent=30 + 20 * step)
    return _keep(run, lambda locked: _add(locked, content, made))


def _editions(run: ReportRun) -> Any:
    same = {key: run.parameters[key] for key in ("person", "unit", "language")}
    return Edition.objects.filter(report=run.report, period=run.period, **same).order_by("-version")


@transaction.atomic
def _keep(run: ReportRun, edition_of: Callable[[ReportRun], Edition]) -> Edition | None:
    """Edition, files and the end of the run stand in one transaction; a run stopped meanwhile keeps nothing."""
    locked = ReportRun.objects.select_for_update().get(pk=run.pk)
    if locked.is_over:
        return None
    edition = edition_of(locked)
    documents.finish_run_with(run_id=run.pk, stored=edition.pdf, at=timezone.now())
    if locked.requested_by_id is not None:
        _tell(locked, edition)
    return edition


def _add(run: ReportRun, content: Content, made: dict[str, bytes]) -> Edition:
    newest = _editions(run).first()
    stem = f"{slugify(content.title)}-{slugify(content.subtitle)}"
    stored: dict[str, StoredFile] = {}
    try:
        for ending, kind in FORMATS.items():
            stored[kind.value] = _store(run, made[ending], kind, stem)
        by = run.requested_by
        return Edition.objects.create(
            report=run.report,
            period=run.period,
            person_id=run.parameters["person"],
            unit_id=run.parameters["unit"],
            language=run.parameters["language"],
            version=newest.version + 1 if newest else 1,
            title=content.title[:200],
            content_sha256=content.sha256,
            linked=content.linked(),
            made_at=timezone.now(),
            made_by=by,
            is_demo=bool(by and by.is_demo),
            **stored,
        )
    except BaseException:
        for row in stored.values():
            row.file.storage.delete(str(row.file.name))
        raise


def _store(run: ReportRun, content: bytes, kind: Kind, stem: str) -> StoredFile:
    return documents.store_content(
        content=content, kind=kind, name=f"{stem}.{kind}", app="reports", by=run.requested_by, at=timezone.now()
    )


def _subject(run: ReportRun) -> Any:
    if run.parameters["person"]:
        return StaffProfile.objects.get(pk=run.parameters["person"])
    return Unit.objects.get(pk=run.parameters["unit"]) if run.parameters["unit"] else None


def page_of(run: ReportRun) -> str:
    """Where the run is asked for and watched."""
    return (
        reverse("reports:inspection") if run.report == inspecting.REPORT else reverse("reports:make", args=[run.report])
    )


def _tell_of_failure(run: ReportRun) -> None:
    """Whoever waits for the report hears that it will not come; the reason stands where administrators look."""
    if run.requested_by is not None and not ReportRun.objects.get(pk=run.pk).is_cancelled:
        notify(
            recipient=run.requested_by,
            key=f"reports.run.{run.pk}.failed",
            kind=READY.code,
            subject=_("The report could not be made"),
            body=_("Ask for it once more; if it fails again, tell an administrator."),
            url=page_of(run),
        )


def _tell(run: ReportRun, edition: Edition) -> None:
    notify(
        recipient=run.requested_by,  # type: ignore[arg-type]
        key=f"reports.run.{run.pk}",
        kind=READY.code,
        subject=_("The report is ready"),
        body=lambda: str(
            _("%(title)s, %(period)s, version %(version)s stands in the archive of reports.")
            % {"title": edition.name, "period": edition.period_name, "version": edition.version}
        ),
        url=edition.get_absolute_url(),
    )
