"""The collection in figures between two days. A copy came on the day it was received; a title with its first copy."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, Sum

from baubau_pembinaan.core.formats import half_up
from collections_app.choices import GONE, DemandStatus
from collections_app.models import (
    CollectionPolicy,
    Demand,
    DigitalResource,
    FundBalance,
    Item,
    ResourceUse,
    Suggestion,
    Title,
)


@dataclass(frozen=True)
class Holdings:
    """What the library has on a day. `recent` are titles published in the five years up to it; `dated` says their
    year of publication. `has_days` is False where no copy says that it came by that day: growth cannot be told."""

    titles: int
    copies: int
    recent: int
    dated: int
    has_days: bool


def receipts_known_by(day: date) -> bool:
    """Whether the catalogue had begun to say when copies come; before that, no growth is not a nought."""
    return Item.objects.filter(received_on__lte=day).exists()


def holdings_on(day: date) -> Holdings:
    """Four statements. Titles and copies that say no day of receipt count as always there; what is gone today does
    not."""
    copies = Item.objects.exclude(status__in=GONE).filter(Q(received_on=None) | Q(received_on__lte=day))
    here, on_record = (found.filter(title=OuterRef("pk")) for found in (copies, Item.objects.all()))
    titles = Title.objects.filter(Exists(here) | ~Exists(on_record))
    return Holdings(
        titles=titles.count(),
        copies=copies.count(),
        recent=titles.filter(year__range=(day.year - 4, day.year)).count(),
        dated=titles.filter(year__isnull=False).count(),
        has_days=receipts_known_by(day),
    )


@dataclass(frozen=True)
class Growth:
    """`cost_idr` is the sum of the prices that were written down, None where none was."""

    titles: int
    copies: int
    cost_idr: int | None


def growth_between(first: date, last: date) -> Growth:
    """Copies received in the period, and titles whose first copy they are. Two statements."""
    days = (first, last)
    arrived = Item.objects.filter(received_on__range=days)
    sums = arrived.aggregate(cost=Sum("price_idr"))
    firsts = Title.objects.annotate(came=Min("items__received_on")).filter(came__range=days)
    return Growth(
        titles=firsts.count(), copies=arrived.count(), cost_idr=None if sums["cost"] is None else int(sums["cost"])
    )


@dataclass(frozen=True)
class Wishes:
    """Wishes for books: asked in the period; demands put on the shelf or declined in it."""

    asked: int
    met: int
    declined: int


def wishes_between(first: date, last: date) -> Wishes:
    days = (first, last)

    def settled(status: Any) -> int:
        return Demand.objects.filter(joined_to=None, status=status, status_on__range=days).count()

    return Wishes(
        asked=Suggestion.objects.filter(asked_on__range=days).count(),
        met=settled(DemandStatus.AVAILABLE),
        declined=settled(DemandStatus.DECLINED),
    )


@dataclass(frozen=True)
class Means:
    """Money of the budget year, electronic holdings and the written policy; None where nothing is on record."""

    allocated_idr: int | None
    e_titles: int | None
    digital_uses: int | None
    policy_age: Decimal | None


def means_of(first: date, last: date) -> Means:
    """`policy_age` in years since the policy in force was adopted, on the last day. Four statements."""
    money = FundBalance.objects.filter(fund__year=last.year).aggregate(sum=Sum("allocated_idr"))["sum"]
    titles = DigitalResource.objects.public_on(last).order_by().aggregate(sum=Sum("titles"))["sum"]
    uses = ResourceUse.objects.filter(month__range=(first, last)).aggregate(sum=Sum("uses"))["sum"]
    policy = CollectionPolicy.valid_on(last)
    return Means(
        allocated_idr=None if money is None else int(money),
        e_titles=titles,
        digital_uses=uses,
        policy_age=half_up(Decimal((last - policy.adopted_on).days) / Decimal("365.25"), 1) if policy else None,
    )
