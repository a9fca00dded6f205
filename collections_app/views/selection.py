"""Staff pages: the selection committee's sheets."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from collections_app import papers
from collections_app.board_forms import ScanForm, SheetForm, SheetOrderForm, VerdictsForm
from collections_app.choices import LineDecision
from collections_app.models import Order, SelectionSheet
from collections_app.selectors import board as selectors
from collections_app.services import selection as deeds

from .deliveries import answer
from .pages import FormPage, onward, shown_page

TITLES_A_PAGE = 20  # two choices beside each of them


class SheetList(PermissionRequiredMixin, ListView):
    permission_required = "collections_app.view_order"
    template_name = "collections_app/selection/list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.sheets_listed()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address = row_addresses("collections_app:sheet-detail")
        return context | {"rows": [(sheet, address(sheet.pk)) for sheet in context["object_list"]]}


class SheetXlsx(PermissionRequiredMixin, View):
    """All lines of all sheets, the newest sheet first."""

    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Number"), "text"),
            Column(_("Day"), "date"),
            Column(_("Fund")),
            Column(_("Title"), width=45),
            Column(_("Points"), "int"),
            Column(_("Copies"), "int"),
            Column(_("Price each"), "money"),
            Column(_("Decision")),
            Column(_("Reason")),
        ]
        rows = (
            [
                line.sheet.number.text, line.sheet.day, str(line.sheet.fund), line.demand.title, line.points,
                line.copies, line.price_idr, line.get_decision_display(),
                line.reason.reader_text if line.reason else "",
            ]
            for line in selectors.sheet_lines()[:20_000]
        )  # fmt: skip
        return xlsx_response(title=_("Selection sheets"), columns=columns, rows=rows, office=Library.current().name)


class SheetAdd(FormPage):
    permission_required = "collections_app.manage_demand"
    sheet: SelectionSheet | None = None

    def title(self) -> str:
        return _("New selection sheet")

    def lead(self) -> str:
        return _("Takes the basket of the demand board that this amount fills, with points and reasons of today.")

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("collections_app:sheet-list"), _("Selection sheets"))]

    def back(self) -> str:
        if self.sheet is not None:
            return reverse("collections_app:sheet-detail", args=[self.sheet.pk])
        return reverse("collections_app:board")

    def form(self, data: Any = None) -> SheetForm:
        return SheetForm(data)

    def deed(self, form: SheetForm) -> None:
        now = timezone.now()
        self.sheet = deeds.make_sheet(**form.cleaned_data, by=self.request.user, at=now, on=timezone.localdate(now))


class SheetDetail(PermissionRequiredMixin, View):
    """The sheet; POST holds the committee's decision on every line."""

    permission_required = "collections_app.view_order"

    def _page(self, request: HttpRequest, sheet: SelectionSheet, page: Any, form: Any) -> HttpResponse:
        manages = request.user.has_perm("collections_app.manage_demand")
        context = {
            "sheet": sheet,
            "lines": page.object_list,
            "page_obj": page,
            "form": form,
            "rows": form.rows() if form is not None and manages else [],
            "manages": manages,
        }
        return render(request, "collections_app/selection/detail.html", context)

    def _shown(self, request: HttpRequest, pk: int) -> tuple[SelectionSheet, Any]:
        sheet = get_object_or_404(selectors.sheets(), pk=pk)
        lines = selectors.lines_of(sheet)
        return sheet, shown_page(request, lines, total=sheet.titles, per_page=TITLES_A_PAGE)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet, page = self._shown(request, pk)
        return self._page(request, sheet, page, None if sheet.is_decided else VerdictsForm(lines=page.object_list))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("collections_app.manage_demand"):
            raise PermissionDenied
        sheet, page = self._shown(request, pk)
        form = VerdictsForm(request.POST, lines=page.object_list)
        if form.is_valid():
            try:
                still_open = 0
                if page.paginator.num_pages > 1:
                    still_open = deeds.note_verdicts(sheet=sheet, verdicts=form.verdicts, by=request.user)
                if still_open:
                    return onward(request, page, still_open)
                deeds.decide_sheet(sheet=sheet, verdicts=form.verdicts, by=request.user, on=timezone.localdate())
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The decisions are kept."))
                return redirect("collections_app:sheet-detail", pk=pk)
        return self._page(request, sheet, page, form)


class SheetPaper(PermissionRequiredMixin, View):
    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = get_object_or_404(selectors.sheets(), pk=pk)
        return answer(request, papers.selection_sheet(sheet, list(selectors.lines_of(sheet))), f"lembar-seleksi-{pk}")


class SheetPage(FormPage):
    """A form that hangs on one sheet."""

    @cached_property
    def sheet(self) -> SelectionSheet:
        return get_object_or_404(SelectionSheet.objects.select_related("number"), pk=self.kwargs["pk"])

    def back(self) -> str:
        return reverse("collections_app:sheet-detail", args=[self.kwargs["pk"]])

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("collections_app:sheet-list"), _("Selection sheets")), (self.back(), str(self.sheet))]


class SheetOrder(SheetPage):
    permission_required = "collections_app.manage_order"
    order: Order | None = None

    def title(self) -> str:
        return _("Make the order")

    def back(self) -> str:
        if self.order is not None:
            return reverse("collections_app:order-detail", args=[self.order.pk])
        return super().back()

    def form(self, data: Any = None) -> SheetOrderForm:
        return SheetOrderForm(data, initial={"subject": _("Titles of sheet %(number)s") % {"number": self.sheet}})

    def deed(self, form: SheetOrderForm) -> None:
        self.order = deeds.order_from_sheet(
            sheet=self.sheet, order=form.save(commit=False), by=self.request.user, on=timezone.localdate()
        )
        accepted = self.sheet.lines.filter(decision=LineDecision.ACCEPT).count()
        if left_out := accepted - self.order.lines.count():
            said = ngettext(
                "%(n)s accepted title gives no line: it stands in another order, has come, or was joined.",
                "%(n)s accepted titles give no line: they stand in another order, have come, or were joined.",
                left_out,
            )
            messages.warning(self.request, said % {"n": left_out})


class SheetScan(SheetPage):
    permission_required = "collections_app.manage_demand"
    done = gettext_lazy("The signed paper is kept.")

    def title(self) -> str:
        return _("Attach the signed paper")

    def form(self, data: Any = None) -> ScanForm:
        return ScanForm(data, self.request.FILES if data is not None else None)

    def deed(self, form: ScanForm) -> None:
        scan = form.cleaned_data["scan"]
        deeds.attach_scan(sheet=self.sheet, upload=scan, name=scan.name, by=self.request.user, at=timezone.now())
