"""The demo's money: two budget years, invented vendors, orders at every step. Titles are real, prices invented."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.documents.models import DocumentNumber
from collections_app.models import (
    AccessionCounter,
    Claim,
    Demand,
    Fund,
    FundBalance,
    FundMove,
    FundSource,
    Invoice,
    Item,
    Order,
    OrderLine,
    PurchaseMethod,
    Receipt,
    ReceiptLine,
    Vendor,
)
from collections_app.selectors.money import TAKEN_IN
from collections_app.services import funds, orders, receiving
from collections_app.services.orders import SERIES as ORDER_SERIES
from collections_app.services.receiving import SERIES as RECEIPT_SERIES
from collections_app.services.year_end import close_year

SUB_ACTIVITY = "2.23.02.2.01.0004"
ACCOUNT = "5.2.05.01.01.0001"
ASSET = "1.3.5.01.01"
# name, contact, number, e-mail, address, agreement number, days until it ends
VENDORS = [
    (
        "CV Contoh Pustaka Nusantara",
        "Rahmat Contoh",
        "6281100000101",
        "pesan@pustaka.example",
        "Jl. Contoh No. 1, Kendari",
        "012/PKS/CONTOH",
        25,
    ),
    (
        "Toko Buku Contoh Buton",
        "Wa Ode Contoh",
        "6281100000102",
        "toko@buton.example",
        "Jl. Contoh No. 7, Baubau",
        "",
        None,
    ),
    (
        "Penerbit Contoh Bahari",
        "Andi Contoh",
        "6281100000103",
        "jual@bahari.example",
        "Jl. Contoh No. 21, Makassar",
        "034/PKS/CONTOH",
        300,
    ),
]
# title, author, publisher, for whom, copies, price each
Row = tuple[str, str, str, str, int, int]
LAST_YEAR: list[Row] = [
    ("Laskar Pelangi", "Andrea Hirata", "Bentang Pustaka", "youth", 3, 89_000),
    ("Sang Pemimpi", "Andrea Hirata", "Bentang Pustaka", "youth", 2, 85_000),
    ("Bumi Manusia", "Pramoedya Ananta Toer", "Lentera Dipantara", "adult", 2, 132_000),
    ("Perahu Kertas", "Dee Lestari", "Bentang Pustaka", "youth", 2, 99_000),
    ("Amba", "Laksmi Pamuntjak", "Gramedia Pustaka Utama", "adult", 1, 125_000),
]
SPRING: list[Row] = [
    ("Pulang", "Leila S. Chudori", "Kepustakaan Populer Gramedia", "adult", 2, 115_000),
    ("Entrok", "Okky Madasari", "Gramedia Pustaka Utama", "adult", 2, 98_000),
    ("Mata di Tanah Melus", "Okky Madasari", "Gramedia Pustaka Utama", "children", 4, 72_000),
    ("Matahari", "Tere Liye", "Gramedia Pustaka Utama", "youth", 3, 105_000),
]
LATE: list[Row] = [
    ("Lelaki Harimau", "Eka Kurniawan", "Gramedia Pustaka Utama", "adult", 2, 88_000),
    ("Saman", "Ayu Utami", "Kepustakaan Populer Gramedia", "adult", 2, 79_000),
    ("Orang-Orang Oetimu", "Felix K. Nesi", "Marjin Kiri", "adult", 2, 84_000),
]
WAITING: list[Row] = [
    ("Si Anak Kuat", "Tere Liye", "Republika", "youth", 4, 86_000),
    ("Si Anak Pintar", "Tere Liye", "Republika", "youth", 4, 86_000),
]


@dataclass
class _Shop:
    """What each deed of the demo needs."""

    context: DemoContext
    head: Any
    librarian: Any

    @property
    def begun(self) -> date:
        """The first day of the second year's money, before the day of the demo also where the year is young."""
        return min(date(self.context.as_of.year, 1, 5), self.context.days_ago(0))

    def this_year(self, days: int) -> date:
        """So many days ago, in the second year."""
        return max(self.begun, self.context.days_ago(days))

    def moment(self, day: date) -> dict[str, Any]:
        return {"at": timezone.make_aware(datetime.combine(day, time(9))), "on": day}

    def fund(self, source: str, year: int, name: str, amount: int, paper: str, day: date) -> Fund:
        made = Fund(
            source=FundSource.objects.get(code=source), year=year, name=name, sub_activity_code=SUB_ACTIVITY,
            account_code=ACCOUNT, asset_code=ASSET, is_demo=True,
        )  # fmt: skip
        return funds.open_fund(fund=made, amount=Decimal(amount), paper=paper, by=self.head, **self.moment(day))

    def draft(self, subject: str, fund: Fund, vendor: Vendor, rows: list[Row], day: date, due: date | None) -> Order:
        method = PurchaseMethod.objects.get(code="pengadaan-langsung")
        made = Order(subject=subject, fund=fund, vendor=vendor, method=method, due_on=due, is_demo=True)
        order = orders.save_order(order=made, by=self.librarian, on=day)
        for title, author, publisher, audience, copies, price in rows:
            line = OrderLine(
                title=title, author=author, publisher=publisher, audience=audience, copies=copies,
                price_idr=Decimal(price),
            )  # fmt: skip
            orders.add_line(order=order, line=line, by=self.librarian)
        return order

    def approve(self, order: Order, day: date) -> Order:
        orders.submit_order(order=order, by=self.librarian, on=day)
        return orders.approve_order(order=order, by=self.head, **self.moment(day))

    def arrive(self, order: Order, day: date, *, but: int = 0) -> None:
        """All lines but the last `but`."""
        lines = list(order.lines.order_by("pk"))
        came = {line.pk: line.copies for line in lines[: len(lines) - but]}
        receiving.receive(order=order, came=came, by=self.librarian, delivery_note=f"SJ-{order.pk}", **self.moment(day))

    def pay(self, order: Order, day: date) -> None:
        amount = sum(line.received * line.price_idr for line in order.lines.all())
        invoice = Invoice(number=f"INV-{order.pk:04}", day=day, amount_idr=amount, is_last=True)
        receiving.enter_invoice(order=order, invoice=invoice, by=self.head, **self.moment(day))


def load(context: DemoContext) -> bool:
    """Two budget years, up to the summer of the second; what stands there already stays as it is. Whether it is new."""
    if Fund.objects.filter(is_demo=True).exists():
        return False
    shop = _shop(context)
    vendors = [_vendor(context, *row) for row in VENDORS]
    _last_year(shop, context.as_of.year - 1, vendors)
    _this_year(shop, context.as_of.year, vendors)
    return True


def load_late(context: DemoContext) -> None:
    """What came after the gift of the summer, and what is on its way; once, after `load`."""
    own = Fund.objects.filter(is_demo=True, year=context.as_of.year)
    vendors = [Vendor.objects.get(is_demo=True, name=row[0]) for row in VENDORS]
    _late_orders(_shop(context), own.get(source__code="apbd"), own.get(source__code="dak"), vendors)


def _shop(context: DemoContext) -> _Shop:
    users = context.shared["users"]
    return _Shop(context, users["kabid"], users["pustakawan"])


def _vendor(
    context: DemoContext,
    name: str,
    contact: str,
    phone: str,
    email: str,
    address: str,
    agreement: str,
    days: int | None,
) -> Vendor:
    ends = context.as_of + timedelta(days=days) if days is not None else None
    return Vendor.objects.create(
        name=name, contact_name=contact, phone=phone, email=email, address=address, agreement_no=agreement,
        agreement_ends_on=ends, is_demo=True,
    )  # fmt: skip


def _last_year(shop: _Shop, year: int, vendors: list[Vendor]) -> None:
    apbd = shop.fund("apbd", year, "Pengembangan koleksi", 60_000_000, f"DPA {year}", date(year, 1, 6))
    shop.fund("csr", year, "Pojok baca kelurahan", 7_500_000, "MoU CSR", date(year, 3, 2))
    order = shop.draft("Novel dan bacaan remaja", apbd, vendors[0], LAST_YEAR, date(year, 5, 4), date(year, 6, 15))
    shop.approve(order, date(year, 5, 6))
    shop.arrive(order, date(year, 6, 10))
    shop.pay(order, date(year, 6, 20))
    close_year(year=year, by=shop.head, **shop.moment(date(year, 12, 31)))


def _this_year(shop: _Shop, year: int, vendors: list[Vendor]) -> None:
    on, begun = shop.this_year, shop.begun
    apbd = shop.fund("apbd", year, "Pengembangan koleksi", 65_000_000, f"DPA {year}", begun)
    dak = shop.fund("dak", year, "Bacaan anak dan remaja", 30_000_000, f"DAK {year}", begun)
    csr = shop.fund("csr", year, "Pojok baca kelurahan", 5_000_000, "MoU CSR", begun)
    spring = shop.draft("Sastra dan bacaan anak", dak, vendors[2], SPRING, on(150), on(110))
    shop.approve(spring, on(148))
    shop.arrive(spring, on(115))
    shop.pay(spring, on(105))
    funds.amend_budget(
        fund=apbd, amount=Decimal(58_000_000), paper=f"DPPA {year}", note="Penyesuaian anggaran", by=shop.head,
        **shop.moment(on(60)),
    )  # fmt: skip
    funds.transfer(
        fund=apbd, into=csr, amount=Decimal(1_500_000), paper="", note="Menambah pojok baca", by=shop.head,
        **shop.moment(on(50)),
    )  # fmt: skip


def _late_orders(shop: _Shop, apbd: Fund, dak: Fund, vendors: list[Vendor]) -> None:
    on, ago = shop.this_year, shop.context.days_ago
    late = shop.draft("Sastra Indonesia timur dan klasik baru", apbd, vendors[0], LATE, on(45), ago(6))
    shop.approve(late, on(44))
    shop.arrive(late, on(12), but=1)
    waiting = shop.draft("Serial Anak Nusantara", dak, vendors[1], WAITING, on(4), ago(-35))
    orders.submit_order(order=waiting, by=shop.librarian, on=on(4))
    draft = shop.draft("Usulan pemustaka terbanyak", apbd, vendors[1], [], on(1), None)
    wanted = Demand.objects.filter(is_demo=True, joined_to=None, status__in=["accepted", "review"]).order_by("pk")
    for demand in wanted[:3]:
        line = OrderLine(demand=demand, copies=3, price_idr=Decimal(110_000))
        orders.add_line(order=draft, line=line, by=shop.librarian)


def clear(context: DemoContext) -> None:
    """Take the invented orders and funds away; what real orders refer to stays, with its name in `kept`."""
    demo = {"order__is_demo": True}
    deliveries = Receipt.objects.filter(**demo)
    numbers = [*deliveries.values_list("number", flat=True), *_order_numbers()]
    Item.objects.filter(receipt_line__receipt__in=deliveries).delete()
    ReceiptLine.objects.filter(receipt__in=deliveries).delete()
    deliveries.delete()
    FundMove.objects.filter(**demo).delete()
    for model in (Claim, Invoice, OrderLine):
        model.objects.filter(**demo).delete()
    Order.objects.filter(is_demo=True).delete()
    DocumentNumber.objects.filter(pk__in=numbers, series__code__in=[ORDER_SERIES, RECEIPT_SERIES]).delete()
    _clear_funds(context)
    for vendor in Vendor.objects.filter(is_demo=True).order_by("pk"):
        if vendor.orders.exists():
            context.kept.append(vendor.name)
        else:
            vendor.delete()
    for counter in AccessionCounter.objects.order_by("pk"):
        if not Item.objects.filter(TAKEN_IN, received_on__year=counter.year).exists():
            counter.delete()


def _order_numbers() -> list[int]:
    return list(Order.objects.filter(is_demo=True, number__isnull=False).values_list("number", flat=True))


def _clear_funds(context: DemoContext) -> None:
    invented = Fund.objects.filter(is_demo=True)
    used = set(Order.objects.filter(fund__in=invented).values_list("fund", flat=True))
    for fund in invented.filter(pk__in=used).order_by("pk"):
        context.kept.append(str(fund))
    gone = invented.exclude(pk__in=used)
    FundMove.objects.filter(fund__in=gone).delete()
    FundMove.objects.filter(other__in=gone).delete()
    FundBalance.objects.filter(fund__in=gone).delete()
    gone.delete()
