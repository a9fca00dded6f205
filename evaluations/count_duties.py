"""What daily counts ask of the desk. Declared here because the office's own room stands below the duties' floor."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, ExpressionWrapper, Max, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.libraries.models import DailyCount
from baubau_pembinaan.notifications.duties import Duty, DutyRow, as_rows, register

QUIET_FOR = timedelta(days=7)  # a point that opens twice a week is not late on the third day
IN_USE = timedelta(days=90)  # a point nobody counts any more is left alone


def _missing(today: date) -> QuerySet[Any, Any]:
    """One row for all points counted lately, but not for QUIET_FOR; `subject` is their number."""
    lately = (
        DailyCount.objects.filter(service_point__is_active=True, day__gte=today - IN_USE)
        .exclude(service_point__counted=[])
        .order_by()
        .values("service_point")
        .annotate(last=Max("day"))
        .filter(last__lt=today - QUIET_FOR)
    )
    points = DailyCount.objects.filter(service_point__in=lately.values("service_point"), day__gte=today - IN_USE)
    together = points.order_by().values(together=Value(1)).annotate(n=Count("service_point", distinct=True))
    # Another due date as soon as another point is late.
    due = ExpressionWrapper(Max("day") + QUIET_FOR, output_field=DateField())
    return as_rows(together, ref="together", subject="n", due_on=due)


def _title(row: DutyRow) -> str:
    n = int(row.subject)
    words = ngettext(
        "Write down the daily counts of %(n)s service point", "Write down the daily counts of %(n)s service points", n
    )
    return words % {"n": angka(n)}


register(
    Duty(
        code="evaluations.write-counts",
        label=gettext_lazy("Daily counts that are missing"),
        rows=_missing,
        permission="libraries.add_dailycount",
        title=_title,
        detail=lambda row: _("Nothing was written down for a week."),
        url=lambda row: reverse("libraries:count-grid"),
        status=lambda row, today: (_("Not written down yet"), "wait"),
        offsets=(1,),
        default_on=False,
    )
)
