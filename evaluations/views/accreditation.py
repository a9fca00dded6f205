"""Staff pages: the folders of accreditation, what lies in them and what is missing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from evaluations.accreditation_forms import EvidenceForm
from evaluations.models import AccreditationEvidence
from evaluations.selectors.accreditation import ComponentLine, folders
from evaluations.services import accreditation as services

STATES: dict[str, tuple[Promise, str]] = {
    "good": (gettext_lazy("There"), "done"),
    "old": (gettext_lazy("Too old"), "wait"),
    "missing": (gettext_lazy("Not there yet"), "late"),
}


def drawn(part: ComponentLine) -> dict[str, Any]:
    """A component as the pages draw it."""
    lines = [{"line": line, "word": STATES[line.state][0], "tone": STATES[line.state][1]} for line in part.lines]
    return {"part": part, "lines": lines}


class Folders(PermissionRequiredMixin, TemplateView):
    permission_required = "evaluations.view_accreditationcomponent"
    template_name = "evaluations/accreditation/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = folders(timezone.localdate())
        return super().get_context_data(
            parts=[drawn(part) for part in found],
            covered=sum(part.covered for part in found),
            total=sum(part.component.weight for part in found),
            missing=sum(len(part.missing) for part in found),
            **kwargs,
        )


class FoldersXlsx(PermissionRequiredMixin, View):
    http_method_names = ["get", "head"]
    permission_required = "evaluations.view_accreditationcomponent"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Component")), Column(_("Weight"), "number"), Column(_("Evidence asked for")), Column(_("Status")),
            Column(_("Pieces"), "int"), Column(_("Newest"), "date"),
        ]  # fmt: skip
        rows = (
            [
                str(part.component), part.component.weight, str(line.requirement), str(STATES[line.state][0]), line.n,
                max([*(row.dated_on for row in line.evidence), *(row.day for row in line.shown)], default=None),
            ]
            for part in folders(timezone.localdate())
            for line in part.lines
        )  # fmt: skip
        return xlsx_response(
            title=_("Accreditation folders"), columns=columns, rows=rows, office=Library.current().name
        )


class Folder(PermissionRequiredMixin, View):
    """One component: each piece of evidence asked for, what lies there, and the form to put more in."""

    permission_required = "evaluations.view_accreditationcomponent"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self._part(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("evaluations.add_accreditationevidence"):
            raise PermissionDenied
        part, now = self._part(pk), timezone.localtime()
        form = EvidenceForm(request.POST, request.FILES, component=part.component)
        if form.is_valid():
            upload = form.cleaned_data.pop("file")
            try:
                services.put_in(
                    by=request.user, at=now, file=(upload, upload.name) if upload else None, **form.cleaned_data
                )
            except ValidationError as refusal:
                _beside(form, refusal)
            else:
                messages.success(request, _("It lies in the folder."))
                return redirect("evaluations:accreditation-folder", pk=pk)
        return self._page(request, part, form)

    def _part(self, pk: int) -> ComponentLine:
        found = folders(timezone.localdate(), only=pk)
        if not found:
            raise Http404
        return found[0]

    def _page(self, request: HttpRequest, part: ComponentLine, form: EvidenceForm | None = None) -> HttpResponse:
        user = request.user
        shown = form
        if shown is None and user.has_perm("evaluations.add_accreditationevidence"):
            shown = EvidenceForm(component=part.component)
        context = drawn(part) | {"form": shown, "removes": user.has_perm("evaluations.delete_accreditationevidence")}
        status = 422 if form is not None else 200
        return render(request, "evaluations/accreditation/folder.html", context, status=status)


def _beside(form: EvidenceForm, refusal: ValidationError) -> None:
    if not hasattr(refusal, "error_dict"):
        form.add_error("file", refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class EvidenceRemove(PermissionRequiredMixin, View):
    http_method_names = ["post"]
    permission_required = "evaluations.delete_accreditationevidence"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(AccreditationEvidence.objects.select_related("requirement"), pk=pk)
        services.take_out(evidence=row, by=request.user)
        messages.success(request, _("It is taken out of the folder."))
        return redirect("evaluations:accreditation-folder", pk=row.requirement.component_id)
