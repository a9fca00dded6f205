"""The cupboards of money and orders: reference rows are edited here, deeds are done at the staff door."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.admin import BaseAdmin, HistoryAdmin, ReadOnlyAdmin
from baubau_pembinaan.core.formats import rupiah
from collections_app.models import (
    AccessionCounter,
    Claim,
    Fund,
    FundBalance,
    FundMove,
    FundSource,
    Invoice,
    Order,
    OrderLine,
    PurchaseMethod,
    Receipt,
    ReceiptLine,
    Vendor,
)


@admin.register(FundSource)
class FundSourceAdmin(BaseAdmin):
    list_display = ["name", "is_active"]
    search_fields = ["name", "code"]
    list_filter = ["is_active"]
    ordering = ["order", "pk"]


@admin.register(PurchaseMethod)
class PurchaseMethodAdmin(HistoryAdmin):
    list_display = ["name", "limit", "source", "valid_from", "is_active"]
    search_fields = ["name", "code"]
    list_filter = ["is_active"]
    ordering = ["name", "-valid_from", "pk"]

    @admin.display(description=_("at most (Rp)"), ordering="most_idr")
    def limit(self, row: PurchaseMethod) -> str:
        return rupiah(row.most_idr) if row.most_idr is not None else ""


@admin.register(AccessionCounter)
class AccessionCounterAdmin(HistoryAdmin):
    list_display = ["__str__", "last", "pattern"]
    search_fields = ["pattern"]
    ordering = ["-year", "pk"]


@admin.register(Vendor)
class VendorAdmin(HistoryAdmin):
    list_display = ["name", "contact_name", "phone", "agreement_ends_on", "is_active"]
    search_fields = ["name", "contact_name"]
    list_filter = ["is_active"]
    ordering = ["name", "pk"]


class _Looked(ReadOnlyAdmin, HistoryAdmin):
    """Looked at here with its history; changed by the deeds of the staff door."""


@admin.register(Fund)
class FundAdmin(_Looked):
    list_display = ["name", "budget_year", "source", "account_code", "closed_on"]
    search_fields = ["name", "account_code"]
    list_filter = ["source"]
    ordering = ["-year", "name", "pk"]

    @admin.display(description=_("budget year"), ordering="year")
    def budget_year(self, row: Fund) -> str:
        return str(row.year)


@admin.register(FundBalance)
class FundBalanceAdmin(ReadOnlyAdmin):
    list_display = ["fund", "allocated", "committed", "spent"]
    search_fields = ["fund__name"]
    list_select_related = ["fund"]
    ordering = ["-fund__year", "fund__name", "pk"]

    @admin.display(description=_("allocated (Rp)"), ordering="allocated_idr")
    def allocated(self, row: FundBalance) -> str:
        return rupiah(row.allocated_idr)

    @admin.display(description=_("committed (Rp)"), ordering="committed_idr")
    def committed(self, row: FundBalance) -> str:
        return rupiah(row.committed_idr)

    @admin.display(description=_("spent (Rp)"), ordering="spent_idr")
    def spent(self, row: FundBalance) -> str:
        return rupiah(row.spent_idr)


@admin.register(FundMove)
class FundMoveAdmin(_Looked):
    list_display = ["fund", "kind", "day", "paper", "note"]
    search_fields = ["fund__name", "paper"]
    list_filter = ["kind"]
    list_select_related = ["fund"]
    date_hierarchy = "day"
    ordering = ["-made_at", "-pk"]


class _OrderPart(_Looked):
    list_select_related = ["order"]


@admin.register(Order)
class OrderAdmin(_Looked):
    list_display = ["subject", "vendor", "fund", "status", "made_on", "due_on"]
    search_fields = ["subject", "vendor__name"]
    list_filter = ["status"]
    list_select_related = ["vendor", "fund"]
    date_hierarchy = "made_on"
    ordering = ["-made_on", "-pk"]


@admin.register(OrderLine)
class OrderLineAdmin(_OrderPart):
    list_display = ["title", "order", "copies", "received", "cancelled"]
    search_fields = ["title", "isbn"]
    ordering = ["-pk"]


@admin.register(Claim)
class ClaimAdmin(_OrderPart):
    list_display = ["text", "order", "day", "promised_on"]
    search_fields = ["text", "order__subject"]
    date_hierarchy = "day"
    ordering = ["-day", "-pk"]


@admin.register(Invoice)
class InvoiceAdmin(_OrderPart):
    list_display = ["number", "order", "day", "amount", "back_on"]
    search_fields = ["number", "order__subject"]
    date_hierarchy = "day"
    ordering = ["-day", "-pk"]

    @admin.display(description=_("amount (Rp)"), ordering="amount_idr")
    def amount(self, row: Invoice) -> str:
        return rupiah(row.amount_idr)


@admin.register(Receipt)
class ReceiptAdmin(_Looked):
    list_display = ["number", "order", "day", "delivery_note", "back_on"]
    search_fields = ["number__text", "order__subject"]
    list_select_related = ["number", "order"]
    date_hierarchy = "day"
    ordering = ["-day", "-pk"]


@admin.register(ReceiptLine)
class ReceiptLineAdmin(_Looked):
    list_display = ["title", "receipt", "copies"]
    search_fields = ["title__title", "receipt__number__text"]
    list_select_related = ["title", "receipt__number"]
    ordering = ["-pk"]
