"""The demo's other surveys: pictures for children, the outcome of a course, own questions beside the SKM."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from evaluations.choices import IN_COLUMNS, Audience, Channel, InstrumentKind, PeriodStatus, QuestionKind, Slot
from evaluations.models import Answer, Instrument, InstrumentVersion, Period, Question, Survey
from evaluations.reference import SKM_QUESTIONS
from evaluations.selectors.population import comparable_visits
from evaluations.services.answering import AnswerDraft, store_extras
from evaluations.services.comfort import add_comfort_questions
from evaluations.services.instruments import publish_version
from evaluations.services.surveys import quarter_of

OWN_KEY = "skm-dan-lain"
OWN = [
    {
        "kind": QuestionKind.CHOICE,
        "key": "tahu-dari",
        "text": "Dari mana Anda mengenal layanan ini?",
        "text_en": "How did you hear of this service?",
        "options": "Teman atau keluarga | Friends or family\nSekolah atau kampus | School or campus\n"
        "Poster | Poster\nMedia sosial | Social media",
    },
    {
        "kind": QuestionKind.SCALE_5,
        "key": "ramai",
        "text": "Seberapa tenang ruang baca hari ini?",
        "text_en": "How quiet was the reading room today?",
        "options": "Sangat ramai | Very noisy\nRamai | Noisy\nBiasa | So-so\n"
        "Tenang | Quiet\nSangat tenang | Very quiet",
    },
    {
        "kind": QuestionKind.TEXT,
        "key": "buku",
        "text": "Buku apa yang Anda cari dan belum ada?",
        "text_en": "Which book did you look for in vain?",
    },
]
BOOKS = ["Sejarah Kesultanan Buton", "Bahasa Wolio untuk pemula", "Budidaya rumput laut", "Soal UTBK terbaru"]


def load(context: DemoContext) -> None:
    """A picture survey ("anak"), an outcome survey ("dampak") and an SKM with own questions ("perpus"), each open."""
    points = context.shared["service_points"]
    children = next((point for point in points.values() if point.is_children), None)
    pictures, outcome = Instrument.objects.get(key="gambar"), Instrument.objects.get(key="hasil")
    about = {"service_point": children, "audience": Audience.CHILDREN}
    _open(context, "anak", "Kata anak tentang perpustakaan", "What children say", pictures, 26, about)
    _open(context, "dampak", "Hasil kelas literasi informasi", "Outcome of the literacy class", outcome, 34, {})
    with_own = _with_own_questions(context)
    _open(context, "perpus", "Kepuasan Perpustakaan", "Satisfaction with the library", with_own, 48, {})


def _with_own_questions(context: DemoContext) -> Instrument:
    instrument, made = Instrument.objects.get_or_create(
        key=OWN_KEY,
        defaults={"title": "SKM dengan pertanyaan sendiri", "title_en": "SKM with our own questions"},
    )
    if made:
        version = InstrumentVersion.objects.create(instrument=instrument, number=1)
        skm = Instrument.objects.get(key="skm").newest_published()
        asked = list(skm.questions.order_by("order", "pk")) if skm else []
        for question in asked:
            question.pk, question.version = None, version
            question._state.adding = True
        own = [
            Question(version=version, order=len(SKM_QUESTIONS) + n, is_required=False, **q)
            for n, q in enumerate(OWN, start=1)
        ]
        Question.objects.bulk_create([*asked, *own])
        add_comfort_questions(version=version)
        publish_version(version=version, at=datetime.combine(context.as_of, time(9), timezone.get_current_timezone()))
    return instrument


def _open(
    context: DemoContext,
    code: str,
    title: str,
    title_en: str,
    instrument: Instrument,
    volume: int,
    about: dict[str, Any],
) -> None:
    if Survey.objects.filter(code=code).exists():
        return
    head, dice = context.shared["users"]["kabid"], context.rng
    key, first, last = quarter_of(context.as_of)
    with acting(head, reason="Data contoh"):
        survey = Survey.objects.create(
            code=code, title=title, title_en=title_en, instrument=instrument, is_demo=True, **about
        )
        period = Period.objects.create(
            survey=survey,
            key=key,
            version=instrument.newest_published(),
            starts_on=first,
            ends_on=last,
            population=volume + 6
            if instrument.kind == InstrumentKind.OUTCOME
            else comparable_visits(survey, first, last),
            status=PeriodStatus.OPEN,
        )
    questions = list(period.version.questions.order_by("order", "pk"))
    rated = [q for q in questions if q.kind in IN_COLUMNS]
    days = [first + timedelta(days=n) for n in range((context.as_of - first).days + 1)]
    rows, extras = [], []
    for _ in range(volume * context.scale):
        draft = AnswerDraft(
            ratings={q.slot: _rating(context, q) for q in rated if q.slot},
            day=dice.choice(days),
            slot=dice.choice([Slot.MORNING, Slot.AFTERNOON]),
            channel=Channel.KIOSK if instrument.is_picture else Channel.WEB,
            service_point_id=survey.service_point_id,
            sex=None if instrument.is_picture else dice.choice([1, 2]),
        )
        rows.append(Answer(**draft.row(period)))
        extras.append({q.pk: _own(context, q) for q in questions if q.kind not in IN_COLUMNS and dice.random() < 0.7})
    Answer.objects.bulk_create(sorted(rows, key=lambda row: row.pk), batch_size=1000)
    store_extras(period.pk, extras)


def _rating(context: DemoContext, question: Question) -> int:
    best = 3 if question.kind == QuestionKind.FACES else 4
    return min(best, max(1, round(context.rng.gauss(best - 0.6, 0.7))))


def _own(context: DemoContext, question: Question) -> int | str:
    return context.rng.choice(BOOKS) if question.kind == QuestionKind.TEXT else context.rng.choice(question.answers)[0]


def clear() -> None:
    """Take the demo's own questionnaire away once its surveys are gone; one that real surveys use stays."""
    mine = Instrument.objects.filter(key=OWN_KEY, surveys__isnull=True)
    InstrumentVersion.objects.filter(instrument__in=mine, periods__isnull=True).delete()
    Instrument.objects.filter(key=OWN_KEY, surveys__isnull=True, versions__isnull=True).delete()
