"""A title is bought once: what stands on a sheet or in an order leaves the basket, and its money what is left."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from collections_app.choices import DemandStatus, LineDecision
from collections_app.models import Demand, Order
from collections_app.selectors import buying
from collections_app.selectors.board import lines_of
from collections_app.services import orders, selection
from collections_app.services.joining import join_demands
from collections_app.services.orders import OrderedElsewhere
from collections_app.services.selection import AllBoughtElsewhere, BasketIsEmpty, MoreThanLeft
from collections_app.services.suggestions import set_status
from tests.collections_app.test_board import TODAY, board, verdicts, wish
from tests.collections_app.test_funds import deed
from tests.factories.board import make_weights
from tests.factories.orders import add_title, make_fund, make_order, make_vendor, submit
from tests.factories.suggestions import make_partner, make_wish
from tests.races import Meeting

pytestmark = pytest.mark.django_db


def make_sheet(fund=None, budget=500_000):
    return selection.make_sheet(fund=fund or make_fund(1_000_000), budget=budget, **deed())


def draft():
    return Order(subject="Hasil seleksi", vendor=make_vendor(), method=make_order().method)


@pytest.mark.usefixtures("english")
def test_what_is_on_a_sheet_or_in_an_order_leaves_the_basket_and_says_where():
    sheeted, joined = wish("Di lembar", 2), make_wish(title="Di lembar juga").demand
    fund = make_fund(1_000_000)
    sheet = make_sheet(fund=fund)
    join_demands(demand=sheeted, into=joined, by=None)
    drafted, free = wish("Di rancangan"), wish("Bebas")
    order = make_order(fund=fund)
    add_title(order, demand=drafted)

    found = board()
    assert [place.demand for place in found.basket] == [free]
    why = {place.demand.pk: place.why_not for place in found.places if not place.in_basket}
    assert why == {joined.pk: f"on sheet {sheet.number}", drafted.pk: f"in the order “{order.subject}”"}

    selection.decide_sheet(sheet=sheet, verdicts=verdicts(sheet, *[LineDecision.ACCEPT] * 2), by=None, on=TODAY)
    assert [place.demand for place in board().basket] == [free]


def test_an_order_of_a_sheet_leaves_out_what_is_ordered_elsewhere():
    one, other = wish("Satu"), wish("Dua")
    fund = make_fund(1_000_000)
    sheet = make_sheet(fund=fund)
    selection.decide_sheet(sheet=sheet, verdicts=verdicts(sheet, *[LineDecision.ACCEPT] * 2), by=None, on=TODAY)
    elsewhere = make_order(fund=fund)
    add_title(elsewhere, demand=one)
    with pytest.raises(OrderedElsewhere):
        add_title(make_order(fund=fund), demand=one)

    made = selection.order_from_sheet(sheet=sheet, order=draft(), by=None, on=TODAY)
    assert list(made.lines.values_list("demand", flat=True)) == [other.pk]


def test_an_order_of_a_sheet_whose_titles_are_all_bought_is_refused():
    one = wish("Satu")
    sheet = make_sheet()
    selection.decide_sheet(sheet=sheet, verdicts=verdicts(sheet, LineDecision.ACCEPT), by=None, on=TODAY)
    set_status(demand=one, status=DemandStatus.AVAILABLE, by=None, on=TODAY)
    with pytest.raises(AllBoughtElsewhere):
        selection.order_from_sheet(sheet=sheet, order=draft(), by=None, on=TODAY)


def test_money_in_an_order_that_is_not_approved_is_off_what_is_left():
    fund = make_fund(1_000_000)
    order = make_order((2, 150_000), fund=fund)
    assert buying.money_left(fund, TODAY) == 700_000
    submit(order)
    assert buying.money_left(fund, TODAY) == 700_000
    orders.return_order(order=order, note="Ulang", by=None)
    orders.cancel_order(order=order, note="Batal", **deed())
    assert buying.money_left(fund, TODAY) == 1_000_000


def test_two_sheets_do_not_spend_the_same_money():
    fund = make_fund(350_000)
    wish("Satu", price=300_000)
    make_sheet(fund=fund, budget=350_000)
    wish("Dua", price=300_000)
    with pytest.raises(MoreThanLeft):
        make_sheet(fund=fund, budget=300_000)
    with pytest.raises(BasketIsEmpty):
        make_sheet(fund=fund, budget=50_000)


def test_money_of_a_sheet_is_held_once_until_its_titles_are_ordered_or_end():
    one, other = wish("Satu", price=100_000), wish("Dua", price=200_000)
    fund = make_fund(1_000_000)
    sheet = make_sheet(fund=fund)
    assert buying.money_left(fund, TODAY) == 700_000
    order = make_order((1, 100_000), fund=fund)  # the same title by hand: counted in its order
    add_title(order, demand=one, price=150_000)
    assert buying.money_left(fund, TODAY) == 550_000
    said = [LineDecision.LATER if line.demand == one else LineDecision.ACCEPT for line in lines_of(sheet)]
    selection.decide_sheet(sheet=sheet, verdicts=verdicts(sheet, *said), by=None, on=TODAY)
    assert buying.money_left(fund, TODAY) == 550_000
    selection.order_from_sheet(sheet=sheet, order=draft(), by=None, on=TODAY)  # from the sheet to an order
    assert buying.money_left(fund, TODAY) == 550_000
    assert other in [line.demand for line in Order.objects.latest("pk").lines.select_related("demand")]


def test_titles_that_end_free_the_money_of_their_sheet():
    one, joined = wish("Satu", price=100_000), make_wish(title="Satu lagi").demand
    fund = make_fund(1_000_000)
    make_sheet(fund=fund)
    join_demands(demand=one, into=joined, by=None)
    before = buying.money_left(fund, TODAY)
    set_status(demand=joined, status=DemandStatus.AVAILABLE, by=None, on=TODAY)
    assert before < 1_000_000 and buying.money_left(fund, TODAY) == 1_000_000


def test_what_is_promised_takes_one_statement_however_many_funds(django_assert_num_queries):
    funds = [make_fund(1_000_000) for _n in range(3)]
    for number, fund in enumerate(funds, start=1):
        make_order((1, 100_000 * number), fund=fund)
    wish("Satu", price=50_000)
    make_sheet(fund=funds[0])
    with django_assert_num_queries(1):
        left, promised, choices = buying.money_of(None, date(funds[0].year, 6, 1))
    assert (left, promised, len(choices)) == (3_000_000 - 650_000, 650_000, 3)
    assert [buying.money_of(fund.pk, TODAY)[1] for fund in funds] == [150_000, 200_000, 300_000]


def test_the_board_says_what_is_promised(client_as):
    wish("Satu", price=100_000)
    fund = make_fund(1_000_000, year=timezone.localdate().year)
    page = reverse("collections_app:board")
    client = client_as(Role.LIBRARIAN)
    assert "belum disetujui" not in client.get(page).content.decode()
    selection.make_sheet(fund=fund, budget=500_000, **deed() | {"on": timezone.localdate()})
    shown = client.get(page)
    assert (shown.context["board"].budget_idr, shown.context["promised"]) == (900_000, 100_000)
    assert "belum disetujui" in shown.content.decode()


def test_the_copies_a_school_wishes_for_are_shown_and_counted_for_copies():
    make_weights(askers_per_copy=10, most_copies=5, valid_from=TODAY)
    make_partner(name="SMPN 2")
    make_wish(title="Kamus", school="SMPN 2", copies=30)
    make_wish(title="Kamus", phone="6281234567890")
    (place,) = board().places
    assert (place.wished, place.copies, place.points) == (31, 4, 40)


def test_the_copies_wished_stand_on_the_demands_page(client_as):
    demand = make_wish(title="Kamus", school="SMPN 2", copies=30).demand
    html = client_as(Role.LIBRARIAN).get(reverse("collections_app:demand-detail", args=[demand.pk])).content.decode()
    assert "30 eksemplar diminta" in html


def _two_sheets():
    gate, taken = Barrier(2), []
    fund = make_fund(1_000_000)
    make_wish()

    def one():
        try:
            gate.wait()
            sheet = make_sheet(fund=fund)
            taken.append(sheet.lines.count())
        except BasketIsEmpty:
            pass
        finally:
            connection.close()

    threads = [Thread(target=one) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(taken)


@pytest.mark.django_db(transaction=True)
def test_two_sheets_at_once_do_not_take_the_same_title(monkeypatch):
    monkeypatch.setattr(selection, "board", Meeting().after(selection.board))
    assert _two_sheets() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_sheets_take_the_same_title(monkeypatch, unguarded):
    """Negative control: nobody takes the lock, so the race above proves something."""
    monkeypatch.setattr(selection, "_one_at_a_time", lambda: None)
    monkeypatch.setattr(selection, "board", Meeting().after(selection.board))
    assert _two_sheets() == 2


def _two_orders():
    gate, taken = Barrier(2), []
    demand, made = make_wish().demand, [make_order(), make_order()]

    def one(order):
        try:
            gate.wait()
            add_title(order, demand=Demand.objects.get(pk=demand.pk))
            taken.append(order)
        except OrderedElsewhere:
            pass
        finally:
            connection.close()

    threads = [Thread(target=one, args=[order]) for order in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(taken)


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_do_not_take_the_same_title(monkeypatch):
    monkeypatch.setattr(orders, "order_holding", Meeting().after(orders.order_holding))
    assert _two_orders() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_orders_take_the_same_title(monkeypatch, unguarded):
    """Negative control: nobody locks the demand, so the race above proves something."""
    monkeypatch.setattr(orders, "lock_demands", lambda keys: None)
    monkeypatch.setattr(orders, "order_holding", Meeting().after(orders.order_holding))
    assert _two_orders() == 2


def test_whoever_makes_the_order_hears_what_was_left_out(client_as):
    wish("Satu"), wish("Dua")
    fund = make_fund(1_000_000)
    sheet = make_sheet(fund=fund)
    selection.decide_sheet(sheet=sheet, verdicts=verdicts(sheet, *[LineDecision.ACCEPT] * 2), by=None, on=TODAY)
    add_title(make_order(fund=fund), demand=sheet.lines.first().demand)
    said = {"subject": "Hasil", "vendor": make_vendor().pk, "method": make_order().method_id}
    answer = client_as(Role.LIBRARIAN).post(reverse("collections_app:sheet-order", args=[sheet.pk]), said, follow=True)
    assert "1 judul yang disetujui tidak masuk" in answer.content.decode()
