"""Rows the room starts with: subject areas of the mission, the seven groups of SKKNI 2019, JP rates and targets.

Sources: Kepmenaker 236/2019 (function groups), PerLAN 10/2018 (forms and JP), PP 11/2017 Pasal 203(4) (20 JP).
A row the office has edited stays as edited; one it has renamed by its code is added again.
"""

from datetime import date
from typing import Any

# code, title, title in English
SUBJECTS = [
    ("teknologi-informasi", "Teknologi informasi", "Information technology"),
    ("pengelolaan", "Pengelolaan perpustakaan", "Library management"),
    ("komunikasi", "Komunikasi", "Communication"),
    ("layanan-ramah", "Layanan ramah", "Friendly service"),
    ("literasi-informasi", "Mengajar dan literasi informasi", "Teaching and information literacy"),
    ("anak-remaja", "Layanan anak dan remaja", "Children and youth services"),
    ("koleksi", "Pengembangan koleksi", "Collection development"),
    ("pelestarian", "Pelestarian dan naskah kuno", "Preservation and manuscripts"),
    ("kemitraan", "Kemitraan dan promosi", "Partnership and promotion"),
]
SKKNI = ("skkni-2019", "SKKNI Perpustakaan 2019", "National competence standard for libraries 2019")
SKKNI_SOURCE = "Keputusan Menteri Ketenagakerjaan Nomor 236 Tahun 2019"
SKKNI_GROUPS = [
    ("01", "Pengembangan koleksi", "Collection development"),
    ("02", "Pengorganisasian bahan perpustakaan", "Organisation of library materials"),
    ("03", "Layanan perpustakaan", "Library services"),
    ("04", "Pelestarian koleksi", "Preservation of collections"),
    ("05", "Pengembangan profesi kepustakawanan", "Development of the profession"),
    ("06", "Manajemen perpustakaan", "Library management"),
    ("07", "Penerapan teknologi informasi dan komunikasi", "Information and communication technology"),
]
VALID_FROM = date(2018, 1, 1)
_LAN = "PerLAN 10/2018"
_PRACTICE = "Praktik umum; sesuaikan dengan ketentuan setempat"
# form, scope, unit, JP, extra per cent, source
RATES = [
    *((form, "national", "programme", 0, 0, _LAN) for form in
      ("managerial", "technical", "functional", "sociocultural", "bimtek", "course")),
    *((form, "international", "programme", 0, 20, _LAN) for form in
      ("managerial", "technical", "functional", "sociocultural", "bimtek", "course")),
    *((form, "national", "day", 4, 0, _LAN) for form in ("seminar", "conference")),
    *((form, "international", "day", 6, 0, _LAN) for form in ("seminar", "conference")),
    ("workshop", "national", "day", 5, 0, _LAN),
    ("workshop", "international", "day", 7, 0, _LAN),
    *((form, scope, "programme", 0, 0, _PRACTICE) for form in ("e_learning", "distance", "webinar")
      for scope in ("national", "international")),
    *((form, scope, "meeting", 2, 0, _PRACTICE) for form in ("coaching", "mentoring")
      for scope in ("national", "international")),
    *((form, scope, "activity", 10, 0, _PRACTICE) for form in ("internship", "benchmarking", "exchange")
      for scope in ("national", "international")),
    *((form, scope, "activity", 2, 0, _PRACTICE) for form in ("self_study", "community")
      for scope in ("national", "international")),
]  # fmt: skip
CERTIFICATES = "sertifikat"
# from level, to level, angka kredit for kenaikan jenjang
STEPS = [
    ("ahli_pertama", "ahli_muda", 100),
    ("ahli_muda", "ahli_madya", 200),
    ("ahli_madya", "ahli_utama", 450),
    ("terampil", "mahir", 60),
    ("mahir", "penyelia", 100),
]
STEPS_FROM, STEPS_SOURCE = date(2023, 1, 1), "PermenPANRB 1/2023, PerBKN 3/2023"


def seed(apps: Any) -> None:
    """Add what is absent."""
    subject_model = apps.get_model("training", "SubjectArea")
    for order, (code, title, title_en) in enumerate(SUBJECTS, start=1):
        defaults = {"title": title, "title_en": title_en, "order": order * 10}
        subject_model.objects.get_or_create(code=code, defaults=defaults)
    code, title, title_en = SKKNI
    defaults = {"title": title, "title_en": title_en, "source": SKKNI_SOURCE, "version": "2019"}
    framework, _made = apps.get_model("training", "CompetenceFramework").objects.get_or_create(
        code=code, defaults=defaults
    )
    group_model = apps.get_model("training", "CompetenceGroup")
    for order, (code, title, title_en) in enumerate(SKKNI_GROUPS, start=1):
        defaults = {"title": title, "title_en": title_en, "order": order * 10}
        group_model.objects.get_or_create(framework=framework, code=code, defaults=defaults)
    rate_model = apps.get_model("training", "JpRate")
    for form, scope, unit, jp, extra, source in RATES:
        defaults = {"unit": unit, "jp": jp, "extra_percent": extra, "source": source}
        rate_model.objects.get_or_create(form=form, scope=scope, valid_from=VALID_FROM, defaults=defaults)
    apps.get_model("training", "JpTarget").objects.get_or_create(
        employment_status="pns", from_year=2017, defaults={"jp": 20, "source": "PP 11/2017 Pasal 203 ayat (4)"}
    )
    seed_steps(apps)
    apps.get_model("documents", "NumberSeries").objects.get_or_create(
        code=CERTIFICATES,
        defaults={"name": "Sertifikat pelatihan", "mark": "SERT", "pattern": "{urut3}/{kode}/{bulan_romawi}/{tahun}"},
    )


def seed_steps(apps: Any) -> None:
    """Steps to the next level; nothing where their table does not exist yet (an earlier migration)."""
    try:
        step_model = apps.get_model("training", "LevelStep")
    except LookupError:
        return
    for from_level, to_level, credit in STEPS:
        defaults = {"to_level": to_level, "credit": credit, "source": STEPS_SOURCE}
        step_model.objects.get_or_create(from_level=from_level, valid_from=STEPS_FROM, defaults=defaults)
