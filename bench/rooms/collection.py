"""The collection room's pages under measure: search, wishes, the demand board, the money and all lists."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import DocumentNumber, NumberSeries
from collections_app.identity import match_key
from collections_app.models import (
    CatalogueSending,
    Demand,
    DemandSignal,
    DigitalResource,
    Fund,
    FundBalance,
    FundMove,
    FundSource,
    Gift,
    GiftLine,
    Item,
    Order,
    OrderLine,
    PurchaseMethod,
    Receipt,
    ReceiptLine,
    SelectionLine,
    SelectionSheet,
    Suggestion,
    SuggestionPartner,
    Title,
    Vendor,
    WeedingLine,
    WeedingList,
    WeedingRule,
)
from collections_app.services.receiving import SERIES as MINUTES
from collections_app.services.selection import SERIES as SHEETS
from collections_app.services.words import renew_words

MANY = 1_000_000  # numbers of papers begin behind those that were given


def _bulk(model: Any, rows: list[Any]) -> list[Any]:
    """Past the history on purpose: these rows are weight, not records."""
    return QuerySet(model).bulk_create(rows, batch_size=2000)


def fill(n: int) -> None:
    """`n` titles with a copy each, `n` demands with a wish each, `n` funds, the first of `n` moves, `n` vendors, `n`
    draft orders; and `n` rows of every other list: what was received, sheets, gifts, digital resources, weeding lists,
    partners, needs and files handed on."""
    today = timezone.localdate()
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
    lines = _fill_money(n)
    _fill_received(lines, titles)
    _fill_sheets([line.order.fund for line in lines], demands)
    _fill_care(n, titles)


def _fill_money(n: int) -> list[OrderLine]:
    """Returns the lines of the orders."""
    now, today = timezone.now(), timezone.localdate()
    source = FundSource.objects.get(code="apbd")
    names = ["Belanja buku", *(f"Dana {number:05}" for number in range(1, n))]
    funds = _bulk(Fund, [Fund(source=source, year=today.year, name=name) for name in names])
    _bulk(FundBalance, [FundBalance(fund=fund, allocated_idr=Decimal(n * 1000)) for fund in funds])
    _bulk(
        FundMove,
        [FundMove(fund=funds[0], kind="allocated", allocated_idr=1000, day=today, made_at=now) for _number in range(n)],
    )
    vendors = _bulk(Vendor, [Vendor(name=f"Toko Buku {number:05}") for number in range(n)])
    method = PurchaseMethod.objects.get(code="tender")
    orders = _bulk(
        Order,
        [
            Order(subject=f"Pesanan {number:05}", vendor=vendor, fund=fund, method=method, made_on=today)
            for number, (vendor, fund) in enumerate(zip(vendors, funds, strict=True))
        ],
    )
    return _bulk(OrderLine, [OrderLine(order=order, title="Judul", price_idr=50_000) for order in orders])


def _numbers(series: str, n: int) -> list[DocumentNumber]:
    day, kind = timezone.localdate(), NumberSeries.objects.get(code=series)
    return _bulk(
        DocumentNumber,
        [
            DocumentNumber(
                series=kind, year=day.year, sequence=MANY + number, text=f"UKUR {number:05}", subject="Ukur", day=day,
                taken_at=timezone.now(),
            )
            for number in range(n)
        ],
    )  # fmt: skip


def _fill_received(lines: list[OrderLine], titles: list[Title]) -> None:
    """One delivery of everything ordered, a numbered copy a line."""
    day = timezone.localdate()
    (number,) = _numbers(MINUTES, 1)
    (receipt,) = _bulk(Receipt, [Receipt(order=lines[0].order, number=number, day=day)])
    pairs = zip(lines, titles, strict=True)
    came = _bulk(
        ReceiptLine, [ReceiptLine(receipt=receipt, order_line=one, title=title, copies=1) for one, title in pairs]
    )
    _bulk(
        Item,
        [
            Item(
                title=row.title, code=f"UKUR{place:06}", inventory_code=f"{place:06}/UKUR", source="purchase",
                price_idr=50_000, received_on=day, receipt_line=row,
            )
            for place, row in enumerate(came)
        ],
    )  # fmt: skip


def _fill_sheets(funds: list[Fund], demands: list[Demand]) -> None:
    """Decided sheets, so that the board keeps its titles."""
    day, numbers = timezone.localdate(), _numbers(SHEETS, len(demands))
    sheets = _bulk(
        SelectionSheet,
        [
            SelectionSheet(number=number, fund=fund, budget_idr=100_000, day=day, decided_on=day)
            for number, fund in zip(numbers, funds, strict=True)
        ],
    )
    _bulk(
        SelectionLine,
        [
            SelectionLine(
                sheet=sheet, demand=demand, position=1, points=10, copies=1, price_idr=50_000, decision="later"
            )
            for sheet, demand in zip(sheets, demands, strict=True)
        ],
    )


def _fill_care(n: int, titles: list[Title]) -> None:
    now, today = timezone.now(), timezone.localdate()
    gifts = _bulk(Gift, [Gift(giver=f"Yayasan {number:05}", offered_on=today) for number in range(n)])
    _bulk(GiftLine, [GiftLine(gift=gift, title="Judul hadiah") for gift in gifts])
    _bulk(
        DigitalResource,
        [
            DigitalResource(
                name=f"Sumber {number:05}", kind="ebooks", summary="Buku elektronik", url="https://ukur.example/",
                how="Nomor anggota", starts_on=today, is_public=False,
            )
            for number in range(n)
        ],
    )  # fmt: skip
    rule = WeedingRule.objects.order_by("pk").first()
    lists = _bulk(WeedingList, [WeedingList(rule=rule, day=today) for _number in range(n)])
    items = Item.objects.filter(title__in=titles[:1]).order_by("pk")[:1]
    _bulk(WeedingLine, [WeedingLine(weeding=weeding, item=items[0]) for weeding in lists])
    _bulk(SuggestionPartner, [SuggestionPartner(name=f"SMP {number:05}") for number in range(n)])
    over = today - timedelta(days=1)  # a few count today; the rest are over
    _bulk(
        DemandSignal,
        [
            DemandSignal(
                key=f"ukur.{number}", label=f"Kebutuhan {number:05}", audience="adult", steps=1,
                until=over if number else today,
            )
            for number in range(n)
        ],
    )  # fmt: skip
    _bulk(
        CatalogueSending,
        [
            CatalogueSending(system="slims", recipient=f"Komputer {number:05}", titles=1, copies=1, sent_at=now)
            for number in range(n)
        ],
    )


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
    ("collection-funds", "List of funds", "/staf/koleksi/dana/", Role.LIBRARIAN),
    ("collection-vendors", "List of vendors", "/staf/koleksi/penyedia/", Role.LIBRARIAN),
    ("collection-new-order", "Form of an order", "/staf/koleksi/pesanan/baru/", Role.LIBRARIAN),
    ("collection-received", "List of what was received", "/staf/koleksi/inventaris/", Role.LIBRARIAN),
    ("collection-needs", "List of needs", "/staf/koleksi/papan/kebutuhan/", Role.LIBRARIAN),
    ("collection-sheets", "List of selection sheets", "/staf/koleksi/seleksi/", Role.LIBRARIAN),
    ("collection-new-sheet", "Form of a selection sheet", "/staf/koleksi/seleksi/baru/", Role.LIBRARIAN),
    ("collection-gifts", "List of gifts", "/staf/koleksi/hadiah/", Role.LIBRARIAN),
    ("collection-digital", "List of digital resources", "/staf/koleksi/digital/", Role.LIBRARIAN),
    ("collection-weeding", "Weeding lists", "/staf/koleksi/penyiangan/", Role.LIBRARIAN),
    ("collection-partners", "List of partners who suggest", "/staf/koleksi/mitra/", Role.LIBRARIAN),
    ("collection-sendings", "Files for the catalogue system", "/staf/koleksi/katalog/kirim/", Role.LIBRARIAN),
    ("collection-targets", "Collection against its targets", "/staf/koleksi/sasaran/", Role.LIBRARIAN),
]
