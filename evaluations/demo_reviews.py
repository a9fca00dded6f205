"""The demo's reviews: two closed years, and a running one in which everybody stands somewhere else."""

from datetime import date, timedelta

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.accounts.selectors import appointment_on, supervisor_of
from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from evaluations import demo_proofs, demo_rounds, demo_templates, internal
from evaluations.demo_conduct import fill_conduct, fill_periods
from evaluations.models import CreditOpening, FeedbackNote, InternalCriterion, Review, ReviewCycle, WorkResult
from evaluations.review_choices import (
    ORDER,
    Aspect,
    CycleStatus,
    NoteKind,
    OrganisationPredicate,
    Rating,
    ResultKind,
    Stage,
    Value,
)
from evaluations.services.reviews.cycles import add_person
from training.models import Competence

REASON = "Data contoh"
# result and conduct rating of the closed years, going round
RATINGS = [
    (Rating.MEETS, Rating.MEETS),
    (Rating.ABOVE, Rating.ABOVE),
    (Rating.MEETS, Rating.ABOVE),
    (Rating.MEETS, Rating.MEETS),
    (Rating.BELOW, Rating.MEETS),
    (Rating.ABOVE, Rating.MEETS),
]
# Where the people of the running year stand; the rest are running
MIXED = {
    "pustakawan": Stage.SELF,
    "pertama": Stage.RATING,
    "muda": Stage.CALIBRATION,
    "madya": Stage.RELEASED,
    "penyelia": Stage.OBJECTED,
    "pengelola": Stage.ACKNOWLEDGED,
    "relawan": Stage.PLANNING,
    "umum": Stage.PROPOSED,
}
RESULTS = [
    (
        ResultKind.MAIN,
        "Layanan perpustakaan yang memuaskan pemustaka",
        "Terlaksananya bimbingan literasi informasi bagi pelajar",
        Aspect.QUANTITY,
        "Jumlah kelas literasi informasi",
        "12 kelas",
        ("12 kelas literasi informasi di sekolah mitra, rata-rata 24 peserta.", "8 kelas literasi informasi."),
        "Daftar hadir dan laporan tiap kelas.",
    ),
    (
        ResultKind.MAIN,
        "Layanan perpustakaan yang memuaskan pemustaka",
        "Terjawabnya pertanyaan rujukan pemustaka tepat waktu",
        Aspect.TIME,
        "Pertanyaan dijawab dalam satu hari kerja",
        "95 persen",
        (
            "96 persen pertanyaan dijawab dalam satu hari kerja.",
            "88 persen pertanyaan dijawab dalam satu hari kerja.",
        ),
        "Buku catatan rujukan.",
    ),
    (
        ResultKind.ADDITIONAL,
        "",
        "Terlaksananya kegiatan mendongeng bulanan",
        Aspect.QUANTITY,
        "Jumlah kegiatan",
        "10 kegiatan",
        ("10 kegiatan mendongeng di taman baca anak.", "7 kegiatan mendongeng di taman baca anak."),
        "Laporan kegiatan dan foto.",
    ),
]
# The supervisor's word on each result and on the year
FEEDBACK = {
    Rating.BELOW: "Di bawah target. Susun jadwal bersama sekolah mitra sejak awal tahun.",
    Rating.MEETS: "Target tercapai dan buktinya lengkap.",
    Rating.ABOVE: "Melampaui harapan; caranya layak dipakai rekan lain.",
}
WORDS = {
    Rating.BELOW: "Hasil kerja belum mencapai target. Kelas di sekolah mitra perlu dijadwalkan lebih awal.",
    Rating.MEETS: "Hasil kerja sesuai rencana. Pertahankan kerja sama dengan sekolah mitra.",
    Rating.ABOVE: "Hasil kerja melampaui rencana. Bagikan cara kerjanya kepada rekan satu bidang.",
}
# The internal assessment of the running year
CRITERIA = [
    ("Inisiatif memperbaiki layanan", "Initiative in improving the service", 40),
    ("Berbagi pengetahuan dengan rekan", "Sharing knowledge with colleagues", 35),
    ("Ketertiban catatan kerja", "Orderly work records", 25),
]
UNIT = "CONTOH.03.02"  # the demo's unit of competence on reference service (training.demo)
NOTES = [
    (NoteKind.PRAISE, Value.SERVICE, "Sabar menjelaskan cara mencari buku kepada pemustaka lanjut usia."),
    (NoteKind.PRAISE, Value.COLLABORATIVE, "Cepat membantu saat meja sirkulasi ramai."),
    (
        NoteKind.SUGGESTION,
        Value.COMPETENT,
        "Panduan pencarian sebaiknya ditulis agar rekan lain dapat memakainya.",
    ),
]


def load(context: DemoContext) -> None:
    """Present cycles stay as they are."""
    users = context.shared["users"]
    for back in (2, 1, 0):
        year = context.as_of.year - back
        if ReviewCycle.objects.filter(year=year).exists():
            continue
        with acting(users["kadis"], reason=REASON):
            _load_year(context, year, closed=back > 0)
    with acting(users["kadis"], reason=REASON):
        demo_rounds.load(context)
        demo_proofs.load(context)
        demo_templates.load()
    _official_credit(context)


def _official_credit(context: DemoContext) -> None:
    """The last official PAK of two people, so that their simulation goes on from it."""
    for username, level, credit in (("muda", "ahli_muda", "12.50"), ("madya", "ahli_madya", "75.00")):
        profile = context.shared["people"][username]
        post = appointment_on(profile, context.as_of)
        ends = date(context.as_of.year - 2, 12, 31)
        if post is None or post.position.level != level or CreditOpening.objects.filter(profile=profile).exists():
            continue
        with acting(context.shared["users"][username], reason=REASON):
            CreditOpening.objects.create(
                profile=profile, level=level, credit=credit, counted_until=ends, number=f"PAK/{profile.pk:03d}/CONTOH"
            )


def _load_year(context: DemoContext, year: int, *, closed: bool) -> None:
    as_of = context.as_of
    if closed:
        days = [date(year, 2, 28), date(year, 12, 10), date(year, 12, 20)]
        days += [date(year + 1, 1, 15), date(year + 1, 1, 25), date(year + 1, 1, 31)]
    else:
        ahead = (-21, 12, 21, 35, 42, 49)
        days = [max(as_of + timedelta(days=n), date(year, 1, 1)) for n in ahead]
    cycle = ReviewCycle.objects.create(
        year=year,
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        plan_due_on=days[0],
        self_due_on=days[1],
        rating_due_on=days[2],
        release_due_on=days[3],
        acknowledge_due_on=days[4],
        objection_due_on=days[5],
        organisation_predicate=OrganisationPredicate.GOOD if closed else "",
        is_demo=True,
    )
    for order, (title, title_en, weight) in enumerate(CRITERIA if not closed else [], start=1):
        InternalCriterion.objects.create(cycle=cycle, title=title, title_en=title_en, weight=weight, order=order)
    cycle.status = CycleStatus.CLOSED if closed else CycleStatus.RUNNING
    cycle.internal_formula = "" if closed else internal.CURRENT
    cycle.save()
    day = min(as_of, cycle.ends_on)
    posts = Appointment.objects.on(day).filter(kind="definitif", supervisor__isnull=False, profile__user__is_demo=True)
    for number, post in enumerate(posts.select_related("profile__user").order_by("profile_id")):
        review = add_person(cycle=cycle, person=post.profile, unit=post.unit_id)
        stage = Stage.LOCKED if closed else MIXED.get(post.profile.user.username, Stage.RUNNING)
        _fill(context, review, stage, number + year)


def _fill(context: DemoContext, review: Review, stage: Stage, number: int) -> None:
    cycle, reached = review.cycle, ORDER[stage]
    today = min(context.as_of, cycle.ends_on)
    objects = stage == Stage.OBJECTED
    rated = (Rating.BELOW, Rating.MEETS) if objects else RATINGS[number % len(RATINGS)]
    is_rated = reached >= ORDER[Stage.CALIBRATION]
    for kind, supports, plan, aspect, indicator, target, realisation, evidence in RESULTS:
        done = reached >= ORDER[Stage.SELF]
        WorkResult.objects.create(
            review=review,
            kind=kind,
            supports=supports,
            plan=plan,
            aspect=aspect,
            indicator=indicator,
            target=target,
            realisation=realisation[is_rated and rated[0] == Rating.BELOW] if done else "",
            evidence=evidence if done else "",
            feedback=FEEDBACK[rated[0]] if is_rated else "",
        )
    if reached >= ORDER[Stage.RUNNING]:
        review.agreed_on = min(cycle.starts_on + timedelta(days=26), today)
        fill_periods(review, today)
        _notes(context, review, today)
    if reached >= ORDER[Stage.SELF]:
        review.self_text = (
            "Target kelas literasi informasi tercapai. Yang masih perlu diperbaiki: pencatatan rujukan belum selalu"
            " lengkap, terutama pada hari ramai."
        )
    if reached >= ORDER[Stage.RATING]:
        review.self_on = min(cycle.self_due_on, today)
    if is_rated:
        review.result_rating, review.conduct_rating = rated
        review.rated_by = supervisor_of(review.person, today)
        review.rated_on = min(cycle.rating_due_on, context.as_of)
        review.supervisor_text = WORDS[rated[0]]
        _scores(review, number)
    if reached >= ORDER[Stage.RELEASED]:
        review.released_on = min(cycle.release_due_on, context.as_of)
    if stage == Stage.OBJECTED:
        review.objection = "Dua kelas pada bulan Oktober belum dihitung; laporannya terlampir pada evaluasi triwulan."
    if stage == Stage.LOCKED:
        review.closed_on = min(cycle.objection_due_on, context.as_of)
        if rated[0] == Rating.BELOW:
            _decided(review)
    review.stage = stage
    review.save()
    fill_conduct(review, reached)


def _decided(review: Review) -> None:
    """Objected to and granted, where there is a superior of the supervisor; one a year."""
    above = supervisor_of(review.rated_by, review.cycle.ends_on) if review.rated_by else None
    if above is None or review.cycle.reviews.exclude(objection="").exists():
        return
    review.objection = "Empat kelas pada bulan November belum dihitung; daftar hadirnya sudah diserahkan."
    review.objection_answer = "Daftar hadir keempat kelas sudah diperiksa dan benar; target 12 kelas tercapai."
    review.decided_by = above
    review.result_rating_before, review.conduct_rating_before = review.result_rating, review.conduct_rating
    review.result_rating = Rating.MEETS


def _scores(review: Review, number: int) -> None:
    """One criterion in three is not used for a person, which leaves it out."""
    for place, score in enumerate(review.scores.all()):
        if (number + place) % 3:
            score.score = 70 + (number * 7 + place * 11) % 25
            score.note = "Terlihat dari catatan kerja triwulan."
            score.save()


def _notes(context: DemoContext, review: Review, today: date) -> None:
    others = list(StaffProfile.objects.filter(user__is_demo=True).exclude(pk=review.person_id).order_by("pk")[:6])
    for kind, value, text in context.rng.sample(NOTES, 2):
        written = max(review.cycle.starts_on, today - timedelta(days=context.rng.randrange(5, 120)))
        FeedbackNote.objects.create(
            review=review, author=context.rng.choice(others), kind=kind, value=value, text=text, written_on=written
        )
    unit = Competence.objects.filter(code=UNIT).first()
    if unit and review.cycle.is_running:
        FeedbackNote.objects.create(
            review=review,
            author=context.rng.choice(others),
            kind=NoteKind.SUGGESTION,
            competence=unit,
            text="Jawaban rujukan sebaiknya disertai sumbernya; berlatih bersama akan membantu.",
            written_on=max(review.cycle.starts_on, today - timedelta(days=15)),
        )


def clear(context: DemoContext) -> None:
    with acting(context.by, reason=REASON):
        demo_proofs.clear()
        demo_templates.clear()
        Review.objects.filter(cycle__is_demo=True).delete()
        InternalCriterion.objects.filter(cycle__is_demo=True).delete()
        ReviewCycle.objects.filter(is_demo=True).delete()
        CreditOpening.objects.filter(profile__is_demo=True).delete()
