"""Closing a budget year: open orders go on in the next one with their money, everything else stays and is read only."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from collections_app.choices import MoveKind, OrderStatus
from collections_app.models import Fund, FundBalance, FundMove, Order
from collections_app.services.funds import lock_balance, move


class YearNotOver(ValidationError):
    def __init__(self, year: int) -> None:
        super().__init__(_("%(year)s is not over yet."), params={"year": str(year)})


class OrdersWait(ValidationError):
    """Drafts and orders waiting for approval must be decided on first: they hold no money yet."""

    def __init__(self, names: str) -> None:
        super().__init__(_("Decide on these orders first: %(orders)s."), params={"orders": names})


@transaction.atomic
def close_year(*, year: int, by: Any, at: datetime, on: date) -> list[Fund]:
    """Close every open fund of the year and return the funds of the next one that took over open orders.

    What an open order still holds moves with it; the new fund starts with nothing spent. Running it twice changes
    nothing. Raises YearNotOver (before its last day), OrdersWait.
    """
    if on < date(year, 12, 31):
        raise YearNotOver(year)
    funds = list(Fund.objects.open().filter(year=year).order_by("pk"))
    # Orders before balances, as everywhere else: nobody waits for somebody who waits for them.
    list(Order.objects.filter(fund__in=funds).select_for_update(of=("self",)).order_by("pk"))
    waiting = Order.objects.filter(fund__in=funds, status__in=[OrderStatus.DRAFT, OrderStatus.SUBMITTED])
    if names := list(waiting.order_by("pk").values_list("subject", flat=True)[:5]):
        raise OrdersWait(", ".join(names))
    made = [_close(fund, by=by, at=at, on=on) for fund in funds]
    return [fund for fund in made if fund is not None]


def _close(fund: Fund, *, by: Any, at: datetime, on: date) -> Fund | None:
    lock_balance(fund)
    held = (
        FundMove.objects.filter(fund=fund, order__isnull=False)
        .order_by("order_id")
        .values_list("order_id")
        .annotate(left=Sum("committed_idr"))
        .filter(left__gt=0)
    )
    heir = None
    for order_id, amount in list(held):
        heir = heir or _heir(fund, by=by)
        _carry(Order.objects.select_for_update(of=("self",)).get(pk=order_id), fund, heir, amount, by=by, at=at, on=on)
    fund.closed_on = on
    with acting(by, gettext("Budget year closed")):
        fund.save()
    return heir


def _heir(fund: Fund, *, by: Any) -> Fund:
    """The same fund of the next year, made where nobody has made it yet."""
    found = Fund.objects.open().filter(source=fund.source_id, name=fund.name, year=fund.year + 1).first()
    if found:
        return found
    with acting(by, gettext("Budget year closed")):
        heir = Fund.objects.create(
            source_id=fund.source_id, year=fund.year + 1, name=fund.name, sub_activity_code=fund.sub_activity_code,
            account_code=fund.account_code, asset_code=fund.asset_code, warn_percent=fund.warn_percent,
            stop_percent=fund.stop_percent, is_demo=fund.is_demo,
        )  # fmt: skip
    FundBalance.objects.create(fund=heir)
    return heir


def _carry(order: Order, fund: Fund, heir: Fund, amount: Decimal, *, by: Any, at: datetime, on: date) -> None:
    common: dict[str, Any] = {"kind": MoveKind.CARRIED, "by": by, "at": at, "on": on, "order": order}
    move(fund=fund, allocated=-amount, committed=-amount, other=heir, **common)
    move(fund=heir, allocated=amount, committed=amount, other=fund, **common)
    order.fund = heir
    with acting(by, gettext("Budget year closed")):
        order.save()
