"""What is being bought already, on a committee's sheet or in an order, and the money that is left for more."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from collections_app.choices import FINAL_STEPS, LineDecision, OrderStatus
from collections_app.models import Demand, Fund, OrderLine, SelectionLine

_MONEY: Any = DecimalField(max_digits=18, decimal_places=0)
ENDED = (OrderStatus.RECEIVED, OrderStatus.CANCELLED)
UNAPPROVED = (OrderStatus.DRAFT, OrderStatus.SUBMITTED)


def _first(lines: QuerySet[Any], path: str, name: str) -> Any:
    """`name` of a line of the demand itself, or of one joined to it; "" where there is none. Each by an index."""
    own = lines.filter(demand=OuterRef(path)).order_by("pk").values(name)[:1]
    joined = lines.filter(demand__joined_to=OuterRef(path)).order_by("pk").values(name)[:1]
    return Coalesce(Subquery(own), Subquery(joined), Value(""))


# What a committee's sheet holds: it is not decided, or not ordered yet.
ON_A_SHEET = Q(sheet__decided_on=None) | Q(decision=LineDecision.ACCEPT, sheet__order=None)


def sheet_of(path: str) -> Any:
    """The number of the sheet that holds the demand."""
    return _first(SelectionLine.objects.filter(ON_A_SHEET), path, "sheet__number__text")


def order_of(path: str) -> Any:
    """The subject of the order, not at its end, that holds the demand."""
    return _first(OrderLine.objects.exclude(order__status__in=ENDED), path, "order__subject")


def open_funds() -> QuerySet[Any]:
    """Funds that may be ordered from, with their balances and what is promised of them already: `waiting_idr` in orders
    that are not approved yet, `proposed_idr` on sheets that are not ordered yet."""
    found = Fund.objects.open().select_related("balance")
    drafts = OrderLine.objects.filter(order__status__in=UNAPPROVED)
    return found.annotate(
        waiting_idr=_cost_of(drafts, "order__fund", (F("copies") - F("cancelled")) * F("price_idr")),
        proposed_idr=_cost_of(_still_proposed(), "sheet__fund", F("copies") * F("price_idr")),
    )


def _cost_of(lines: QuerySet[Any], fund: str, cost: Any) -> Any:
    of_fund = lines.filter(**{fund: OuterRef("pk")}).order_by().values(fund)
    summed = Subquery(of_fund.annotate(n=Sum(cost, output_field=_MONEY)).values("n"))
    return Coalesce(summed, Value(Decimal(0)), output_field=_MONEY)


def _still_proposed() -> QuerySet[Any]:
    """Lines of sheets whose demand is open and stands in no order: one that does is counted there."""
    lead = Coalesce("demand__joined_to", "demand")
    status = Coalesce("demand__joined_to__status", "demand__status")
    lines = SelectionLine.objects.filter(ON_A_SHEET).alias(lead=lead, step=status)
    same = Demand.objects.filter(Q(pk=OuterRef(OuterRef("lead"))) | Q(joined_to=OuterRef(OuterRef("lead"))))
    ordered = OrderLine.objects.exclude(order__status__in=ENDED).filter(demand__in=same.values("pk"))
    return lines.exclude(step__in=FINAL_STEPS).exclude(Exists(ordered))


def money_left(fund: Fund | None, today: date) -> Decimal:
    """What may still be ordered: from one fund, or from all open ones of the year."""
    found = open_funds()
    return left_of(found.filter(pk=fund.pk) if fund else found.filter(year=today.year))


def left_of(funds: Iterable[Any]) -> Decimal:
    """What these `open_funds` may still give before they stop, what is promised taken off."""
    left = (fund.balance.orderable_idr(fund.stop_percent) - promised_of([fund]) for fund in funds)
    return sum((max(amount, Decimal(0)) for amount in left), Decimal(0))


def promised_of(funds: Iterable[Any]) -> Decimal:
    """What of these `open_funds` is promised: on sheets, and in orders that are not approved."""
    return sum((fund.waiting_idr + fund.proposed_idr for fund in funds), Decimal(0))
