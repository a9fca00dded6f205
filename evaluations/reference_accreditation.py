"""Components of accreditation and what is usually asked for, so that a library starts with a list; it changes them in
the administration. Weights: regulation Perpusnas 2/2022."""

from typing import Any

# code, title, title in English, weight
COMPONENTS = [
    ("koleksi", "Koleksi perpustakaan", "Collection", 20),
    ("sarpras", "Sarana dan prasarana", "Facilities and infrastructure", 15),
    ("pelayanan", "Pelayanan perpustakaan", "Services of the library", 25),
    ("tenaga", "Tenaga perpustakaan", "Staff of the library", 20),
    ("penyelenggaraan", "Penyelenggaraan dan pengelolaan", "Running and management", 15),
    ("penguat", "Komponen penguat", "Strengthening component", 5),
]
# component, code, title, title in English, shown by this system, good for how many years
REQUIREMENTS: list[tuple[str, str, str, str, str, int]] = [
    ("koleksi", "kebijakan-koleksi", "Kebijakan pengembangan koleksi tertulis",
     "Collection development policy in writing", "policy", 3),
    ("koleksi", "daftar-koleksi", "Daftar koleksi dan pertambahannya", "Holdings and what was added", "", 1),
    ("koleksi", "stock-opname", "Berita acara stock opname atau penyiangan", "Record of stock or weeding", "", 3),
    ("sarpras", "denah", "Denah dan luas gedung", "Plan and floor space of the building", "", 5),
    ("sarpras", "inventaris", "Daftar inventaris barang", "Inventory of equipment", "", 1),
    ("sarpras", "foto-ruang", "Foto ruang dan fasilitas disabilitas", "Photos of rooms and access", "", 3),
    ("pelayanan", "standar-pelayanan", "Standar pelayanan dan maklumat", "Service standards and pledge", "services", 1),
    ("pelayanan", "sop-pelayanan", "SOP pelayanan", "Procedures of the services", "sop", 5),
    ("pelayanan", "capaian-standar", "Standar pelayanan terukur", "Measured service standards", "standards", 1),
    ("pelayanan", "survei", "Survei kepuasan masyarakat", "Survey of patron satisfaction", "skm", 1),
    ("pelayanan", "tindak-lanjut", "Tindak lanjut survei", "Follow-up of the survey", "follow_up", 1),
    ("tenaga", "sk-tenaga", "SK pengangkatan tenaga perpustakaan", "Decrees appointing the staff", "decree", 5),
    ("tenaga", "ijazah", "Ijazah dan sertifikat kompetensi", "Diplomas and certificates of competence", "", 5),
    ("tenaga", "pelatihan", "Pelatihan tenaga perpustakaan", "Training of the staff", "training", 1),
    ("penyelenggaraan", "sk-pendirian", "SK pendirian dan nomor pokok perpustakaan",
     "Founding decree and library number (NPP)", "", 20),
    ("penyelenggaraan", "renstra", "Rencana strategis dan program kerja", "Strategic plan and work programme", "", 5),
    ("penyelenggaraan", "anggaran", "Dokumen anggaran", "Budget papers", "", 1),
    ("penguat", "kerja-sama", "Kerja sama dengan mitra", "Cooperation with partners", "partners", 3),
    ("penguat", "prestasi", "Prestasi dan inovasi", "Awards and innovations", "", 3),
]  # fmt: skip


def seed_accreditation(apps: Any) -> None:
    """Put in the rows that are absent; leave what somebody changed."""
    component = apps.get_model("evaluations", "AccreditationComponent")
    requirement = apps.get_model("evaluations", "AccreditationRequirement")
    for order, (code, title, title_en, weight) in enumerate(COMPONENTS, start=1):
        component.objects.get_or_create(
            code=code, defaults={"title": title, "title_en": title_en, "weight": weight, "order": order * 10}
        )
    for order, (part, code, title, title_en, source, years) in enumerate(REQUIREMENTS, start=1):
        requirement.objects.get_or_create(
            code=code,
            defaults={
                "component": component.objects.get(code=part),
                "title": title,
                "title_en": title_en,
                "source": source,
                "good_for_years": years,
                "order": order * 10,
            },
        )
