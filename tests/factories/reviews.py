"""Rows of the reviews for tests."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from baubau_pembinaan.accounts.models import StaffProfile
from evaluations.models import Review, ReviewCycle, WorkResult
from evaluations.review_choices import ENDED, ORDER, CycleStatus, Rating, Stage
from evaluations.services.reviews.cycles import add_person
from tests.factories.accounts import make_appointment, make_profile, make_unit

_years = count(2030)


def make_cycle(**fields) -> ReviewCycle:
    """A running cycle around today, its deadlines ahead, in a year of its own."""
    today = timezone.localdate()
    days = [today + timedelta(days=n) for n in (10, 20, 30, 40, 50, 60)]
    names = ("plan_due_on", "self_due_on", "rating_due_on", "release_due_on", "acknowledge_due_on", "objection_due_on")
    return ReviewCycle.objects.create(
        **{
            "year": next(_years),
            "starts_on": date(today.year, 1, 1),
            "ends_on": date(today.year, 12, 31),
            "status": CycleStatus.RUNNING,
            **dict(zip(names, days, strict=True)),
            **fields,
        }
    )


def make_review(
    person: StaffProfile | None = None,
    *,
    stage: str = Stage.RUNNING,
    supervisor: StaffProfile | None = None,
    cycle: ReviewCycle | None = None,
    **fields,
) -> Review:
    """A review at that stage, with what a review must hold there; `supervisor` leads by a dated appointment."""
    person = person or make_profile()
    unit = fields.pop("unit", None) or make_unit()
    if supervisor:
        make_appointment(person, supervisor=supervisor, unit=unit)
    review = add_person(cycle=cycle or make_cycle(), person=person, unit=unit.pk)
    WorkResult.objects.create(review=review, plan="Kelas literasi", indicator="Jumlah kelas", target="12 kelas")
    today, reached = timezone.localdate(), ORDER[Stage(stage)]
    if reached >= ORDER[Stage.PROPOSED]:
        for row in review.conduct.all():
            row.expectation = f"Harapan {row.value}"
            row.save()
    if reached >= ORDER[Stage.SELF]:
        review.self_text = "Catatan diri rahasia"
    if reached >= ORDER[Stage.CALIBRATION]:
        review.result_rating, review.conduct_rating, review.rated_on = Rating.MEETS, Rating.ABOVE, today
        review.supervisor_text = "Catatan atasan rahasia"
    if stage == Stage.OBJECTED:
        review.objection = "Belum dihitung semua."
    if stage in ENDED:
        review.closed_on = today
    review.stage = stage
    for name, value in fields.items():
        setattr(review, name, value)
    review.save()
    return review


def make_chain() -> tuple[StaffProfile, StaffProfile, StaffProfile]:
    """A person with an account, their supervisor and that one's superior, by appointments of today."""
    from tests.factories.accounts import make_person

    superior, supervisor, person = make_person(), make_person(), make_person()
    make_appointment(supervisor, supervisor=superior)
    make_appointment(person, supervisor=supervisor)
    return person, supervisor, superior


def make_round(review: Review, *, answers=(), asked=(), status: str = "open", closes_on: date | None = None):
    """A round about the review; `answers` are (relation, scores, strength), `asked` people who may still answer.

    A closed one is closed by the service, the day after its last.
    """
    from evaluations.models import FeedbackRound, RoundAnswer, RoundReviewer
    from evaluations.services.reviews.circles import close_due_rounds

    today = timezone.localdate()
    last = closes_on or (today - timedelta(days=1) if status == "closed" else today + timedelta(days=7))
    begun = "open" if status == "closed" else status
    row = FeedbackRound.objects.create(review=review, status=begun, closes_on=None if begun == "proposing" else last)
    for profile in asked:
        RoundReviewer.objects.create(round=row, reviewer=profile, relation="peer")
    for relation, scores, strength in answers:
        RoundAnswer.objects.create(round=row, relation=relation, scores=scores, strength=strength)
    if status == "closed":
        close_due_rounds(on=today)
        row.refresh_from_db()
    return row


def make_result_file(review: Review):
    """A small PDF kept with the first work result of the review."""
    from baubau_pembinaan.documents.services import store_content
    from baubau_pembinaan.documents.sniff import Kind
    from evaluations.models import ResultFile
    from evaluations.services.reviews.files import FILE_APP

    content, by = b"%PDF-1.4\n%%EOF\n", review.person.user
    stored = store_content(
        content=content, kind=Kind.PDF, name="Laporan kelas.pdf", app=FILE_APP, by=by, at=timezone.now()
    )
    return ResultFile.objects.create(result=review.results.order_by("pk").first(), stored=stored)
