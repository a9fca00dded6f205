"""Demo of the report room: typed figures of the register, readers of the reports on schedule, a quarter's report asked
for. The figures are invented; the report itself is made by the background work from the demo's own records."""

from datetime import datetime, time
from decimal import Decimal

from django.utils import timezone

from baubau_pembinaan.accounts.models import StaffProfile, User
from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.documents.services import discard_file
from baubau_pembinaan.reports.models import Definition, Edition, Indicator, IndicatorFigure, Issue
from baubau_pembinaan.reports.periods import PeriodKind, span_on
from baubau_pembinaan.reports.registry import titles
from baubau_pembinaan.reports.services.indicators import type_figure
from baubau_pembinaan.reports.services.making import request_report

NOTE = "Data contoh"
# code -> (value of last year, value of this year so far, target)
FIGURES: dict[str, tuple[int, int, int | None]] = {
    "iplm-pengunjung": (38_450, 35_120, 40_000),
    "iplm-pengguna-tik": (4_210, 4_060, None),
    "snp-kebijakan-koleksi": (1, 2, 3),
    "snp-jam-buka": (48, 48, 48),
    "iplm-dokumen-kebijakan": (5, 6, 8),
}
TARGETS = {"ppk-ikm": 85, "ppk-target-jp": 90, "ppk-tindak-lanjut": 75}


def load(context: DemoContext) -> None:
    users = context.shared.get("users", {})
    head, agency = users.get("kabid"), users.get("kadis")
    if head is None:
        return
    _type_figures(context, head)
    for definition in Definition.objects.filter(recipients=None):
        with acting(None, NOTE):
            definition.recipients.set([user for user in (head, agency) if user])
    quarter = span_on(PeriodKind.QUARTER, context.as_of).before
    if not ReportRun.objects.filter(report="triwulan", period=quarter.key).exists():
        at = datetime.combine(context.as_of, time(8, 0), timezone.get_current_timezone())
        request_report(name="triwulan", period=quarter.key, by=head, at=min(at, timezone.now()))


def _type_figures(context: DemoContext, by: User) -> None:
    year = context.as_of.year
    indicators = {row.code: row for row in Indicator.objects.filter(code__in=[*FIGURES, *TARGETS])}
    known = set(IndicatorFigure.objects.values_list("indicator__code", "year"))
    for code, (before, now, target) in FIGURES.items():
        for when, value in ((year - 1, before), (year, now)):
            if code in indicators and (code, when) not in known:
                wanted = Decimal(target) if target else None
                type_figure(
                    indicator=indicators[code], year=when, value=Decimal(value), target=wanted, note=NOTE, by=by
                )
    for code, target in TARGETS.items():
        if code in indicators and (code, year) not in known:
            type_figure(indicator=indicators[code], year=year, value=None, target=Decimal(target), note=NOTE, by=by)


def remove(context: DemoContext) -> None:
    """Reports that invented people asked for or that are about them, their typed figures, and what they were told."""
    for row in IndicatorFigure.objects.filter(note=NOTE):
        with acting(context.by, NOTE):
            row.delete()
    people = StaffProfile.objects.filter(is_demo=True)
    mine = Edition.objects.filter(is_demo=True) | Edition.objects.filter(person__in=people)
    for edition in mine.select_related("pdf", "xlsx", "docx").order_by("-pk"):
        Issue.objects.filter(edition=edition).delete()
        ReportRun.objects.filter(file=edition.pdf_id).delete()
        files = [edition.pdf, edition.xlsx, edition.docx]
        edition.delete()
        for stored in files:
            discard_file(stored=stored)
    asked = ReportRun.objects.filter(report__in=list(titles()), requested_by__is_demo=True)
    Issue.objects.filter(run__in=asked).delete()
    asked.filter(file=None).delete()
