"""Staff pages: what arrives, its papers, and the list of copies taken in (KIB E)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.documents.render import to_docx, to_pdf
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.documents.tree import Document
from baubau_pembinaan.libraries.models import Library
from collections_app import papers
from collections_app.models import Order, Receipt
from collections_app.money_forms import DeliveryForm
from collections_app.selectors import money
from collections_app.services.receiving import receive

from .orders import PAGE_ORDERS
from .pages import name_doubles, refuse, year_of


class Receive(PermissionRequiredMixin, View):
    """How many copies of each title arrived."""

    permission_required = "collections_app.manage_order"

    def _form(self, order: Order, data: Any = None) -> DeliveryForm:
        lines = [line for line in money.lines_of(order) if line.missing]
        return DeliveryForm(data, lines=lines, initial={"day": timezone.localdate()})

    def _page(self, request: HttpRequest, order: Order, form: DeliveryForm) -> HttpResponse:
        return render(
            request,
            "collections_app/order/receive.html",
            {
                "order": order,
                "form": form,
                "counts": [form[f"line-{line.pk}"] for line in form.lines],
                "facts": [form[name] for name in ("day", "delivery_note", "note")],
            },
        )

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = get_object_or_404(Order, pk=pk)
        if not order.is_open:
            messages.error(request, _("Nothing is awaited for this order."))
            return redirect("collections_app:order-detail", pk=pk)
        return self._page(request, order, self._form(order))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = get_object_or_404(Order, pk=pk)
        form = self._form(order, request.POST)
        if not form.is_valid():
            return self._page(request, order, form)
        said = form.cleaned_data
        try:
            receipt = receive(
                order=order, came=form.came, by=request.user, at=timezone.now(), on=said["day"],
                delivery_note=said["delivery_note"], note=said["note"],
            )  # fmt: skip
        except ValidationError as refusal:
            refuse(form, refusal)
            return self._page(request, order, form)
        messages.success(
            request, _("Taken in. The handover minutes have the number %(number)s.") % {"number": receipt.number}
        )
        name_doubles(request, [line.title for line in receipt.lines.select_related("title").order_by("pk")])
        return redirect("collections_app:order-detail", pk=pk)


def answer(request: HttpRequest, document: Document, name: str) -> HttpResponse:
    """PDF, or with `?format=docx` Word."""
    word = request.GET.get("format") == "docx"
    ending = Kind.DOCX if word else Kind.PDF
    headers = {
        "Content-Disposition": content_disposition_header(word, f"{name}.{ending}"),
        "X-Content-Type-Options": "nosniff",
    }
    body = to_docx(document) if word else to_pdf(document)
    return HttpResponse(body, content_type=ending.content_type, headers=headers)


class OrderLetter(PermissionRequiredMixin, View):
    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = get_object_or_404(PAGE_ORDERS.exclude(number=None), pk=pk)
        return answer(request, papers.order_letter(order, list(money.lines_of(order))), f"surat-pesanan-{pk}")


class HandoverMinutes(PermissionRequiredMixin, View):
    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        receipts = Receipt.objects.select_related(
            "number", "received_by", "order__number", "order__vendor", "order__fund"
        )
        receipt = get_object_or_404(receipts, pk=pk)
        lines, awaited = list(money.receipt_lines(receipt)), money.awaited_after(receipt)
        return answer(request, papers.handover_minutes(receipt, lines, awaited), f"bast-{pk}")


class AccessionList(PermissionRequiredMixin, ListView):
    """Copies taken in, bought or given, by the year they came."""

    permission_required = "collections_app.view_order"
    template_name = "collections_app/order/accessions.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return money.accessions_shown(year_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = money.year_choices(money.accession_years())
        filters = [{"name": "tahun", "label": _("Year"), "value": year_of(self.request) or "", "options": years}]
        return super().get_context_data(filters=filters, **kwargs)


class AccessionXlsx(PermissionRequiredMixin, View):
    """The list an asset officer copies into KIB E (Aset Tetap Lainnya)."""

    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest) -> HttpResponse:
        year = year_of(request)
        columns = [
            Column(_("Kode barang"), "text"),
            Column(_("Accession number"), "text"),
            Column(_("Item code"), "text"),
            Column(_("Title"), width=45),
            Column(_("Authors"), width=25),
            Column(_("Publisher")),
            Column("ISBN", "text"),
            Column(_("Came by")),
            Column(_("Source of money")),
            Column(_("Year of acquisition"), "text"),
            Column(_("Received on"), "date"),
            Column(_("Copies"), "int"),
            Column(_("Price"), "money"),
            Column(_("Kode rekening"), "text"),
            Column(_("Supplier")),
            Column(_("Order number"), "text"),
            Column(_("Invoice number"), "text"),
            Column(_("Handover minutes"), "text"),
        ]
        rows = (self._row(item) for item in money.accessions(year)[:50_000])
        return xlsx_response(
            title=_("Copies taken in (KIB E)"), period=str(year or ""), columns=columns, rows=rows,
            office=Library.current().name,
        )  # fmt: skip

    def _row(self, item: Any) -> list[Any]:
        receipt = item.receipt_line.receipt if item.receipt_line else None
        fund = receipt.order.fund if receipt else None
        minutes = receipt.number if receipt else item.gift_line.gift.number
        return [
            fund.asset_code if fund else "", item.inventory_code, item.code, item.title.title, item.title.authors,
            item.title.publisher, item.title.isbn, item.get_source_display(), str(fund.source) if fund else "",
            str(item.received_on.year), item.received_on, 1, item.price_idr, fund.account_code if fund else "",
            item.supplier, item.order_no, item.invoice, minutes.text,
        ]  # fmt: skip
