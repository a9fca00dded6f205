"""The questionnaires besides the SKM that an installation starts with: pictures, outcome, training feedback.

The four outcome questions follow the library world's Project Outcome (learned, more confident, will do something
differently, more aware), in own words. Editable data afterwards, like all questionnaires.
"""

from typing import Any

from django.utils import timezone

# key, picture, question (id, en); the words under the faces are the same for all
PICTURE_QUESTIONS = [
    ("tempat", "place", "Kamu senang di sini?", "Do you like it here?"),
    ("buku", "book", "Bukunya seru?", "Are the books fun?"),
    ("petugas", "helper", "Kakak petugasnya baik?", "Are the library people kind?"),
    ("cerita", "story", "Ceritanya asyik?", "Was the story time fun?"),
]
FACES = (["Tidak", "Biasa saja", "Ya, senang"], ["No", "So-so", "Yes, happy"])

# key, question (id, en), words from worst to best (id, en)
OUTCOME_QUESTIONS = [
    (
        "learned",
        "Apakah Anda mempelajari sesuatu yang baru?",
        "Did you learn something new?",
        ["Tidak", "Sedikit", "Cukup banyak", "Banyak sekali"],
        ["No", "A little", "Quite a lot", "Very much"],
    ),
    (
        "confident",
        "Apakah Anda lebih percaya diri memakai yang Anda pelajari?",
        "Are you more confident about using what you learned?",
        ["Tidak", "Sedikit lebih", "Lebih percaya diri", "Jauh lebih percaya diri"],
        ["No", "A little more", "More confident", "Much more confident"],
    ),
    (
        "change",
        "Apakah Anda akan melakukan sesuatu dengan cara yang berbeda?",
        "Will you do something differently?",
        ["Tidak", "Mungkin", "Kemungkinan besar", "Pasti"],
        ["No", "Perhaps", "Probably", "Certainly"],
    ),
    (
        "aware",
        "Apakah Anda lebih mengenal layanan dan koleksi perpustakaan?",
        "Are you more aware of the library's services and collections?",
        ["Tidak", "Sedikit lebih", "Lebih mengenal", "Jauh lebih mengenal"],
        ["No", "A little more", "More aware", "Much more aware"],
    ),
]
TRAINING_QUESTIONS = [
    (
        "relevance",
        "Seberapa sesuai materi dengan pekerjaan Anda?",
        "How well did the content fit your work?",
        ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"],
        ["Not at all", "Not well", "Well", "Very well"],
    ),
    (
        "trainer",
        "Seberapa jelas penyampaian narasumber?",
        "How clear was the trainer?",
        ["Tidak jelas", "Kurang jelas", "Jelas", "Sangat jelas"],
        ["Not clear", "Less clear", "Clear", "Very clear"],
    ),
    (
        "arrangement",
        "Bagaimana waktu, tempat, dan perlengkapannya?",
        "How were time, place and equipment?",
        ["Buruk", "Kurang", "Baik", "Sangat baik"],
        ["Bad", "Less good", "Good", "Very good"],
    ),
    (
        "apply",
        "Seberapa yakin Anda dapat menerapkannya dalam tiga bulan?",
        "How sure are you that you can apply it within three months?",
        ["Tidak yakin", "Kurang yakin", "Yakin", "Sangat yakin"],
        ["Not sure", "Less sure", "Sure", "Very sure"],
    ),
]
TRAINING_WORDS = {
    "kind": "text",
    "key": "useful",
    "is_required": False,
    "text": "Apa yang paling berguna?",
    "text_en": "What was most useful?",
}
KINDS = [
    ("gambar", "picture", "Survei bergambar untuk anak", "Children's picture survey"),
    ("hasil", "outcome", "Hasil kegiatan bagi peserta", "What participants took away"),
    ("pelatihan", "training", "Umpan balik setelah pelatihan", "Feedback after a training"),
]


def seed_kinds(apps: Any) -> None:
    """Write the three questionnaires, published, where their key is free."""
    instruments = apps.get_model("evaluations", "Instrument")
    versions = apps.get_model("evaluations", "InstrumentVersion")
    questions = apps.get_model("evaluations", "Question")
    for key, kind, title, title_en in KINDS:
        instrument, made = instruments.objects.get_or_create(
            key=key, defaults={"kind": kind, "title": title, "title_en": title_en}
        )
        if not made:
            continue
        version = versions.objects.create(instrument=instrument, number=1)
        rows = [{"order": n, **row} for n, row in enumerate(_questions(kind), start=1)]
        questions.objects.bulk_create([questions(version=version, **row) for row in rows])
        versions.objects.filter(pk=version.pk).update(published_at=timezone.now())


def _questions(kind: str) -> list[dict[str, Any]]:
    if kind == "picture":
        return [
            {"kind": "faces", "slot": n, "key": key, "picture": picture, "text": text, "text_en": text_en}
            | _labels(*FACES)
            for n, (key, picture, text, text_en) in enumerate(PICTURE_QUESTIONS, start=1)
        ]
    rated = OUTCOME_QUESTIONS if kind == "outcome" else TRAINING_QUESTIONS
    rows: list[dict[str, Any]] = [
        {"slot": n, "key": key, "text": text, "text_en": text_en} | _labels(words, words_en)
        for n, (key, text, text_en, words, words_en) in enumerate(rated, start=1)
    ]
    return rows if kind == "outcome" else [*rows, TRAINING_WORDS]


def _labels(words: list[str], words_en: list[str]) -> dict[str, str]:
    both = {f"label_{v}": word for v, word in enumerate(words, start=1)}
    return both | {f"label_{v}_en": word for v, word in enumerate(words_en, start=1)}
