"""Three invented lesson plans, what the demo's classes gained by them, and what colleagues saw."""

from typing import Any

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from outreach.choices import AgeBand, EventKind, SessionState, TestPhase
from outreach.models import ClassLesson, LessonPlan, Observation, Session, TestQuestion, TestTally
from outreach.services.lessons import Asked, save_plan

PLANS: list[dict[str, Any]] = [
    {
        "title": "Mencari dengan Kata Kunci", "title_en": "Searching with Keywords", "band": AgeBand.TEEN,
        "outcomes": ["Memilih kata kunci dari sebuah pertanyaan", "Menemukan buku di katalog dan di rak"],
        "steps": "Pemanasan: satu pertanyaan, sepuluh kata kunci.\n\nBerpasangan di katalog.\n\nMencari di rak.",
        "questions": [
            Asked(1, "Kata kunci mana yang paling tepat untuk “mengapa air laut asin”?", "air laut garam",
                  ("mengapa laut", "warna laut")),
            Asked(2, "Nomor di punggung buku menunjukkan apa?", "Letak buku di rak", ("Harga buku", "Jumlah halaman")),
        ],
    },
    {
        "title": "Menilai Sumber di Internet", "title_en": "Judging Sources on the Internet", "band": AgeBand.TEEN,
        "outcomes": ["Memeriksa siapa penulis dan kapan ditulis", "Membandingkan dua sumber", "Mengenali berita palsu"],
        "steps": "Dua kabar tentang hal yang sama.\n\nSiapa, kapan, mengapa.\n\nKelas memutuskan bersama.",
        "questions": [
            Asked(1, "Apa yang diperiksa lebih dulu pada sebuah artikel?", "Penulis dan tanggalnya",
                  ("Jumlah gambarnya", "Panjang judulnya")),
            Asked(2, "Dua sumber berbeda isinya. Apa langkah berikutnya?", "Mencari sumber ketiga",
                  ("Memilih yang lebih pendek", "Memilih yang lebih baru dibagikan")),
            Asked(3, "Tanda berita palsu?", "Judul heboh tanpa sumber", ("Ada penulisnya", "Ada daftar pustaka")),
        ],
    },
    {
        "title": "Mengutip dengan Jujur", "title_en": "Quoting Honestly", "band": AgeBand.YOUTH,
        "outcomes": ["Menulis sumber dengan benar"], "steps": "Dua contoh tugas.\n\nLatihan menulis sumber.",
        "questions": [
            Asked(1, "Mana yang harus ditulis sumbernya?", "Kalimat orang lain", ("Nama sendiri", "Nama hari")),
        ],
    },
]  # fmt: skip
TAUGHT_CLASSES = 10


def load(context: DemoContext, by: Any) -> None:
    plans = [
        save_plan(
            plan=LessonPlan(
                title=row["title"], title_en=row["title_en"], age_band=row["band"], steps=row["steps"],
                materials="Proyektor, lembar kerja contoh.", is_demo=True,
            ),
            outcomes=row["outcomes"], questions=row["questions"], by=by,
        )
        for row in PLANS
    ]  # fmt: skip
    classes = Session.objects.filter(event__is_demo=True, event__kind=EventKind.INFORMATION_LITERACY)
    past = classes.filter(state__in=(SessionState.HELD, SessionState.REPORTED)).order_by("-starts_at", "-pk")
    for number, session in enumerate(past.select_related("event")[:TAUGHT_CLASSES]):
        lesson = ClassLesson.objects.create(session=session, plan=plans[number % 2])
        _answers(context, lesson)
        if number % 3 == 0:
            _observed(context, session, by)
    for session in classes.filter(state=SessionState.PLANNED).order_by("starts_at", "pk")[:1]:
        ClassLesson.objects.create(session=session, plan=plans[1])


def _answers(context: DemoContext, lesson: ClassLesson) -> None:
    """Most know more afterwards."""
    pupils = context.rng.randint(18, 30)
    rows = []
    for question in TestQuestion.objects.filter(plan=lesson.plan_id).order_by("order"):
        before = context.rng.randint(pupils * 2 // 10, pupils * 5 // 10)
        after = min(pupils, before + context.rng.randint(pupils * 2 // 10, pupils * 5 // 10))
        for phase, right in ((TestPhase.BEFORE, before), (TestPhase.AFTER, after)):
            rows.append(TestTally(lesson=lesson, phase=phase, question=question, asked=pupils, right=right))
    TestTally.objects.bulk_create(rows)


def _observed(context: DemoContext, session: Session, by: Any) -> None:
    crew = [row.profile for row in session.event.crew.select_related("profile").order_by("pk")]
    if len(crew) < 2:
        return
    dice = context.rng
    with acting(by, reason="Data contoh"):
        Observation.objects.create(
            session=session, teacher=crew[0], observer=crew[1], day=session.starts_at.date(),
            goals=dice.randint(3, 4), explaining=dice.randint(2, 4), activity=dice.randint(2, 4),
            questions=dice.randint(3, 4), time=dice.randint(2, 4),
            strengths="Contohnya dekat dengan tugas sekolah; siswa banyak bertanya.",
            next_step="Beri waktu lebih lama untuk mencari sendiri.",
        )  # fmt: skip


def clear() -> None:
    Observation.objects.filter(session__event__is_demo=True).delete()
    ClassLesson.objects.filter(session__event__is_demo=True).delete()
    LessonPlan.objects.filter(is_demo=True).delete()
