"""The reviews' pages under measure: the head's board, one's own years, one review, the simulated angka kredit."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile
from evaluations.models import Conduct, FeedbackNote, PeriodicEvaluation, Review, ReviewCycle, WorkResult
from evaluations.review_choices import CycleStatus, NoteKind, Rating, Stage, Value

FIRST_YEAR = 2000
LARGEST = 25  # cycles: years are few, people are many


def _bulk(model: Any, rows: list[Any]) -> list[Any]:
    """Past the history on purpose: these rows are weight, not records."""
    return QuerySet(model).bulk_create(rows, batch_size=2000)


def fill(n: int) -> None:
    """About `n` closed reviews over some years, with a work result each; the first of all carries notes as well."""
    people = list(StaffProfile.objects.order_by("pk")[:200])
    years = min(LARGEST, -(-n // len(people)))
    cycles = _bulk(ReviewCycle, [_cycle(FIRST_YEAR + number) for number in range(years)])
    reviews = _bulk(Review, [_review(cycle, person) for cycle in cycles for person in people][:n])
    _bulk(
        WorkResult,
        [WorkResult(review=row, plan="Kelas literasi", indicator="Jumlah", target="12 kelas") for row in reviews],
    )
    first = reviews[0]
    _bulk(Conduct, [Conduct(review=first, value=value) for value in Value])
    _bulk(
        PeriodicEvaluation,
        [
            PeriodicEvaluation(
                review=first,
                number=number,
                starts_on=first.cycle.starts_on,
                ends_on=first.cycle.ends_on,
                result_rating=Rating.MEETS,
                conduct_rating=Rating.MEETS,
                evaluated_on=first.cycle.ends_on,
            )
            for number in range(1, 5)
        ],
    )
    _bulk(
        FeedbackNote,
        [
            FeedbackNote(
                review=first,
                author=people[number % len(people)],
                kind=NoteKind.PRAISE,
                value=Value.LOYAL,
                text="Sabar melayani",
                written_on=first.cycle.ends_on,
            )
            for number in range(min(n, 500))
        ],
    )


def _cycle(year: int) -> ReviewCycle:
    last = date(year, 12, 31)
    names = ("plan_due_on", "self_due_on", "rating_due_on", "release_due_on", "acknowledge_due_on", "objection_due_on")
    days = dict.fromkeys(names, last + timedelta(days=30))
    return ReviewCycle(year=year, starts_on=date(year, 1, 1), ends_on=last, status=CycleStatus.CLOSED, **days)


def _review(cycle: ReviewCycle, person: StaffProfile) -> Review:
    return Review(
        cycle=cycle,
        person=person,
        stage=Stage.LOCKED,
        result_rating=Rating.MEETS,
        conduct_rating=Rating.ABOVE,
        rated_on=cycle.ends_on,
        closed_on=cycle.ends_on,
    )


def _a_review() -> str:
    row = Review.objects.filter(cycle__year=FIRST_YEAR).order_by("pk").first()
    return reverse("evaluations:review-detail", args=[row.pk if row else 0])


def _a_person() -> str:
    return reverse("evaluations:credit", args=[StaffProfile.objects.order_by("pk").values_list("pk", flat=True)[0]])


PAGES = [
    ("reviews-home", "Performance (first page)", "/staf/kinerja/", Role.LIBRARIAN),
    ("reviews-board", "Board of the head", f"/staf/kinerja/papan/?year={FIRST_YEAR}", Role.AGENCY_HEAD),
    ("reviews-detail", "One review", _a_review, Role.AGENCY_HEAD),
    ("reviews-credit", "Simulated angka kredit", _a_person, Role.AGENCY_HEAD),
]
