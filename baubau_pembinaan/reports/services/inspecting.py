"""Having the inspectors' bundle of a year made: asked for once, worked on once, kept."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.documents import services as documents
from baubau_pembinaan.documents.models import ReportRun, RunStatus
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.notifications.services import notify
from baubau_pembinaan.reports.inspection.bundle import bundle
from baubau_pembinaan.reports.notification_kinds import READY
from baubau_pembinaan.reports.periods import PeriodKind, parse_period

REPORT = "berkas-pemeriksaan"
FILE_APP = "inspection"


@transaction.atomic
def request_bundle(*, year: int, by: User | None, at: datetime) -> ReportRun:
    """Ask for the bundle; two people who ask at once get the same run. Raises PeriodUnknown."""
    from .making import wake

    span = parse_period(str(year), PeriodKind.YEAR)
    run = documents.request_run(report=REPORT, period=span.key, by=by, at=at, anew=True)
    if run.status == RunStatus.QUEUED:
        transaction.on_commit(lambda: wake([run.pk]))
    return run


def make(run: ReportRun) -> None:
    """Pack and keep the ZIP of a running run, and tell whoever asked. A run stopped meanwhile keeps nothing."""
    at = timezone.localtime()
    content = bundle(
        parse_period(run.period, PeriodKind.YEAR),
        at=at,
        progress=lambda percent: documents.report_progress(run_id=run.pk, percent=percent),
    )
    name = f"berkas-pemeriksaan-{run.period}-v{run.version}.zip"
    with transaction.atomic():
        done = documents.finish_run(
            run_id=run.pk, content=content, kind=Kind.ZIP, name=name, app=FILE_APP, at=timezone.now()
        )
        if done.status == RunStatus.DONE and done.requested_by is not None:
            notify(
                recipient=done.requested_by,
                key=f"reports.run.{run.pk}",
                kind=READY.code,
                subject=_("The inspection bundle is ready"),
                body=lambda: str(_("The papers of %(year)s with their register.") % {"year": run.period}),
                url=reverse("reports:inspection"),
            )
