"""Money: never overspent, exact, moved by papers, carried over the year's end."""

from datetime import date
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils import timezone

from collections_app.choices import MoveKind, OrderStatus
from collections_app.models import Fund, FundBalance, FundMove, Order
from collections_app.services import funds, orders
from collections_app.services.funds import (
    AllocationTooSmall,
    DifferentYears,
    FundClosed,
    FundOverspent,
    NothingChanges,
    SameFund,
    amend_budget,
    transfer,
)
from collections_app.services.year_end import OrdersWait, YearNotOver, close_year
from tests.factories.orders import approve, make_fund, make_order, submit
from tests.races import Meeting

ON = date(2026, 11, 23)
AT_ONCE = 20


def deed(**fields):
    return {"by": None, "at": timezone.now(), "on": ON, **fields}


def figures(fund):
    """(allocated, committed, spent), which the moves must add up to."""
    balance = FundBalance.objects.get(fund=fund)
    sums = FundMove.objects.filter(fund=fund).aggregate(
        a=Sum("allocated_idr"), c=Sum("committed_idr"), s=Sum("spent_idr")
    )
    kept = (balance.allocated_idr, balance.committed_idr, balance.spent_idr)
    assert kept == tuple(sums[key] or 0 for key in "acs")
    return tuple(int(figure) for figure in kept)


def test_an_order_up_to_the_last_rupiah_is_approved_and_one_more_refused(db):
    fund = make_fund(1_000_000)
    approve(make_order((3, 333_333), fund=fund))
    with pytest.raises(FundOverspent):
        approve(make_order((2, 1), fund=fund))
    approve(make_order((1, 1), fund=fund))

    assert figures(fund) == (1_000_000, 1_000_000, 0)


def test_the_stop_limit_refuses_before_the_money_is_gone(db):
    fund = make_fund(1_000_000, warn_percent=50, stop_percent=90)
    with pytest.raises(FundOverspent):
        approve(make_order((1, 900_001), fund=fund))
    approve(make_order((1, 900_000), fund=fund))

    assert figures(fund) == (1_000_000, 900_000, 0)


def test_an_amended_budget_keeps_its_papers_and_never_falls_under_what_is_used(db):
    fund = make_fund(1_000_000)
    approve(make_order((1, 600_000), fund=fund))
    with pytest.raises(AllocationTooSmall):
        amend_budget(fund=fund, amount=Decimal(599_999), paper="DPPA-1", **deed())
    with pytest.raises(NothingChanges):
        amend_budget(fund=fund, amount=Decimal(1_000_000), paper="DPPA-1", **deed())
    amend_budget(fund=fund, amount=Decimal(600_000), paper="DPPA-1", **deed())

    assert figures(fund) == (600_000, 600_000, 0)
    assert list(fund.moves.order_by("pk").values_list("kind", "allocated_idr", "paper")) == [
        (MoveKind.ALLOCATED, 1_000_000, "DPA"),
        (MoveKind.COMMITTED, 0, ""),
        (MoveKind.AMENDED, -400_000, "DPPA-1"),
    ]


def test_money_moves_between_funds_of_a_year_and_only_what_is_free(db):
    giving, taking, next_year = make_fund(500_000), make_fund(0), make_fund(0, year=2027)
    approve(make_order((1, 200_000), fund=giving))
    with pytest.raises(AllocationTooSmall):
        transfer(fund=giving, into=taking, amount=Decimal(300_001), **deed())
    with pytest.raises(SameFund):
        transfer(fund=giving, into=giving, amount=Decimal(1), **deed())
    with pytest.raises(DifferentYears):
        transfer(fund=giving, into=next_year, amount=Decimal(1), **deed())
    transfer(fund=giving, into=taking, amount=Decimal(300_000), **deed())

    assert (figures(giving), figures(taking)) == ((200_000, 200_000, 0), (300_000, 0, 0))


def test_the_database_itself_refuses_an_overspent_fund(db):
    fund = make_fund(10)
    with pytest.raises(IntegrityError, match="fund_is_never_overspent"), transaction.atomic():
        FundBalance.objects.filter(fund=fund).update(committed_idr=11)
    FundBalance.objects.filter(fund=fund).update(committed_idr=10)


def test_a_year_closes_with_its_open_orders_carried_and_nothing_spent_in_the_new_one(db):
    fund = make_fund(1_000_000)
    open_order = approve(make_order((2, 100_000), fund=fund))
    ended = approve(make_order((1, 300_000), fund=fund))
    orders.cancel_order(order=ended, note="", **deed())
    with pytest.raises(YearNotOver):
        close_year(year=2026, **deed(on=date(2026, 12, 30)))
    draft = make_order(fund=fund)
    with pytest.raises(OrdersWait):
        close_year(year=2026, **deed(on=date(2026, 12, 31)))
    orders.cancel_order(order=draft, note="", **deed())

    (heir,) = close_year(year=2026, **deed(on=date(2026, 12, 31)))

    assert (figures(fund), figures(heir)) == ((800_000, 0, 0), (200_000, 200_000, 0))
    assert (heir.year, heir.name, Order.objects.get(pk=open_order.pk).fund) == (2027, fund.name, heir)
    assert close_year(year=2026, **deed(on=date(2026, 12, 31))) == []
    closed = Fund.objects.get(pk=fund.pk)
    with pytest.raises(FundClosed):
        amend_budget(fund=closed, amount=Decimal(1), paper="x", **deed())
    with pytest.raises(FundClosed):
        funds.change_fund(fund=closed, by=None)


def _race(at_the_start=lambda: None):
    """AT_ONCE people approve an order of a tenth and a bit each at the same moment; how many got through."""
    fund = make_fund(1_000_000)
    waiting = [make_order((1, 110_000), fund=fund) for _n in range(AT_ONCE)]
    for order in waiting:
        submit(order)
    at_the_start()
    gate = Barrier(AT_ONCE)

    def one(order):
        try:
            gate.wait()
            orders.approve_order(order=order, by=None, at=timezone.now(), on=ON)
        except (ValidationError, IntegrityError):
            pass
        finally:
            connection.close()

    threads = [Thread(target=one, args=[order]) for order in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    approved = Order.objects.filter(fund=fund, status=OrderStatus.APPROVED).count()
    committed = FundMove.objects.filter(fund=fund).aggregate(sum=Sum("committed_idr"))["sum"] or 0
    return approved, int(committed), int(FundBalance.objects.get(fund=fund).committed_idr)


@pytest.mark.django_db(transaction=True)
def test_twenty_orders_at_once_cannot_overspend_a_fund():
    assert _race() == (9, 990_000, 990_000)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_twenty_orders_overspend_it(library, monkeypatch, unguarded):
    """Negative control: nobody locks the balance, so the race above proves something."""
    rows = FundBalance.objects.select_related("fund")
    read = Meeting(AT_ONCE).after(lambda *wanted: {one.pk: rows.get(pk=one.pk) for one in wanted})
    found = _race(lambda: monkeypatch.setattr(funds, "lock_balances", read))
    assert found == (AT_ONCE, AT_ONCE * 110_000, 110_000)
