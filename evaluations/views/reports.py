"""Staff pages: building the report of a closed period and following its progress."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView

from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.documents.services import cancel_run
from evaluations.models import FrozenResult, Period
from evaluations.selectors.publication import next_told, publication_of, runs_of
from evaluations.services import reporting

PERIODS = Period.objects.select_related("survey")


class PeriodReport(PermissionRequiredMixin, DetailView):
    """The reports of a period; while one is being made its script asks again, or the reader by a link."""

    permission_required = "evaluations.view_survey"
    template_name = "evaluations/report/detail.html"
    context_object_name = "period"
    queryset = PERIODS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs, publication = runs_of(self.object), publication_of(self.object)
        closings = dict(self.object.frozen_results.values_list("pk", "number"))
        return super().get_context_data(
            runs=[
                {
                    "run": run,
                    "name": _name(run.report),
                    "language": run.parameters["language"],
                    "closing": closings.get(run.parameters["result"]) if len(closings) > 1 else None,
                }
                for run in runs
            ],
            working=any(not run.is_over for run in runs),
            publication=publication,
            newest=max(closings.values(), default=0),
            told=next_told(self.object),
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("evaluations.manage_survey"):
            raise PermissionDenied
        period = get_object_or_404(PERIODS, pk=pk)
        report, language = request.POST.get("report", reporting.SKM), request.POST.get("language", "id")
        if report not in reporting.REPORTS or language not in reporting.LANGUAGES:
            raise Http404
        try:
            reporting.request_report(
                period=period,
                report=report,
                language=language,
                by=request.user,
                at=timezone.now(),
                anew=True,
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            told = next_told(period)
            if told and period.frozen_results.filter(number__gt=told.number).exists():
                words = _("It says the figures of closing no. %(number)s: too few answers came or went since.")
                messages.warning(request, words % {"number": told.number})
        return redirect("evaluations:period-report", pk=period.pk)


class ReportCancel(PermissionRequiredMixin, View):
    """Stop a report that is waiting or being made."""

    permission_required = "evaluations.manage_survey"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(ReportRun.objects.filter(report__in=reporting.REPORTS), pk=pk)
        result = get_object_or_404(FrozenResult, pk=run.parameters["result"])
        cancel_run(run_id=run.pk, at=timezone.now())
        messages.success(request, _("The report is no longer being made."))
        return redirect("evaluations:period-report", pk=result.period_id)


def _name(report: str) -> str:
    return _("SKM report") if report == reporting.SKM else _("Follow-up report")
