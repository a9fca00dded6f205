"""Staff page: the library system's figures, first what they would replace, then the deed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.libraries import counting, tried_counts
from baubau_pembinaan.libraries.count_forms import CountFileForm
from baubau_pembinaan.libraries.models import Counted

PROBLEMS_SHOWN = 50


class CountImport(PermissionRequiredMixin, FormView):
    """A file is always tried first; the second press takes in what was tried, without a file. All of it or nothing."""

    permission_required = "libraries.import_dailycount"
    template_name = "libraries/count/import.html"
    form_class = CountFileForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._take_in() if "tried" in request.POST else super().post(request, *args, **kwargs)

    def form_valid(self, form: CountFileForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            file = counting.read_export(said["file"].file, today=timezone.localdate())
        except counting.TableRefused as refusal:
            form.add_error("file", _("The file was refused; nothing is saved."))
            problems = [str(problem) for problem in refusal.problems[:PROBLEMS_SHOWN]]
            return self.render_to_response(self.get_context_data(form=form, problems=problems), status=422)
        return self._preview(tried_counts.Tried(file, said["service_point"], said["file"].name))

    def _preview(self, tried: tried_counts.Tried, refused: str = "") -> HttpResponse:
        report = self._import(tried, dry_run=True)
        context = {
            "form": CountFileForm(initial={"service_point": tried.service_point}),
            "report": report,
            "kind": Counted(report.file.kind).label,
            "point": tried.service_point,
            "name": tried.name,
            "tried": tried_counts.sealed(tried, report.stood, by=self.request.user.pk),
            "refused": refused,
        }
        return self.render_to_response(self.get_context_data(**context), status=409 if refused else 200)

    def _take_in(self) -> HttpResponse:
        try:
            tried, seen = tried_counts.opened(self.request.POST["tried"], by=self.request.user.pk)
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
            return redirect("libraries:count-import")
        try:
            report = self._import(tried, dry_run=False, seen=seen)
        except counting.StandsOtherwise as refusal:
            return self._preview(tried, " ".join(refusal.messages))
        messages.success(
            self.request,
            _("%(new)s days are new, %(changed)s corrected, %(same)s as they were.")
            % {"new": angka(report.new), "changed": angka(report.changed), "same": angka(report.same)},
        )
        year, point = report.file.last.year, tried.service_point.pk
        return redirect(f"{reverse('libraries:count-months')}?tahun={year}&titik={point}")

    def _import(self, tried: tried_counts.Tried, **how: Any) -> counting.ImportReport:
        return counting.import_counts(
            file=tried.file,
            service_point=tried.service_point,
            name=f"{self.request.user}, {tried.name}",
            at=timezone.now(),
            **how,
        )
