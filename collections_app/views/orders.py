"""Staff pages: orders and one order with all that belongs to it."""

from functools import cache, cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.libraries.models import Library
from collections_app.choices import OrderStatus
from collections_app.models import Order
from collections_app.money_forms import OrderForm
from collections_app.selectors import money
from collections_app.selectors.doubles import doubles_among
from collections_app.selectors.makers import makers_of
from collections_app.services import orders as deeds

from .pages import FormPage, words_of, year_of

TONES = {
    OrderStatus.DRAFT: "plain",
    OrderStatus.SUBMITTED: "wait",
    OrderStatus.APPROVED: "info",
    OrderStatus.PARTIAL: "wait",
    OrderStatus.RECEIVED: "done",
    OrderStatus.CANCELLED: "plain",
}
PAGE_ORDERS = Order.objects.select_related("vendor", "fund", "method", "number", "prepared_by", "approved_by")


def word_of(status: str, some_cancelled: Any) -> str:
    """How far an order is; one that ended with copies that never came is not "fully received"."""
    if status == OrderStatus.RECEIVED and some_cancelled:
        return _("Received, the rest cancelled")
    return str(OrderStatus(status).label)


class Filtered:
    request: HttpRequest

    def chosen(self) -> dict[str, Any]:
        request = self.request
        return {"search": words_of(request), "status": request.GET.get("status", ""), "year": year_of(request)}


class OrderList(PermissionRequiredMixin, Filtered, ListView):
    permission_required = "collections_app.view_order"
    template_name = "collections_app/order/list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return money.orders_listed(**self.chosen())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address, today, get = row_addresses("collections_app:order-detail"), timezone.localdate(), self.request.GET
        words = cache(word_of)
        rows = [
            {
                "order": row,
                "url": address(row.pk),
                "word": words(row.status, bool(row.gone)),
                "tone": TONES[row.status],
                "late": row.is_late(today),
            }
            for row in context["object_list"]
        ]
        years = money.year_choices(money.fund_years())
        filters = [
            {"name": "status", "label": _("Status"), "value": get.get("status", ""), "options": OrderStatus.choices},
            {"name": "tahun", "label": _("Budget year"), "value": year_of(self.request) or "", "options": years},
        ]
        return context | {"rows": rows, "query": words_of(self.request), "filters": filters}


class OrderXlsx(PermissionRequiredMixin, Filtered, View):
    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Number"), "text"),
            Column(_("Subject")),
            Column(_("Vendor")),
            Column(_("Fund")),
            Column(_("Status")),
            Column(_("Made on"), "date"),
            Column(_("To arrive by"), "date"),
            Column(_("Copies"), "int"),
            Column(_("Arrived"), "int"),
            Column(_("Total"), "money"),
        ]
        rows = (
            [
                row.number_text, row.subject, row.vendor.name, str(row.fund), word_of(row.status, row.gone),
                row.made_on, row.due_on, row.copies, row.came, row.total_idr,
            ]
            for row in money.orders(**self.chosen())[:10_000]
        )  # fmt: skip
        return xlsx_response(title=_("Book orders"), columns=columns, rows=rows, office=Library.current().name)


class OrderDetail(PermissionRequiredMixin, View):
    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = get_object_or_404(PAGE_ORDERS.annotate(committed=money.COMMITTED), pk=pk)
        lines = list(money.lines_of(order))
        # Before the approval nothing has come, and after it no line changes any more.
        begun = not order.is_undecided
        doubles = {} if begun else doubles_among(lines)
        invoices = list(money.invoices_of(order)) if begun else []
        waits = order.waits_for_approval and switches.is_on("two_stage_approval")
        second = waits and request.user.pk in makers_of(order)
        context = {
            "order": order,
            "rows": [(line, doubles.get(line.pk)) for line in lines],
            "lines": lines,
            "total": sum(line.amount_idr for line in lines),
            "committed": order.committed,
            "receipts": list(money.receipts_of(order)) if begun else [],
            "unshelved": list(money.unshelved_of(order)) if begun else [],
            "invoices": invoices,
            "invoiced": sum(invoice.amount_idr for invoice in invoices if invoice.back_on is None),
            "came_idr": sum(line.received * line.price_idr for line in lines),
            "claims": list(order.claims.order_by("-day", "-pk")) if begun else [],
            "manages": request.user.has_perm("collections_app.manage_order"),
            "approves": request.user.has_perm("collections_app.approve_order") and not second,
            "second": second,
            "holds_rest": order.status == OrderStatus.RECEIVED and order.committed > 0,
            "late": order.is_late(timezone.localdate()),
            "word": word_of(order.status, any(line.cancelled for line in lines)),
            "tone": TONES[OrderStatus(order.status)],
        }
        return render(request, "collections_app/order/detail.html", context)


class OrderPage(FormPage):
    """A form that hangs on one order."""

    permission_required = "collections_app.manage_order"

    @cached_property
    def order(self) -> Order:
        return get_object_or_404(Order, pk=self.kwargs["pk"])

    def order_url(self, pk: int) -> str:
        return reverse("collections_app:order-detail", args=[pk])

    def back(self) -> str:
        return self.order_url(self.kwargs["pk"])

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("collections_app:order-list"), _("Book orders")), (self.back(), self.order.subject)]

    def who(self) -> dict[str, Any]:
        now = timezone.now()
        return {"by": self.request.user, "at": now, "on": timezone.localdate(now)}


class OrderAdd(FormPage):
    permission_required = "collections_app.manage_order"
    order: Order | None = None

    def title(self) -> str:
        return _("New order")

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("collections_app:order-list"), _("Book orders"))]

    def back(self) -> str:
        if self.order is not None:
            return reverse("collections_app:order-detail", args=[self.order.pk])
        return reverse("collections_app:order-list")

    def form(self, data: Any = None) -> OrderForm:
        return OrderForm(data)

    def deed(self, form: OrderForm) -> None:
        made = form.save(commit=False)
        self.order = deeds.save_order(order=made, by=self.request.user, on=timezone.localdate())


class OrderEdit(OrderPage):
    done = gettext_lazy("The order is kept.")

    def title(self) -> str:
        return _("Change the order")

    def form(self, data: Any = None) -> OrderForm:
        return OrderForm(data, instance=self.order)

    def deed(self, form: OrderForm) -> None:
        deeds.save_order(order=form.save(commit=False), by=self.request.user, on=timezone.localdate())


class OrderDeed(PermissionRequiredMixin, View):
    """A press of a button on an order that answers with its page."""

    permission_required = "collections_app.manage_order"
    http_method_names = ["post"]
    done: Any = ""

    def post(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        order = get_object_or_404(Order, pk=pk)
        try:
            self.deed(order, **kwargs)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, self.done)
        return redirect("collections_app:order-detail", pk=pk)

    def deed(self, order: Order, **kwargs: Any) -> None:
        raise NotImplementedError
