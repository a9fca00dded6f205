"""What the review pages read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import is_administrator, is_agency_head, profile_of
from baubau_pembinaan.core.statements import Kept, KeptModels, KeptPart, blank
from evaluations.models import (
    Conduct,
    FeedbackNote,
    FeedbackRound,
    PeriodicEvaluation,
    ResultFile,
    ResultLink,
    Review,
    ReviewCycle,
    WorkResult,
)
from evaluations.models.review import TODAY, ReviewQuerySet
from evaluations.predikat import predicate_of
from evaluations.review_access import Access, access_to, leading, leads_any, led_by, places_of
from evaluations.review_choices import OPEN_TO_PERSON, CycleStatus, Predicate, Stage

PLAN_STAGES = (Stage.PLANNING, Stage.PROPOSED)


def _one_review() -> ReviewQuerySet:
    begun = FeedbackRound.objects.filter(review=OuterRef("pk"))
    rows = _with_places(blank("me"), TODAY).filter(pk=blank("pk"))
    return rows.annotate(has_round=Exists(begun)).order_by()


_REVIEW = KeptModels(_one_review)


def review_for(user: Any, pk: int, today: date) -> tuple[Review, Access] | None:
    """The review and what this account is to it; None where there is none, or none of their business."""
    me = profile_of(user)
    row = _REVIEW.part(me=me.pk if me else None, today=today, pk=pk).first()
    if row is None:
        return None
    access = access_to(user, row, today)
    return (row, access) if access.sees_state else None


def _with_places(me: Any, today: Any) -> ReviewQuerySet:
    """Reviews with all that `access_to` and their papers read, so that asking it of each costs no statement more."""
    notes = FeedbackNote.objects.filter(review=OuterRef("pk")).order_by().values("review")
    return (
        Review.objects.with_leaders(today)
        .with_superior(today)
        .with_names()
        .annotate(note_count=Coalesce(Subquery(notes.annotate(n=Count("pk")).values("n")), 0))
        .annotate(my_places=ArraySubquery(places_of(me, today).values("pk")))
        .select_related("cycle", "person", "unit", "state_rating", "decided_by")
    )


def readable_in_unit(user: Any, cycle: int, unit: int, today: date) -> list[tuple[Review, Access]]:
    """The reviews of a unit whose texts this account may read, by name."""
    me = profile_of(user)
    rows = _with_places(me.pk if me else None, today).filter(cycle=cycle, unit=unit).order_by("person__name", "pk")
    pairs = [(row, access_to(user, row, today)) for row in rows]
    return [(row, access) for row, access in pairs if access.reads_text]


def with_proofs(results: QuerySet[WorkResult]) -> QuerySet[WorkResult]:
    """Each with `proofs` (token and name of its files) and `records`, so that they cost no statement more."""
    kept = ResultFile.objects.filter(result=OuterRef("pk")).order_by("pk")
    shown = JSONObject(token=F("stored__token"), name=F("stored__name"))
    linked = ResultLink.objects.filter(result=OuterRef("pk")).order_by("day", "pk")
    record = JSONObject(kind="kind", title="title", address="address")
    return results.annotate(
        proofs=ArraySubquery(kept.values(found=shown)), records=ArraySubquery(linked.values(found=record))
    )


NAMES = ("author__name", "author__title_prefix", "author__title_suffix")
_RESULTS = KeptModels(lambda: with_proofs(WorkResult.objects.filter(review=blank("review"))))
_CONDUCT = KeptModels(lambda: Conduct.objects.filter(review=blank("review")))
_PERIODS = KeptModels(lambda: PeriodicEvaluation.objects.filter(review=blank("review")))
_NOTES = KeptModels(
    lambda: (
        FeedbackNote.objects.filter(review=blank("review"))
        .select_related("author", "competence")
        .only("kind", "value", "text", "written_on", *NAMES, "competence")
    )
)


def results_of(review: Review) -> list[WorkResult]:
    return _RESULTS.part(review=review.pk)[:]


def conduct_of(review: Review) -> list[Conduct]:
    return _CONDUCT.rows(review=review.pk)


def periods_of(review: Review) -> list[PeriodicEvaluation]:
    return _PERIODS.rows(review=review.pk)


def notes_of(review: Review) -> KeptPart[Any]:
    """The newest first."""
    return _NOTES.part(review=review.pk)


def leads_somebody(user: Any, today: date) -> bool:
    """Heads of the agency, and whoever leads or decides about the review of anybody."""
    me = profile_of(user)
    return is_agency_head(user) or (me is not None and leads_any(me, today))


_JUDGED = Kept(
    lambda: led_by().filter(cycle__year=blank("year"), person=blank("person")).order_by().values_list("pk")[:1]
)


def person_judged_by(user: Any, pk: int, year: int, today: date) -> StaffProfile | None:
    """The person, where this account leads or decides about their review of that year; else None."""
    me = profile_of(user)
    if is_agency_head(user):
        judges = Review.objects.filter(cycle__year=year, person=pk).exclude(person=me).exists()
    else:
        judges = me is not None and bool(_JUDGED.rows(**leading(me, today), year=year, person=pk))
    return StaffProfile.objects.get(pk=pk) if judges else None


def own_reviews(profile: StaffProfile) -> ReviewQuerySet:
    return Review.objects.filter(person=profile).as_lines().order_by("-cycle__year", "pk")


def _team(**years: Any) -> KeptModels[Any]:
    def build() -> ReviewQuerySet:
        rows = led_by().filter(**years).with_names().with_due().as_lines()
        return rows.order_by("-cycle__year", F("due").asc(nulls_last=True), "person__name", "pk")

    return KeptModels(build)


_TEAM, _TEAM_NOW, _TEAM_OF = _team(), _team(cycle__status=CycleStatus.RUNNING), _team(cycle__year=blank("year"))


def team_reviews(profile: StaffProfile, today: date, *, year: str = CycleStatus.RUNNING) -> KeptPart[Any]:
    """Reviews this person leads or decides objections of; `year`: "running" cycles, a year in figures, "" for all."""
    values = leading(profile, today)
    if year == CycleStatus.RUNNING:
        return _TEAM_NOW.part(**values)
    return _TEAM_OF.part(**values, year=int(year)) if year else _TEAM.part(**values)


_YEARS = Kept(lambda: ReviewCycle.objects.exclude(status="draft").order_by("-year").values_list("year"))


def years_started() -> list[int]:
    """The newest first."""
    return [year for (year,) in _YEARS.rows()]


def _late(whose: Callable[[], ReviewQuerySet]) -> KeptModels[Any]:
    def build() -> ReviewQuerySet:
        rows = whose().with_names().late_on(TODAY).as_lines()
        return rows.order_by("late_since", "person__name", "pk")

    return KeptModels(build)


_LATE, _LATE_LED = _late(lambda: Review.objects.with_leaders(TODAY)), _late(led_by)


def late_reviews(user: Any, today: date) -> KeptPart[Any]:
    """Who is late: everybody's for the heads of the agency and administrators, one's own staff's for a supervisor."""
    me = profile_of(user)
    if is_agency_head(user) or is_administrator(user):
        return _LATE.part(today=today)
    values = leading(me, today) if me else {"me": None, "ids": [], "today": today}
    return _LATE_LED.part(**values)


def results_to_support(review: Review) -> list[str]:
    """Of a row read `with_leaders`: what the supervisor's own agreed plan of that year holds, to choose from."""
    agreed = Q(review__agreed_on__isnull=False) & ~Q(review__stage__in=[*PLAN_STAGES, Stage.WITHDRAWN])
    rows = WorkResult.objects.filter(agreed, review__person=review.lead_id, review__cycle=review.cycle_id)
    return list(dict.fromkeys(rows.order_by("-kind", "pk").values_list("plan", flat=True)))


def waits_for(review: Review) -> int | None:
    """The profile whose turn it is; None where it is the head of the agency's, or nobody's."""
    if review.stage in (Stage.PLANNING, Stage.RUNNING, Stage.SELF, Stage.RELEASED):
        return review.person_id
    if review.stage in (Stage.PROPOSED, Stage.RATING):
        return review.lead_id
    return review.superior_id if review.stage == Stage.OBJECTED else None


def whose_turn(review: Review) -> str:
    """Of a row read `with_leaders` and `with_names` that is late; empty: the head of the agency's."""
    due = getattr(review, "period_due", None)
    if due is not None and due == getattr(review, "late_since", None):  # the supervisor's word on a period
        return review.leader_name(review.lead_id)
    if review.stage == Stage.OBJECTED:
        return review.leader_name(review.above_id)
    turn = waits_for(review)
    return review.person.full_name if turn == review.person_id else review.leader_name(turn)


def can_be_decided(review: Review) -> bool:
    """Whether there is somebody to decide an objection: the superior, or a head who neither leads nor has rated."""
    if review.superior_id is not None:
        return True
    barred = [pk for pk in (review.person_id, review.lead_id, review.rated_by_id) if pk]
    rows = StaffProfile.objects.filter(user__is_active=True, user__groups__name=Role.AGENCY_HEAD)
    return rows.exclude(pk__in=barred).exists()


@dataclass(frozen=True)
class Distribution:
    """How many have each predikat, of how many evaluated; advice for the head, never a quota."""

    counts: list[tuple[Predicate, int]]
    rated: int
    total: int


def _rated() -> QuerySet[Review, Any]:
    done = Q(stage__in=[Stage.CALIBRATION, *OPEN_TO_PERSON])
    rows = Review.objects.filter(cycle=blank("cycle")).order_by().values("result_rating", "conduct_rating", done=done)
    return rows.annotate(n=Count("pk")).values_list("result_rating", "conduct_rating", "done", "n")


_RATED = Kept(_rated)


def distribution(cycle: ReviewCycle) -> Distribution:
    """One statement. Only what supervisors have handed in counts."""
    counts = dict.fromkeys(Predicate, 0)
    total = 0
    for result, conduct, done, n in _RATED.rows(cycle=cycle.pk):
        total += n
        predicate = predicate_of(result, conduct)
        if predicate and done:
            counts[predicate] += n
    return Distribution(list(counts.items()), sum(counts.values()), total)


@cache
def _board(*chosen: str) -> KeptModels[Any]:
    """By the cycle, and what else is chosen."""

    def build() -> ReviewQuerySet:
        rows = Review.objects.filter(**{name: blank(name) for name in ("cycle", *chosen)}).with_leaders(TODAY)
        rows = rows.with_names().with_due().as_lines()
        return rows.order_by("unit__name", "person__name", "pk")

    return KeptModels(build)


def board_reviews(cycle: ReviewCycle, today: date, *, stage: str = "", unit: int | None = None) -> KeptPart[Any]:
    chosen = {"stage": stage if stage in Stage.values else "", "unit": unit}
    chosen = {name: value for name, value in chosen.items() if value}
    return _board(*chosen).part(cycle=cycle.pk, today=today, **chosen)


_STARTED = KeptModels(lambda: ReviewCycle.objects.exclude(status="draft").order_by("-year"))


def started_cycles() -> list[ReviewCycle]:
    """The newest first."""
    return _STARTED.rows()


def cycle_of(cycles: list[ReviewCycle], year: int | None, today: date) -> ReviewCycle | None:
    """The one of that year, else the newest that has begun by `today`, else the newest."""
    begun = [cycle for cycle in cycles if cycle.starts_on <= today]
    return next((cycle for cycle in cycles if cycle.year == year), next(iter(begun or cycles), None))


def colleagues_to_praise(profile: StaffProfile) -> ReviewQuerySet:
    """Running reviews of others, to which a note may be added; shown are name and unit only."""
    return (
        Review.objects.filter(cycle__status="running", stage__in=[Stage.RUNNING, Stage.SELF, Stage.RATING])
        .exclude(person=profile)
        .select_related("person", "unit", "cycle")
        .order_by("person__name", "-cycle__year", "pk")
    )
