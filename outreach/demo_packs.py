"""Three invented topic packs for questions of the season."""

from typing import Any

from baubau_pembinaan.core.demo import DemoContext
from outreach.models import PackItem, TopicPack
from outreach.services.packs import save_pack

PACKS = [
    (
        "Musim Timur dan Nelayan", "The East Monsoon and Fishing", "Kapan aman melaut bulan ini?",
        "When is it safe to go to sea this month?", "Rak khusus, lantai 1",
        [("Cuaca untuk Nelayan Contoh", "Contoh, A. / 551.6 CON", ""),
         ("Prakiraan cuaca maritim BMKG", "", "https://maritim.bmkg.go.id/"),
         ("Mengolah Hasil Laut Contoh", "Contoh, B. / 664.9 CON", "")],
    ),
    (
        "Tenun Buton", "Weaving of Buton", "Dari mana motif tenun Buton berasal?",
        "Where do the patterns of Buton weaving come from?", "Ruang naskah, lantai 2",
        [("Motif Tenun Contoh", "Contoh, C. / 746.1 CON", ""), ("Naskah Wolio Contoh", "Contoh, D. / 899 CON", "")],
    ),
    (
        "Masuk Perguruan Tinggi", "Into University", "Bagaimana menyiapkan diri untuk seleksi?",
        "How to prepare for the selection?", "Rak remaja, lantai 3",
        [("Latihan Soal Contoh", "Contoh, E. / 378 CON", ""),
         ("Portal seleksi nasional", "", "https://snpmb.bppp.kemdikbud.go.id/")],
    ),
]  # fmt: skip


def load(context: DemoContext, by: Any) -> None:
    for title, english, question, question_en, place, items in PACKS:
        save_pack(
            pack=TopicPack(
                title=title, title_en=english, question=question, question_en=question_en, place=place,
                about="Data contoh: buku dan tautan pilihan pustakawan.",
                about_en="Sample data: books and links the librarians chose.", is_published=True, is_demo=True,
            ),
            items=[PackItem(title=t, shelf=s, url=u) for t, s, u in items],
            by=by,
        )  # fmt: skip


def clear() -> None:
    TopicPack.objects.filter(is_demo=True).delete()
