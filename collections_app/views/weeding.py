"""Staff pages: weeding lists, the committee's decisions, minutes and the proposal to write copies off."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from collections_app import papers
from collections_app.care_forms import WeedingDecisionsForm, WeedingForm
from collections_app.models import WeedingList
from collections_app.selectors import weeding as selectors
from collections_app.services import weeding as deeds

from .deliveries import answer
from .pages import FormPage, onward, shown_page

COPIES_A_PAGE = 50


class WeedingLists(PermissionRequiredMixin, ListView):
    permission_required = "collections_app.view_weedinglist"
    template_name = "collections_app/weeding/list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.lists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address = row_addresses("collections_app:weeding-detail")
        return context | {"rows": [(row, address(row.pk)) for row in context["object_list"]]}


class WeedingAdd(FormPage):
    permission_required = "collections_app.manage_weeding"
    made: WeedingList | None = None

    def title(self) -> str:
        return _("New weeding list")

    def lead(self) -> str:
        return _("The rule proposes copies; the committee decides on each. Nothing leaves the shelf before.")

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("collections_app:weeding-list"), _("Weeding"))]

    def back(self) -> str:
        if self.made is not None:
            return reverse("collections_app:weeding-detail", args=[self.made.pk])
        return reverse("collections_app:weeding-list")

    def form(self, data: Any = None) -> WeedingForm:
        return WeedingForm(data)

    def deed(self, form: WeedingForm) -> None:
        self.made = deeds.propose(rule=form.cleaned_data["rule"], by=self.request.user, on=timezone.localdate())


class WeedingDetail(PermissionRequiredMixin, View):
    """The list; POST holds the committee's decision on every copy."""

    permission_required = "collections_app.view_weedinglist"

    def _page(self, request: HttpRequest, weeding: WeedingList, page: Any, form: Any) -> HttpResponse:
        manages = request.user.has_perm("collections_app.manage_weeding")
        rows = form.rows() if form is not None and manages else []
        context = {"weeding": weeding, "lines": page.object_list, "page_obj": page, "form": form, "rows": rows}
        return render(request, "collections_app/weeding/detail.html", context)

    def _shown(self, request: HttpRequest, pk: int) -> tuple[WeedingList, Any]:
        weeding = get_object_or_404(selectors.lists(), pk=pk)
        lines = selectors.lines_of(weeding)
        return weeding, shown_page(request, lines, total=weeding.copies, per_page=COPIES_A_PAGE)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        weeding, page = self._shown(request, pk)
        form = None if weeding.is_decided else WeedingDecisionsForm(lines=page.object_list)
        return self._page(request, weeding, page, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("collections_app.manage_weeding"):
            raise PermissionDenied
        weeding, page = self._shown(request, pk)
        form = WeedingDecisionsForm(request.POST, lines=page.object_list)
        if form.is_valid():
            try:
                still_open = 0
                if page.paginator.num_pages > 1:
                    said = form.decisions
                    still_open = deeds.note_decisions(weeding=weeding, decisions=said, by=request.user)
                if still_open:
                    return onward(request, page, still_open)
                self._decide(request, weeding, form)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The decisions are kept."))
                return redirect("collections_app:weeding-detail", pk=pk)
        return self._page(request, weeding, page, form)

    def _decide(self, request: HttpRequest, weeding: WeedingList, form: WeedingDecisionsForm) -> None:
        now = timezone.now()
        deeds.decide(
            weeding=weeding, decisions=form.decisions, note=form.cleaned_data["note"], by=request.user, at=now,
            on=timezone.localdate(now),
        )  # fmt: skip


class WeedingMinutes(PermissionRequiredMixin, View):
    permission_required = "collections_app.view_weedinglist"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        weeding = get_object_or_404(selectors.lists().exclude(number=None), pk=pk)
        lines = list(selectors.lines_of(weeding))
        return answer(request, papers.weeding_minutes(weeding, lines), f"berita-acara-penyiangan-{pk}")


class WriteOffXlsx(PermissionRequiredMixin, View):
    """The copies to be written off (usul penghapusan), for the asset officer."""

    permission_required = "collections_app.view_weedinglist"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        weeding = get_object_or_404(selectors.lists(), pk=pk)
        columns = [
            Column(_("Accession number"), "text"), Column(_("Item code"), "text"), Column(_("Title"), width=45),
            Column(_("Authors"), width=25), Column(_("Year"), "text"), Column(_("Class"), "text"),
            Column(_("Price"), "money"), Column(_("Received on"), "date"), Column(_("Last lent"), "date"),
            Column(_("Decision")),
        ]  # fmt: skip
        rows = (
            [
                line.item.inventory_code, line.item.code, line.item.title.title, line.item.title.authors,
                str(line.item.title.year or ""), line.item.title.classification, line.item.price_idr,
                line.item.received_on, line.item.last_lent_on, line.get_decision_display(),
            ]
            for line in selectors.lines_of(weeding)
        )  # fmt: skip
        return xlsx_response(
            title=_("Proposal to write off"), period=str(weeding.number or weeding.rule), columns=columns, rows=rows,
            office=Library.current().name,
        )  # fmt: skip
