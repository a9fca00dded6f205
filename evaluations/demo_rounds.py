"""The demo's 360-degree feedback: closed rounds of last year; of the running year two are open and one is proposed,
each with a teacher from outside."""

from datetime import date, timedelta

from django.db.models import Case, When

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import supervisor_of
from baubau_pembinaan.core.demo import DemoContext
from evaluations.models import FeedbackRound, Review, RoundAnswer, RoundGuest, RoundReviewer
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
    rows = Review.objects.filter(cycle__is_demo=True, feedback_round=None).select_related("cycle", "person")
    year = context.as_of.year
    ended = rows.filter(cycle__year=year - 1, stage=Stage.LOCKED)
    first = Case(When(person__user__username="pustakawan", then=0), default=1)  # the librarian one signs in as
    for review in ended.order_by(first, "pk")[:6]:
        _closed(review)
    running = [
        review
        for review in rows.filter(cycle__year=year).order_by("person__name", "pk")
        if ORDER[Stage.RUNNING] <= ORDER[Stage(review.stage)] <= ORDER[Stage.RATING]
    ]
    running.sort(key=lambda review: review.stage != Stage.SELF)  # first the librarian one signs in as
    for number, review in enumerate(running[:3]):
        row = FeedbackRound.objects.create(review=review)
        _ask(row, review, context.as_of)
        RoundGuest.objects.create(
            round=row, name="Wa Ode Nurlian", organisation="SD Negeri 1 Contoh", phone="628110000000"
        )
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


def _ask(row: FeedbackRound, review: Review, on: date) -> None:
    """The lead as the superior, and colleagues who will not read the result."""
    lead = supervisor_of(review.person, on)
    above = supervisor_of(lead, on) if lead else None
    readers = [each.pk for each in (lead, above) if each] + [review.person_id]
    others = StaffProfile.objects.filter(user__is_demo=True, user__is_active=True).exclude(pk__in=readers)
    peers = list(others.exclude(user__groups__name=Role.AGENCY_HEAD).order_by("pk")[: len(ASKED)])
    superior = lead if lead and lead.user_id else peers.pop()
    for reviewer, relation in zip([superior, *peers], ASKED, strict=False):
        RoundReviewer.objects.create(round=row, reviewer=reviewer, relation=relation)
