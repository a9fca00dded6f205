"""The demo's surveys: six quarters that tell a story.

At the circulation desk the unsur "kompetensi" is weak; a training in the fourth quarter lifts it, and the next quarter
shows it. Every answer is invented; words carry no names.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from evaluations import (
    demo_afterwards,
    demo_comments,
    demo_complaints,
    demo_followups,
    demo_front,
    demo_kinds,
    demo_office,
    demo_reviews,
    demo_tally,
)
from evaluations.choices import Channel, PeriodStatus, Slot
from evaluations.models import (
    Answer,
    AnswerImport,
    Comment,
    ExtraAnswer,
    ExtraState,
    ExtraSummary,
    FrozenResult,
    HeldAnswer,
    HeldBatch,
    Instrument,
    Invitation,
    LateAnswers,
    PaperBatch,
    Period,
    SpentLink,
    Summary,
    SummaryState,
    Survey,
)
from evaluations.selectors.population import comparable_visits
from evaluations.services.answering import AnswerDraft
from evaluations.services.surveys import close_period, quarter_of

# code, service point, title, title in English, answers a quarter
SURVEYS = [
    ("meja", "sirkulasi", "Kepuasan Layanan Sirkulasi", "Satisfaction with the circulation desk", 120),
    ("refer", "referensi", "Kepuasan Layanan Referensi", "Satisfaction with the reference desk", 45),
    ("armada", "keliling", "Kepuasan Perpustakaan Keliling", "Satisfaction with the mobile library", 60),
]
QUARTERS = 6
# Mean of each of the nine unsur in an ordinary quarter (persyaratan ... sarana), tenths of a point
USUAL = [33, 33, 32, 40, 33, 33, 35, 30, 31]
# What differs at the circulation desk, oldest quarter first: kompetensi weak, then trained
KOMPETENSI_STORY = [28, 27, 27, 28, 32, 34]
WEIGHTS = {
    "sex": [(1, 43), (2, 57)],
    "age": [(1, 22), (2, 38), (3, 18), (4, 12), (5, 7), (6, 3)],
    "education": [(2, 8), (3, 17), (4, 40), (5, 8), (6, 3), (7, 21), (8, 3)],
    "occupation": [(1, 52), (2, 12), (5, 12), (6, 9), (7, 4), (8, 2), (9, 6), (99, 3)],
}
COMMENTS = [
    "Petugas baik, tetapi mencari buku di rak masih lama.",
    "Mohon ditambah colokan listrik di lantai 1.",
    "Buku cerita anak sudah banyak, terima kasih.",
    "Petugas kurang tahu letak buku referensi daerah.",
    "Jam buka hari Sabtu tolong diperpanjang.",
    "Ruang baca sejuk dan tenang.",
    "Koleksi tentang sejarah Buton perlu ditambah.",
    "Komputer katalog sering lambat.",
    "Kotak saran ada, tetapi belum pernah melihat jawabannya.",
    "Perpustakaan keliling sebaiknya datang tiap pekan ke kampung kami.",
    "Senang dengan kegiatan mendongeng untuk anak.",
    "Toilet bersih, terima kasih.",
]


def load(context: DemoContext) -> None:
    """Surveys, six periods each (the last one open), their answers and results. Present surveys stay as they are."""
    demo_followups.map_competences()  # before the first closing proposes anything
    instrument = Instrument.objects.get(key="skm")
    version = instrument.versions.filter(published_at__isnull=False).latest("number")
    points = context.shared["service_points"]
    head = context.shared["users"]["kabid"]
    for code, point, title, title_en, volume in SURVEYS:
        if Survey.objects.filter(code=code).exists():
            continue
        with acting(head, reason="Data contoh"):
            survey = Survey.objects.create(
                code=code,
                title=title,
                title_en=title_en,
                instrument=instrument,
                service_point=points[point],
                is_demo=True,
            )
        for number, (key, first, last) in enumerate(_quarters(context.as_of)):
            with acting(head, reason="Data contoh"):
                period = Period.objects.create(
                    survey=survey,
                    key=key,
                    version=version,
                    starts_on=first,
                    ends_on=last,
                    population=comparable_visits(survey, first, last),
                    status=PeriodStatus.OPEN,
                )
            _answers(context, period, number, volume)
            if number < QUARTERS - 1:
                at = datetime.combine(last + timedelta(days=3), time(9), timezone.get_current_timezone())
                close_period(period=period, by=head, at=at)
    demo_kinds.load(context)
    demo_afterwards.load(context)
    demo_comments.decide(context)
    demo_complaints.load(context)
    demo_tally.load(context)
    demo_office.load(context)
    demo_front.load(context)
    demo_followups.load(context)
    demo_reviews.load(context)


def clear(context: DemoContext) -> None:
    """Take the demo surveys away with everything that hangs on them."""
    demo: dict[str, Any] = {"period__survey__is_demo": True}
    demo_reviews.clear(context)
    demo_complaints.clear(context)
    demo_tally.clear(context)
    demo_office.clear(context)
    demo_front.clear(context)
    demo_followups.clear(context)
    for model in (
        HeldAnswer,
        HeldBatch,
        Answer,
        ExtraAnswer,
        Comment,
        AnswerImport,
        FrozenResult,
        LateAnswers,
        PaperBatch,
        Invitation,
        SpentLink,
    ):
        model.objects.filter(**demo).delete()
    Summary.objects.filter(**demo).delete()
    ExtraSummary.objects.filter(**demo).delete()
    ExtraState.objects.filter(**demo).delete()
    SummaryState.objects.filter(**demo).delete()
    with acting(context.by, reason="Data contoh"):
        Period.objects.filter(survey__is_demo=True).delete()
        Survey.objects.filter(is_demo=True).delete()
    demo_kinds.clear()


def _quarters(today: date) -> list[tuple[str, date, date]]:
    """The current quarter and the five before it, oldest first."""
    found = [quarter_of(today)]
    while len(found) < QUARTERS:
        found.append(quarter_of(found[-1][1] - timedelta(days=1)))
    return found[::-1]


def _answers(context: DemoContext, period: Period, number: int, volume: int) -> None:
    dice = context.rng
    last = min(period.ends_on, context.as_of)
    days = [
        day
        for day in (period.starts_on + timedelta(days=n) for n in range((last - period.starts_on).days + 1))
        if day.weekday() < 6
    ] or [last]
    share = len(days) / 78  # a quarter has 78 days on which the library is open
    rows = []
    for _ in range(max(8, round(volume * min(1, share))) * context.scale):
        means = list(USUAL)
        if period.survey.code == "meja":
            means[5] = KOMPETENSI_STORY[number]
        means[7] += number // 2  # complaints handled a little better every half-year
        draft = AnswerDraft(
            ratings={slot: _rating(context, mean, slot) for slot, mean in enumerate(means, start=1)},
            day=dice.choice(days),
            slot=dice.choices([Slot.MORNING, Slot.AFTERNOON], [6, 4])[0],
            channel=dice.choices([Channel.WEB, Channel.PAPER], [8, 2])[0],
            service_point_id=period.survey.service_point_id,
            **{name: dice.choices(*zip(*choices, strict=True))[0] for name, choices in WEIGHTS.items()},
        )
        rows.append(Answer(**draft.row(period)))
    Answer.objects.bulk_create(sorted(rows, key=lambda row: row.pk), batch_size=1000)
    Comment.objects.bulk_create(
        [Comment(period=period, day=dice.choice(days), text=text) for text in dice.sample(COMMENTS, 4)]
    )


def _rating(context: DemoContext, mean: int, slot: int) -> int:
    if slot == 4:  # borrowing is free
        return 4 if context.rng.random() < 0.97 else 3
    return min(4, max(1, round(context.rng.gauss(mean / 10, 0.62))))
