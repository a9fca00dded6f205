"""Staff pages: what is broken, who repairs it, what it cost."""

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
from baubau_pembinaan.libraries.models import Library, ServicePoint
from evaluations import selectors
from evaluations.models import Complaint, RepairTicket
from evaluations.models.repair import RepairStatus
from evaluations.repair_forms import FaultForm, RepairEndForm, RepairPlanForm
from evaluations.services import repairs
from evaluations.services.repairs import Upload

TONES = {RepairStatus.OPEN: "wait", RepairStatus.DONE: "done", RepairStatus.DROPPED: "plain"}


class Filtered:
    """The choice above the list: words, status, service point."""

    request: HttpRequest

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:80]

    def chosen(self) -> Any:
        get = self.request.GET
        point = get.get("titik", "")
        number = int(point) if point.isascii() and point.isdigit() and len(point) < 10 else None
        return selectors.repairs.repairs(search=self.query, status=get.get("status", ""), point=number)


class RepairList(PermissionRequiredMixin, Filtered, ListView):
    permission_required = "evaluations.view_repairticket"
    template_name = "evaluations/repair/list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return self.chosen()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        get, today, address = self.request.GET, timezone.localdate(), row_addresses("evaluations:repair-detail")
        points = [(row.pk, row.title) for row in ServicePoint.objects.order_by("name", "pk")]
        rows = [
            {
                "row": row,
                "url": address(row.pk),
                "word": row.get_status_display(),
                "tone": TONES[RepairStatus(row.status)],
                "late": row.is_overdue(today),
            }
            for row in context["page_obj"]
        ]
        filters = [
            {"name": "status", "label": _("Status"), "value": get.get("status", ""), "options": RepairStatus.choices},
            {"name": "titik", "label": _("Service point"), "value": get.get("titik", ""), "options": points},
        ]
        return context | {
            "rows": rows,
            "query": self.query,
            "filters": filters,
            "cost": selectors.repairs.cost(self.object_list),
        }


class RepairXlsx(PermissionRequiredMixin, Filtered, View):
    http_method_names = ["get", "head"]
    permission_required = "evaluations.view_repairticket"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Reported on"), "date"), Column(_("Service point")), Column(_("Where exactly")),
            Column(_("What is broken")), Column(_("Seen to by")), Column(_("Due on"), "date"), Column(_("Status")),
            Column(_("Ended on"), "date"), Column(_("What was done, or why not")), Column(_("Cost (rupiah)"), "money"),
        ]  # fmt: skip
        rows = (
            [
                row.reported_on, str(row.service_point or ""), row.place, row.fault, str(row.owner or ""), row.due_on,
                row.get_status_display(), row.ended_on, row.outcome, row.cost_idr,
            ]
            for row in self.chosen()[:10_000]
        )  # fmt: skip
        return xlsx_response(title=_("Repair tickets"), columns=columns, rows=rows, office=Library.current().name)


class RepairReport(PermissionRequiredMixin, View):
    """`?pengaduan=`: the complaint it came from, where its reader may see it; its place is filled in."""

    permission_required = "evaluations.add_repairticket"

    def get(self, request: HttpRequest) -> HttpResponse:
        complaint = self._complaint(request)
        initial = {"service_point": complaint.service_point_id} if complaint else {}
        return self._page(request, FaultForm(initial=initial), complaint)

    def post(self, request: HttpRequest) -> HttpResponse:
        form, complaint, now = FaultForm(request.POST, request.FILES), self._complaint(request), timezone.localtime()
        if form.is_valid():
            try:
                ticket = repairs.report_fault(
                    **(form.cleaned_data | {"photo": _upload(form)}),
                    complaint=complaint,
                    by=request.user,
                    on=now.date(),
                    at=now,
                )
            except ValidationError as refusal:
                form.add_error("photo", refusal)
            else:
                messages.success(request, _("The fault is written down."))
                return redirect("evaluations:repair-detail", pk=ticket.pk)
        return self._page(request, form, complaint, 422)

    def _complaint(self, request: HttpRequest) -> Complaint | None:
        pk = request.GET.get("pengaduan", "")
        try:
            return selectors.complaints.visible_to(request.user, timezone.localdate()).filter(pk=pk).first()
        except ValidationError:  # no such number can be
            return None

    def _page(self, request: HttpRequest, form: FaultForm, complaint: Complaint | None, status: int = 200) -> Any:
        context = {"form": form, "complaint": complaint}
        return render(request, "evaluations/repair/report.html", context, status=status)


def _upload(form: Form) -> Upload | None:
    photo = form.cleaned_data["photo"]
    return (photo, photo.name) if photo else None


class RepairDetail(PermissionRequiredMixin, View):
    """One fault; managers plan it, whoever sees to it ends it."""

    permission_required = "evaluations.view_repairticket"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, self.ticket(pk))

    def ticket(self, pk: int) -> RepairTicket:
        wanted = RepairTicket.objects.select_related("service_point", "owner", "photo", "photo_after", "complaint")
        return get_object_or_404(wanted, pk=pk)

    def page(self, request: HttpRequest, ticket: RepairTicket, **bound: Form) -> HttpResponse:
        manages = request.user.has_perm("evaluations.manage_repair")
        plan = RepairPlanForm(initial={"owner": ticket.owner_id, "due_on": ticket.due_on, "seen": ticket.version})
        context = {
            "ticket": ticket,
            "tone": TONES[RepairStatus(ticket.status)],
            "late": ticket.is_overdue(timezone.localdate()),
            "plan_form": plan if manages and ticket.is_open else None,
            "end_form": RepairEndForm() if ticket.is_open and may_end(request.user, ticket) else None,
            "complaint_seen": ticket.complaint_id and manages and request.user.has_perm(selectors.complaints.MANAGE),
            **bound,
        }
        failed = any(form.errors for form in bound.values())
        return render(request, "evaluations/repair/detail.html", context, status=422 if failed else 200)


def may_end(user: Any, ticket: RepairTicket) -> bool:
    return user.has_perm("evaluations.end_repair", ticket)


class RepairPlan(RepairDetail):
    permission_required = "evaluations.manage_repair"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        ticket, form = self.ticket(pk), RepairPlanForm(request.POST)
        if form.is_valid():
            try:
                repairs.plan_repair(ticket=ticket, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                _beside(form, refusal)
            else:
                messages.success(request, _("Kept. Thank you."))
                return redirect("evaluations:repair-detail", pk=pk)
        return self.page(request, ticket, plan_form=form)


class RepairEnd(RepairDetail):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        ticket = self.ticket(pk)
        if not may_end(request.user, ticket):
            raise PermissionDenied
        form, now = RepairEndForm(request.POST, request.FILES), timezone.localtime()
        if form.is_valid():
            said = form.cleaned_data | {"photo": _upload(form)}
            try:
                repairs.end_repair(ticket=ticket, by=request.user, on=now.date(), at=now, **said)
            except ValidationError as refusal:
                _beside(form, refusal)
            else:
                messages.success(request, _("Kept. Thank you."))
                return redirect("evaluations:repair-detail", pk=pk)
        return self.page(request, ticket, end_form=form)


def _beside(form: Form, refusal: ValidationError) -> None:
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
