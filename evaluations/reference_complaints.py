"""The categories a new installation starts with; every word and term is the library's to change.

The days are this product's proposal, not a regulation's: an office with a decree of its own puts in the decree's.
"""

from typing import Any

# code, name, name in English, days
CATEGORIES = [
    ("pelayanan", "Pelayanan petugas", "Service by the staff", 14),
    ("koleksi", "Koleksi dan peminjaman", "Collection and borrowing", 14),
    ("sarana", "Sarana, kebersihan, dan keamanan", "Facilities, cleanliness and safety", 14),
    ("jam-buka", "Jam buka dan jadwal", "Opening hours and timetable", 7),
    ("digital", "Layanan digital dan internet", "Digital services and internet", 14),
    ("kegiatan", "Kegiatan dan pelatihan untuk umum", "Activities and courses for the public", 14),
    ("keanggotaan", "Keanggotaan", "Membership", 7),
    ("lainnya", "Lainnya", "Something else", 14),
]


def seed_categories(apps: Any) -> None:
    """Put in the rows that are absent; leave what somebody changed."""
    category = apps.get_model("evaluations", "ComplaintCategory")
    for order, (code, name, name_en, days) in enumerate(CATEGORIES, start=1):
        if not category.objects.filter(code=code).exists():
            category.objects.create(code=code, name=name, name_en=name_en, days=days, order=order * 10)
