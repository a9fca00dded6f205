"""What the library has by class and age group, against the targets of its policy."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db.models import BigIntegerField, Count, DecimalField, F, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce

from baubau_pembinaan.core.formats import half_up
from baubau_pembinaan.core.statements import Kept, KeptText, blank
from collections_app.choices import GONE, Audience, MainClass
from collections_app.models import CollectionPolicy, CollectionTarget, DigitalResource, FundBalance, Title

from .texts import quoted


@dataclass(frozen=True)
class Gap:
    """One class or age group. `share` and `target` in per cent of `of` titles: all, or of age groups those that state
    one; target None where none is set."""

    key: str
    label: str
    titles: int
    share: Decimal
    target: Decimal | None
    of: int

    @property
    def missing(self) -> Decimal:
        """How far it is below its target, as a part of the target: 0 (none) to 1 (nothing there)."""
        if not self.target or self.share >= self.target:
            return Decimal(0)
        return (self.target - self.share) / self.target

    def titles_missing(self) -> int | None:
        """Titles it would need more today to have its share; None without a target."""
        if self.target is None:
            return None
        wanted = self.of * self.target / 100
        return max(0, int(wanted) + (1 if wanted % 1 else 0) - self.titles)


@dataclass(frozen=True)
class Holdings:
    """All titles the library has, split by class and by age group. `dated`: those whose year is known; `recent`: of
    the last years; `unstated`: those that say nothing of an age group."""

    total: int
    dated: int
    recent: int
    recent_from: int
    classes: list[Gap]
    audiences: list[Gap]
    unstated: int

    @property
    def all(self) -> list[Gap]:
        return [*self.classes, *self.audiences]

    @property
    def recent_share(self) -> Decimal:
        """Per cent of the titles whose year is known."""
        return half_up(Decimal(self.recent) * 100 / self.dated, 2) if self.dated else Decimal(0)


RECENT_YEARS = 5
_SHARE: Any = DecimalField(max_digits=18, decimal_places=2)


def _counted() -> QuerySet[Any, Any]:
    """(main class, age group, titles, of these with a year, of these recent), and (class, group, target) with None."""
    counts = Title.objects.held().order_by().values("main_class", "audience").annotate(
        n=Cast(Count("pk"), _SHARE),
        dated=Count("pk", filter=Q(year__isnull=False)),
        recent=Count("pk", filter=Q(year__gte=blank("recent_from"), year__lte=blank("recent_to"))),
    )  # fmt: skip
    newest = CollectionPolicy.objects.filter(adopted_on__lte=blank("policy_day")).order_by("-adopted_on", "-pk")
    targets = CollectionTarget.objects.filter(policy=Subquery(newest.values("pk")[:1])).order_by()
    none = Value(None, output_field=BigIntegerField())
    names = ("main_class", "audience", "n", "dated", "recent")
    shares = targets.annotate(n=F("share_percent"), dated=none, recent=none).values_list(*names)
    return counts.values_list(*names).union(shares, all=True)


_COUNTED = Kept(_counted)


def holdings(policy: CollectionPolicy | None, *, today: date) -> Holdings:
    """The split with the policy's targets. Recent are the policy's last years, this one included."""
    policy_day = policy.adopted_on if policy else date.min  # no policy is that old
    return _holdings(policy.recent_years if policy else RECENT_YEARS, policy_day, today)


def holdings_on(today: date) -> Holdings:
    """The split with the targets of the policy of that day; what is recent is not asked of it."""
    return _holdings(RECENT_YEARS, today, today)


def _holdings(recent_years: int, policy_day: date, today: date) -> Holdings:
    """One statement."""
    recent_from = today.year - recent_years + 1
    by_class: dict[str, int] = {}
    by_audience: dict[str, int] = {}
    targets: dict[tuple[str, str], Decimal] = {}
    dated = recent = 0
    rows = _COUNTED.rows(recent_from=recent_from, recent_to=today.year + 1, policy_day=policy_day)
    for main_class, audience, n, with_year, new in rows:
        if with_year is None:
            targets[main_class, audience] = n
            continue
        by_class[main_class] = by_class.get(main_class, 0) + int(n)
        by_audience[audience] = by_audience.get(audience, 0) + int(n)
        dated, recent = dated + with_year, recent + new
    total = sum(by_class.values())
    unstated = by_audience.get("", 0)

    def gap(key: str, label: str, n: int, target: Decimal | None, of: int) -> Gap:
        return Gap(key, label, n, half_up(Decimal(n) * 100 / of, 2) if of else Decimal(0), target, of)

    return Holdings(
        total, dated, recent, recent_from,
        [gap(key, str(label), by_class.get(key, 0), targets.get((key, "")), total) for key, label in MainClass.choices],
        [
            gap(key, str(label), by_audience.get(key, 0), targets.get(("", key)), total - unstated)
            for key, label in Audience.choices
        ],
        unstated,
    )  # fmt: skip


def wanted_titles(population: int | None, per_head: Decimal) -> int | None:
    """SNP: 0.025 x population, rounded up: 161,280 inhabitants want 4,032 titles, 159,248 want 3,982."""
    if not population:
        return None
    exact = population * per_head
    return int(exact) + (1 if exact % 1 else 0)


@dataclass(frozen=True)
class Stock:
    """Copies on record. `growth`: (year, copies received in it), without gaps."""

    copies: int
    growth: list[tuple[int, int]]
    added_copies: int
    added_titles: int


# (year, copies received in it, of these held today, titles); a title's copies are gathered before they are counted.
_BY_YEAR = KeptText(f"""
SELECT year, sum(copies)::int, sum(held)::int, count(*)
FROM (
    SELECT extract(year FROM received_on)::int AS year, title_id, count(*) AS copies,
        count(*) FILTER (WHERE NOT status IN ({quoted(GONE)})) AS held
    FROM collections_app_item GROUP BY 1, 2
) AS title GROUP BY year
""")  # noqa: S608 - own words only


def stock(first_year: int, last_year: int) -> Stock:
    """Copies held today and what each year of the span brought; additions are the last year's. One statement."""
    by_year = {year: (n, copies, titles) for year, n, copies, titles in _BY_YEAR.rows()}
    nothing = (0, 0, 0)
    growth = [(year, by_year.get(year, nothing)[0]) for year in range(first_year, last_year + 1)]
    last = by_year.get(last_year, nothing)
    return Stock(sum(copies for _n, copies, _titles in by_year.values()), growth, last[0], last[2])


@dataclass(frozen=True)
class Money:
    """Budget and spending of a year, and what is digital: raw figures IPLM (Perpusnas 7/2025) and SNP ask for."""

    allocated_idr: Decimal
    spent_idr: Decimal
    e_resources: int
    e_titles: int


def _money_and_digital() -> QuerySet[Any, Any]:
    funds = FundBalance.objects.filter(fund__year=blank("year")).order_by().values(part=Value("money"))
    digital = DigitalResource.objects.public_on(cast(Any, blank("today"))).order_by().values(part=Value("digital"))
    return (
        funds.annotate(one=Sum("allocated_idr"), two=Sum("spent_idr"))
        .values_list("part", "one", "two")
        .union(
            digital.annotate(
                one=Cast(Count("pk"), DecimalField(max_digits=18, decimal_places=0)),
                two=Cast(Coalesce(Sum("titles"), 0), DecimalField(max_digits=18, decimal_places=0)),
            ).values_list("part", "one", "two"),
            all=True,
        )
    )


_MONEY_AND_DIGITAL = Kept(_money_and_digital)


def money_and_digital(today: date) -> Money:
    """Of this year and of today; no index is computed from them. One statement."""
    rows = _MONEY_AND_DIGITAL.rows(year=today.year, today=today)
    found = {part: (one or Decimal(0), two or Decimal(0)) for part, one, two in rows}
    allocated, spent = found.get("money", (Decimal(0), Decimal(0)))
    resources, titles = found.get("digital", (Decimal(0), Decimal(0)))
    return Money(allocated, spent, int(resources), int(titles))
