"""The staff list of complaints, its Excel, and the figures of a year."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from evaluations import selectors
from evaluations.complaint_choices import TONES, ComplaintKind, ComplaintStatus
from evaluations.masking import masker
from evaluations.models import Complaint
from evaluations.services.comments import staff_names
from evaluations.words import words_of

from .staff import detail_address


class Filtered:
    """The choice above the list: words, status, kind, category."""

    request: HttpRequest

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:80]

    @property
    def choice(self) -> dict[str, Any]:
        get = self.request.GET
        category = get.get("kategori", "")
        return {
            "search": self.query,
            "status": get.get("status", ""),
            "kind": get.get("jenis", ""),
            "category": int(category) if category.isascii() and category.isdigit() and len(category) < 10 else None,
        }


class ComplaintList(PermissionRequiredMixin, Filtered, ListView):
    permission_required = "evaluations.view_complaint"
    template_name = "evaluations/complaint/list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.complaints.lines(self.request.user, timezone.localdate(), **self.choice)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        get, today, address = self.request.GET, timezone.localdate(), detail_address()
        mask, kinds, statuses = masker(staff_names()), words_of(ComplaintKind), words_of(ComplaintStatus)
        rows = [
            {
                "url": address(row.pk),
                "words": _first_words(row, mask),
                "kind": kinds[row.kind],
                "category": row.handling.category.title,
                "word": statuses[row.handling.status],
                "tone": TONES[ComplaintStatus(row.handling.status)],
                "late": row.handling.is_overdue(today),
                "due_on": row.handling.due_on if row.handling.is_open else None,
                "owner": row.handling.owner,
                "received_on": row.received_on,
            }
            for row in context["page_obj"]
        ]
        categories = selectors.complaints.category_choices()
        filters = [
            {
                "name": "status",
                "label": _("Status"),
                "value": get.get("status", ""),
                "options": [("open", _("Not ended yet")), *ComplaintStatus.choices],
            },
            {"name": "jenis", "label": _("Kind"), "value": get.get("jenis", ""), "options": ComplaintKind.choices},
            {"name": "kategori", "label": _("Category"), "value": get.get("kategori", ""), "options": categories},
        ]
        return context | {"rows": rows, "query": self.query, "filters": filters}


def _first_words(row: Complaint, mask: Callable[[str], str]) -> str:
    """The beginning, names masked: a list is read over shoulders."""
    return Truncator(mask(row.text)).chars(90) or _("The words were removed.")


class ComplaintXlsx(PermissionRequiredMixin, Filtered, View):
    """The list without anybody's words or contact: a file travels."""

    http_method_names = ["get", "head"]
    permission_required = "evaluations.view_complaint"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Came in on"), "date"), Column(_("Kind")), Column(_("Category")), Column(_("How it reached us")),
            Column(_("Service point")), Column(_("Unit")), Column(_("Seen to by")), Column(_("Status")),
            Column(_("Answer due on"), "date"), Column(_("Answered on"), "date"), Column(_("Opened again on"), "date"),
            Column(_("Satisfaction with the answer")),
        ]  # fmt: skip
        found = selectors.complaints.complaints(request.user, timezone.localdate(), **self.choice)
        rows = (
            [
                row.received_on, row.get_kind_display(), row.handling.category.title, row.get_channel_display(),
                str(row.service_point or ""), str(row.handling.unit or ""), str(row.handling.owner or ""),
                row.handling.get_status_display(), row.handling.due_on, row.handling.answered_on, row.reopened_on,
                row.get_satisfaction_display() or "",
            ]
            for row in found[:10_000]
        )  # fmt: skip
        return xlsx_response(
            title=_("Complaints, questions and praise"), columns=columns, rows=rows, office=Library.current().name
        )


class ComplaintFigures(PermissionRequiredMixin, View):
    """`?tahun=`: how many came, what about, how fast and how well they were answered."""

    http_method_names = ["get", "head"]
    permission_required = "evaluations.view_complaint"

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        years = selectors.complaints.years() or [today.year]
        asked = request.GET.get("tahun", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and int(asked[:6]) in years else years[0]
        figures = selectors.complaints.figures(date(year, 1, 1), date(year, 12, 31), today=today)
        share = figures.in_time_share
        context = {
            "year": year,
            "years": years,
            "figures": figures,
            "in_time_percent": None if share is None else round(share * 100),
            "tables": [
                (_("Kind"), figures.kinds),
                (_("Category"), figures.categories),
                (_("How it reached us"), figures.channels),
            ],
        }
        return render(request, "evaluations/complaint/figures.html", context)
