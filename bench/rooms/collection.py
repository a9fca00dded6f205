"""The collection room's pages under measure: search, wishes, the demand board, orders and the money behind them."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from collections_app.identity import match_key
from collections_app.models import (
    Demand,
    Fund,
    FundBalance,
    FundMove,
    FundSource,
    Item,
    Order,
    OrderLine,
    PurchaseMethod,
    Suggestion,
    Title,
    Vendor,
)
from collections_app.services.words import renew_words


def _bulk(model: Any, rows: list[Any]) -> list[Any]:
    """Past the history on purpose: these rows are weight, not records."""
    return QuerySet(model).bulk_create(rows, batch_size=2000)


def fill(n: int) -> None:
    """`n` titles with a copy each, `n` demands with a wish each, `n` draft orders, one fund of `n` moves."""
    now, today = timezone.now(), timezone.localdate()
    titles = _bulk(Title, [_title(number) for number in range(n)])
    _bulk(Item, [Item(title=title, code=f"BENCH{number:06}") for number, title in enumerate(titles)])
    renew_words()
    demands = _bulk(
        Demand,
        [Demand(title=f"Usulan {number:05}", match_key=f"{number:032x}", status_on=today) for number in range(n)],
    )
    _bulk(
        Suggestion,
        [Suggestion(demand=demand, code=f"{number:011}", asked_on=today) for number, demand in enumerate(demands)],
    )
    fund = Fund(source=FundSource.objects.get(code="apbd"), year=today.year, name="Belanja buku")
    _bulk(Fund, [fund])
    FundBalance.objects.create(fund=fund, allocated_idr=Decimal(n * 1000))
    _bulk(
        FundMove,
        [FundMove(fund=fund, kind="allocated", allocated_idr=1000, day=today, made_at=now) for _number in range(n)],
    )
    vendor = _bulk(Vendor, [Vendor(name="Toko Buku")])[0]
    method = PurchaseMethod.objects.get(code="tender")
    orders = _bulk(
        Order,
        [
            Order(subject=f"Pesanan {number:05}", vendor=vendor, fund=fund, method=method, made_on=today)
            for number in range(n)
        ],
    )
    _bulk(OrderLine, [OrderLine(order=order, title="Judul", price_idr=50_000) for order in orders])


def _title(number: int) -> Title:
    name = f"Judul {number:05}"
    return Title(title=name, match_key=match_key(name, "", None, ""), classification="899.221", audience="adult")


def _fund() -> str:
    fund = Fund.objects.filter(name="Belanja buku").order_by("-pk").first()
    if fund is None:
        raise LookupError("fill() has made no fund")
    return reverse("collections_app:fund-detail", args=[fund.pk])


def _demand() -> str:
    demand = Demand.objects.filter(title="Usulan 00000").order_by("-pk").first()
    if demand is None:
        raise LookupError("fill() has made no demand")
    return reverse("collections_app:demand-detail", args=[demand.pk])


PAGES: list[tuple[str, str, Any, str | None]] = [
    ("collection-search", "Public title search", "/katalog/?q=judul", None),
    ("collection-misspelt", "Public title search, misspelt", "/katalog/?q=jdul+00123", None),
    ("collection-suggest", "Form to suggest a book", "/usul-buku/", None),
    ("collection-demand", "A demand with its wishes", _demand, Role.LIBRARIAN),
    ("collection-import", "Catalogue file to take in", "/staf/koleksi/katalog/impor/", Role.LIBRARIAN),
    ("collection-wishes", "List of wishes", "/staf/koleksi/", Role.LIBRARIAN),
    ("collection-titles", "Staff list of titles", "/staf/koleksi/katalog/", Role.LIBRARIAN),
    ("collection-board", "Demand board", "/staf/koleksi/papan/", Role.LIBRARIAN),
    ("collection-orders", "List of orders", "/staf/koleksi/pesanan/", Role.LIBRARIAN),
    ("collection-fund", "A fund with its moves", _fund, Role.LIBRARIAN),
    ("collection-targets", "Collection against its targets", "/staf/koleksi/sasaran/", Role.LIBRARIAN),
]
