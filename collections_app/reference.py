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


def seed(apps: Any, schema_editor: Any = None) -> None:
    """Put in what is missing; safe to run twice."""
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
