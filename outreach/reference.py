"""Rows the room starts with. Source: UU 27/2022 articles 20-25 (purpose, term, rights); valid from 24 November 2026."""

from datetime import date
from typing import Any

VALID_FROM = date(2026, 11, 24)
WORDS = [
    (
        "ikut",
        "Saya orang tua atau wali dan mengizinkan anak ini mengikuti kegiatan perpustakaan. Nama panggilan, kelompok"
        " umur, sekolah, dan nomor saya hanya dipakai untuk kegiatan ini dan dihapus setelah masa simpan. Izin ini"
        " dapat saya tarik kapan saja lewat tautan pendaftaran atau meja layanan.",
        "I am the parent or guardian and allow this child to take part in the library's activity. The nickname, age"
        " group, school and my number are used for this activity only and are removed after the retention period. I can"
        " withdraw at any time by the registration link or at the desk.",
    ),
    (
        "foto",
        "Saya mengizinkan foto yang memuat peserta ini dibuat dan dipakai perpustakaan untuk laporan dan publikasi"
        " kegiatan. Izin ini terpisah dari izin ikut dan dapat saya tarik kapan saja; foto lalu tidak dipakai lagi.",
        "I allow photos showing this participant to be taken and used by the library for reports and publicity. This is"
        " separate from taking part, and I can withdraw at any time; the photos are then no longer used.",
    ),
    (
        "karya",
        "Saya mengizinkan perpustakaan menampilkan karya ini di halaman kelompok, dengan nama panggilan atau nama pena"
        " yang tertulis padanya dan tanpa nama lengkap. Izin ini dapat saya tarik kapan saja lewat tautan pendaftaran"
        " atau meja layanan; karya itu langsung hilang dari halaman.",
        "I allow the library to show this work on the group's page, under the nickname or pen name written on it and"
        " never under a full name. I can withdraw at any time by the registration link or at the desk; the work then"
        " leaves the page at once.",
    ),
    (
        "kelas",
        "Atas nama sekolah atau kelompok ini saya menyatakan bahwa kami memegang izin foto dari orang tua atau wali"
        " setiap peserta, dan bahwa peserta tanpa izin tidak ikut difoto. Perpustakaan boleh memakai foto kelas ini"
        " untuk laporan dan publikasi kegiatan. Pernyataan ini dapat saya tarik kapan saja; foto lalu tidak dipakai"
        " lagi.",
        "For this school or group I confirm that we hold the photo consent of every participant's parent or guardian,"
        " and that nobody without it stands in a picture. The library may use photos of this class for reports and"
        " publicity. I can withdraw this at any time; the photos are then no longer used.",
    ),
]

# Version 2 names where the term stands: UU 27/2022 article 21 asks for it before somebody agrees.
VALID_FROM_2 = date(2026, 12, 1)
WORDS_2 = [
    (
        "ikut",
        "Saya orang tua atau wali dan mengizinkan anak ini mengikuti kegiatan perpustakaan. Nama panggilan, kelompok"
        " umur, sekolah, dan nomor saya hanya dipakai untuk kegiatan ini dan dihapus setelah masa simpan yang tertulis"
        " di bawah izin ini. Izin ini dapat saya tarik kapan saja lewat tautan pendaftaran atau meja layanan.",
        "I am the parent or guardian and allow this child to take part in the library's activity. The nickname, age"
        " group, school and my number are used for this activity only and are removed after the period written below"
        " this consent. I can withdraw at any time by the registration link or at the desk.",
    ),
    (
        "foto",
        "Saya mengizinkan foto yang memuat peserta yang disebut dalam pendaftaran ini dibuat dan dipakai perpustakaan"
        " untuk laporan dan publikasi kegiatan. Foto disimpan sebagai dokumentasi perpustakaan sampai izin ini ditarik."
        " Izin ini terpisah dari izin ikut dan dapat saya tarik kapan saja; foto lalu tidak dipakai lagi.",
        "I allow photos showing the participants named in this registration to be taken and used by the library for"
        " reports and publicity. They are kept as the library's record until this consent is withdrawn. This is"
        " separate from taking part, and I can withdraw at any time; the photos are then no longer used.",
    ),
]

# Numbers of the office papers of events; the pattern is edited in the administration.
SERIES = [
    ("undangan-kegiatan", "Undangan kegiatan", "UND"),
    ("surat-tugas-kegiatan", "Surat tugas kegiatan", "ST"),
    ("piagam-tantangan-baca", "Piagam tantangan baca", "PTB"),
]


def seed(apps: Any, schema_editor: Any = None) -> None:
    """Put in what is missing; safe to run twice."""
    text = apps.get_model("outreach", "ConsentText")
    for purpose, words, english in WORDS:
        text.objects.get_or_create(
            purpose=purpose, version=1, defaults={"text": words, "text_en": english, "valid_from": VALID_FROM}
        )
    for purpose, words, english in WORDS_2:
        text.objects.get_or_create(
            purpose=purpose, version=2, defaults={"text": words, "text_en": english, "valid_from": VALID_FROM_2}
        )
    for code, name, mark in SERIES:
        apps.get_model("documents", "NumberSeries").objects.get_or_create(
            code=code, defaults={"name": name, "mark": mark}
        )
