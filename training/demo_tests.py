"""The demo's tests before and after: a few questions, and what people knew before and after the training."""

import random
from datetime import timedelta
from typing import Any

from baubau_pembinaan.core.demo import DemoContext
from training.choices import EnrolmentStatus, TestMoment
from training.models import Enrolment, Programme, TestAttempt, TestQuestion
from training.services import quiz

# programme -> question, choices, number of the right one
QUESTIONS = {
    "Layanan Prima di Meja Sirkulasi": [
        ("Apa yang dilakukan lebih dulu saat pemustaka datang ke meja?",
         ["Menyapa dan menatap", "Meminta kartu anggota", "Menunggu ditanya"], 1),
        ("Pemustaka marah karena denda. Langkah pertama?",
         ["Menjelaskan aturan", "Mendengarkan sampai selesai", "Memanggil satpam"], 2),
        ("Buku yang dicari sedang dipinjam. Tawarkan …",
         ["datang lagi lain kali", "katalog perpustakaan lain saja", "pemesanan dan judul sejenis"], 3),
        ("Berapa lama paling lambat antrean disapa?", ["1 menit", "10 menit", "30 menit"], 1),
    ],
    "Dasar Layanan Rujukan": [
        ("Wawancara rujukan dimulai dengan …", ["pertanyaan terbuka", "daftar judul", "rak yang dituju"], 1),
        ("Sumber rujukan cepat adalah …", ["novel", "ensiklopedia", "laporan tahunan"], 2),
        ("Jawaban rujukan selalu disertai …", ["pendapat pribadi", "nomor panggil saja", "sumbernya"], 3),
        ("Pertanyaan yang belum terjawab …", ["dicatat dan disusuli", "diabaikan", "dialihkan ke satpam"], 1),
    ],
    "Katalog Daring dan Metadata": [
        ("Ruas MARC untuk judul adalah …", ["100", "245", "650"], 2),
        ("Tajuk subjek diambil dari …", ["daftar tajuk", "ingatan", "punggung buku"], 1),
        ("Cantuman ganda sebaiknya …", ["dibiarkan", "dihapus semua", "digabung"], 3),
        ("ISBN dipakai terutama untuk …", ["menaksir harga", "mengenali terbitan", "menentukan rak"], 2),
    ],
}  # fmt: skip
KNOWN_BEFORE, KNOWN_AFTER = 0.45, 0.85


def load(context: DemoContext) -> None:
    """Questions where a programme has none; tests of finished sessions that nobody has taken yet."""
    admin = context.shared["users"]["admin"]
    programmes = Programme.objects.filter(title__in=QUESTIONS, is_demo=True, questions=None).order_by("pk")
    for programme in programmes:
        for text, choices, right in QUESTIONS[programme.title]:
            row = TestQuestion(programme=programme, text=text, choices="\n".join(choices), right=right)
            quiz.save_question(question=row, by=admin)
    there = (EnrolmentStatus.ATTENDED, EnrolmentStatus.COMPLETED)
    rows = Enrolment.objects.filter(
        session__programme__is_demo=True, session__programme__title__in=QUESTIONS, status__in=there, attempts=None
    ).select_related("session")
    dice = random.Random(f"{context.seed} tests")  # noqa: S311 - the demo's; of its own, so the other rooms' fall as ever
    for row in rows.order_by("session__starts_on", "pk"):
        _take(row, dice)


def clear(context: DemoContext) -> None:
    demo: dict[str, Any] = {"programme__is_demo": True}
    TestAttempt.objects.filter(**{f"enrolment__session__{key}": value for key, value in demo.items()}).delete()
    TestQuestion.objects.filter(**demo).delete()


def _take(row: Enrolment, dice: random.Random) -> None:
    """A quarter of an hour before the first meeting, and as the last one ends."""
    meetings = list(row.session.meetings.order_by("starts_at", "pk"))
    questions = list(TestQuestion.objects.filter(programme=row.session.programme_id, is_active=True).order_by("pk"))
    for moment, at, known in (
        (TestMoment.BEFORE, meetings[0].starts_at - timedelta(minutes=15), KNOWN_BEFORE),
        (TestMoment.AFTER, meetings[-1].ends_at - timedelta(minutes=15), KNOWN_AFTER),
    ):
        answers = {
            question.pk: question.right if dice.random() < known else question.right % len(question.options) + 1
            for question in questions
        }
        quiz.take_test(enrolment=row, moment=moment, answers=answers, at=at)
