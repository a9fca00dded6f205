"""Reviews, comments and follow-ups in figures, as they stood on a day: for reports. No names of patrons, no ratings
of single people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from evaluations.choices import CommentKind, CommentState, FollowUpStatus
from evaluations.models import Comment, FollowUp, Review
from evaluations.predikat import predicate_of
from evaluations.review_choices import Predicate
from evaluations.skm import Bands, SkmResult, pool

from .comments import WAITING
from .results import current_bands
from .rollup import Leaf, all_periods, leaves


@dataclass(frozen=True)
class Satisfaction:
    """SKM periods that touch the days, each with its result, and all their respondents together."""

    leaves: list[Leaf]
    library: SkmResult


def satisfaction_between(first: date, last: date, bands: Bands | None = None) -> Satisfaction:
    bands = bands or current_bands()
    touching = [period for period in all_periods() if period.starts_on <= last and period.ends_on >= first]
    found = [leaf for leaf in leaves(touching, bands) if leaf.result.respondents]
    return Satisfaction(found, pool([leaf.result for leaf in found], bands))


def satisfaction_of_years(years: Sequence[int]) -> dict[int, SkmResult]:
    """Year -> the result of everybody who answered in periods that began in it; years without one are left out."""
    bands = current_bands()
    wanted = [period for period in all_periods() if period.starts_on.year in set(years)]
    by_year: dict[int, list[SkmResult]] = {}
    for leaf in leaves(wanted, bands):
        if leaf.result.respondents:
            by_year.setdefault(leaf.year, []).append(leaf.result)
    return {year: pool(results, bands) for year, results in by_year.items()}


@dataclass(frozen=True)
class ReviewProgress:
    """How many reviews of the year had taken each step by the day; predicates of released ones only."""

    total: int
    agreed: int
    handed_in: int
    rated: int
    released: int
    locked: int
    predicates: list[tuple[Predicate, int]]


def review_progress(year: int, on: date) -> ReviewProgress | None:
    """None where no reviews of that year were started. Two statements."""
    rows = Review.objects.filter(cycle__year=year).order_by()

    def by(field: str) -> Count:
        return Count("pk", filter=Q(**{f"{field}__lte": on}))

    sums = rows.aggregate(
        total=Count("pk"),
        agreed=by("agreed_on"),
        handed_in=by("self_on"),
        rated=by("rated_on"),
        released=by("released_on"),
        locked=by("closed_on"),
    )
    if not sums["total"]:
        return None
    counts = dict.fromkeys(Predicate, 0)
    released = rows.filter(released_on__lte=on).values_list("result_rating", "conduct_rating").annotate(n=Count("pk"))
    for result, conduct, n in released:
        predicate = predicate_of(result, conduct)
        if predicate:
            counts[predicate] += n
    return ReviewProgress(**sums, predicates=list(counts.items()))


@dataclass(frozen=True)
class CommentFigures:
    """Comments whose day lies in the period: received, still undecided, public, answered; by what follows from them."""

    received: int
    waiting: int
    public: int
    finished: int
    by_kind: list[tuple[CommentKind, int]]


def comments_between(first: date, last: date) -> CommentFigures:
    """Two statements."""
    rows = Comment.objects.filter(day__range=(first, last)).order_by()
    sums = rows.aggregate(
        received=Count("pk"),
        waiting=Count("pk", filter=WAITING),
        public=Count("pk", filter=Q(handling__state=CommentState.PUBLIC)),
        finished=Count("pk", filter=Q(handling__finished_on__isnull=False)),
    )
    kinds = dict(rows.exclude(handling__kind="").values_list("handling__kind").annotate(n=Count("pk")))
    return CommentFigures(**sums, by_kind=[(kind, kinds[kind]) for kind in CommentKind if kind in kinds])


def follow_ups_standing(first: date, last: date) -> list[FollowUp]:
    """Follow-ups of periods that began by `last`, open on it or settled since `first`; the earliest due first."""
    rows = FollowUp.objects.filter(Q(ended_on=None) | Q(ended_on__gte=first), period__starts_on__lte=last)
    rows = rows.exclude(status=FollowUpStatus.PROPOSED).select_related("period__survey", "responsible", "unit")
    return list(rows.order_by("due_on", "period__starts_on", "unsur", "pk"))
