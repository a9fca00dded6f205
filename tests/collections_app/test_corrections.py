"""What no invoice and no delivery may say, and how one that was typed wrongly is taken back by a counter-entry."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.documents.models import DocumentNumber
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.reports.inspection import rooms
from baubau_pembinaan.reports.periods import PeriodKind, span_on
from collections_app import papers
from collections_app.choices import DemandStatus, MoveKind, OrderStatus
from collections_app.models import Demand, FundMove, Invoice, Item, Order, OrderLine, Receipt, Suggestion, Title
from collections_app.selectors import money
from collections_app.services import corrections, orders, receiving
from collections_app.services.corrections import CopiesInUse, take_back_invoice, take_back_receipt
from collections_app.services.orders import WrongStep, cancel_order
from collections_app.services.receiving import (
    BeforeApproval,
    DifferenceUnexplained,
    InvoiceAboveOrder,
    InvoiceTwice,
    enter_invoice,
    receive,
)
from collections_app.services.suggestions import forget_contacts
from tests.collections_app.test_funds import deed, figures
from tests.factories import orders as made
from tests.factories.collections_app import make_title
from tests.factories.orders import add_title, make_fund, make_order
from tests.factories.suggestions import make_wish
from tests.races import Meeting, at_once

ON = date(2026, 11, 23)


def url(name, *args):
    return reverse(f"collections_app:{name}", args=args)


def ordered(*lines, fund=None, **fields):
    """An order approved on ON."""
    return made.approve(make_order(*lines, fund=fund, **fields), on=ON)


def arrive(order, *copies, **fields):
    keys = OrderLine.objects.filter(order=order).order_by("pk").values_list("pk", flat=True)
    return receive(order=order, came=dict(zip(keys, copies, strict=True)), **deed(**fields))


def bill(order, amount, number="F-1", *, day=ON, is_last=False, explanation="", **fields):
    invoice = Invoice(number=number, day=day, amount_idr=Decimal(amount), is_last=is_last, explanation=explanation)
    return enter_invoice(order=order, invoice=invoice, **deed(**fields))


def test_nothing_arrives_before_its_order_was_approved(db):
    order = ordered((2, 50_000))
    with pytest.raises(BeforeApproval, match="23 November 2026"):
        arrive(order, 2, on=date(2025, 1, 5))
    with pytest.raises(BeforeApproval):
        arrive(order, 2, on=ON - timedelta(days=1))
    assert not Item.objects.exists() and not DocumentNumber.objects.filter(series__code="bast-koleksi").exists()
    arrive(order, 2, on=ON)
    assert set(Item.objects.values_list("received_on", flat=True)) == {ON}


def test_askers_of_a_delivery_entered_late_keep_their_contact_until_they_are_told(db):
    today = timezone.localdate()
    wish = make_wish(title="Bumi", phone="6281234567890")
    order = make_order()
    orders.remove_line(order=order, line_id=order.lines.get().pk, by=None)
    orders.add_line(order=order, line=OrderLine(demand=wish.demand, copies=1, price_idr=Decimal(1)), by=None)
    made.approve(order, on=today - timedelta(days=300))
    arrive(order, 1, on=today - timedelta(days=250))
    forget_contacts(today=today + timedelta(days=1))
    assert Suggestion.objects.get(pk=wish.pk).phone == "6281234567890"


def test_an_invoice_is_not_older_than_its_order_and_not_of_tomorrow(client_as):
    order = ordered()
    with pytest.raises(BeforeApproval, match="23 November 2026"):
        bill(order, 1_000, day=date(2024, 1, 1))
    said = {"number": "F-1", "amount_idr": "1.000", "day": timezone.localdate() + timedelta(days=1)}
    page = client_as(Role.LIBRARIAN).post(url("invoice-add", order.pk), said).content.decode()
    assert "Tanggal faktur tidak boleh di masa depan" in page and not order.invoices.exists()


def test_an_invoice_above_the_order_needs_a_second_person_and_a_reason(staff_user):
    one, head = staff_user(Role.DIVISION_HEAD), staff_user(Role.AGENCY_HEAD)
    switches.turn("two_stage_approval", True, by=None)
    fund = make_fund(10_000_000)
    order = make_order((6, 100_000), fund=fund, by=one)
    made.submit(order, on=ON)
    orders.approve_order(order=order, **deed(by=head))
    with pytest.raises(InvoiceAboveOrder, match=r"Rp600\.000"):
        bill(order, 9_000_000, by=one)
    with pytest.raises(InvoiceAboveOrder):  # whoever prepared it is no second person
        bill(order, 600_001, by=one, explanation="Ongkos kirim")
    with pytest.raises(DifferenceUnexplained, match="Rp1 "):
        bill(order, 600_001, by=head)
    assert figures(fund) == (10_000_000, 600_000, 0)

    bill(order, 400_000, by=one)
    with pytest.raises(InvoiceAboveOrder, match=r"Rp200\.000"):
        bill(order, 200_001, "F-2", by=one)
    bill(order, 250_000, "F-2", by=head, explanation="Ongkos kirim")
    assert figures(fund) == (10_000_000, 0, 650_000)
    assert FundMove.objects.filter(order=order, paper="F-2").get().note == "Ongkos kirim"


def test_what_was_cancelled_is_not_open_for_an_invoice(staff_user):
    fund = make_fund(1_000_000)
    order = ordered((4, 100_000), fund=fund)
    arrive(order, 1)
    cancel_order(order=order, note="Habis", **deed())
    with pytest.raises(InvoiceAboveOrder, match=r"Rp100\.000"):
        bill(order, 100_001, by=staff_user(Role.LIBRARIAN))
    bill(order, 100_000)
    assert figures(fund) == (1_000_000, 0, 100_000)


def test_an_invoice_taken_back_gives_all_figures_back_and_its_number_is_free(db):
    fund = make_fund(1_000_000)
    order = ordered((4, 100_000), fund=fund)
    arrive(order, 4)
    wrong = bill(order, 150_000, is_last=True)
    assert figures(fund) == (1_000_000, 0, 150_000)

    take_back_invoice(invoice=wrong, reason="Salah ketik", **deed())

    assert figures(fund) == (1_000_000, 400_000, 0)
    assert set(Item.objects.values_list("invoice", "invoiced_on")) == {("", None)}
    counter = FundMove.objects.get(order=order, kind=MoveKind.VOIDED)
    assert (counter.paper, counter.note, int(counter.spent_idr)) == ("F-1", "Salah ketik", -150_000)
    assert wrong.history.first().history_change_reason == "Salah ketik"
    with pytest.raises(WrongStep):
        take_back_invoice(invoice=wrong, reason="Lagi", **deed())

    right = bill(order, 350_000, is_last=True)
    with pytest.raises(InvoiceTwice):
        bill(order, 1)
    assert figures(fund) == (1_000_000, 0, 350_000)
    take_back_invoice(invoice=right, reason="Salah juga", **deed())
    assert figures(fund) == (1_000_000, 400_000, 0)


@pytest.mark.parametrize(("other", "then"), [(200_000, "F-2"), (60_000, "")])
def test_copies_go_to_an_invoice_that_pays_for_them_all_or_wait(db, other, then):
    order = ordered((2, 100_000), (1, 60_000))
    arrive(order, 2, 0)
    wrong = bill(order, 50_000)
    bill(order, other, "F-2")
    take_back_invoice(invoice=wrong, reason="Salah", **deed())
    assert set(Item.objects.values_list("invoice", flat=True)) == {then}


def test_after_an_invoice_taken_back_the_end_of_an_order_keeps_what_is_to_be_paid(db):
    fund = make_fund(1_000_000)
    order = ordered((3, 100_000), (1, 300_000), fund=fund)
    arrive(order, 3, 0)
    wrong = bill(order, 300_000)
    bill(order, 1_000, "F-2")
    take_back_invoice(invoice=wrong, reason="Salah", **deed())
    cancel_order(order=order, note="Habis", **deed())
    assert figures(fund) == (1_000_000, 299_000, 1_000)


def _invoices_at_once(fund, order):
    """Two invoices for all that is open, at the same moment: how many stand, and what was spent."""
    raised = at_once(lambda: bill(order, 100_000, "F-1"), lambda: bill(order, 100_000, "F-2"))
    return sum(error is None for error in raised), figures(fund)[2]


@pytest.mark.django_db(transaction=True)
def test_two_invoices_at_once_take_the_order_s_money_once():
    fund = make_fund(1_000_000)
    order = ordered((1, 100_000), fund=fund)
    ordered((1, 500_000), fund=fund)
    assert _invoices_at_once(fund, order) == (1, 100_000)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_invoices_take_the_money_twice(monkeypatch, unguarded):
    """Negative control: the order is read without locking it, and its fund not before the money moves."""
    fund = make_fund(1_000_000)
    order = ordered((1, 100_000), fund=fund)
    ordered((1, 500_000), fund=fund)
    monkeypatch.setattr(receiving, "lock_balances", lambda fund: {fund.pk: None})
    monkeypatch.setattr(receiving, "lock_order", lambda order: Order.objects.select_related("fund").get(pk=order.pk))
    monkeypatch.setattr(receiving, "committed_of", Meeting().after(orders.committed_of))
    assert _invoices_at_once(fund, order) == (2, 200_000)


def _taken_back_twice(fund, invoice):
    works = [lambda: take_back_invoice(invoice=invoice, reason="Salah", **deed())] * 2
    return sum(error is None for error in at_once(*works)), figures(fund)


@pytest.mark.django_db(transaction=True)
def test_an_invoice_is_taken_back_once_however_often_the_button_is_pressed():
    fund = make_fund(1_000_000)
    wrong = bill(ordered((1, 100_000), fund=fund), 100_000)
    bill(ordered((1, 300_000), fund=fund), 300_000)
    assert _taken_back_twice(fund, wrong) == (1, (1_000_000, 100_000, 300_000))


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_an_invoice_is_taken_back_twice(monkeypatch, unguarded):
    """Negative control: order and invoice are read without locking them."""
    fund = make_fund(1_000_000)
    wrong = bill(ordered((1, 100_000), fund=fund), 100_000)
    bill(ordered((1, 300_000), fund=fund), 300_000)
    monkeypatch.setattr(corrections, "lock_order", lambda order: Order.objects.get(pk=order.pk))
    monkeypatch.setattr(corrections, "_lock", lambda row: type(row).objects.get(pk=row.pk))
    monkeypatch.setattr(corrections, "_made", Meeting().after(corrections._made))
    assert _taken_back_twice(fund, wrong) == (2, (1_000_000, 200_000, 200_000))


def test_a_delivery_taken_back_is_awaited_again_and_its_numbers_stay_unused(db):
    fund = make_fund(1_000_000)
    known = make_title("Sejarah Buton", contributors=["A. Zahari"])
    demand = make_wish(title="Bumi").demand
    order = make_order((2, 100_000), fund=fund)
    add_title(order, copies=1, price=50_000, title="Sejarah Buton", author="A. Zahari")
    orders.add_line(order=order, line=OrderLine(demand=demand, copies=1, price_idr=Decimal(50_000)), by=None)
    made.approve(order, on=ON)
    receipt = arrive(order, 2, 1, 1)
    assert Demand.objects.get(pk=demand.pk).status == DemandStatus.AVAILABLE

    take_back_receipt(receipt=receipt, reason="Tahun salah ketik", by=None, on=ON)

    stands = Receipt.objects.get(pk=receipt.pk)
    assert stands.void_numbers == "00001/2026, 00002/2026, 00003/2026, 00004/2026"
    assert (stands.back_on, stands.back_why) == (ON, "Tahun salah ketik")
    assert not Item.objects.exists() and list(Title.objects.all()) == [known]
    after = Demand.objects.get(pk=demand.pk)
    assert (after.status, after.owned) == (DemandStatus.ORDERED, None)
    assert Order.objects.get(pk=order.pk).status == OrderStatus.APPROVED
    assert figures(fund) == (1_000_000, 300_000, 0)
    with pytest.raises(WrongStep):
        take_back_receipt(receipt=receipt, reason="Lagi", by=None, on=ON)

    arrive(order, 2, 1, 1)
    numbers = Item.objects.order_by("inventory_code").values_list("inventory_code", flat=True)
    assert list(numbers) == ["00005/2026", "00006/2026", "00007/2026", "00008/2026"]
    after = Demand.objects.get(pk=demand.pk)
    assert (after.status, after.owned and after.owned.title) == (DemandStatus.AVAILABLE, "Bumi")


def test_a_delivery_taken_back_is_no_evidence_of_a_visit(library):
    receipts = [arrive(ordered(), 1), arrive(ordered(), 1)]
    take_back_receipt(receipt=receipts[0], reason="Salah", by=None, on=ON)
    minutes = [
        paper.number for paper in rooms.rooms(span_on(PeriodKind.MONTH, ON), ON) if paper.stem.startswith("bast-")
    ]
    assert minutes == [receipts[1].number.text]


def test_of_two_deliveries_the_one_without_an_invoice_is_taken_back(db):
    demand = make_wish(title="Bumi").demand
    order = make_order((1, 100_000))
    orders.add_line(order=order, line=OrderLine(demand=demand, copies=2, price_idr=Decimal(50_000)), by=None)
    made.approve(order, on=ON)
    first = arrive(order, 1, 1)
    bill(order, 150_000)
    second = arrive(order, 0, 1)
    with pytest.raises(CopiesInUse):
        take_back_receipt(receipt=first, reason="Salah", by=None, on=ON)
    take_back_receipt(receipt=second, reason="Salah", by=None, on=ON)
    assert Order.objects.get(pk=order.pk).status == OrderStatus.PARTIAL
    assert Demand.objects.get(pk=demand.pk).status == DemandStatus.AVAILABLE
    assert Item.objects.count() == 2


@pytest.mark.usefixtures("english")
def test_a_lent_copy_keeps_its_delivery(db):
    receipt = arrive(ordered(), 1)
    Item.objects.update(last_lent_on=ON)
    with pytest.raises(CopiesInUse) as refused:
        take_back_receipt(receipt=receipt, reason="Salah", by=None, on=ON)
    assert refused.value.messages == ["The copies of this delivery are in use: some were lent."]


def _receipts_back(receipt):
    works = [lambda: take_back_receipt(receipt=receipt, reason="Salah", by=None, on=ON)] * 2
    raised = sorted((error and type(error) for error in at_once(*works)), key=str)
    return raised, OrderLine.objects.get(order=receipt.order).received


@pytest.mark.django_db(transaction=True)
def test_a_delivery_is_taken_back_once_however_often_the_button_is_pressed():
    order = ordered((2, 1_000))
    arrive(order, 1)
    assert _receipts_back(arrive(order, 1)) == ([WrongStep, None], 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_only_the_copies_that_are_gone_stop_the_second(monkeypatch, unguarded):
    """Negative control: order and delivery are read without locking them."""
    order = ordered((2, 1_000))
    arrive(order, 1)
    receipt = arrive(order, 1)
    monkeypatch.setattr(corrections, "lock_order", lambda order: Order.objects.get(pk=order.pk))
    monkeypatch.setattr(corrections, "_lock", Meeting().after(lambda row: type(row).objects.get(pk=row.pk)))
    assert _receipts_back(receipt) == ([CopiesInUse, None], 1)


@pytest.mark.django_db(transaction=True)
def test_from_a_typing_error_to_right_figures_by_form(client_as):
    with transaction.atomic():
        order = make_order((1, 100_000))
        made.approve(order)
    today, client, head = timezone.localdate(), client_as(Role.LIBRARIAN), client_as(Role.AGENCY_HEAD)
    line = order.lines.get()
    early = client.post(url("receive", order.pk), {"day": today - timedelta(days=400), f"line-{line.pk}": 1})
    assert "tanggal ini tidak boleh sebelumnya" in early.content.decode() and not order.receipts.exists()
    client.post(url("receive", order.pk), {"day": today, f"line-{line.pk}": 1})

    said = {"number": "F-1", "day": today, "amount_idr": "110.000"}
    refused = client.post(url("invoice-add", order.pk), said).content.decode()
    assert "Rp100.000" in refused and "explanation" not in refused and not order.invoices.exists()
    assert client.post(url("invoice-add", order.pk), {**said, "explanation": "Ongkir"}).status_code == 200
    assert head.post(url("invoice-add", order.pk), said).status_code == 403
    boss = client_as(Role.DIVISION_HEAD)
    asked = boss.post(url("invoice-add", order.pk), said).content.decode()
    assert "Rp10.000" in asked and not order.invoices.exists()
    boss.post(url("invoice-add", order.pk), {**said, "explanation": "Ongkos kirim"})
    invoice = order.invoices.get()
    assert (invoice.amount_idr, invoice.explanation) == (110_000, "Ongkos kirim")

    client.post(url("receipt-back", order.receipts.get().pk), {"note": "Salah"})
    assert order.receipts.get().back_on is None
    client.post(url("invoice-back", invoice.pk), {"note": ""})
    assert order.invoices.get().back_on is None
    client.post(url("invoice-back", invoice.pk), {"note": "Nolnya kebanyakan"})
    client.post(url("receipt-back", order.receipts.get().pk), {"note": "Bukan hari ini"})
    page = client.get(url("invoice-back", invoice.pk), follow=True).content.decode()
    assert "Sudah ditarik kembali: Nolnya kebanyakan" in page
    assert "Nolnya kebanyakan" in page and "Bukan hari ini" in page
    assert figures(order.fund)[1:] == (100_000, 0)


def said_by(document):
    """Every text of a paper."""
    return repr(document.blocks)


def minutes(receipt):
    receipt = Receipt.objects.get(pk=receipt.pk)
    return said_by(papers.handover_minutes(receipt, list(money.receipt_lines(receipt)), money.awaited_after(receipt)))


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("is_kept", [True, False])  # False: taken in before it was kept with the delivery
def test_minutes_say_what_is_missing_as_it_was_on_that_day(db, is_kept):
    order = ordered((3, 100_000), (1, 50_000))
    first = arrive(order, 2, 1)
    second = arrive(order, 1, 0)
    if not is_kept:
        for receipt in (first, second):
            receipt.still_awaited = None
            receipt.save()

    one, other = (minutes(Receipt.objects.get(pk=receipt.pk)) for receipt in (first, second))
    assert "not complete yet" in one and "still owes" in one and "'3', '2', '1'" in one
    assert "the order is complete" in other and "still owes" not in other
    take_back_receipt(receipt=second, reason="Salah", by=None, on=ON)
    assert "TAKEN BACK on 23 November 2026" in minutes(Receipt.objects.get(pk=second.pk))
    assert minutes(Receipt.objects.get(pk=first.pk)) == one
    cancel_order(order=order, note="Habis", **deed())
    assert minutes(Receipt.objects.get(pk=first.pk)) == one


@pytest.mark.usefixtures("english")
def test_copies_that_were_cancelled_are_not_owed_in_minutes(db):
    order = ordered((10, 1_000))
    first = arrive(order, 5)
    cancel_order(order=order, note="Habis", **deed())
    take_back_receipt(receipt=first, reason="Salah", by=None, on=ON)
    part = minutes(arrive(order, 3))
    assert "still owes" in part and "'5', '3', '2'" in part
    rest = arrive(order, 2)
    assert Order.objects.get(pk=order.pk).status == OrderStatus.RECEIVED
    assert "the order is complete" in minutes(rest) and "still owes" not in minutes(rest)


@pytest.mark.usefixtures("english")
def test_signed_minutes_stay_when_an_earlier_delivery_is_taken_back(db):
    order = ordered((10, 1_000))
    first, last = arrive(order, 4), arrive(order, 6)
    said = minutes(last)
    assert "the order is complete" in said
    take_back_receipt(receipt=first, reason="Salah", by=None, on=ON)
    assert minutes(last) == said
    assert last.history.count() == 1


def _copy_added_meanwhile(monkeypatch):
    """A copy of a title that only this delivery brought is added while the delivery is taken back: (what its adding
    raised, titles, copies)."""
    receipt = arrive(ordered((1, 1_000)), 1)
    title, look, raised = Title.objects.get(), corrections._is_spoken_of, []

    def add():
        raised.extend(at_once(lambda: Item.objects.create(title_id=title.pk, code="B-1")))

    thread = threading.Thread(target=add)

    def looked(*args, **kwargs):
        said = look(*args, **kwargs)
        thread.start()
        thread.join(timeout=Meeting.PATIENCE)
        return said

    monkeypatch.setattr(corrections, "_is_spoken_of", looked)
    take_back_receipt(receipt=receipt, reason="Salah", by=None, on=ON)
    thread.join()
    return [error and type(error) for error in raised], Title.objects.count(), Item.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_copy_added_while_its_title_goes_is_not_lost_in_silence(monkeypatch):
    assert _copy_added_meanwhile(monkeypatch) == ([IntegrityError], 0, 0)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_copy_goes_with_its_title(monkeypatch, unguarded):
    """Negative control: the titles are read without locking them."""
    monkeypatch.setattr(corrections, "_lock_new_titles", lambda receipt: list(Title.objects.order_by("pk")))
    assert _copy_added_meanwhile(monkeypatch) == ([None], 0, 0)
