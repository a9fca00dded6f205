"""What is being bought already, on a committee's sheet or in an order, and the money that is left for more."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from collections_app.choices import LineDecision, OrderStatus
from collections_app.models import Fund, OrderLine, SelectionLine

_MONEY: Any = DecimalField(max_digits=18, decimal_places=0)
ENDED = (OrderStatus.RECEIVED, OrderStatus.CANCELLED)


def _first(lines: QuerySet[Any], path: str, name: str) -> Any:
    """`name` of a line of the demand itself, or of one joined to it; "" where there is none. Each by an index."""
    own = lines.filter(demand=OuterRef(path)).order_by("pk").values(name)[:1]
    joined = lines.filter(demand__joined_to=OuterRef(path)).order_by("pk").values(name)[:1]
    return Coalesce(Subquery(own), Subquery(joined), Value(""))


def sheet_of(path: str) -> Any:
    """The number of the sheet that holds the demand: not decided, or not ordered yet."""
    waiting = Q(sheet__decided_on=None) | Q(decision=LineDecision.ACCEPT, sheet__order=None)
    return _first(SelectionLine.objects.filter(waiting), path, "sheet__number__text")


def order_of(path: str) -> Any:
    """The subject of the order, not at its end, that holds the demand."""
    return _first(OrderLine.objects.exclude(order__status__in=ENDED), path, "order__subject")


def open_funds() -> QuerySet[Any]:
    """Funds that may be ordered from, with their balances and `waiting_idr`: orders that wait for approval."""
    cost = Sum((F("copies") - F("cancelled")) * F("price_idr"), output_field=_MONEY)
    lines = OrderLine.objects.filter(order__status=OrderStatus.SUBMITTED, order__fund=OuterRef("pk")).order_by()
    waiting = Subquery(lines.values("order__fund").annotate(n=cost).values("n"))
    found = Fund.objects.open().select_related("balance")
    return found.annotate(waiting_idr=Coalesce(waiting, Value(Decimal(0)), output_field=_MONEY))


def money_left(fund: Fund | None, today: date) -> Decimal:
    """What may still be ordered: from one fund, or from all open ones of the year."""
    found = open_funds()
    return left_of(found.filter(pk=fund.pk) if fund else found.filter(year=today.year))


def left_of(funds: Iterable[Any]) -> Decimal:
    """What these `open_funds` may still give before they stop, what waits for approval taken off."""
    left = (fund.balance.orderable_idr(fund.stop_percent) - fund.waiting_idr for fund in funds)
    return sum((max(amount, Decimal(0)) for amount in left), Decimal(0))
