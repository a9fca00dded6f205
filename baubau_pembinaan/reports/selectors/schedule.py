"""What the page of the schedule reads."""

from django.db.models import Max, Prefetch

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.reports import registry
from baubau_pembinaan.reports.models import Definition, Issue


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
