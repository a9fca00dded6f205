"""The reviews' pages under measure: boards and lists over many people, one's own years, one review and its rounds.

The oldest year is the running one and holds a review of everybody up to 200, so that the board and the lists draw many
rows; one librarian leads all of them, by appointment, and has the review that the detail pages open.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.libraries import switches
from evaluations.models import (
    Conduct,
    FeedbackNote,
    FeedbackRound,
    PeriodicEvaluation,
    Review,
    ReviewCycle,
    RoundReviewer,
    WorkResult,
)
from evaluations.review_choices import CycleStatus, NoteKind, Rating, Stage, Value

FIRST_YEAR = 2000
SHOWN = 200  # people, and so reviews of the running year
LARGEST = 25  # cycles: years are few, people are many


def _bulk(model: Any, rows: list[Any]) -> list[Any]:
    """Past the history on purpose: these rows are weight, not records."""
    return QuerySet(model).bulk_create(rows, batch_size=2000)


def _leader() -> StaffProfile:
    """Who signs in as a librarian here."""
    found = StaffProfile.objects.filter(user__groups__name=Role.LIBRARIAN).order_by("pk").first()
    return found or StaffProfile.objects.order_by("pk")[0]


def fill(n: int) -> None:
    """About `n` reviews: the running year first, then closed ones, with a work result each."""
    known = StaffProfile.objects.count()
    _bulk(StaffProfile, [StaffProfile(name=f"Pegawai Contoh {number:03}") for number in range(known, min(n, SHOWN))])
    people = list(StaffProfile.objects.order_by("pk")[:SHOWN])
    years = min(LARGEST, -(-n // len(people)))
    cycles = _bulk(ReviewCycle, [_cycle(FIRST_YEAR + number) for number in range(years)])
    leader = _leader()
    people.sort(key=lambda person: person != leader)  # the leader's own review comes first of each year
    led = set()  # by appointment, the way that costs the pages most; whoever has none is led by hand
    for post in Appointment.objects.filter(profile__in=people).exclude(profile=leader):
        QuerySet(Appointment).filter(pk=post.pk).update(supervisor=leader)
        led.add(post.profile_id)
    by_hand = {person.pk: leader for person in people if person != leader and person.pk not in led}
    rows = [_review(cycle, person, by_hand.get(person.pk)) for cycle in cycles for person in people]
    reviews = _bulk(Review, rows[:n])
    _bulk(
        WorkResult,
        [WorkResult(review=row, plan="Kelas literasi", indicator="Jumlah", target="12 kelas") for row in reviews],
    )
    _one_full(reviews[0], people)
    switches.turn("review_360", True, by=None)
    last = timezone.localdate() + timedelta(days=30)
    rounds = [FeedbackRound(review=row, status="open", closes_on=last) for row in reviews[: len(people)]]
    asked = [RoundReviewer(round=row, reviewer=leader, relation="peer") for row in _bulk(FeedbackRound, rounds)]
    _bulk(RoundReviewer, asked[1:])


def _one_full(first: Review, people: list[StaffProfile]) -> None:
    """The review that the detail pages open: every value, four quarters, five hundred notes."""
    _bulk(Conduct, [Conduct(review=first, value=value) for value in Value])
    facts = {"starts_on": first.cycle.starts_on, "ends_on": first.cycle.ends_on, "evaluated_on": first.cycle.ends_on}
    rated = {"result_rating": Rating.MEETS, "conduct_rating": Rating.MEETS}
    _bulk(PeriodicEvaluation, [PeriodicEvaluation(review=first, number=n, **facts, **rated) for n in range(1, 5)])
    notes = [
        FeedbackNote(
            review=first,
            author=people[number % len(people)],
            kind=NoteKind.PRAISE,
            value=Value.LOYAL,
            text="Sabar melayani",
            written_on=first.cycle.ends_on,
        )
        for number in range(500)
    ]
    _bulk(FeedbackNote, notes)


def _cycle(year: int) -> ReviewCycle:
    last = date(year, 12, 31)
    names = ("plan_due_on", "self_due_on", "rating_due_on", "release_due_on", "acknowledge_due_on", "objection_due_on")
    days = dict.fromkeys(names, last + timedelta(days=30))
    status = CycleStatus.RUNNING if year == FIRST_YEAR else CycleStatus.CLOSED
    return ReviewCycle(year=year, starts_on=date(year, 1, 1), ends_on=last, status=status, **days)


def _review(cycle: ReviewCycle, person: StaffProfile, lead: StaffProfile | None) -> Review:
    if cycle.year == FIRST_YEAR:
        return Review(cycle=cycle, person=person, assigned_supervisor=lead, stage=Stage.SELF)
    return Review(
        cycle=cycle,
        person=person,
        assigned_supervisor=lead,
        stage=Stage.LOCKED,
        result_rating=Rating.MEETS,
        conduct_rating=Rating.ABOVE,
        rated_on=cycle.ends_on,
        closed_on=cycle.ends_on,
    )


def _of_the_leader(name: str) -> Any:
    def address() -> str:
        row = Review.objects.filter(cycle__year=FIRST_YEAR).order_by("pk").first()
        return reverse(f"evaluations:{name}", args=[row.pk if row else 0])

    return address


def _a_person() -> str:
    return reverse("evaluations:credit", args=[StaffProfile.objects.order_by("pk").values_list("pk", flat=True)[0]])


def _a_cycle() -> str:
    row = ReviewCycle.objects.filter(year=FIRST_YEAR).first()
    return reverse("evaluations:cycle-join", args=[row.pk if row else 0])


PAGES = [
    ("reviews-home", "Performance (first page)", "/staf/kinerja/", Role.LIBRARIAN),
    ("reviews-board", "Board of the head", f"/staf/kinerja/papan/?year={FIRST_YEAR}", Role.AGENCY_HEAD),
    ("reviews-team", "My team", "/staf/kinerja/tim/", Role.LIBRARIAN),
    ("reviews-late", "Who is late", "/staf/kinerja/terlambat/", Role.AGENCY_HEAD),
    ("reviews-colleagues", "Feedback to a colleague", "/staf/kinerja/umpan-balik/", Role.LIBRARIAN),
    ("reviews-mine", "My reviews", "/staf/kinerja/saya/", Role.LIBRARIAN),
    ("reviews-asked", "Feedback I am asked for", "/staf/kinerja/putaran/", Role.LIBRARIAN),
    ("reviews-round", "360-degree feedback of one review", _of_the_leader("round-detail"), Role.AGENCY_HEAD),
    ("reviews-activities", "Activities of one review", _of_the_leader("review-activities"), Role.AGENCY_HEAD),
    ("reviews-cycles", "Review cycles", "/staf/kinerja/siklus/", Role.AGENCY_HEAD),
    ("reviews-join", "Adding a person to a cycle", _a_cycle, Role.AGENCY_HEAD),
    ("reviews-batch", "Papers of a unit", "/staf/kinerja/dokumen/", Role.AGENCY_HEAD),
    ("reviews-detail", "One review", _of_the_leader("review-detail"), Role.AGENCY_HEAD),
    ("reviews-credit", "Simulated angka kredit", _a_person, Role.AGENCY_HEAD),
]
