"""Staff pages: the shelf of procedures and policies."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from evaluations import selectors
from evaluations.models import Procedure
from evaluations.models.standard import ProcedureKind
from evaluations.office_forms import ProcedureForm, ReviewForm
from evaluations.services import procedures


class Shelf:
    """The choice above the shelf: words, kind, in force or not."""

    request: HttpRequest

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:80]

    def chosen(self) -> Any:
        get = self.request.GET
        kind = get.get("jenis", "")
        return selectors.standards.procedures(
            search=self.query, kind=kind if kind in ProcedureKind.values else "", status=get.get("status", "")
        )


class ProcedureList(PermissionRequiredMixin, Shelf, ListView):
    permission_required = "evaluations.view_procedure"
    template_name = "evaluations/procedure/list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return self.chosen()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        get, today, address = self.request.GET, timezone.localdate(), row_addresses("evaluations:procedure-detail")
        rows = [
            {
                "row": row,
                "url": address(row.pk),
                "late": row.retired_on is None and row.review_on < today,
                "kind": row.get_kind_display(),
            }
            for row in context["page_obj"]
        ]
        filters = [
            {"name": "jenis", "label": _("Kind"), "value": get.get("jenis", ""), "options": ProcedureKind.choices},
            {
                "name": "status",
                "label": _("Status"),
                "value": get.get("status", ""),
                "options": [("retired", _("Out of force"))],
            },
        ]
        return context | {"rows": rows, "query": self.query, "filters": filters}


class ProcedureXlsx(PermissionRequiredMixin, Shelf, View):
    http_method_names = ["get", "head"]
    permission_required = "evaluations.view_procedure"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Title")), Column(_("Number of the paper")), Column(_("Kind")), Column(_("Unit")),
            Column(_("In force from"), "date"), Column(_("To be reviewed by"), "date"),
            Column(_("Last reviewed on"), "date"), Column(_("Out of force since"), "date"), Column(_("File")),
        ]  # fmt: skip
        rows = (
            [
                row.title, row.number, row.get_kind_display(), str(row.unit or ""), row.valid_from, row.review_on,
                row.reviewed_on, row.retired_on, row.file.name if row.file else "",
            ]
            for row in self.chosen()[:10_000]
        )  # fmt: skip
        return xlsx_response(
            title=_("Procedures and policies"), columns=columns, rows=rows, office=Library.current().name
        )


def _upload(form: Form) -> Any:
    file = form.cleaned_data["file"]
    return (file, file.name) if file else None


class ProcedureAdd(PermissionRequiredMixin, View):
    permission_required = "evaluations.manage_procedure"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, ProcedureForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProcedureForm(request.POST, request.FILES)
        if form.is_valid():
            said = form.cleaned_data | {"file": _upload(form)}
            try:
                row = procedures.shelve(by=request.user, at=timezone.now(), **said)
            except ValidationError as refusal:
                _beside(form, refusal)
            else:
                messages.success(request, _("It stands on the shelf."))
                return redirect("evaluations:procedure-detail", pk=row.pk)
        return self._page(request, form, 422)

    def _page(self, request: HttpRequest, form: ProcedureForm, status: int = 200) -> HttpResponse:
        return render(request, "evaluations/procedure/add.html", {"form": form}, status=status)


def _beside(form: Form, refusal: ValidationError) -> None:
    if not hasattr(refusal, "error_dict"):
        form.add_error("file", refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class ProcedureDetail(PermissionRequiredMixin, View):
    """One paper; managers review it here."""

    permission_required = "evaluations.view_procedure"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self._row(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("evaluations.manage_procedure"):
            raise PermissionDenied
        row, form, now = self._row(pk), ReviewForm(request.POST, request.FILES), timezone.localtime()
        if form.is_valid():
            said = form.cleaned_data | {"file": _upload(form)}
            try:
                procedures.review(procedure=row, by=request.user, on=now.date(), at=now, **said)
            except ValidationError as refusal:
                _beside(form, refusal)
            else:
                messages.success(request, _("Kept. Thank you."))
                return redirect("evaluations:procedure-detail", pk=pk)
        return self._page(request, row, form)

    def _row(self, pk: int) -> Procedure:
        return get_object_or_404(Procedure.objects.select_related("unit", "file"), pk=pk)

    def _page(self, request: HttpRequest, row: Procedure, form: ReviewForm | None = None) -> HttpResponse:
        manages = request.user.has_perm("evaluations.manage_procedure")
        today = timezone.localdate()
        context = {
            "row": row,
            "late": row.retired_on is None and row.review_on < today,
            "form": (form or ReviewForm()) if manages and row.retired_on is None else None,
            "manages": manages,
        }
        failed = form is not None and form.errors
        return render(request, "evaluations/procedure/detail.html", context, status=422 if failed else 200)


class ProcedureRetire(PermissionRequiredMixin, View):
    permission_required = "evaluations.manage_procedure"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(Procedure, pk=pk)
        try:
            procedures.retire(procedure=row, by=request.user, on=timezone.localdate())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("It is out of force."))
        return redirect("evaluations:procedure-detail", pk=pk)
