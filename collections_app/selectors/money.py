"""What pages read about funds, vendors and orders."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from baubau_pembinaan.core.statements import KeptModels, KeptPart, blank
from collections_app.choices import OPEN_ORDERS, OrderStatus
from collections_app.models import (
    Fund,
    FundBalance,
    FundMove,
    Invoice,
    Item,
    Order,
    OrderLine,
    PurchaseMethod,
    Receipt,
    ReceiptLine,
    Vendor,
)

_MONEY: Any = DecimalField(max_digits=18, decimal_places=0)
_NOTHING = Value(Decimal(0), output_field=_MONEY)

# What an order still holds of its fund.
COMMITTED = Coalesce(
    Subquery(
        FundMove.objects.filter(order=OuterRef("pk"))
        .order_by()
        .values("order")
        .annotate(sum=Sum("committed_idr"))
        .values("sum"),
        output_field=_MONEY,
    ),
    _NOTHING,
)

# Copies numbered here: through an order or as a gift.
TAKEN_IN = Q(receipt_line__isnull=False) | Q(gift_line__isnull=False)


def year_choices(years: list[int]) -> list[tuple[str, str]]:
    """Years as text: as numbers they would be drawn with a thousands sign."""
    return [(str(year), str(year)) for year in years]


def fund_years() -> list[int]:
    """Budget years with a fund, the newest first."""
    return list(Fund.objects.order_by("-year").values_list("year", flat=True).distinct())


def funds(year: int | None = None) -> QuerySet[Fund]:
    """Funds with source and balance, the newest year first."""
    found = Fund.objects.select_related("source", "balance").order_by("-year", "source__order", "name", "pk")
    return found.filter(year=year) if year else found


def fund_sums(year: int | None) -> dict[str, Any]:
    """`funds` and the sums `allocated`, `committed`, `spent` and `left` of a budget year, or of all."""
    found = FundBalance.objects.filter(fund__year=year) if year else FundBalance.objects.all()
    parts = {name: Coalesce(Sum(f"{name}_idr"), _NOTHING) for name in ("allocated", "committed", "spent")}
    sums: dict[str, Any] = found.aggregate(funds=Count("pk"), **parts)
    return sums | {"left": sums["allocated"] - sums["committed"] - sums["spent"]}


def moves_of(fund: Fund) -> QuerySet[FundMove]:
    found = FundMove.objects.filter(fund=fund).select_related("order__number", "other", "made_by")
    return found.order_by("-made_at", "-pk")


def vendors(search: str = "") -> QuerySet[Vendor]:
    """Vendors in use first, with `open_orders`."""
    found = Vendor.objects.annotate(open_orders=Count("orders", filter=Q(orders__status__in=OPEN_ORDERS)))
    if search:
        found = found.filter(Q(name__icontains=search) | Q(contact_name__icontains=search))
    return found.order_by("-is_active", "name", "pk")


def orders(*, search: str = "", status: str = "", year: int | None = None) -> QuerySet[Order]:
    """Orders with `total_idr`, `copies` and `received`, the newest first; cancelled copies are left out."""
    lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order")
    rest = F("copies") - F("cancelled")
    total = lines.annotate(sum=Sum(rest * F("price_idr"), output_field=_MONEY)).values("sum")
    found = Order.objects.select_related("vendor", "fund", "number").annotate(
        total_idr=Coalesce(Subquery(total, output_field=_MONEY), _NOTHING),
        copies=Coalesce(Subquery(lines.annotate(sum=Sum(rest)).values("sum")), Value(0)),
        came=Coalesce(Subquery(lines.annotate(sum=Sum("received")).values("sum")), Value(0)),
    )
    if search:
        found = found.filter(
            Q(subject__icontains=search) | Q(vendor__name__icontains=search) | Q(number__text__icontains=search)
        )
    if status in OrderStatus.values:
        found = found.filter(status=status)
    if year:
        found = found.filter(fund__year=year)
    return found.order_by("-made_on", "-pk")


def lines_of(order: Order) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order=order).order_by("pk")


def receipts_of(order: Order) -> QuerySet[Receipt]:
    """Deliveries with `copies`, the newest first."""
    found = Receipt.objects.filter(order=order).select_related("number", "received_by")
    return found.annotate(copies=Sum("lines__copies")).order_by("-day", "-pk")


def receipt_lines(receipt: Receipt) -> QuerySet[ReceiptLine]:
    return ReceiptLine.objects.filter(receipt=receipt).select_related("order_line", "title").order_by("pk")


def invoices_of(order: Order) -> QuerySet[Invoice]:
    return Invoice.objects.filter(order=order).order_by("-day", "-pk")


def methods_on(day: date) -> list[PurchaseMethod]:
    """The ways of buying valid on that day: of each code the newest row that has begun."""
    rows = PurchaseMethod.objects.filter(valid_from__lte=day).order_by("code", "-valid_from").distinct("code")
    return sorted((row for row in rows if row.is_active), key=lambda row: row.name)


def accessions(year: int | None = None) -> QuerySet[Item]:
    """Copies taken in, bought or given, with all that KIB E asks of them, the newest day first."""
    found = Item.objects.filter(TAKEN_IN).select_related(
        "title",
        "receipt_line__receipt__order__fund__source",
        "receipt_line__receipt__number",
        "gift_line__gift__number",
    )
    if year:
        found = found.filter(received_on__year=year)
    return found.order_by("-received_on", "inventory_code", "pk")


def _shown() -> QuerySet[Item]:
    found = Item.objects.filter(TAKEN_IN).only(
        "inventory_code", "received_on", "receipt_line", "supplier", "source", "price_idr"
    )
    fund = "receipt_line__receipt__order__fund__"
    named = found.annotate(name=F("title__title"), fund=F(f"{fund}name"), fund_year=F(f"{fund}year"))
    return named.order_by("-received_on", "inventory_code", "pk")


_SHOWN = KeptModels(_shown)
_SHOWN_IN_A_YEAR = KeptModels(lambda: _shown().filter(received_on__range=(blank("first"), blank("last"))))


def accessions_shown(year: int | None = None) -> KeptPart[Item]:
    """As `accessions`, for a page: each with the `name` of its title, `fund` and `fund_year`, nothing else of them."""
    if year:
        return _SHOWN_IN_A_YEAR.part(first=date(year, 1, 1), last=date(year, 12, 31))
    return _SHOWN.part()


def accession_years() -> list[int]:
    days = Item.objects.filter(TAKEN_IN).dates("received_on", "year", order="DESC")
    return [day.year for day in days]
