"""Topics a reference desk starts with; the library changes them in the administration."""

from typing import Any

# code, name, name in English
TOPICS = [
    ("pelajaran", "Tugas sekolah", "Homework"),
    ("skripsi", "Skripsi dan penelitian", "Thesis and research"),
    ("buton", "Sejarah dan budaya Buton", "History and culture of Buton"),
    ("usaha", "Usaha dan keterampilan", "Business and skills"),
    ("pertanian", "Pertanian dan perikanan", "Farming and fishing"),
    ("kesehatan", "Kesehatan dan keluarga", "Health and family"),
    ("hukum", "Hukum dan administrasi", "Law and administration"),
    ("katalog", "Mencari buku di katalog", "Finding a book in the catalogue"),
    ("digital", "Komputer, internet, buku digital", "Computer, internet, digital books"),
    ("lain", "Topik lain", "Another topic"),
]


def seed_topics(apps: Any) -> None:
    """Put in the rows that are absent; leave what somebody changed."""
    topic = apps.get_model("evaluations", "ReferenceTopic")
    for order, (code, name, name_en) in enumerate(TOPICS, start=1):
        topic.objects.get_or_create(code=code, defaults={"name": name, "name_en": name_en, "order": order * 10})
