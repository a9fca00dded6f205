"""Orders: approved by a second person, received in parts, claimed, cancelled, invoiced; copies numbered."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications.models import Message
from collections_app.choices import DemandStatus, OrderStatus, Source
from collections_app.models import AccessionCounter, Demand, Invoice, Item, Order, OrderLine, PurchaseMethod, Title
from collections_app.services import orders, receiving
from collections_app.services.orders import (
    LineAlready,
    OrderIsEmpty,
    OrderIsFixed,
    OverMethodLimit,
    SecondPersonNeeded,
    WrongStep,
    cancel_order,
    claim_missing,
)
from collections_app.services.receiving import (
    BeforeApproval,
    CopiesStillToCome,
    InvoiceAboveOrder,
    InvoiceTwice,
    NothingCame,
    TooManyCame,
    enter_invoice,
    receive,
)
from tests.collections_app.test_funds import deed, figures
from tests.factories.collections_app import make_item, make_title
from tests.factories.orders import add_title, make_fund, make_order, submit
from tests.factories.orders import approve as approve_on
from tests.factories.suggestions import make_wish
from tests.races import Meeting

ON = date(2026, 11, 23)
approve = partial(approve_on, on=ON)


def lines(order):
    return list(OrderLine.objects.filter(order=order).order_by("pk"))


def arrive(order, *copies, **fields):
    return receive(
        order=order, came=dict(zip([line.pk for line in lines(order)], copies, strict=True)), **deed(**fields)
    )


def status(order):
    return Order.objects.get(pk=order.pk).status


def test_whoever_prepared_an_order_approves_it_unless_two_stages_are_on(staff_user):
    one, other = staff_user(Role.DIVISION_HEAD), staff_user(Role.AGENCY_HEAD)
    order = make_order(by=one)
    submit(order)
    switches.turn("two_stage_approval", True, by=None)
    with pytest.raises(SecondPersonNeeded):
        orders.approve_order(order=order, **deed(by=one))
    orders.approve_order(order=order, **deed(by=other))
    assert status(order) == OrderStatus.APPROVED

    switches.turn("two_stage_approval", False, by=None)
    mine = make_order(by=one)
    submit(mine)
    assert orders.approve_order(order=mine, **deed(by=one)).number_text


def test_a_method_allows_no_more_than_its_limit(db):
    method = PurchaseMethod.objects.create(code="uji", name="Uji", most_idr=100_000, source="uji", valid_from=ON)
    order = make_order((1, 100_001), method=method)
    with pytest.raises(OverMethodLimit):
        submit(order)
    assert submit(make_order((1, 100_000), method=method)).waits_for_approval


def test_only_a_draft_is_edited_and_an_empty_one_goes_nowhere(db):
    order = make_order()
    submit(order)
    with pytest.raises(OrderIsFixed):
        add_title(order)
    with pytest.raises(WrongStep):
        submit(order)
    orders.return_order(order=order, note="Harga belum cocok", by=None)
    orders.remove_line(order=order, line_id=lines(order)[0].pk, by=None)
    with pytest.raises(OrderIsEmpty):
        submit(order)
    add_title(order)
    assert submit(order).waits_for_approval


def test_two_of_three_make_it_partly_received_and_the_third_whole(db):
    fund = make_fund(1_000_000)
    order = approve(make_order((3, 100_000), fund=fund))
    with pytest.raises(NothingCame):
        arrive(order, 0)
    arrive(order, 2)
    assert status(order) == OrderStatus.PARTIAL
    with pytest.raises(TooManyCame):
        arrive(order, 2)
    arrive(order, 1)
    assert (status(order), figures(fund)) == (OrderStatus.RECEIVED, (1_000_000, 300_000, 0))
    with pytest.raises(WrongStep):
        arrive(order, 1)


def test_copies_get_numbers_source_price_and_order_and_old_numbers_are_left_out(db):
    make_item(inventory_code="00002/2026")
    make_item(code="P2600003")
    known = make_title("Sejarah Buton", contributors=["A. Zahari"], isbn="9786020332949")
    order = make_order((2, 60_000))
    add_title(order, copies=1, price=75_000, title="Judul lain di faktur", isbn="9786020332949")
    approve(order)
    arrive(order, 2, 1)

    arrived = Item.objects.exclude(receipt_line=None).order_by("code")
    assert [(item.inventory_code, item.code, int(item.price_idr)) for item in arrived] == [
        ("00001/2026", "P2600001", 60_000),
        ("00004/2026", "P2600004", 60_000),
        ("00005/2026", "P2600005", 75_000),
    ]
    last = arrived.last()
    number = Order.objects.get(pk=order.pk).number_text
    assert (last.title, last.source, last.supplier) == (known, Source.PURCHASE, order.vendor.name)
    assert (last.order_no, last.ordered_on, last.received_on) == (number, ON, ON)
    assert Title.objects.filter(title=lines(order)[0].title).count() == 1


def test_every_asker_hears_once_that_the_title_arrived(staff_user):
    one, other = staff_user(Role.LIBRARIAN), staff_user(Role.SERVICE_OFFICER)
    demand = make_wish(title="Bumi", by=one).demand
    make_wish(title="Bumi", by=other)
    order = make_order()
    line = OrderLine(demand=demand, copies=2, price_idr=Decimal(80_000))
    orders.add_line(order=order, line=line, by=None)
    with pytest.raises(LineAlready):
        orders.add_line(order=order, line=OrderLine(demand=demand, copies=1, price_idr=Decimal(1)), by=None)
    approve(order)
    assert Demand.objects.get(pk=demand.pk).status == DemandStatus.ORDERED
    arrive(order, 0, 1)
    arrive(order, 1, 1)

    told = Message.objects.filter(key__contains=f"{demand.pk}.arrived")
    assert sorted(told.values_list("recipient", flat=True)) == sorted([one.pk, other.pk])
    after = Demand.objects.get(pk=demand.pk)
    assert (after.status, after.owned.title) == (DemandStatus.AVAILABLE, "Bumi")


def test_cancelling_gives_the_money_back_and_lets_the_demand_wait_again(db):
    fund = make_fund(1_000_000)
    demand = make_wish(title="Bumi").demand
    order = make_order((4, 50_000), fund=fund)
    orders.add_line(order=order, line=OrderLine(demand=demand, copies=1, price_idr=Decimal(100_000)), by=None)
    approve(order)
    arrive(order, 1, 0)
    cancel_order(order=order, note="Penyedia tutup", **deed())

    assert (status(order), figures(fund)) == (OrderStatus.RECEIVED, (1_000_000, 50_000, 0))
    assert Demand.objects.get(pk=demand.pk).status == DemandStatus.ACCEPTED
    untouched = approve(make_order((1, 10_000), fund=fund))
    cancel_order(order=untouched, note="", **deed())
    assert (status(untouched), figures(fund)) == (OrderStatus.CANCELLED, (1_000_000, 50_000, 0))


def test_a_claim_moves_the_day_the_order_is_awaited(db):
    order = approve(make_order(due_on=ON))
    assert Order.objects.get(pk=order.pk).is_late(date(2026, 11, 24))
    claim_missing(order=order, text="Dua judul belum tiba", promised_on=date(2026, 12, 1), by=None, on=ON)
    assert not Order.objects.get(pk=order.pk).is_late(date(2026, 11, 24))


def test_invoices_turn_committed_into_spent_and_the_last_frees_the_rest(db):
    fund = make_fund(1_000_000)
    order = approve(make_order((4, 100_000), fund=fund))
    arrive(order, 4)
    bill = {"order": order, **deed()}
    enter_invoice(invoice=Invoice(number="F-1", day=ON, amount_idr=Decimal(150_001)), **bill)
    assert figures(fund) == (1_000_000, 249_999, 150_001)
    with pytest.raises(InvoiceTwice):
        enter_invoice(invoice=Invoice(number="F-1", day=ON, amount_idr=Decimal(1)), **bill)
    enter_invoice(invoice=Invoice(number="F-2", day=ON, amount_idr=Decimal(200_000), is_last=True), **bill)
    assert figures(fund) == (1_000_000, 0, 350_001)
    assert set(Item.objects.values_list("invoice", "invoiced_on")) == {("F-1", ON)}
    with pytest.raises(WrongStep):
        enter_invoice(invoice=Invoice(number="F-9", day=ON, amount_idr=Decimal(1)), order=make_order(), **deed())


def test_the_last_invoice_waits_for_the_copies_still_to_come(db):
    fund = make_fund(1_000_000)
    order = approve(make_order((4, 100_000), fund=fund))
    arrive(order, 1)
    last = {"number": "F-1", "day": ON, "amount_idr": Decimal(100_000), "is_last": True}
    with pytest.raises(CopiesStillToCome, match="3"):
        enter_invoice(order=order, invoice=Invoice(**last), **deed())
    assert figures(fund) == (1_000_000, 400_000, 0)

    cancel_order(order=order, note="Tidak ada lagi", **deed())
    enter_invoice(order=order, invoice=Invoice(**last), **deed())

    assert figures(fund) == (1_000_000, 0, 100_000)


def _number_at_once():
    """Eight deliveries of three copies each at the same moment: how many numbers were given, how many differ."""
    AccessionCounter.objects.get_or_create(year=2026)
    gate, given = Barrier(8), []

    def one():
        try:
            gate.wait()
            with transaction.atomic():
                given.extend(receiving.take_accession_numbers(year=2026, count=3))
        finally:
            connection.close()

    threads = [Thread(target=one) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(given), len(set(given))


@pytest.mark.django_db(transaction=True)
def test_eight_deliveries_at_once_share_no_accession_number():
    assert _number_at_once() == (24, 24)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_accession_numbers_are_given_twice(monkeypatch, unguarded):
    """Negative control: the counter is read without locking it."""
    read = Meeting(8).after(lambda year: AccessionCounter.objects.get(year=year))
    monkeypatch.setattr(receiving, "_locked_counter", read)
    assert _number_at_once() == (24, 3)


def test_a_new_edition_does_not_go_onto_the_record_of_the_old_one(db):
    old = make_title("Kamus Besar", contributors=["Tim"], isbn="9786020332949")
    order = make_order()
    orders.remove_line(order=order, line_id=lines(order)[0].pk, by=None)
    add_title(order, title="Kamus Besar", author="Tim", isbn="9786020332956")
    add_title(order, title="Kamus Besar", author="Tim")
    approve(order)
    arrive(order, 1, 1)
    assert sorted(Title.objects.values_list("isbn", flat=True)) == ["9786020332949", "9786020332956"]
    assert old.items.count() == 1


def test_nothing_arrives_or_is_billed_before_the_order_was_approved(db):
    fund = make_fund(1_000_000)
    order = approve(make_order((4, 100_000), fund=fund), on=ON)
    came, before = {line.pk: 1 for line in order.lines.all()}, ON - timedelta(days=1)
    with pytest.raises(BeforeApproval, match="disetujui pada"):
        receive(order=order, came=came, by=None, at=timezone.now(), on=before)
    with pytest.raises(BeforeApproval):
        enter_invoice(order=order, invoice=Invoice(number="F-1", day=before, amount_idr=Decimal(1)), **deed())
    assert not Item.objects.exists() and not Invoice.objects.exists()
    receive(order=order, came=came, by=None, at=timezone.now(), on=ON)
    assert figures(fund) == (1_000_000, 400_000, 0)


def test_an_invoice_above_what_was_approved_is_a_matter_for_an_approver(staff_user):
    fund = make_fund(1_000_000)
    order = approve(make_order((4, 100_000), fund=fund))
    arrive(order, 4)
    librarian, head = staff_user(Role.LIBRARIAN), staff_user(Role.DIVISION_HEAD)
    many = {
        "order": order,
        "invoice": Invoice(number="F-1", day=ON, amount_idr=Decimal(400_001), explanation="Ongkir"),
        **deed(),
    }
    with pytest.raises(InvoiceAboveOrder, match=r"Rp400\.000"):
        enter_invoice(**(many | {"by": librarian}))
    assert figures(fund) == (1_000_000, 400_000, 0) and not Invoice.objects.exists()
    enter_invoice(**(many | {"by": head}))
    assert figures(fund) == (1_000_000, 0, 400_001)


def test_with_two_stages_nobody_bills_more_on_an_order_of_their_own(staff_user, library):
    switches.turn("two_stage_approval", True, by=None)
    head, second = staff_user(Role.DIVISION_HEAD), staff_user(Role.DIVISION_HEAD)
    order = approve(make_order((1, 100_000), fund=make_fund(1_000_000), by=head))
    arrive(order, 1)
    many = {
        "order": order,
        "invoice": Invoice(number="F-1", day=ON, amount_idr=Decimal(100_001), explanation="Ongkir"),
        **deed(),
    }
    with pytest.raises(InvoiceAboveOrder):
        enter_invoice(**(many | {"by": head}))
    assert enter_invoice(**(many | {"by": second})).pk
