"""Posts every library office knows; the rows of the first data migration."""

from typing import Any

# code, name, name in English, kind, level, order
POSITIONS: list[tuple[str, str, str, str, str, int]] = [
    ("kepala-dinas", "Kepala Dinas", "Head of the agency", "pimpinan_tinggi", "", 10),
    ("sekretaris", "Sekretaris Dinas", "Secretary of the agency", "administrator", "", 20),
    ("kepala-bidang", "Kepala Bidang", "Head of division", "administrator", "", 30),
    ("kepala-subbagian", "Kepala Subbagian", "Head of subsection", "pengawas", "", 40),
    ("kepala-seksi", "Kepala Seksi", "Head of section", "pengawas", "", 50),
    ("pustakawan-ahli-utama", "Pustakawan Ahli Utama", "Principal librarian", "jf_pustakawan", "ahli_utama", 110),
    ("pustakawan-ahli-madya", "Pustakawan Ahli Madya", "Associate librarian", "jf_pustakawan", "ahli_madya", 120),
    ("pustakawan-ahli-muda", "Pustakawan Ahli Muda", "Junior librarian", "jf_pustakawan", "ahli_muda", 130),
    ("pustakawan-ahli-pertama", "Pustakawan Ahli Pertama", "First librarian", "jf_pustakawan", "ahli_pertama", 140),
    ("asisten-penyelia", "Asisten Perpustakaan Penyelia", "Supervising assistant", "jf_asisten", "penyelia", 210),
    ("asisten-mahir", "Asisten Perpustakaan Mahir", "Proficient assistant", "jf_asisten", "mahir", 220),
    ("asisten-terampil", "Asisten Perpustakaan Terampil", "Skilled assistant", "jf_asisten", "terampil", 230),
    ("pengelola-perpustakaan", "Pengelola Perpustakaan", "Library officer", "pelaksana", "", 310),
    ("pengadministrasi-umum", "Pengadministrasi Umum", "General clerk", "pelaksana", "", 320),
    ("petugas-layanan", "Petugas Layanan", "Service officer", "pelaksana", "", 330),
    ("relawan", "Relawan", "Volunteer", "pelaksana", "", 340),
]


def seed_positions(position_model: Any) -> None:
    """Add the posts that are absent; a post the office has edited stays as edited."""
    for code, name, name_en, kind, level, order in POSITIONS:
        position_model.objects.get_or_create(
            code=code, defaults={"name": name, "name_en": name_en, "kind": kind, "level": level, "order": order}
        )


def seed(apps: Any) -> None:
    """What a fresh installation has, for whoever emptied the tables."""
    seed_positions(apps.get_model("accounts", "Position"))
