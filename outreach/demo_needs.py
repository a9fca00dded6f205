"""What an invented city wishes for: a year of needs from every kecamatan, most of them answered."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.libraries.models import District
from outreach.choices import NeedOutcome, NeedSource, NeedStatus, NeedTheme
from outreach.models import Event, Need
from outreach.services.needs import answer_need, note_need

# words, theme, kecamatan
WISHES = [
    ("Anak-anak di sini ingin dongeng di balai kelurahan, terlalu jauh ke gedung.", NeedTheme.CHILDREN, "Sorawolio"),
    ("Mobil keliling sebaiknya singgah juga di pasar setiap Minggu.", NeedTheme.REACH, "Lea-Lea"),
    ("Ibu-ibu ingin belajar mengolah hasil laut dan memasarkannya lewat ponsel.", NeedTheme.SKILLS, "Lea-Lea"),
    ("Perlu buku pelajaran SMA terbaru dan latihan soal.", NeedTheme.READING, "Wolio"),
    ("Internet untuk mengerjakan tugas pada malam hari.", NeedTheme.DIGITAL, "Murhum"),
    ("Kelas menenun dengan buku pola lama Buton.", NeedTheme.CULTURE, "Murhum"),
    ("Ruang tenang untuk penyandang tunanetra dan buku suara.", NeedTheme.PLACE, "Batupoaro"),
    ("Kelas parenting dan gizi balita dengan bacaan ringan.", NeedTheme.HEALTH, "Bungi"),
    ("Perpustakaan buka sampai malam menjelang ujian.", NeedTheme.REACH, "Wolio"),
    ("Lomba membaca puisi untuk remaja kelurahan.", NeedTheme.CHILDREN, "Betoambari"),
    ("Pelatihan komputer dasar untuk pencari kerja.", NeedTheme.DIGITAL, "Kokalukuna"),
    ("Pojok baca di puskesmas dan ruang tunggu.", NeedTheme.READING, "Batupoaro"),
    ("Cerita para tetua direkam supaya tidak hilang.", NeedTheme.CULTURE, "Betoambari"),
    ("Kelas menulis lamaran kerja dan wawancara.", NeedTheme.SKILLS, "Wolio"),
    ("Bimbingan membaca untuk anak kelas rendah.", NeedTheme.CHILDREN, "Kokalukuna"),
    ("Majalah pertanian untuk kelompok tani.", NeedTheme.READING, "Bungi"),
]
# status, outcome, reference, answer
ANSWERS = [
    (NeedStatus.DONE, NeedOutcome.SERVICE, "", "Terima kasih. Jadwal mobil keliling sudah ditambah mulai bulan ini."),
    (NeedStatus.ACTED_ON, NeedOutcome.EVENT, "", "Kami siapkan kegiatannya; lihat tanggalnya di halaman ini."),
    (NeedStatus.ACTED_ON, NeedOutcome.TRAINING, "Literasi digital untuk warga", "Pustakawan dilatih dulu bulan depan."),
    (NeedStatus.DONE, NeedOutcome.PURCHASE, "Pengadaan buku semester I", "Bukunya sudah ada di rak lantai 2."),
    (NeedStatus.DECLINED, "", "", "Belum bisa tahun ini karena ruangannya dipakai; kami ajukan lagi tahun depan."),
    (NeedStatus.TAKEN_UP, "", "", ""),
]
SOURCES = [NeedSource.WEB, NeedSource.ACTIVITY, NeedSource.DESK, NeedSource.MEETING]


def load(context: DemoContext, by: Any) -> None:
    """Some seventy wishes over fourteen months; the last ten days wait for an answer, one is held aside."""
    districts = {district.name: district for district in District.objects.all()}
    event = Event.objects.filter(is_demo=True, title="Berbagi Baca di Karang Taruna").first()
    for number in range(70):
        text, theme, district = WISHES[(number * 5 + number // 16) % len(WISHES)]
        ago = number * 6 + 1
        at = timezone.make_aware(datetime.combine(context.days_ago(ago), time(10)))
        source = SOURCES[number % len(SOURCES)]
        need = note_need(
            text=text, theme=theme, district=districts.get(district), source=source, at=at,
            by=None if source == NeedSource.WEB else by, phone="628110000000" if number == 1 else "",
            name="Warga Contoh" if number == 1 else "", held_aside=number == 0, is_demo=True,
        )  # fmt: skip
        if ago <= 10:
            continue
        status, outcome, reference, answer = ANSWERS[number % len(ANSWERS)]
        answered = answer_need(
            need=need, status=status, outcome=outcome, reference=reference, answer=answer, by=by,
            district=need.district, on=context.days_ago(ago) + timedelta(days=7),
        )  # fmt: skip
        if outcome == NeedOutcome.EVENT and event:
            answered.event = event
            answered.save(update_fields=["event"])


def clear() -> None:
    Need.objects.filter(is_demo=True).delete()
