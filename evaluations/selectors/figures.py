"""Reviews, comments and follow-ups in figures, as they stood on a day: for reports. No names of patrons, no ratings
of single people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from evaluations.choices import CommentKind, CommentState, FollowUpStatus
from evaluations.guard import SMALLEST_GROUP, merge
from evaluations.models import Comment, FollowUp, Review
from evaluations.predikat import predicate_of
from evaluations.review_choices import Predicate
from evaluations.skm import Bands, SkmResult, pool

from .comments import WAITING
from .results import current_bands
from .rollup import Leaf, all_periods, leaves


@dataclass(frozen=True)
class Satisfaction:
    """What patrons said in a stretch of whole months: a leaf a survey period, and all their respondents together.

    Of a survey period that runs beyond the stretch only the answers of its own months are counted; such periods stand
    in `cut`, and `library` holds nothing where fewer than SMALLEST_GROUP people answered in a cut period alone.
    """

    leaves: list[Leaf]
    library: SkmResult
    cut: frozenset[int]
    bands: Bands

    def lines(self, leaves: Sequence[Leaf] | None = None) -> list[tuple[Leaf | None, SkmResult]]:
        """One line a survey period; where one is cut, small ones stand together in a last line without a period."""
        leaves = self.leaves if leaves is None else leaves
        if not any(leaf.period.pk in self.cut for leaf in leaves):
            return [(leaf, leaf.result) for leaf in leaves]
        blocks = merge([(leaf.period.pk, leaf.result.respondents) for leaf in leaves])
        shown = {key for key, _n in blocks.shown}
        lines: list[tuple[Leaf | None, SkmResult]] = [(leaf, leaf.result) for leaf in leaves if leaf.period.pk in shown]
        if blocks.rest:
            together = [leaf.result for leaf in leaves if leaf.period.pk in blocks.rest]
            lines.append((None, pool(together, self.bands)))
        return lines


def satisfaction_between(first: date, last: date, bands: Bands | None = None) -> Satisfaction:
    """Answers of the months from `first` to `last`, which begin and end a month."""
    bands = bands or current_bands()
    touching = [period for period in all_periods() if period.starts_on <= last and period.ends_on >= first]
    cut = frozenset(period.pk for period in touching if period.starts_on < first or period.ends_on > last)
    found = [leaf for leaf in leaves(touching, bands, cut, (first, last)) if leaf.result.respondents]
    return _together(found, cut, bands)


def satisfaction_of_year(year: int) -> Satisfaction:
    """Everybody who answered in periods that began in the year."""
    bands = current_bands()
    wanted = [period for period in all_periods() if period.starts_on.year == year]
    return _together([leaf for leaf in leaves(wanted, bands) if leaf.result.respondents], frozenset(), bands)


def _together(found: list[Leaf], cut: frozenset[int], bands: Bands) -> Satisfaction:
    people = sum(leaf.result.respondents for leaf in found)
    hidden = people < SMALLEST_GROUP and any(leaf.period.pk in cut for leaf in found)
    return Satisfaction(found, pool([] if hidden else [leaf.result for leaf in found], bands), cut, bands)


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
