"""Competence frameworks: read, taken in and given out as files."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, FormView, ListView

from baubau_pembinaan.core.tables import TableRefused
from training.forms import TableForm
from training.models import Competence, CompetenceFramework
from training.services import framework_files


class FrameworkList(PermissionRequiredMixin, ListView):
    permission_required = "training.view_competenceframework"
    template_name = "training/competence/list.html"
    context_object_name = "frameworks"
    paginate_by = 50

    def get_queryset(self) -> Any:
        rows = CompetenceFramework.objects.annotate(
            group_count=Count("groups", distinct=True), unit_count=Count("groups__competences", distinct=True)
        )
        return rows.order_by("title", "pk")


class FrameworkDetail(PermissionRequiredMixin, DetailView):
    permission_required = "training.view_competenceframework"
    template_name = "training/competence/detail.html"
    context_object_name = "framework"
    queryset = CompetenceFramework.objects.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        units = Competence.objects.annotate(programme_count=Count("programmes")).order_by("code", "pk")
        groups = self.object.groups.prefetch_related(Prefetch("competences", queryset=units, to_attr="units"))
        return super().get_context_data(groups=groups.order_by("order", "code", "pk"), **kwargs)


class FrameworkCsv(PermissionRequiredMixin, View):
    permission_required = "training.view_competenceframework"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        framework = get_object_or_404(CompetenceFramework, pk=pk)
        response = HttpResponse(framework_files.export_framework(framework), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{framework.code}.csv"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


class FrameworkImport(PermissionRequiredMixin, FormView):
    """First looked at, then saved: all rows or none."""

    permission_required = "training.manage_training"
    template_name = "training/competence/import.html"
    form_class = TableForm

    def form_valid(self, form: TableForm) -> HttpResponse:
        save = form.cleaned_data["save"]
        try:
            report = framework_files.import_framework(form.cleaned_data["file"], by=self.request.user, dry_run=not save)
        except TableRefused as refusal:
            return self.render_to_response(self.get_context_data(form=form, problems=refusal.problems), status=422)
        if not save:
            return self.render_to_response(self.get_context_data(form=form, report=report))
        words = _("Framework taken: %(created)s new, %(updated)s changed, %(unchanged)s unchanged.")
        messages.success(
            self.request,
            words % {"created": report.created, "updated": report.updated, "unchanged": report.unchanged},
        )
        return redirect("training:framework-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(columns=framework_files.COLUMNS, **kwargs)
