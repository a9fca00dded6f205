"""The end of an order's money: nothing stays committed that is neither awaited nor unpaid, nothing is paid unsaid."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from collections_app.choices import MoveKind
from collections_app.models import FundMove, Invoice, Order
from collections_app.services.corrections import take_back_invoice, take_back_receipt
from collections_app.services.funds import FundOverspent
from collections_app.services.orders import WrongStep, cancel_order
from collections_app.services.receiving import AfterLastInvoice, enter_invoice, receive
from collections_app.services.settling import NothingHeld, release_rest
from tests.collections_app.test_funds import deed, figures
from tests.factories.orders import approve, make_fund, make_order

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"collections_app:{name}", args=args)


def now():
    return deed(on=timezone.localdate())


def come(order, copies):
    receive(order=order, came={order.lines.get().pk: copies}, **now())


def pay(order, amount, *, last=False, note=""):
    bill = Invoice(
        number=f"F-{order.invoices.count() + 1}", day=timezone.localdate(), amount_idr=Decimal(amount), is_last=last,
        explanation=note or "Ongkos kirim",
    )  # fmt: skip
    return enter_invoice(order=order, invoice=bill, note=note, **now())


@pytest.mark.parametrize(
    ("steps", "committed", "spent"),
    [
        ([(come, 5)], 250_000, 0),  # the invoice is still to come
        ([(come, 5), (pay, 200_000)], 0, 200_000),  # paid with a rebate
        ([(come, 5), (pay, 250_000)], 0, 250_000),
        ([(come, 5), (pay, 300_000)], 0, 300_000),  # dearer than ordered
        ([(come, 3), (pay, 140_000), (come, 2)], 100_000, 140_000),  # two copies on no invoice yet
        ([(pay, 200_000), (come, 5)], 50_000, 200_000),  # paid in part before they came
        ([(pay, 500_000), (come, 5)], 0, 500_000),  # paid before they came
        ([], 0, 0),
    ],
)
def test_cancelling_the_rest_keeps_only_what_is_to_be_paid(steps, committed, spent):
    fund = make_fund(1_000_000)
    order = approve(make_order((10, 50_000), fund=fund))
    for step, said in steps:
        step(order, said)
    cancel_order(order=order, note="Tidak ada lagi", **now())
    assert figures(fund) == (1_000_000, committed, spent)


def test_what_a_rebate_left_committed_is_given_back_with_a_word_why():
    fund = make_fund(1_000_000)
    order = approve(make_order((10, 50_000), fund=fund))
    with pytest.raises(WrongStep):  # something is still to come
        release_rest(order=order, note="Potongan", **now())
    come(order, 10)
    pay(order, 450_000)
    assert figures(fund) == (1_000_000, 50_000, 450_000)
    made = release_rest(order=order, note="Potongan harga", **now())
    assert (made.kind, made.note, figures(fund)) == (MoveKind.RELEASED, "Potongan harga", (1_000_000, 0, 450_000))
    with pytest.raises(NothingHeld):
        release_rest(order=order, note="Potongan", **now())


def test_after_the_last_invoice_more_is_paid_with_a_word_why_only():
    fund = make_fund(1_000_000)
    order = approve(make_order((2, 50_000), fund=fund))
    come(order, 2)
    pay(order, 100_000, last=True)
    for last in (True, False):
        with pytest.raises(AfterLastInvoice):
            pay(order, 100_000, last=last)
    assert figures(fund) == (1_000_000, 0, 100_000)
    pay(order, 20_000, note="Ongkos kirim")
    assert figures(fund) == (1_000_000, 0, 120_000)
    assert FundMove.objects.latest("pk").note == "Ongkos kirim"
    assert Invoice.history.latest().history_change_reason == "Ongkos kirim"


def test_the_rest_is_given_back_by_form(client_as):
    client, today = client_as(Role.LIBRARIAN), timezone.localdate()
    fund = make_fund(1_000_000)
    order = approve(make_order((2, 50_000), fund=fund))
    page, release = url("order-detail", order.pk), url("order-release", order.pk)
    come(order, 1)
    assert release not in client.get(page).content.decode()
    early = client.post(release, {"note": "Potongan"})
    assert early.status_code == 200 and figures(fund) == (1_000_000, 100_000, 0)
    come(order, 1)
    client.post(url("invoice-add", order.pk), {"number": "F-1", "day": today, "amount_idr": "90.000"})
    assert release in client.get(page).content.decode()
    assert "Kembalikan sisanya ke dana" in client.get(release).content.decode()
    client.post(release, {"note": "Potongan"})
    assert figures(fund) == (1_000_000, 0, 90_000)
    assert release not in client.get(page).content.decode()


def test_an_invoice_after_the_last_asks_for_a_word_by_form(client_as):
    client, today = client_as(Role.DIVISION_HEAD), timezone.localdate()
    fund = make_fund(1_000_000)
    order = approve(make_order((2, 50_000), fund=fund))
    come(order, 2)
    page = url("invoice-add", order.pk)
    assert "note" not in client.get(page).context["form"].fields
    client.post(page, {"number": "F-1", "day": today, "amount_idr": "100.000", "is_last": "on"})
    assert "sebagai tambahan dari sisa dana" in client.get(page).content.decode()
    more = {"number": "F-2", "day": today, "amount_idr": "20.000"}
    assert "note" in client.post(page, more).context["form"].errors
    assert figures(fund) == (1_000_000, 0, 100_000)
    more["note"] = "Ongkos kirim"
    assert "amount_idr" in client_as(Role.LIBRARIAN).post(page, more).context["form"].errors  # an approver's matter
    client.post(page, more)
    assert figures(fund) == (1_000_000, 0, 120_000)
    assert Order.objects.get(pk=order.pk).invoices.count() == 2


def given_back(fund):
    """An order of 10 copies that came in two deliveries, whose rest was given back; the second delivery."""
    order = approve(make_order((10, 50_000), fund=fund))
    come(order, 5)
    come(order, 5)
    release_rest(order=order, note="Selesai", **now())
    return order, order.receipts.order_by("pk").last()


def test_a_delivery_taken_back_after_the_rest_was_given_back_holds_its_money_again():
    fund = make_fund(1_000_000)
    order, receipt = given_back(fund)
    assert figures(fund) == (1_000_000, 0, 0)
    take_back_receipt(receipt=receipt, reason="Bukan milik kita", **now())
    assert figures(fund) == (1_000_000, 250_000, 0)
    made = FundMove.objects.filter(order=order).latest("pk")
    assert (made.kind, made.note) == (MoveKind.COMMITTED, "Bukan milik kita")


def test_money_that_was_given_back_and_is_used_elsewhere_stops_the_taking_back(client_as):
    fund = make_fund(600_000)
    order, receipt = given_back(fund)
    approve(make_order((1, 500_000), fund=fund))
    with pytest.raises(FundOverspent):
        take_back_receipt(receipt=receipt, reason="Salah", **now())
    page = client_as(Role.LIBRARIAN).post(url("receipt-back", receipt.pk), {"note": "Salah"})
    assert page.status_code == 200 and "Rp100.000" in page.content.decode()
    assert order.receipts.get(pk=receipt.pk).back_on is None and figures(fund) == (600_000, 500_000, 0)


@pytest.mark.parametrize(
    ("steps", "committed"),
    [
        ([(come, 5)], 500_000),  # nothing was given back
        ([(pay, 500_000), (come, 10)], 0),  # paid before they came
        ([(come, 3), (pay, 100_000), (come, 2)], 400_000),  # a rebate on what stays
    ],
)
def test_a_delivery_taken_back_commits_nothing_that_is_held_or_paid(steps, committed):
    fund = make_fund(1_000_000)
    order = approve(make_order((10, 50_000), fund=fund))
    for step, said in steps:
        step(order, said)
    take_back_receipt(receipt=order.receipts.order_by("pk").last(), reason="Salah", **now())
    assert figures(fund)[1] == committed


def test_a_rebate_is_not_committed_again_after_the_rest_was_cancelled():
    fund = make_fund(1_000_000)
    order = approve(make_order((10, 50_000), fund=fund))
    come(order, 3)
    pay(order, 100_000)
    come(order, 2)
    cancel_order(order=order, note="Habis", **now())
    assert figures(fund) == (1_000_000, 100_000, 100_000)
    take_back_receipt(receipt=order.receipts.order_by("pk").last(), reason="Salah", **now())
    assert figures(fund) == (1_000_000, 100_000, 100_000)


def test_an_invoice_in_the_place_of_one_taken_back_is_paid_out_of_the_order(client_as):
    client, today = client_as(Role.DIVISION_HEAD), timezone.localdate()
    fund = make_fund(1_000_000)
    order = approve(make_order((5, 100_000), fund=fund))
    come(order, 5)
    wrong = pay(order, 300_000)
    pay(order, 200_000, last=True)
    take_back_invoice(invoice=wrong, reason="Salah ketik", **now())
    assert figures(fund) == (1_000_000, 300_000, 200_000)
    page = url("invoice-add", order.pk)
    shown = client.get(page)
    fields = shown.context["form"].fields
    assert "Rp300.000" in shown.content.decode() and "sebagai tambahan" not in shown.content.decode()
    assert "note" not in fields and "explanation" in fields
    client.post(page, {"number": "F-9", "day": today, "amount_idr": "300.000"})
    assert figures(fund) == (1_000_000, 0, 500_000)
    assert "sebagai tambahan" in client.get(page).content.decode()


def test_money_of_copies_on_no_invoice_goes_back_after_a_question_only(client_as):
    client, fund = client_as(Role.LIBRARIAN), make_fund(1_000_000)
    order = approve(make_order((2, 50_000), fund=fund))
    come(order, 2)
    release = url("order-release", order.pk)
    assert 'type="checkbox"' not in client.get(release).content.decode()
    asked = client.post(release, {"note": "Potongan"}).content.decode()
    assert "Eksemplar senilai Rp100.000 sudah datang" in asked and 'type="checkbox" name="sure"' in asked
    assert figures(fund) == (1_000_000, 100_000, 0)
    client.post(release, {"note": "Hadiah penyedia", "sure": "on"})
    assert figures(fund) == (1_000_000, 0, 0)
