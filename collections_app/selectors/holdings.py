"""What the library has by class and age group, against the targets of its policy."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Min, Q

from baubau_pembinaan.core.formats import half_up
from collections_app.choices import Audience, ItemStatus, MainClass
from collections_app.models import CollectionPolicy, CollectionTarget, Item, Title


@dataclass(frozen=True)
class Gap:
    """One class or age group. `share` and `target` in per cent of all titles; target None where none is set."""

    key: str
    label: str
    titles: int
    share: Decimal
    target: Decimal | None

    @property
    def missing(self) -> Decimal:
        """How far it is below its target, as a part of the target: 0 (none) to 1 (nothing there)."""
        if not self.target or self.share >= self.target:
            return Decimal(0)
        return (self.target - self.share) / self.target


@dataclass(frozen=True)
class Holdings:
    """Titles that have a copy (or are counted as titles without copies on record), split two ways."""

    total: int
    classes: list[Gap]
    audiences: list[Gap]


def holdings(policy: CollectionPolicy | None) -> Holdings:
    """The split with the policy's targets; two statements (one without a policy)."""
    counted = Title.objects.order_by().values_list("main_class", "audience").annotate(n=Count("pk"))
    by_class: dict[str, int] = {}
    by_audience: dict[str, int] = {}
    for main_class, audience, n in counted:
        by_class[main_class] = by_class.get(main_class, 0) + n
        by_audience[audience] = by_audience.get(audience, 0) + n
    total = sum(by_class.values())
    targets: dict[tuple[str, str], Decimal] = {}
    if policy is not None:
        rows = CollectionTarget.objects.filter(policy=policy).values_list("main_class", "audience", "share_percent")
        targets = {(main_class, audience): share for main_class, audience, share in rows}

    def gap(key: str, label: str, n: int, target: Decimal | None) -> Gap:
        return Gap(key, label, n, half_up(Decimal(n) * 100 / total, 2) if total else Decimal(0), target)

    return Holdings(
        total,
        [gap(key, str(label), by_class.get(key, 0), targets.get((key, ""))) for key, label in MainClass.choices],
        [gap(key, str(label), by_audience.get(key, 0), targets.get(("", key))) for key, label in Audience.choices],
    )


@dataclass(frozen=True)
class Standing:
    """The collection against the policy's overall targets."""

    titles: int
    wanted_titles: int | None  # None where the population is not known
    recent: int
    dated: int
    recent_share: Decimal  # per cent of the titles whose year is known
    recent_from: int


def wanted_titles(population: int | None, per_head: Decimal) -> int | None:
    """SNP: 0.025 x population, rounded up: 161,280 inhabitants want 4,032 titles, 159,248 want 3,982."""
    if not population:
        return None
    exact = population * per_head
    return int(exact) + (1 if exact % 1 else 0)


def standing(policy: CollectionPolicy, *, population: int | None, today: date) -> Standing:
    """Titles and how many of them are recent (published in the policy's last years, this one included)."""
    recent_from = today.year - policy.recent_years + 1
    counts = Title.objects.aggregate(
        titles=Count("pk"),
        dated=Count("pk", filter=Q(year__isnull=False)),
        recent=Count("pk", filter=Q(year__gte=recent_from, year__lte=today.year + 1)),
    )
    share = half_up(Decimal(counts["recent"]) * 100 / counts["dated"], 2) if counts["dated"] else Decimal(0)
    wanted = wanted_titles(population, policy.titles_per_head)
    return Standing(counts["titles"], wanted, counts["recent"], counts["dated"], share, recent_from)


def growth(first_year: int, last_year: int) -> list[tuple[int, int]]:
    """(year, copies received in it) for each year of the span, from the received dates on record."""
    counted = dict(
        Item.objects.filter(received_on__year__gte=first_year, received_on__year__lte=last_year)
        .order_by()
        .values_list("received_on__year")
        .annotate(n=Count("pk"))
    )
    return [(year, counted.get(year, 0)) for year in range(first_year, last_year + 1)]


@dataclass(frozen=True)
class RawFigures:
    """What IPLM (Perpusnas 7/2025) and SNP ask of the collection as raw numbers; no index is computed from them."""

    titles: int
    copies: int
    added_titles: int
    added_copies: int
    spent_idr: Decimal
    allocated_idr: Decimal
    e_titles: int
    seats: int


def span_of_years() -> tuple[int, int] | None:
    """The first and the last year a copy was received; None where no date is on record."""
    found = Item.objects.aggregate(first=Min("received_on__year"), last=Max("received_on__year"))
    return (found["first"], found["last"]) if found["first"] else None


def held_copies() -> int:
    return Item.objects.exclude(status__in=[ItemStatus.WITHDRAWN, ItemStatus.MISSING]).count()
