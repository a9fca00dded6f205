"""What the report pages read."""

from typing import Any

from django.db.models import QuerySet

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.documents.models import ReportRun, RunStatus
from baubau_pembinaan.reports import registry
from baubau_pembinaan.reports.models import Edition

RUNS_SHOWN = 10


def editions(*, report: str = "", person: StaffProfile | None = None, everybody: bool = False) -> QuerySet[Edition]:
    """The archive, the newest first; without `everybody` only what is about that person."""
    found = Edition.objects.select_related("pdf", "xlsx", "docx", "person", "unit", "made_by")
    if report:
        found = found.filter(report=report)
    if not everybody:
        found = found.filter(person=person) if person else found.none()
    return found.order_by("-made_at", "-pk")


def runs(*, user: Any, report: str = "", everybody: bool = False) -> list[ReportRun]:
    """What is being made or failed lately, the newest first; without `everybody` only one's own wishes."""
    names = [report] if report else [builder.name for builder in registry.builders()]
    found = ReportRun.objects.filter(report__in=names).exclude(status=RunStatus.DONE).select_related("requested_by")
    if not everybody:
        found = found.filter(requested_by=user)
    return list(found.order_by("-requested_at", "-pk")[:RUNS_SHOWN])


def other_versions(edition: Edition) -> list[Edition]:
    """Every version of the same report, the newest first."""
    return list(
        Edition.objects.filter(
            report=edition.report,
            period=edition.period,
            language=edition.language,
            person=edition.person_id,
            unit=edition.unit_id,
        ).order_by("-version")
    )
