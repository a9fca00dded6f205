"""Money and deliveries in the same moment: no fund closes over a commitment, nothing is moved or paid twice."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.utils import timezone

from collections_app.choices import OrderStatus
from collections_app.models import Fund, FundBalance, Invoice, Item, Order
from collections_app.services import funds, orders, receiving, year_end
from collections_app.services.funds import AllocationTooSmall, FundClosed
from collections_app.services.orders import WrongStep
from collections_app.services.receiving import InvoiceTwice
from collections_app.services.year_end import OrdersWait
from tests.collections_app.test_funds import deed, figures
from tests.factories.orders import approve, make_fund, make_order
from tests.races import LONG, Meeting, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("library")]

LAST_DAY = date(2026, 12, 31)


def now():
    return deed(on=timezone.localdate())


def kinds(raised) -> list[type | None]:
    return [error and type(error) for error in raised]


@pytest.fixture
def read_only(monkeypatch, unguarded):
    """Negative control: balances are read without locking them."""
    rows = FundBalance.objects.select_related("fund")
    for module in (funds, receiving, year_end):
        plain = lambda *wanted: {one.pk: rows.get(pk=one.pk) for one in wanted}  # noqa: E731
        monkeypatch.setattr(module, "lock_balances", plain)


# --- The year closes while an order is approved -----------------------------------------------------------------


def _close_and_approve(monkeypatch, *, before: bool) -> tuple[list[type | None], bool, int]:
    """A year closes; when it has looked at the orders, another is made and approved. before: the approval is through
    when the balances are locked, else both come to them at once. (what each was told, fund closed, committed)"""
    fund, looked, approved, both = make_fund(1_000_000), Meeting(), Meeting(), Meeting()
    looked.PATIENCE = approved.PATIENCE = LONG  # nothing holds anybody up on the way there
    lock, close_lock = funds.lock_balances, year_end.lock_balances

    def closing(*wanted):
        looked.wait()
        if before:
            approved.wait()
        found = close_lock(*wanted)
        if not before and wanted:
            both.wait()
        return found

    def approving(*wanted):
        found = lock(*wanted)
        if not before:
            both.wait()
        return found

    def order():
        looked.wait()
        monkeypatch.setattr(funds, "lock_balances", approving)
        approve(make_order((1, 110_000), fund=Fund.objects.get(pk=fund.pk)))
        if before:
            approved.wait()

    monkeypatch.setattr(year_end, "lock_balances", closing)
    raised = at_once(lambda: year_end.close_year(year=2026, **deed(on=LAST_DAY)), order)
    closed = Fund.objects.get(pk=fund.pk).is_closed
    return kinds(raised), closed, int(FundBalance.objects.get(fund=fund).committed_idr)


def test_a_year_does_not_close_over_an_order_approved_meanwhile(monkeypatch):
    assert _close_and_approve(monkeypatch, before=True) == ([OrdersWait, None], False, 110_000)


def test_no_order_is_approved_out_of_a_fund_that_closes_at_this_moment(monkeypatch):
    said, closed, committed = _close_and_approve(monkeypatch, before=False)
    assert (said, closed, committed) in [([None, FundClosed], True, 0), ([OrdersWait, None], False, 110_000)]


def test_without_the_lock_a_closed_fund_holds_an_order(monkeypatch, read_only):
    assert _close_and_approve(monkeypatch, before=False) == ([None, None], True, 110_000)


# --- Money is moved twice ---------------------------------------------------------------------------------------


def _transfer_twice(monkeypatch) -> list[type | None]:
    """Two people move 300,000 each out of a fund of 500,000, which are all its money."""
    giving, taking = make_fund(500_000), [make_fund(0), make_fund(0)]
    monkeypatch.setattr(funds, "lock_balances", Meeting().after(funds.lock_balances))
    raised = at_once(
        *(
            lambda into=into: funds.transfer(fund=giving, into=into, amount=Decimal(300_000), **deed())
            for into in taking
        )
    )
    return kinds(raised)


def test_two_transfers_at_once_move_no_more_than_there_is(monkeypatch):
    assert sorted(_transfer_twice(monkeypatch), key=str) == [AllocationTooSmall, None]
    for fund in Fund.objects.all():
        figures(fund)  # the moves add up


def test_without_the_lock_both_transfers_go_through(monkeypatch, read_only):
    assert _transfer_twice(monkeypatch) == [None, None]
    with pytest.raises(AssertionError):
        for fund in Fund.objects.all():
            figures(fund)


def test_two_transfers_against_each_other_both_come_through():
    one, other = make_fund(500_000), make_fund(500_000)
    for _n in range(5):
        raised = at_once(
            lambda: funds.transfer(fund=one, into=other, amount=Decimal(10), **deed()),
            lambda: funds.transfer(fund=other, into=one, amount=Decimal(30), **deed()),
        )
        assert raised == [None, None]
    assert (figures(one), figures(other)) == ((500_100, 0, 0), (499_900, 0, 0))


# --- One order, two hands ---------------------------------------------------------------------------------------


@pytest.fixture
def together(monkeypatch):
    """Call it when the race begins: both have read the order before either goes on, unless a lock holds one up."""

    def begin(look=orders.lock_order):
        read = Meeting().after(look)
        for module in (orders, receiving):
            monkeypatch.setattr(module, "lock_order", read)

    return begin


@pytest.fixture
def unlocked(together, unguarded):
    """Negative control: the order is read without locking it."""
    rows = Order.objects.select_related("fund", "method", "vendor")
    return lambda: together(lambda order: rows.get(pk=order.pk))


def _pay_twice(begin) -> tuple[list[type | None], tuple[int, ...]]:
    """Two people enter the same invoice: (what each was told, the fund's figures)."""
    fund = make_fund(1_000_000)
    order = approve(make_order((4, 100_000), fund=fund))
    receiving.receive(order=order, came={order.lines.get().pk: 4}, **now())

    def pay():
        bill = Invoice(number="F-1", day=timezone.localdate(), amount_idr=Decimal(150_000))
        receiving.enter_invoice(order=order, invoice=bill, **now())

    begin()
    return sorted(kinds(at_once(pay, pay)), key=str), figures(fund)


def test_the_same_invoice_at_once_is_paid_once_and_the_other_told(together):
    assert _pay_twice(together) == ([InvoiceTwice, None], (1_000_000, 250_000, 150_000))


def test_without_the_lock_only_the_database_stops_the_second_payment(unlocked):
    assert _pay_twice(unlocked) == ([IntegrityError, None], (1_000_000, 250_000, 150_000))


def _receive_and_cancel(begin) -> tuple[list[type | None], str]:
    """The whole delivery is taken in while the order is cancelled; nothing may be both here and cancelled."""
    fund = make_fund(1_000_000)
    order = approve(make_order((4, 100_000), fund=fund))
    line = order.lines.get()
    begin()
    raised = at_once(
        lambda: receiving.receive(order=order, came={line.pk: 4}, **now()),
        lambda: orders.cancel_order(order=order, note="Penyedia tutup", **now()),
    )
    line.refresh_from_db()
    assert Item.objects.count() == line.received and line.received + line.cancelled == 4
    assert figures(fund) == (1_000_000, line.received * 100_000, 0)
    return kinds(raised), Order.objects.get(pk=order.pk).status


def test_an_order_is_taken_in_or_cancelled_not_both(together):
    said, status = _receive_and_cancel(together)
    assert (said, status) in [
        ([None, WrongStep], OrderStatus.RECEIVED),
        ([WrongStep, None], OrderStatus.CANCELLED),
    ]


def test_without_the_lock_nobody_hears_that_the_order_has_moved_on(unlocked):
    said, _status = _receive_and_cancel(unlocked)
    assert WrongStep not in said
