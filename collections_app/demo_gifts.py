"""The demo's gifts: one on the shelf, one on its way, one to be decided on. Titles are real, givers invented."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.documents.models import DocumentNumber
from collections_app.choices import Source
from collections_app.models import Gift, GiftLine, Item, RefusalReason
from collections_app.reference import GIFT_SERIES
from collections_app.services import gifts
from collections_app.services.receiving import SERIES as RECEIPT_SERIES
from collections_app.services.selection import Verdict

# title, author, publisher, for whom, copies, value each
Row = tuple[str, str, str, str, int, int]
ON_THE_SHELF: list[Row] = [
    ("Robohnya Surau Kami", "A.A. Navis", "Gramedia Pustaka Utama", "adult", 3, 55_000),
    ("Orang-Orang Bloomington", "Budi Darma", "Noura Books", "adult", 2, 79_000),
    ("Olenka", "Budi Darma", "Balai Pustaka", "adult", 1, 65_000),
]
ON_ITS_WAY: list[Row] = [
    ("Burung-Burung Manyar", "Y.B. Mangunwijaya", "Penerbit Buku Kompas", "adult", 2, 98_000),
    ("Harimau! Harimau!", "Mochtar Lubis", "Yayasan Pustaka Obor Indonesia", "adult", 2, 70_000),
]
OFFERED: list[Row] = [
    ("Ziarah", "Iwan Simatupang", "Noura Books", "adult", 2, 58_000),
    ("Kering", "Iwan Simatupang", "Noura Books", "adult", 1, 62_000),
    ("Telegram", "Putu Wijaya", "Dunia Pustaka Jaya", "adult", 1, 40_000),
    ("Senja di Jakarta", "Mochtar Lubis", "Yayasan Pustaka Obor Indonesia", "adult", 1, 68_000),
]


def load(context: DemoContext) -> None:
    """What stands there already stays as it is."""
    if Gift.objects.filter(is_demo=True).exists():
        return
    users = context.shared["users"]
    head, librarian, ago = users["kabid"], users["pustakawan"], context.days_ago
    here = _offer("Yayasan Contoh Literasi Buton", Source.GIFT, ON_THE_SHELF, ago(120), librarian, "07/YCLB")
    _answer(here, ago(110), head, refused="Olenka")
    gifts.take_in_gift(gift=here, by=librarian, **_moment(ago(100)))
    coming = _offer("Perpustakaan Contoh Kendari", Source.EXCHANGE, ON_ITS_WAY, ago(20), librarian, "112/PCK")
    _answer(coming, ago(9), head)
    _offer("Keluarga Alm. Bapak Contoh", Source.GIFT, OFFERED, ago(5), librarian, "")


def _moment(day: date) -> dict[str, Any]:
    return {"at": timezone.make_aware(datetime.combine(day, time(11))), "on": day}


def _offer(giver: str, source: str, rows: list[Row], day: date, by: Any, letter: str) -> Gift:
    made = Gift(
        giver=giver, source=source, offered_on=day, letter_no=letter, is_demo=True,
        letter_on=day - timedelta(days=3) if letter else None,
        given_back="20 eksemplar cerita rakyat Buton" if source == Source.EXCHANGE else "",
    )  # fmt: skip
    gift = gifts.save_gift(gift=made, by=by)
    lines = [
        GiftLine(
            title=title, author=author, publisher=publisher, audience=audience, copies=copies, value_idr=Decimal(value)
        )
        for title, author, publisher, audience, copies, value in rows
    ]
    gifts.add_titles(gift=gift, lines=lines, by=by)
    return gift


def _answer(gift: Gift, day: date, by: Any, *, refused: str = "") -> None:
    reason = RefusalReason.objects.filter(code="scope").first()
    verdicts = {}
    if reason is not None:
        verdicts = {line.pk: Verdict("refuse", reason) for line in gift.lines.filter(title=refused)}
    gifts.decide_titles(gift=gift, verdicts=verdicts, by=by, take_rest=True)
    gifts.answer_gift(gift=gift, by=by, **_moment(day))


def clear(context: DemoContext) -> None:
    invented = Gift.objects.filter(is_demo=True)
    numbers = [pk for pair in invented.values_list("thanks", "number") for pk in pair if pk is not None]
    Item.objects.filter(gift_line__gift__in=invented).delete()
    GiftLine.objects.filter(gift__in=invented).delete()
    invented.delete()
    series = [GIFT_SERIES[0], RECEIPT_SERIES]
    DocumentNumber.objects.filter(pk__in=numbers, series__code__in=series).delete()
