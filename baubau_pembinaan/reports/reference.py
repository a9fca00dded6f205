"""Indicators that an installation starts with; everything here is editable data afterwards.

Sources: SNP figures as district rules derived from Perka Perpusnas 8/2017 state them; the raw items of the IPLM main
table (Perpusnas 7/2025), of which a single library can compute no index; what TPBIS reports ask; plain formulas of our
own where the international texts are paid.
"""

from datetime import date
from typing import Any

SNP = "Perka Perpusnas 8/2017"
IPLM = "Perpusnas 7/2025"
TPBIS = "TPBIS Perpusnas"
OWN = ""

# code, family, source, name, name_en, unit, unit_en, measure, formula
ROWS: list[tuple[str, str, str, str, str, str, str, str, str]] = [
    ("snp-judul", "snp", SNP, "Jumlah judul koleksi", "Titles in the collection", "judul", "titles", "titles",
     "Sasaran: 0,025 x jumlah penduduk"),
    ("snp-terbitan-baru", "snp", SNP, "Judul terbitan lima tahun terakhir", "Titles of the last five years", "%", "%",
     "recent_share", "judul terbitan 5 tahun terakhir / seluruh judul x 100; sasaran 10"),
    ("snp-kebijakan-koleksi", "snp", SNP, "Umur kebijakan pengembangan koleksi sejak ditinjau",
     "Age of the collection policy since its review", "tahun", "years", "", "Ditinjau paling lama tiap 3 tahun"),
    ("snp-koleksi-lokal", "snp", SNP, "Judul muatan lokal", "Titles of local content", "judul", "titles", "", ""),
    ("snp-koleksi-disabilitas", "snp", SNP, "Judul untuk penyandang disabilitas",
     "Titles for people with disabilities",
     "judul", "titles", "", ""),
    ("snp-penduduk-per-pegawai", "snp", SNP, "Penduduk per pegawai perpustakaan", "Inhabitants per staff member",
     "orang", "people", "population_per_staff", "jumlah penduduk / jumlah pegawai"),
    ("snp-jam-buka", "snp", SNP, "Jam buka per pekan", "Opening hours a week", "jam", "hours", "", ""),
    ("snp-anggaran-koleksi", "snp", SNP, "Bagian anggaran untuk koleksi", "Share of the budget for the collection",
     "%", "%", "", "anggaran koleksi / anggaran perpustakaan x 100"),
    ("iplm-judul-cetak", "iplm", IPLM, "Judul koleksi tercetak", "Printed titles", "judul", "titles", "titles", ""),
    ("iplm-eksemplar-cetak", "iplm", IPLM, "Eksemplar koleksi tercetak", "Printed copies", "eksemplar", "copies",
     "copies", ""),
    ("iplm-koleksi-elektronik", "iplm", IPLM, "Judul koleksi elektronik", "Electronic titles", "judul",
     "titles", "", ""),
    ("iplm-tambah-judul", "iplm", IPLM, "Penambahan judul", "New titles", "judul", "titles", "new_titles", ""),
    ("iplm-tambah-eksemplar", "iplm", IPLM, "Penambahan eksemplar", "New copies", "eksemplar", "copies",
     "new_copies", ""),
    ("iplm-anggaran-koleksi", "iplm", IPLM, "Anggaran koleksi", "Budget for the collection", "rupiah",
     "rupiah", "", ""),
    ("iplm-pustakawan", "iplm", IPLM, "Pustakawan (jabatan fungsional)", "Librarians (functional posts)",
     "orang", "people",
     "librarians", ""),
    ("iplm-tenaga-teknis", "iplm", IPLM, "Tenaga teknis perpustakaan", "Technical staff", "orang", "people",
     "technical_staff", "asisten perpustakaan dan pelaksana"),
    ("iplm-pkb", "iplm", IPLM, "Pegawai yang mengikuti pengembangan keprofesian",
     "Staff who joined continuing professional development", "orang", "people", "learners",
     "pegawai dengan JP terverifikasi dalam setahun"),
    ("iplm-anggaran-pelatihan", "iplm", IPLM, "Belanja pelatihan pegawai", "Spending on staff training",
     "rupiah", "rupiah",
     "training_cost", "biaya pelatihan yang dicatat"),
    ("iplm-peserta-literasi", "iplm", IPLM, "Peserta kegiatan kegemaran membaca dan literasi",
     "Participants in reading and literacy activities", "orang", "people", "participants", ""),
    ("iplm-pengunjung", "iplm", IPLM, "Pemustaka yang datang langsung", "Users on site", "kunjungan",
     "visits", "", ""),
    ("iplm-pengguna-daring", "iplm", IPLM, "Pemustaka daring", "Online users", "kunjungan", "visits", "", ""),
    ("iplm-pengguna-tik", "iplm", IPLM, "Pengguna sarana TIK", "Users of computers", "orang", "people", "", ""),
    ("iplm-pemanfaatan-cetak", "iplm", IPLM, "Pemanfaatan koleksi tercetak",
     "Use of printed material", "eksemplar", "copies", "",
     "dipinjam + dibaca di tempat + pinjam antarperpustakaan"),
    ("iplm-akses-digital", "iplm", IPLM, "Akses koleksi digital", "Digital access", "akses", "accesses", "", ""),
    ("iplm-program", "iplm", IPLM, "Jumlah program kegiatan", "Programmes", "program", "programmes",
     "programmes", ""),
    ("iplm-kerja-sama", "iplm", IPLM, "Kerja sama dengan pihak luar", "External cooperations", "mitra", "partners",
     "agreements", "mitra dengan perjanjian yang berlaku"),
    ("iplm-jenis-layanan", "iplm", IPLM, "Jenis layanan", "Kinds of service", "layanan", "services", "services", ""),
    ("iplm-dokumen-kebijakan", "iplm", IPLM, "Dokumen kebijakan dan prosedur", "Policy and procedure documents",
     "dokumen", "documents", "", ""),
    ("tpbis-kegiatan", "tpbis", TPBIS, "Kegiatan pelibatan masyarakat", "Activities with the community", "kegiatan",
     "activities", "activities", ""),
    ("tpbis-peserta", "tpbis", TPBIS, "Peserta pelibatan masyarakat", "People who took part", "orang", "people",
     "participants", ""),
    ("tpbis-mitra", "tpbis", TPBIS, "Kegiatan bersama mitra", "Activities with a partner", "kegiatan", "activities",
     "with_partners", ""),
    ("tpbis-biaya", "tpbis", TPBIS, "Biaya kegiatan", "Costs of activities", "rupiah", "rupiah", "event_cost", ""),
    ("tpbis-cerita", "tpbis", TPBIS, "Cerita kegiatan yang ditulis", "Stories written", "cerita", "stories",
     "stories", ""),
    ("tpbis-advokasi", "tpbis", TPBIS, "Kegiatan advokasi", "Advocacy activities", "kegiatan", "activities", "", ""),
    ("tpbis-testimoni", "tpbis", TPBIS, "Testimoni dan dampak yang tercatat", "Testimonials and impact on record",
     "testimoni", "testimonials", "", ""),
    ("ppk-jp-per-pegawai", "own", OWN, "JP per pegawai", "JP per staff member", "JP", "JP", "jp_per_staff",
     "jumlah JP terverifikasi / jumlah pegawai"),
    ("ppk-target-jp", "own", OWN, "Pegawai yang mencapai target JP", "Staff who reached their JP target", "%", "%",
     "jp_reached", "pegawai mencapai target / pegawai bertarget x 100"),
    ("ppk-ikm", "own", "PermenPAN-RB 14/2017", "Indeks kepuasan masyarakat (IKM)",
     "Community satisfaction index (IKM)",
     "", "", "ikm", "seluruh responden periode setahun"),
    ("ppk-peserta-per-1000", "own", OWN, "Peserta kegiatan per 1.000 penduduk", "Participants per 1,000 inhabitants",
     "orang", "people", "participants_per_1000", "peserta / penduduk x 1.000"),
    ("ppk-peserta-muda", "own", OWN, "Peserta kegiatan berusia 7–24 tahun", "Participants aged 7–24", "orang",
     "people",
     "young_participants", ""),
    ("ppk-judul-baru", "own", OWN, "Bagian judul baru", "Share of new titles", "%", "%", "new_share",
     "judul baru / seluruh judul x 100"),
    ("ppk-tindak-lanjut", "own", OWN, "Tindak lanjut yang terlaksana", "Follow-ups carried out", "%", "%",
     "follow_ups_done", "terlaksana / selesai atau berjalan x 100"),
    ("ppk-komentar", "own", OWN, "Komentar pemustaka yang ditangani", "Comments seen to", "%", "%", "comments_done",
     "ditangani / masuk x 100"),
]  # fmt: skip
LESS_IS_BETTER = {"snp-kebijakan-koleksi", "snp-penduduk-per-pegawai", "tpbis-biaya"}
VALID_FROM = {SNP: date(2017, 1, 1), IPLM: date(2025, 1, 1)}


# report, days after the end of its period; nobody is told until the office names somebody
SCHEDULED = [("bulanan", 5), ("triwulan", 10), ("tahunan", 15), ("lima-tahun", 20)]


# What the desks and the other rooms count since: used where an office left the figure to be typed.
COUNTED_SINCE = {
    "iplm-pengunjung": "visits",
    "iplm-pemanfaatan-cetak": "print_use",
    "iplm-pengguna-tik": "ict_use",
    "iplm-dokumen-kebijakan": "procedures",
    "snp-kebijakan-koleksi": "policy_age",
    "iplm-anggaran-koleksi": "collection_budget",
    "iplm-koleksi-elektronik": "e_titles",
    "iplm-akses-digital": "digital_uses",
}


def count_more(apps: Any) -> None:
    """Let the system count what it can count by now; an indicator somebody gave another measure keeps it."""
    indicator = apps.get_model("reports", "Indicator")
    for row in indicator.objects.filter(code__in=COUNTED_SINCE, measure=""):
        row.measure = COUNTED_SINCE[row.code]
        row.save()


def seed(apps: Any) -> None:
    """Add what is missing; what an office changed stays."""
    seed_indicators(apps)
    count_more(apps)
    seed_definitions(apps)


def seed_definitions(apps: Any) -> None:
    definition = apps.get_model("reports", "Definition")
    for report, days in SCHEDULED:
        definition.objects.get_or_create(report=report, unit=None, language="id", defaults={"days_after": days})


def seed_indicators(apps: Any) -> None:
    indicator = apps.get_model("reports", "Indicator")
    for order, row in enumerate(ROWS, start=1):
        code, family, source, name, name_en, unit, unit_en, measure, formula = row
        indicator.objects.get_or_create(
            code=code,
            defaults={
                "family": family,
                "source": source,
                "name": name,
                "name_en": name_en,
                "unit": unit,
                "unit_en": unit_en,
                "measure": measure,
                "formula": formula,
                "better": "lower" if code in LESS_IS_BETTER else "higher",
                "order": order * 10,
                "valid_from": VALID_FROM.get(source, date(2026, 1, 1)),
            },
        )
