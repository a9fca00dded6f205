"""The demo's digital resources and one weeding list."""

from datetime import date, timedelta
from decimal import Decimal

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from collections_app.models import DigitalResource, ResourceUse, Vendor, WeedingLine, WeedingList
from collections_app.services.digital import count_uses

REASON = "Data contoh"
# name, kind, what it offers, in English, address, how, in English, seats, titles, cost, days until the end, trial
RESOURCES = [
    ("iPusnas", "ebooks", "Buku elektronik Perpustakaan Nasional, gratis.", "E-books of the National Library, free.",
     "https://ipusnas2.perpusnas.go.id/", "Daftar sekali dengan alamat surel.", "Register once with an e-mail address.",
     None, None, 0, None, False),
    ("e-Resources Perpusnas", "database", "Jurnal dan basis data ilmiah untuk anggota Perpusnas.",
     "Journals and databases for members of the National Library.", "https://e-resources.perpusnas.go.id/",
     "Masuk dengan nomor anggota Perpusnas.", "Sign in with a National Library membership number.",
     None, None, 0, None, False),
    ("Pojok Buku Digital Contoh", "ebooks", "Buku anak dan remaja berbahasa Indonesia (rekaan).",
     "Children's and youth books in Indonesian (invented).", "https://digital.example/", "Nomor anggota perpustakaan.",
     "Library membership number.", 25, 1200, 18_000_000, 58, False),
    ("Basis Data Peraturan Contoh", "database", "Peraturan daerah dan putusan (rekaan), masa uji coba.",
     "Regional law and rulings (invented), on trial.", "https://peraturan.example/", "Di perpustakaan saja.",
     "In the library only.", 5, None, 0, 20, True),
]  # fmt: skip
USES = (84, 91, 120, 77, 132, 140, 118, 126, 151, 149, 160, 172)


def load(context: DemoContext) -> None:
    """What stands there already stays as it is."""
    if DigitalResource.objects.filter(is_demo=True).exists():
        return
    vendor = Vendor.objects.filter(is_demo=True).order_by("pk").first()
    with acting(context.shared["users"]["kabid"], REASON):
        for row in RESOURCES:
            name, kind, summary, summary_en, url, how, how_en, seats, titles, cost, days, trial = row
            if DigitalResource.objects.filter(name=name).exists():
                continue
            ends = context.as_of + timedelta(days=days) if days is not None else None
            resource = DigitalResource.objects.create(
                name=name, kind=kind, summary=summary, summary_en=summary_en, url=url, how=how, how_en=how_en,
                seats=seats, titles=titles, yearly_idr=Decimal(cost), starts_on=context.days_ago(307), ends_on=ends,
                is_trial=trial, is_demo=True, vendor=vendor if cost else None,
            )  # fmt: skip
            if cost:
                _count(context, resource)


def _count(context: DemoContext, resource: DigitalResource) -> None:
    month = context.as_of.replace(day=1)
    for uses in reversed(USES):
        month = (month - timedelta(days=1)).replace(day=1)
        count_uses(resource=resource, month=date(month.year, month.month, 1), uses=uses, today=context.as_of)


def clear(context: DemoContext) -> None:
    ResourceUse.objects.filter(resource__is_demo=True).delete()
    DigitalResource.objects.filter(is_demo=True).delete()
    WeedingLine.objects.filter(weeding__is_demo=True).delete()
    WeedingList.objects.filter(is_demo=True).delete()
