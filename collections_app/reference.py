"""Rows the room starts with. A row the office has edited stays as edited.

Sources: Perpres 16/2018 Pasal 38 as amended by Perpres 12/2021 and 46/2025 (ways of buying). Published limits differ,
so they are data: an administrator ends a row and adds the next one with its own day.
"""

from datetime import date
from typing import Any

# code, name, name in English
SOURCES = [
    ("apbd", "APBD", "City budget (APBD)"),
    ("dak", "DAK", "Special allocation (DAK)"),
    ("hibah", "Hibah", "Grant"),
    ("csr", "CSR", "Corporate giving (CSR)"),
    ("lain", "Lainnya", "Other"),
]
METHODS_FROM = date(2025, 4, 30)
METHODS_SOURCE = "Perpres 16/2018 Pasal 38, terakhir diubah Perpres 46/2025"
# code, name, name in English, at most in rupiah
METHODS = [
    ("e-purchasing", "E-purchasing", "E-purchasing", None),
    ("pengadaan-langsung", "Pengadaan langsung", "Direct procurement", 200_000_000),
    ("penunjukan-langsung", "Penunjukan langsung", "Direct appointment", None),
    ("tender", "Tender", "Tender", None),
]
# code, name, mark in the number
SERIES = [
    ("pesanan-koleksi", "Surat pesanan koleksi", "SP"),
    ("bast-koleksi", "Berita acara serah terima koleksi", "BAST"),
    ("seleksi-koleksi", "Lembar seleksi koleksi", "SEL"),
]
# name, class, published more than so many years ago, condition, only where another copy stays. Common practice (CREW
# and the like); an office sets its own.
WEEDING = [
    ("Komputer lebih dari 5 tahun", "000", 5, "", False),
    ("Kesehatan dan teknologi lebih dari 10 tahun", "600", 10, "", False),
    ("Buku rusak", "", None, "repair", False),
    ("Buku hilang", "", None, "missing", False),
    ("Eksemplar ganda lebih dari 15 tahun", "", 15, "", True),
]
WEEDING_SERIES = ("penyiangan-koleksi", "Berita acara penyiangan koleksi", "BAP")

# code, what the asker reads, in English
REASONS = [
    ("budget", "Dana tahun ini sudah habis; usulan dapat diajukan lagi tahun depan.",
     "This year's money is spent; please suggest it again next year."),
    ("owned", "Perpustakaan sudah memilikinya.", "The library owns it already."),
    ("out-of-print", "Tidak dicetak lagi dan tidak ditemukan di penyedia.",
     "It is out of print and no vendor has it."),
    ("scope", "Tidak sesuai dengan kebijakan pengembangan koleksi.",
     "It does not fit the collection development policy."),
    ("digital", "Tersedia gratis dalam bentuk digital.", "It is freely available in digital form."),
    ("unclear", "Judul tidak dapat kami kenali; mohon usulkan lagi dengan pengarang atau ISBN.",
     "We could not identify the title; please suggest it again with its author or ISBN."),
]  # fmt: skip
# What comes without an order: thank-you letters have a series of their own; the minutes share that of deliveries.
GIFT_SERIES = ("terima-kasih-koleksi", "Surat ucapan terima kasih koleksi", "UTK")


def seed(apps: Any, schema_editor: Any = None) -> None:
    """Put in what is missing; safe to run twice. Also run by migrations older than the weeding tables."""
    seed_reasons(apps)
    _seed_money(apps)
    try:
        apps.get_model("collections_app", "WeedingRule")
    except LookupError:
        return
    seed_weeding(apps)
    seed_gifts(apps)


def seed_reasons(apps: Any, schema_editor: Any = None) -> None:
    reason = apps.get_model("collections_app", "RefusalReason")
    for order, (code, text, text_en) in enumerate(REASONS, start=1):
        reason.objects.get_or_create(code=code, defaults={"text": text, "text_en": text_en, "order": order * 10})


def seed_gifts(apps: Any, schema_editor: Any = None) -> None:
    code, name, mark = GIFT_SERIES
    series = apps.get_model("documents", "NumberSeries")
    series.objects.get_or_create(code=code, defaults={"name": name, "mark": mark})


def seed_weeding(apps: Any, schema_editor: Any = None) -> None:
    rule = apps.get_model("collections_app", "WeedingRule")
    for name, main_class, older_than, status, spare_only in WEEDING:
        given = {"main_class": main_class, "older_than": older_than, "status": status, "spare_only": spare_only}
        rule.objects.get_or_create(name=name, defaults=given)
    code, name, mark = WEEDING_SERIES
    series = apps.get_model("documents", "NumberSeries")
    series.objects.get_or_create(code=code, defaults={"name": name, "mark": mark})


def _seed_money(apps: Any) -> None:
    source = apps.get_model("collections_app", "FundSource")
    for order, (code, name, name_en) in enumerate(SOURCES, start=1):
        source.objects.get_or_create(code=code, defaults={"name": name, "name_en": name_en, "order": order * 10})
    method = apps.get_model("collections_app", "PurchaseMethod")
    for code, name, name_en, most in METHODS:
        method.objects.get_or_create(
            code=code,
            valid_from=METHODS_FROM,
            defaults={"name": name, "name_en": name_en, "most_idr": most, "source": METHODS_SOURCE},
        )
    series = apps.get_model("documents", "NumberSeries")
    for code, name, mark in SERIES:
        series.objects.get_or_create(code=code, defaults={"name": name, "mark": mark})
