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
from collections_app.services.funds import lock_balances, move


class YearNotOver(ValidationError):
    def __init__(self, year: int) -> None:
        super().__init__(_("The year %(year)s is not over yet."), params={"year": str(year)})


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
    locked = Order.objects.filter(fund__in=funds).select_for_update(of=("self",)).order_by("pk")
    orders = {order.pk: order for order in locked}
    waiting = [o.subject for o in orders.values() if o.status in (OrderStatus.DRAFT, OrderStatus.SUBMITTED)]
    if waiting:
        raise OrdersWait(", ".join(waiting[:5]))
    balances = lock_balances(*funds)
    held = (
        FundMove.objects.filter(fund__in=funds, order__isnull=False)
        .order_by("fund_id", "order_id")
        .values_list("fund_id", "order_id")
        .annotate(left=Sum("committed_idr"))
        .filter(left__gt=0)
    )
    if meanwhile := {order_id for _fund_id, order_id, _left in held} - orders.keys():  # made and approved since
        raise OrdersWait(
            ", ".join(Order.objects.filter(pk__in=meanwhile).order_by("pk").values_list("subject", flat=True)[:5])
        )
    held_by = [(fund_id, orders[order_id], left) for fund_id, order_id, left in held]
    heirs = _heirs([fund for fund in funds if any(fund_id == fund.pk for fund_id, _order, _left in held_by)], by=by)
    for fund_id, order, left in held_by:
        _carry(order, balances[fund_id], heirs[fund_id], left, by=by, at=at, on=on)
    for balance in balances.values():
        balance.fund.closed_on = on
        with acting(by, gettext("Budget year closed")):
            balance.fund.save()
    return [heir.fund for heir in heirs.values()]


def _heirs(funds: list[Fund], *, by: Any) -> dict[int, FundBalance]:
    """The same funds of the next year by the old one's id, locked; made where nobody has made them yet."""
    later = Fund.objects.open().filter(year__in=[fund.year + 1 for fund in funds])
    known = {(fund.source_id, fund.name): fund for fund in later.order_by("pk")}
    heirs = {fund.pk: known.get((fund.source_id, fund.name)) or _heir(fund, by=by) for fund in funds}
    balances = lock_balances(*heirs.values())
    return {pk: balances[heir.pk] for pk, heir in heirs.items()}


def _heir(fund: Fund, *, by: Any) -> Fund:
    with acting(by, gettext("Budget year closed")):
        heir = Fund.objects.create(
            source_id=fund.source_id, year=fund.year + 1, name=fund.name, sub_activity_code=fund.sub_activity_code,
            account_code=fund.account_code, asset_code=fund.asset_code, warn_percent=fund.warn_percent,
            stop_percent=fund.stop_percent, is_demo=fund.is_demo,
        )  # fmt: skip
    FundBalance.objects.create(fund=heir)
    return heir


def _carry(
    order: Order, old: FundBalance, new: FundBalance, amount: Decimal, *, by: Any, at: datetime, on: date
) -> None:
    common: dict[str, Any] = {"kind": MoveKind.CARRIED, "by": by, "at": at, "on": on, "order": order}
    move(fund=old.fund, allocated=-amount, committed=-amount, other=new.fund, balance=old, **common)
    move(fund=new.fund, allocated=amount, committed=amount, other=old.fund, balance=new, **common)
    order.fund = new.fund
    with acting(by, gettext("Budget year closed")):
        order.save()
