"""Staff page: which reports are made by themselves, when next, for whom, and what went out last."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from baubau_pembinaan.reports.periods import PeriodKind
from baubau_pembinaan.reports.selectors.schedule import definitions, last_issues

ENDS = {PeriodKind.MONTH: _("the month"), PeriodKind.QUARTER: _("the quarter"), PeriodKind.YEAR: _("the year")}


class Schedule(PermissionRequiredMixin, TemplateView):
    permission_required = "reports.view_definition"
    template_name = "reports/schedule/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, rows = timezone.now(), definitions()
        issues = last_issues()
        lines = []
        for row in rows:
            span, moment = row.next_due(now)
            lines.append(
                {
                    "row": row,
                    "kind": ENDS[PeriodKind(row.kind)],
                    "next_period": span.name,
                    "next_at": moment,
                    "readers": [person.get_full_name() or str(person) for person in row.recipients.all()],
                    "issue": issues.get(row.pk),
                }
            )
        return super().get_context_data(lines=lines, **kwargs)
