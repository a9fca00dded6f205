"""What the page of the schedule reads."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.documents.models import RunStatus
from baubau_pembinaan.notifications.health import Finding, Mark
from baubau_pembinaan.reports import registry
from baubau_pembinaan.reports.models import Definition, Issue
from baubau_pembinaan.reports.models.definition import TRIES


def stuck() -> QuerySet[Issue]:
    """Reports on schedule that could not be made in as many tries as there are, and that nobody was told of."""
    return Issue.objects.filter(
        told_at=None, attempts__gte=TRIES, run__status=RunStatus.FAILED, definition__is_active=True
    )


def wants_a_look(at: datetime) -> Iterator[Finding]:
    """The health page's question: what could not be made, and what nobody is told of. One statement."""
    unread = ~Exists(Definition.recipients.through.objects.filter(definition=OuterRef("pk")))
    failed = Exists(stuck().filter(definition=OuterRef("pk")))
    rows = Definition.objects.filter(is_active=True).annotate(failed=failed, unread=unread).select_related("unit")
    found = list(rows.filter(Q(failed=True) | Q(unread=True)).order_by("report", "pk"))
    broken, silent = [row for row in found if row.failed], [row for row in found if row.unread]
    mark, text = Mark.GOOD, str(_("Everybody named is told."))
    if silent:
        names = ", ".join(str(row) for row in silent)
        mark, text = Mark.WARNING, _("Nobody is named to be told of: %(names)s.") % {"names": names}
    if broken:
        names = ", ".join(str(row) for row in broken)
        mark, text = Mark.BAD, _("Could not be made: %(names)s.") % {"names": names}
    yield Finding("reports", _("Reports on schedule"), mark, text, len(found))


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
