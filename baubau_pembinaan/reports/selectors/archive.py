"""What the report pages read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.core.formats import nama_periode, tanggal
from baubau_pembinaan.core.statements import Kept, KeptRows
from baubau_pembinaan.documents.models import ReportRun, RunStatus
from baubau_pembinaan.reports import registry
from baubau_pembinaan.reports.models import Edition

RUNS_SHOWN = 10


class Listed(NamedTuple):
    """A line of the archive: a row with its files, person and unit has some sixty columns."""

    pk: int
    report: str
    title: str
    period: str
    language: str
    version: int
    made_at: datetime
    pdf__token: str
    xlsx__token: str
    docx__token: str
    unit__name: str | None
    person__title_prefix: str | None
    person__name: str | None
    person__title_suffix: str | None


def _listed(rows: QuerySet[Edition]) -> QuerySet[Any, Any]:
    return rows.order_by("-made_at", "-pk").values_list(*Listed._fields)


_ALL = Kept(lambda: _listed(Edition.objects.all()), number=lambda: Edition.objects.values_list("pk"))


def editions(
    *, report: str = "", person: StaffProfile | None = None, everybody: bool = False
) -> QuerySet[Any, Any] | KeptRows:
    """The archive as `Listed` tells it, the newest first; without `everybody` only what is about that person."""
    if everybody and not report:
        return _ALL.part()
    found = Edition.objects.all()
    if report:
        found = found.filter(report=report)
    if not everybody:
        found = found.filter(person=person) if person else found.none()
    return _listed(found)


def lines(rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Editions as the pages draw them."""
    titles = {name: str(title) for name, title in registry.titles().items()}
    return [
        {
            "url": row_address("reports:edition-detail", row.pk),
            "name": titles.get(row.report, row.title),
            "subject": _subject(row),
            "period": nama_periode(row.period),
            "is_english": row.language == "en",
            "version": row.version,
            "made_on": tanggal(row.made_at),
            **{kind: row_address("documents:file", getattr(row, f"{kind}__token")) for kind in ("pdf", "xlsx", "docx")},
        }
        for row in map(Listed._make, rows)
    ]


def _subject(row: Listed) -> str:
    if row.person__name is None:
        return row.unit__name or ""
    return StaffProfile(
        name=row.person__name, title_prefix=row.person__title_prefix or "", title_suffix=row.person__title_suffix or ""
    ).full_name


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
