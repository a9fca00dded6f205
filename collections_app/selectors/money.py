"""What pages read about funds, vendors and orders."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from baubau_pembinaan.core.statements import Kept, KeptModels, KeptPart, blank
from collections_app.choices import OPEN_ORDERS, OrderStatus, Origin
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
    Title,
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


def unpaid_of(order: Order) -> Decimal:
    """What is to be paid for copies that came: the price of those on no invoice yet, as far as it is not paid."""
    came = order.lines.aggregate(sum=Sum(F("received") * F("price_idr"), output_field=_MONEY))["sum"] or Decimal(0)
    paid = FundMove.objects.filter(order=order).aggregate(sum=Sum("spent_idr"))["sum"] or Decimal(0)
    bare = Item.objects.filter(receipt_line__receipt__order=order, invoice="")
    asked = bare.aggregate(sum=Sum("receipt_line__order_line__price_idr"))["sum"] or Decimal(0)
    return min(asked, max(came - paid, Decimal(0)))


def year_choices(years: list[int]) -> list[tuple[str, str]]:
    """Years as text: as numbers they would be drawn with a thousands sign."""
    return [(str(year), str(year)) for year in years]


_YEARS = Kept(lambda: Fund.objects.order_by("-year").values_list("year").distinct())


def fund_years() -> list[int]:
    """Budget years with a fund, the newest first."""
    return [year for (year,) in _YEARS.rows()]


def _funds() -> QuerySet[Fund]:
    return Fund.objects.select_related("source", "balance").order_by("-year", "source__order", "name", "pk")


_FUNDS = KeptModels(_funds)
_FUND = KeptModels(lambda: _funds().filter(pk=blank("pk")))
_FUNDS_IN_A_YEAR = KeptModels(lambda: _funds().filter(year=blank("year")))


def funds(year: int | None = None) -> KeptPart[Fund]:
    """Funds with source and balance, the newest year first."""
    return _FUNDS_IN_A_YEAR.part(year=year) if year else _FUNDS.part()


def fund_for_page(pk: int) -> Fund | None:
    return _FUND.first(pk=pk)


def _sums() -> QuerySet[Any, Any]:
    found = FundBalance.objects.order_by().annotate(all=Value(1)).values("all")
    parts = {name: Coalesce(Sum(f"{name}_idr"), _NOTHING) for name in ("allocated", "committed", "spent")}
    return found.annotate(funds=Count("pk"), **parts).values_list("funds", *parts)


_SUMS, _SUMS_IN_A_YEAR = Kept(_sums), Kept(lambda: _sums().filter(fund__year=blank("year")))


def fund_sums(year: int | None) -> dict[str, Any]:
    """`funds` and the sums `allocated`, `committed`, `spent` and `left` of a budget year, or of all."""
    rows = _SUMS_IN_A_YEAR.rows(year=year) if year else _SUMS.rows()
    found: Any = rows[0] if rows else (0, *[Decimal(0)] * 3)
    funds, allocated, committed, spent = found
    sums = {"funds": funds, "allocated": allocated, "committed": committed, "spent": spent}
    return sums | {"left": allocated - committed - spent}


def moves_of(fund: Fund) -> QuerySet[FundMove]:
    found = FundMove.objects.filter(fund=fund).select_related("order__number", "other", "made_by")
    return found.order_by("-made_at", "-pk")


def _moves_listed() -> QuerySet[FundMove]:
    shown = ("kind", "day", "paper", "note", "order", "allocated_idr", "committed_idr", "spent_idr")
    named = FundMove.objects.filter(fund=blank("fund")).annotate(
        subject=F("order__subject"),
        other_name=F("other__name"),
        other_year=F("other__year"),
        by_name=F("made_by__name"),
    )
    return named.only(*shown).order_by("-made_at", "-pk")


_MOVES_LISTED = KeptModels(_moves_listed)


def moves_listed(fund: Fund) -> KeptPart[FundMove]:
    """As `moves_of`, for a page: with the `subject` of the order, `other_name`, `other_year` and `by_name`."""
    return _MOVES_LISTED.part(fund=fund.pk)


def vendors(search: str = "") -> QuerySet[Vendor]:
    """Vendors in use first, with `open_orders`."""
    found = Vendor.objects.annotate(open_orders=Count("orders", filter=Q(orders__status__in=OPEN_ORDERS)))
    if search:
        found = found.filter(Q(name__icontains=search) | Q(contact_name__icontains=search))
    return found.order_by("-is_active", "name", "pk")


def _ordered(orders: QuerySet[Order]) -> QuerySet[Order]:
    """With `total_idr`, `copies` and those that `came`; cancelled copies are left out, and counted as `gone`."""
    lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order")
    rest = F("copies") - F("cancelled")
    total = lines.annotate(sum=Sum(rest * F("price_idr"), output_field=_MONEY)).values("sum")
    return orders.annotate(
        total_idr=Coalesce(Subquery(total, output_field=_MONEY), _NOTHING),
        copies=Coalesce(Subquery(lines.annotate(sum=Sum(rest)).values("sum")), Value(0)),
        came=Coalesce(Subquery(lines.annotate(sum=Sum("received")).values("sum")), Value(0)),
        gone=Coalesce(Subquery(lines.annotate(sum=Sum("cancelled")).values("sum")), Value(0)),
    ).order_by("-made_on", "-pk")


def orders(*, search: str = "", status: str = "", year: int | None = None) -> QuerySet[Order]:
    """Orders with `total_idr`, `copies` and `came`, the newest first; cancelled copies are left out."""
    return _narrowed(_ordered(Order.objects.select_related("vendor", "fund", "number")), search, status, year)


def _narrowed(found: QuerySet[Order], search: str, status: str, year: int | None) -> QuerySet[Order]:
    if search:
        found = found.filter(
            Q(subject__icontains=search) | Q(vendor__name__icontains=search) | Q(number__text__icontains=search)
        )
    if status in OrderStatus.values:
        found = found.filter(status=status)
    if year:
        found = found.filter(fund__year=year)
    return found


def _orders_listed() -> QuerySet[Order]:
    found = Order.objects.only("subject", "status", "due_on").annotate(
        listed_number=F("number__text"),
        vendor_name=F("vendor__name"),
        fund_name=F("fund__name"),
        fund_year=F("fund__year"),
    )
    return _ordered(found)


_ORDERS_LISTED = KeptModels(_orders_listed)


def orders_listed(*, search: str = "", status: str = "", year: int | None = None) -> QuerySet[Order] | KeptPart[Order]:
    """As `orders`, for a page: with `listed_number`, `vendor_name`, `fund_name` and `fund_year`."""
    if search or status or year:
        return _narrowed(_orders_listed(), search, status, year)
    return _ORDERS_LISTED.part()


def lines_of(order: Order) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order=order).order_by("pk")


def receipts_of(order: Order) -> QuerySet[Receipt]:
    """Deliveries with `copies`, the newest first."""
    found = Receipt.objects.filter(order=order).select_related("number", "received_by")
    return found.annotate(copies=Sum("lines__copies")).order_by("-day", "-pk")


def unshelved_of(order: Order) -> QuerySet[Title]:
    """Titles of the order that have come and have no call number yet."""
    came = ReceiptLine.objects.filter(receipt__order=order, receipt__back_on=None).values("title")
    return Title.objects.filter(pk__in=came, origin=Origin.MANUAL, call_number="").only("title").order_by("pk")


def receipt_lines(receipt: Receipt) -> QuerySet[ReceiptLine]:
    return ReceiptLine.objects.filter(receipt=receipt).select_related("order_line", "title").order_by("pk")


@dataclass(frozen=True)
class Awaited:
    """A line of an order of which, after a delivery, copies were still to come: those that `came` by then, and those
    that were `left`; what had been cancelled by then is in neither."""

    line: OrderLine
    came: int
    left: int

    @property
    def wanted(self) -> int:
        return self.came + self.left


def awaited_after(receipt: Receipt) -> list[Awaited]:
    """What was still to come when this delivery had been taken in, whatever came, was cancelled or taken back since:
    the paper that was signed stays true."""
    if receipt.still_awaited is None:
        return _reckoned(receipt)
    lines = OrderLine.objects.in_bulk([key for key, _came, _left in receipt.still_awaited])
    return [Awaited(lines[key], came, left) for key, came, left in receipt.still_awaited if key in lines]


def _reckoned(receipt: Receipt) -> list[Awaited]:
    """As far as it can be told of a delivery taken in before that was kept with it."""
    counted = Q(receipt_lines__receipt__lte=receipt.pk) & (
        Q(receipt_lines__receipt__back_on=None) | Q(receipt_lines__receipt=receipt.pk)
    )
    lines = OrderLine.objects.filter(order=receipt.order_id).annotate(
        by_then=Coalesce(Sum("receipt_lines__copies", filter=counted), Value(0))
    )
    found = [Awaited(line, line.by_then, line.copies - line.by_then) for line in lines.order_by("pk")]
    return [row for row in found if row.left > 0]


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
