"""Staff page: which reports are made by themselves, when next, for whom, and what went out last."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from baubau_pembinaan.notifications.reminders.planning import Calendar
from baubau_pembinaan.reports.models import Issue
from baubau_pembinaan.reports.periods import PeriodKind
from baubau_pembinaan.reports.selectors.schedule import definitions, last_issues
from baubau_pembinaan.reports.services.scheduling import try_again

ENDS = {PeriodKind.MONTH: _("the month"), PeriodKind.QUARTER: _("the quarter"), PeriodKind.YEAR: _("the year")}


class IssueRetry(PermissionRequiredMixin, View):
    permission_required = "reports.build_reports"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try_again(issue=get_object_or_404(Issue, pk=pk))
        messages.success(request, _("The report is made again at the next run, within ten minutes."))
        return redirect("reports:schedule")


class Schedule(PermissionRequiredMixin, TemplateView):
    permission_required = "reports.view_definition"
    template_name = "reports/schedule/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, rows = timezone.now(), definitions()
        issues, calendar = last_issues(), Calendar.around(now)
        lines = []
        for row in rows:
            span, moment = row.next_due(now, calendar)
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
