"""Funds, vendors and orders for tests. Every call makes a new one."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from collections_app.models import (
    AccessionCounter,
    Claim,
    Fund,
    FundSource,
    Invoice,
    Order,
    OrderLine,
    PurchaseMethod,
    Receipt,
    Vendor,
)
from collections_app.services import funds, orders, receiving

_numbers = count(1)


def make_fund(amount: int = 1_000_000, **fields: Any) -> Fund:
    number = next(_numbers)
    made = Fund(
        **{"source": FundSource.objects.get(code="apbd"), "year": 2026, "name": f"Belanja buku {number}", **fields}
    )
    return funds.open_fund(
        fund=made, amount=Decimal(amount), paper="DPA", by=None, at=timezone.now(), on=timezone.localdate()
    )


def make_vendor(**fields: Any) -> Vendor:
    return Vendor.objects.create(**{"name": f"Toko Buku Contoh {next(_numbers)}", **fields})


def make_order(*lines: tuple[int, int], fund: Fund | None = None, by: Any = None, **fields: Any) -> Order:
    """A draft; each line is (copies, price each)."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "subject": f"Buku bacaan {number}", "vendor": fields.pop("vendor", None) or make_vendor(),
        "fund": fund or make_fund(), "method": PurchaseMethod.objects.get(code="pengadaan-langsung"), **fields,
    }  # fmt: skip
    order = orders.save_order(order=Order(**given), by=by, on=timezone.localdate())
    for copies, price in lines or ((1, 50_000),):
        add_title(order, copies=copies, price=price)
    return order


def add_title(order: Order, *, copies: int = 1, price: int = 50_000, **fields: Any) -> OrderLine:
    fields.setdefault("title", f"Buku Pesanan {next(_numbers)}")
    line = OrderLine(copies=copies, price_idr=Decimal(price), **fields)
    return orders.add_line(order=order, line=line, by=None)


def submit(order: Order, on: date | None = None) -> Order:
    return orders.submit_order(order=order, by=None, on=on or timezone.localdate())


def approve(order: Order, on: date | None = None) -> Order:
    """Submitted and approved, whatever it was."""
    submit(order, on)
    return orders.approve_order(order=order, by=None, at=timezone.now(), on=on or timezone.localdate())


def make_receipt(order: Order | None = None, by: Any = None) -> Receipt:
    """A whole delivery of the order (a new one of one title)."""
    order = order or approve(make_order())
    came = {line.pk: line.missing for line in order.lines.all()}
    return receiving.receive(order=order, came=came, by=by, at=timezone.now(), on=timezone.localdate())


def make_invoice() -> Invoice:
    invoice = Invoice(number=f"INV-{next(_numbers)}", day=timezone.localdate(), amount_idr=Decimal(1_000))
    order = approve(make_order())
    return receiving.enter_invoice(order=order, invoice=invoice, by=None, at=timezone.now(), on=timezone.localdate())


def make_claim() -> Claim:
    order = approve(make_order())
    return orders.claim_missing(order=order, text="Belum tiba", promised_on=None, by=None, on=timezone.localdate())


def make_counter() -> AccessionCounter:
    return AccessionCounter.objects.create(year=1900 + next(_numbers) % 90)


def make_method(**fields: Any) -> PurchaseMethod:
    number = next(_numbers)
    given = {"code": f"cara-{number}", "name": f"Cara {number}", "source": "Uji", "valid_from": date(2025, 1, 1)}
    return PurchaseMethod.objects.create(**{**given, **fields})
