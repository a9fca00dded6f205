"""The demo's 360-degree feedback: closed rounds of last year; of the running year two are open and one is proposed."""

from datetime import timedelta

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.demo import DemoContext
from evaluations.models import FeedbackRound, Review, RoundAnswer, RoundReviewer
from evaluations.review_choices import ORDER, Relation, RoundStatus, Stage, Value
from evaluations.services.reviews.circles import close_due_rounds

# A relation of each answer; those with fewer than three are put together
ASKED = [Relation.SUPERIOR, *[Relation.PEER] * 4, *[Relation.PARTNER] * 3]
STRENGTHS = [
    "Selalu siap membantu pemustaka yang baru pertama kali datang.",
    "Rapat singkat, hasilnya jelas, tindak lanjutnya dikerjakan.",
    "",
    "Mau berbagi cara kerja yang lebih cepat.",
]
GROWTH = [
    "",
    "Catatan rujukan perlu dilengkapi pada hari ramai.",
    "Lebih sering meminta bantuan saat beban kerja tinggi.",
]


def load(context: DemoContext) -> None:
    """Reviews that have a round keep it."""
    rows = Review.objects.filter(cycle__is_demo=True, feedback_round=None).select_related("cycle")
    year = context.as_of.year
    for review in rows.filter(cycle__year=year - 1, stage=Stage.LOCKED).order_by("pk")[:6]:
        _closed(review)
    running = [
        review
        for review in rows.filter(cycle__year=year).order_by("person__name", "pk")
        if ORDER[Stage.RUNNING] <= ORDER[Stage(review.stage)] <= ORDER[Stage.RATING]
    ]
    running.sort(key=lambda review: review.stage != Stage.SELF)  # first the librarian one signs in as
    for number, review in enumerate(running[:3]):
        row = FeedbackRound.objects.create(review=review)
        _ask(row, review)
        if number < 2:
            row.status, row.closes_on = RoundStatus.OPEN, context.as_of + timedelta(days=14)
            row.save()
            RoundReviewer.objects.create(round=row, reviewer_id=review.person_id, relation=Relation.SELF)
    close_due_rounds(on=context.as_of)


def _closed(review: Review) -> None:
    last = review.cycle.rating_due_on
    row = FeedbackRound.objects.create(review=review, status=RoundStatus.OPEN, closes_on=last)
    for number, relation in enumerate([*ASKED, Relation.SELF]):
        RoundAnswer.objects.create(
            round=row,
            relation=relation,
            scores=[2 + (number + place + review.pk) % 3 for place in range(len(Value))],
            strength=STRENGTHS[number] if number < len(STRENGTHS) else "",
            growth=GROWTH[number] if number < len(GROWTH) else "",
        )


def _ask(row: FeedbackRound, review: Review) -> None:
    others = StaffProfile.objects.filter(user__is_demo=True, user__is_active=True).exclude(pk=review.person_id)
    for reviewer, relation in zip(others.order_by("pk")[: len(ASKED)], ASKED, strict=False):
        RoundReviewer.objects.create(round=row, reviewer=reviewer, relation=relation)
