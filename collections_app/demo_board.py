"""The demo's policy, needs and one decided sitting of the selection committee."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.models import DocumentNumber
from collections_app.models import CollectionPolicy, CollectionTarget, Demand, DemandSignal, Fund, SelectionSheet
from collections_app.services import selection, signals

REASON = "Data contoh"
# The office's own aims, invented: share of all titles by class and by age group.
CLASSES = {
    "000": 6,
    "100": 4,
    "200": 4,
    "2X0": 12,
    "300": 14,
    "400": 5,
    "500": 9,
    "600": 15,
    "700": 6,
    "800": 17,
    "900": 8,
}
AUDIENCES = {"children": 30, "youth": 25, "adult": 40, "reference": 5}
# title, class, expected price, school that asks too
PLANS = [
    ("Filosofi Teras", "100", 108_000, ""),
    ("Si Anak Badai", "800", 79_000, "SMP Contoh 2 Baubau"),
    ("Na Willa", "800", 68_000, "SD Contoh 1 Baubau"),
    ("Negeri 5 Menara", "800", 95_000, "SMA Contoh 1 Baubau"),
    ("Aroma Karsa", "800", 125_000, ""),
]


def load(context: DemoContext) -> None:
    """What stands there already stays as it is."""
    if CollectionPolicy.objects.filter(is_demo=True).exists():
        return
    head = context.shared["users"]["kabid"]
    with acting(head, REASON):
        adopted = context.days_ago(900)
        policy = CollectionPolicy.objects.create(
            name="Kebijakan pengembangan koleksi (contoh)", number="041/CONTOH", adopted_on=adopted,
            review_on=adopted + timedelta(days=1095), is_demo=True,
        )  # fmt: skip
        for main_class, share in CLASSES.items():
            CollectionTarget.objects.create(policy=policy, main_class=main_class, share_percent=share)
        for audience, share in AUDIENCES.items():
            CollectionTarget.objects.create(policy=policy, audience=audience, share_percent=share)
        _plan()
    _needs(context)
    _sitting(context, head)


def _plan() -> None:
    for title, main_class, price, school in PLANS:
        demand = Demand.objects.filter(is_demo=True, title=title).first()
        if demand is None:
            continue
        demand.main_class, demand.price_idr = main_class, Decimal(price)
        demand.save()
        if school:
            demand.suggestions.filter(phone="").update(school=school)


def _needs(context: DemoContext) -> None:
    for key, label, audience, steps, days in (
        ("anak", "Bulan mendongeng: bacaan anak", "children", 5, 45),
        ("remaja", "Klub membaca remaja mulai bulan depan", "youth", 3, 70),
    ):
        until = context.as_of + timedelta(days=days)
        signals.signal_need(key=f"demo.{key}", label=label, audience=audience, steps=steps, until=until, is_demo=True)


def _sitting(context: DemoContext, head: Any) -> None:
    """One sheet of last week, not yet decided."""
    fund = Fund.objects.open().filter(is_demo=True, source__code="csr").order_by("-year", "pk").first()
    if fund is None:
        return
    day = max(context.days_ago(3), context.as_of.replace(month=1, day=1))
    at = timezone.make_aware(datetime.combine(day, time(10)))
    selection.make_sheet(fund=fund, budget=Decimal(1_000_000), by=head, at=at, on=day, is_demo=True)


def clear(context: DemoContext) -> None:
    """Before the orders and the wishes, which the sheets hold."""
    sheets = SelectionSheet.objects.filter(is_demo=True)
    numbers = list(sheets.values_list("number", flat=True))
    for sheet in sheets.order_by("pk"):
        sheet.lines.all().delete()
    sheets.delete()
    DocumentNumber.objects.filter(pk__in=numbers, series__code=selection.SERIES).delete()
    DemandSignal.objects.filter(is_demo=True).delete()
    CollectionTarget.objects.filter(policy__is_demo=True).delete()
    CollectionPolicy.objects.filter(is_demo=True).delete()
