"""The inspectors' bundle: choose the year, press once, watch it being packed, fetch it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.reports.forms import YearForm
from baubau_pembinaan.reports.rules import BUILD, READ
from baubau_pembinaan.reports.services import inspecting

RUNS_SHOWN = 10


class Inspection(PermissionRequiredMixin, TemplateView):
    """Whoever reads every report may have it packed, inspectors until their last day."""

    permission_required = READ
    template_name = "reports/inspection/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ReportRun.objects.filter(report=inspecting.REPORT).select_related("file", "requested_by")
        runs = list(rows.order_by("-requested_at", "-pk")[:RUNS_SHOWN])
        form = kwargs.pop("form", None) or YearForm(day=timezone.localdate())
        user = self.request.user
        for run in runs:
            run.may_cancel = not run.is_over and (run.requested_by_id == user.pk or user.has_perm(BUILD))  # type: ignore[attr-defined]
        return super().get_context_data(runs=runs, working=any(not run.is_over for run in runs), form=form, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = YearForm(request.POST, day=timezone.localdate())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        inspecting.request_bundle(year=form.cleaned_data["year"], by=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(
            request, _("The bundle is being packed. You may leave this page; a message tells when it is ready.")
        )
        return redirect("reports:inspection")
