"""What the page of the schedule reads."""

from django.db.models import Max, Prefetch, QuerySet

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.documents.models import RunStatus
from baubau_pembinaan.reports import registry
from baubau_pembinaan.reports.models import Definition, Issue
from baubau_pembinaan.reports.models.definition import TRIES


def stuck() -> QuerySet[Issue]:
    """Reports on schedule that could not be made in as many tries as there are, and that nobody was told of."""
    return Issue.objects.filter(
        told_at=None, attempts__gte=TRIES, run__status=RunStatus.FAILED, definition__is_active=True
    )


def definitions() -> list[Definition]:
    """Every report on schedule that the house can build, with its readers. Two statements."""
    names = [builder.name for builder in registry.builders()]
    readers = Prefetch("recipients", queryset=User.objects.order_by("name", "pk"))
    rows = Definition.objects.filter(report__in=names).select_related("unit").prefetch_related(readers)
    return sorted(rows, key=lambda row: (not row.is_active, names.index(row.report), row.pk))


def last_issues() -> dict[int, Issue]:
    """Definition id -> what went out last. One statement."""
    newest = Issue.objects.values("definition").annotate(last=Max("pk")).values("last")
    rows = Issue.objects.filter(pk__in=newest).select_related("run", "edition").order_by("pk")
    return {row.definition_id: row for row in rows}
