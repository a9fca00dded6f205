"""Rows that an installation starts with: the SKM instrument, the formula, the respondent block.

Used by the migration (and to restore them after tests that empty tables). Everything here is editable data afterwards.
Sources: PermenPAN-RB 14/2017 (unsur, answer words, bands); the longer option lists are our own.
"""

from datetime import date
from typing import Any

from django.utils import timezone

from evaluations.reference_accreditation import seed_accreditation
from evaluations.reference_complaints import seed_categories
from evaluations.reference_credit import seed_credit
from evaluations.reference_kinds import seed_kinds
from evaluations.reference_observation import seed_behaviours
from evaluations.reference_tally import seed_topics

# unsur, question (id, en), plain example (id, en), four answers (id), four answers (en); value 4 is always the best
SKM_QUESTIONS = [
    (
        "persyaratan",
        "Seberapa sesuai syarat layanan perpustakaan dengan jenis layanannya?",
        "How well do the library's requirements fit the kind of service?",
        "Misalnya syarat membuat kartu anggota.",
        "For example what you need to become a member.",
        ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"],
        ["Not fitting", "Less fitting", "Fitting", "Very fitting"],
    ),
    (
        "prosedur",
        "Seberapa mudah tata cara layanan di perpustakaan ini?",
        "How easy are the procedures in this library?",
        "Misalnya cara meminjam dan mengembalikan buku.",
        "For example borrowing and returning a book.",
        ["Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"],
        ["Not easy", "Less easy", "Easy", "Very easy"],
    ),
    (
        "waktu",
        "Seberapa cepat petugas melayani Anda?",
        "How quickly did the staff serve you?",
        "Dari datang ke meja layanan sampai selesai.",
        "From reaching the desk until you were done.",
        ["Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"],
        ["Not quick", "Less quick", "Quick", "Very quick"],
    ),
    (
        "biaya",
        "Bagaimana biaya layanan ini menurut Anda?",
        "What do you think of the cost of this service?",
        "Kalau tidak membayar apa pun, pilih Gratis.",
        "If you paid nothing, choose Free.",
        ["Sangat mahal", "Cukup mahal", "Murah", "Gratis"],
        ["Very expensive", "Fairly expensive", "Cheap", "Free"],
    ),
    (
        "produk",
        "Seberapa sesuai layanan yang Anda terima dengan yang dijanjikan?",
        "How well did the service match what was promised?",
        "Misalnya buku yang dicari ada, jam buka ditepati.",
        "For example the book was there and opening hours were kept.",
        ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"],
        ["Not matching", "Less matching", "Matching", "Fully matching"],
    ),
    (
        "kompetensi",
        "Seberapa kompeten petugas yang melayani Anda?",
        "How competent were the staff who served you?",
        "Petugas tahu jawabannya dan mampu membantu.",
        "They knew the answer and were able to help.",
        ["Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"],
        ["Not competent", "Less competent", "Competent", "Very competent"],
    ),
    (
        "perilaku",
        "Seberapa sopan dan ramah petugas?",
        "How polite and friendly were the staff?",
        "Menyapa, mendengarkan, dan tersenyum.",
        "They greeted, listened and smiled.",
        ["Tidak sopan dan ramah", "Kurang sopan dan ramah", "Sopan dan ramah", "Sangat sopan dan ramah"],
        ["Not polite and friendly", "Less polite and friendly", "Polite and friendly", "Very polite and friendly"],
    ),
    (
        "pengaduan",
        "Bagaimana penanganan pengaduan, saran, dan masukan?",
        "How are complaints, suggestions and input handled?",
        "Misalnya ada kotak saran dan jawabannya.",
        "For example a suggestion box whose notes are answered.",
        ["Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"],
        ["None", "Exists but does not work", "Works, but not fully", "Well managed"],
    ),
    (
        "sarana",
        "Bagaimana mutu sarana dan prasarana?",
        "How good are the facilities?",
        "Meja, kursi, komputer, toilet, ruang baca.",
        "Tables, chairs, computers, toilets, reading room.",
        ["Buruk", "Cukup", "Baik", "Sangat baik"],
        ["Poor", "Fair", "Good", "Very good"],
    ),
]

# kind, code, Indonesian, English, other spellings, (age from, age to)
SEX, AGE, EDUCATION, OCCUPATION = 1, 2, 3, 4
OPTIONS: list[tuple[int, int, str, str, str, int | None, int | None]] = [
    (SEX, 1, "Laki-laki", "Male", "L,LK,Pria,M", None, None),
    (SEX, 2, "Perempuan", "Female", "P,PR,Wanita,F", None, None),
    (AGE, 1, "Di bawah 17 tahun", "Under 17", "", 0, 16),
    (AGE, 2, "17–25 tahun", "17–25", "17-25", 17, 25),
    (AGE, 3, "26–35 tahun", "26–35", "26-35", 26, 35),
    (AGE, 4, "36–45 tahun", "36–45", "36-45", 36, 45),
    (AGE, 5, "46–55 tahun", "46–55", "46-55", 46, 55),
    (AGE, 6, "56 tahun ke atas", "56 and over", "56+", 56, 150),
    (EDUCATION, 1, "Belum/tidak sekolah", "No schooling (yet)", "Tidak sekolah,Belum sekolah,TK", None, None),
    (EDUCATION, 2, "SD", "Primary school", "SD/MI,MI,SD/sederajat", None, None),
    (EDUCATION, 3, "SMP", "Junior high school", "SMP/MTs,MTs,SLTP,SMP/sederajat", None, None),
    (EDUCATION, 4, "SMA/SMK", "Senior high school", "SMA,SMK,MA,SLTA,SMA/MA,SMA/sederajat", None, None),
    (EDUCATION, 5, "D1–D3", "Diploma 1–3", "D1,D2,D3,DI,DII,DIII,Diploma,D1-D3", None, None),
    (EDUCATION, 6, "D4", "Diploma 4", "DIV", None, None),
    (EDUCATION, 7, "S1", "Bachelor", "Sarjana,S-1,D4/S1", None, None),
    (EDUCATION, 8, "S2", "Master", "S-2,Magister", None, None),
    (EDUCATION, 9, "S3", "Doctorate", "S-3,Doktor", None, None),
    (OCCUPATION, 1, "Pelajar/mahasiswa", "Pupil/student", "Pelajar,Mahasiswa,Siswa", None, None),
    (OCCUPATION, 2, "PNS", "Civil servant", "ASN,PPPK,PNS/ASN", None, None),
    (OCCUPATION, 3, "TNI", "Armed forces", "", None, None),
    (OCCUPATION, 4, "POLRI", "Police", "Polisi", None, None),
    (OCCUPATION, 5, "Swasta", "Private employee", "Pegawai swasta,Karyawan swasta,Karyawan", None, None),
    (OCCUPATION, 6, "Wirausaha", "Self-employed", "Wiraswasta,Usaha sendiri,Pedagang", None, None),
    (OCCUPATION, 7, "Nelayan", "Fisher", "", None, None),
    (OCCUPATION, 8, "Petani", "Farmer", "", None, None),
    (OCCUPATION, 9, "Mengurus rumah tangga", "Homemaker", "Ibu rumah tangga,IRT", None, None),
    (OCCUPATION, 99, "Lainnya", "Other", "Lain-lain,Lainya", None, None),
]


def seed(apps: Any) -> None:
    """Write the rows where absent. `apps` is Django's registry or a migration's historical one."""
    formulas = apps.get_model("evaluations", "SkmFormula")
    formulas.objects.get_or_create(
        version="skm-14-2017/1",
        defaults={
            "source": "PermenPAN-RB 14/2017; exact weight 1/n; IKM rounded half-up to 2 decimals, then graded by >=",
            "valid_from": date(2017, 5, 9),
            "bands": [["A", "88.31"], ["B", "76.61"], ["C", "65.00"], ["D", "25.00"]],
        },
    )
    options = apps.get_model("evaluations", "DemographicOption")
    for order, (kind, code, label, label_en, aliases, age_from, age_to) in enumerate(OPTIONS):
        options.objects.get_or_create(
            kind=kind,
            code=code,
            defaults={
                "order": order,
                "label": label,
                "label_en": label_en,
                "aliases": aliases,
                "age_from": age_from,
                "age_to": age_to,
            },
        )
    instruments = apps.get_model("evaluations", "Instrument")
    skm, made = instruments.objects.get_or_create(
        key="skm",
        defaults={"title": "Survei Kepuasan Masyarakat (SKM)", "title_en": "Patron satisfaction survey (SKM)"},
    )
    if made:
        versions = apps.get_model("evaluations", "InstrumentVersion")
        version = versions.objects.create(instrument=skm, number=1)
        make_questions(apps, version, [row[0] for row in SKM_QUESTIONS])
        versions.objects.filter(pk=version.pk).update(published_at=timezone.now())
    if any(field.name == "kind" for field in instruments._meta.get_fields()):  # not yet in the first migrations
        seed_kinds(apps)
    if "complaintcategory" in apps.all_models["evaluations"]:  # not yet in the first migrations
        seed_categories(apps)
    if "referencetopic" in apps.all_models["evaluations"]:
        seed_topics(apps)
    if "behaviour" in apps.all_models["evaluations"]:
        seed_behaviours(apps)
        seed_accreditation(apps)
    seed_credit(apps)


def make_questions(apps: Any, version: Any, keys: list[str]) -> None:
    """The standard questions of the unsur `keys`, in that order, one rating column each."""
    questions = apps.get_model("evaluations", "Question")
    by_key = {row[0]: row for row in SKM_QUESTIONS}
    rows = []
    for order, key in enumerate(keys, start=1):
        unsur, text, text_en, example, example_en, words, words_en = by_key[key]
        rows.append(
            questions(
                version=version,
                order=order,
                slot=order,
                unsur=unsur,
                text=text,
                text_en=text_en,
                example=example,
                example_en=example_en,
                **{f"label_{value}": word for value, word in enumerate(words, start=1)},
                **{f"label_{value}_en": word for value, word in enumerate(words_en, start=1)},
            )
        )
    questions.objects.bulk_create(rows)
