"""The lines of an order: changed while it is a draft, asked about where they are doubles, complete in the catalogue."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications import duties
from collections_app.choices import MainClass
from collections_app.models import Item, OrderLine, Title
from collections_app.selectors.doubles import doubles_among
from collections_app.services import gifts, orders
from collections_app.services.joining import join_demands
from collections_app.services.orders import OrderIsFixed, OverMethodLimit, TitleKnown, WrongStep
from collections_app.services.suggestions import plan_demand
from tests.collections_app.test_board import board, wish
from tests.collections_app.test_funds import deed, figures
from tests.factories.collections_app import make_item, make_title
from tests.factories.gifts import accept, add_given, make_gift
from tests.factories.orders import add_title, approve, make_fund, make_method, make_order, make_receipt, submit
from tests.factories.suggestions import make_wish
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db
ONE, OTHER = "9786020332949", "9786020332956"


def url(name, *args):
    return reverse(f"collections_app:{name}", args=args)


def line_of(order, place=0):
    return OrderLine.objects.filter(order=order).order_by("pk")[place]


def empty_order(**fields):
    order = make_order(**fields)
    orders.remove_line(order=order, line_id=order.lines.get().pk, by=None)
    return order


def ask(order, **fields):
    line = OrderLine(**{"title": "Bumi", "copies": 1, "price_idr": Decimal(50_000), **fields})
    return orders.add_line(order=order, line=line, by=None, known=False)


def test_copies_and_price_of_a_draft_are_changed_with_their_history(client_as):
    fund, client = make_fund(2_000_000), client_as(Role.LIBRARIAN)
    order = make_order((3, 120_000), fund=fund)
    line = line_of(order)
    page = client.get(url("line-edit", order.pk, line.pk)).content.decode()
    assert 'value="120.000"' in page and 'value="3"' in page
    assert url("line-edit", order.pk, line.pk) in client.get(url("order-detail", order.pk)).content.decode()
    said = {"title": line.title, "copies": 12, "price_idr": "110.000", "year": "2024", "main_class": "500"}
    client.post(url("line-edit", order.pk, line.pk), said)
    after = line_of(order)
    assert (after.copies, after.price_idr, after.year, after.main_class) == (12, 110_000, 2024, "500")
    assert line.history.count() == 2
    approve(order)
    assert figures(fund) == (2_000_000, 1_320_000, 0)
    with pytest.raises(OrderIsFixed):
        orders.change_line(line=after, by=None)


def test_a_line_of_a_demand_keeps_the_demand_s_words(client_as):
    order, client, demand = empty_order(), client_as(Role.LIBRARIAN), make_wish(title="Bumi").demand
    client.post(url("line-add", order.pk), {"demand": demand.pk, "copies": 3, "price_idr": "120.000"})
    said = {"title": "Lain", "copies": 12, "price_idr": "110.000"}
    client.post(url("line-edit", order.pk, line_of(order).pk), said)
    after = line_of(order)
    assert (after.title, after.demand, after.copies, after.price_idr) == ("Bumi", demand, 12, 110_000)


def test_a_line_that_was_taken_out_meanwhile_is_not_written_back(db):
    order = make_order((1, 1_000), (1, 2_000))
    line = line_of(order)
    orders.remove_line(order=order, line_id=line.pk, by=None)
    with pytest.raises(WrongStep):
        orders.change_line(line=line, by=None)
    assert order.lines.count() == 1


def _change_while_asking(order):
    """The price is put up while somebody asks for approval: does the order stand above its method's limit after it?"""
    line = line_of(order)
    line.price_idr = Decimal(200_000)
    at_once(lambda: orders.change_line(line=line, by=None), lambda: submit(order))
    order.refresh_from_db()
    return order.waits_for_approval and line_of(order).price_idr == 200_000


@pytest.mark.django_db(transaction=True)
def test_a_price_changed_while_approval_is_asked_for_is_checked_or_refused():
    method = make_method(most_idr=100_000)
    assert not _change_while_asking(make_order((1, 100_000), method=method))


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_price_slips_past_the_limit(monkeypatch, unguarded):
    """Negative control: the order is read without locking it."""
    order = make_order((1, 100_000), method=make_method(most_idr=100_000))
    read = type(order).objects.select_related("fund", "method", "vendor")
    monkeypatch.setattr(orders, "lock_order", Meeting().after(lambda order: read.get(pk=order.pk)))
    saved, checked = Meeting(), orders._check
    monkeypatch.setattr(orders, "_check", lambda locked: (checked(locked), saved.wait())[0])
    change = OrderLine.save

    def late(line, *args, **kwargs):
        saved.wait()
        return change(line, *args, **kwargs)

    monkeypatch.setattr(OrderLine, "save", late)
    assert _change_while_asking(order)


def test_a_title_that_is_owned_or_twice_or_given_is_asked_about(client_as):
    held = make_title("Laskar Pelangi", contributors=["Andrea Hirata"], isbn=ONE)
    make_item(title=held)
    order = empty_order()
    with pytest.raises(TitleKnown):
        ask(order, title="Terjemahan lain", isbn=ONE)
    with pytest.raises(TitleKnown):
        ask(order, title="Laskar pelangi", author="Andrea Hirata")
    ask(order, title="Bumi", isbn=OTHER)
    with pytest.raises(TitleKnown):
        ask(order, title="Lain kata", isbn=OTHER)
    with pytest.raises(TitleKnown):
        ask(order, title="bumi!")
    ask(order, title="Bumi", isbn="9786230000010")  # another edition
    accept(make_gift("Ensiklopedi Penyu"))
    with pytest.raises(TitleKnown):
        ask(order, title="Ensiklopedi Penyu")
    assert order.lines.count() == 2

    client = client_as(Role.LIBRARIAN)
    said = {"title": "Laskar Pelangi", "isbn": ONE, "copies": 1, "price_idr": "90.000"}
    asked = client.post(url("line-add", order.pk), said).content.decode()
    assert "perpustakaan sudah memilikinya: “Laskar Pelangi”" in asked and 'type="checkbox" name="known"' in asked
    assert order.lines.count() == 2
    client.post(url("line-add", order.pk), {**said, "known": "on"})
    assert order.lines.count() == 3
    shown = client_as(Role.DIVISION_HEAD).get(url("order-detail", submit(order).pk)).content.decode()
    assert "Sudah dimiliki" in shown and url("title-detail", held.pk) in shown


def test_marks_of_an_order_stand_until_it_is_approved(client_as):
    order, client = empty_order(fund=make_fund(10_000_000)), client_as(Role.DIVISION_HEAD)
    add_title(order, title="Buku Kembar")
    add_title(order, title="Buku kembar")
    add_title(order, title="Ensiklopedi Penyu")
    accept(make_gift("Ensiklopedi Penyu", giver="Yayasan Bahari"))
    page = client.get(url("order-detail", order.pk)).content.decode()
    assert page.count("Dua kali dalam pesanan ini") == 2 and "Datang sebagai hadiah dari Yayasan Bahari" in page
    approve(order)
    assert "Dua kali dalam pesanan ini" not in client.get(url("order-detail", order.pk)).content.decode()


@pytest.mark.parametrize("twin", [{"title": "Bumi", "isbn": ""}, {"title": "Lain", "isbn": ONE}])
def test_both_lines_of_a_double_are_marked(twin):
    order = empty_order()
    add_title(order, title="Bumi", isbn=ONE)
    add_title(order, **twin)
    add_title(order, title="Bulan")
    marked = doubles_among(list(order.lines.order_by("pk")))
    assert [marked[line.pk].twice for line in order.lines.order_by("pk")[:2]] == [True, True] and len(marked) == 2


@pytest.mark.usefixtures("english")
def test_what_a_gift_brings_leaves_the_basket_until_it_is_refused_or_here():
    by_name, by_isbn, joined, free = wish("Penyu"), wish("Lontar", isbn=ONE), wish("Benteng"), wish("Kapal")
    join_demands(demand=make_wish(title="Benteng Wolio").demand, into=joined, by=None)
    gift = make_gift("Penyu", giver="Yayasan Bahari")
    add_given(gift, title="Terjemahan", isbn=ONE)
    add_given(gift, title="Benteng Wolio")
    add_given(gift, title="Lain")
    assert len(board().basket) == 4  # only offered
    accept(gift)

    found = board()
    assert [place.demand for place in found.basket] == [free]
    why = {place.demand: place.why_not for place in found.places if not place.in_basket}
    assert why == dict.fromkeys([by_name, by_isbn, joined], "comes as a gift from Yayasan Bahari")

    line = gift.lines.get(title="Penyu")
    line.title = "Bukan penyu"
    gifts.change_line(line=line, by=None)
    assert [place.demand for place in board().basket] == [by_name, free]


def test_class_and_year_travel_into_the_catalogue(client_as):
    planned = make_wish(title="Bumi").demand
    plan_demand(demand=planned, main_class=MainClass.SCIENCE, audience="youth", price=None, by=None)
    order, client = empty_order(), client_as(Role.LIBRARIAN)
    client.post(url("line-add", order.pk), {"demand": planned.pk, "copies": 1, "price_idr": "1.000", "year": "2025"})
    said = {"title": "Fikih", "copies": 1, "price_idr": "1.000", "year": "2023", "main_class": "2X0"}
    client.post(url("line-add", order.pk), said)
    late = make_wish(title="Sejarah").demand
    orders.add_line(order=order, line=OrderLine(demand=late, copies=1, price_idr=Decimal(1)), by=None)
    plan_demand(demand=late, main_class=MainClass.HISTORY, audience="", price=None, by=None)
    make_receipt(approve(order))
    made = Title.objects.order_by("pk").values_list("title", "main_class", "year")
    assert list(made) == [("Bumi", "500", 2025), ("Fikih", "2X0", 2023), ("Sejarah", "900", None)]

    gift = make_gift("Atlas")
    line = gift.lines.get()
    client.post(url("gift-titles-add", gift.pk), {"titles": "Globe;;;;2;50.000,00;2024"})
    client.post(
        url("gift-line-edit", gift.pk, line.pk),
        {"title": "Atlas", "copies": 1, "value_idr": "10.000", "year": "2022", "main_class": "900"},
    )
    accept(gift)
    gifts.take_in_gift(gift=gift, by=None, at=timezone.now(), on=timezone.localdate())
    atlas, globe = Title.objects.get(title="Atlas"), Title.objects.get(title="Globe")
    assert (atlas.main_class, atlas.year, globe.year) == ("900", 2022, 2024)


def test_a_record_made_here_is_completed_and_one_of_the_library_s_system_is_not():
    mine, theirs = make_title("Bumi", origin="manual"), make_title("Bulan", origin="slims")
    order = empty_order()
    for title in ("Bumi", "Bulan"):
        add_title(order, title=title, year=2024, main_class="500")
    make_receipt(approve(order))
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.year, mine.main_class, theirs.year, theirs.main_class) == (2024, "500", None, "")
    assert Item.objects.count() == 2


def test_the_approver_s_task_is_due_a_few_days_after_it_was_asked_for():
    day = date(2026, 11, 23)
    soon = submit(make_order(subject="Tanpa tanggal"), on=day)
    later = submit(make_order(subject="Tiba lama lagi", due_on=day + timedelta(days=40)), on=day)
    rows = duties.rows_of(duties.get("collections_app.approve-order"), day)
    assert {(row[1], row[5]) for row in rows} == {(str(pk), date(2026, 11, 26)) for pk in (soon.pk, later.pk)}


def test_the_delivery_form_says_of_how_many_at_which_price_by_whom(client_as):
    order, client = make_order((3, 120_000)), client_as(Role.LIBRARIAN)
    add_title(order, title="Bumi", author="Tere Liye", copies=2, price=90_000)
    approve(order)
    first, other = line_of(order), line_of(order, 1)
    client.post(url("receive", order.pk), {"day": timezone.localdate(), f"line-{first.pk}": 1, f"line-{other.pk}": ""})
    page = client.get(url("receive", order.pk)).content.decode()
    assert "2 dari 3 belum tiba · Rp120.000 per eksemplar" in page
    assert "Bumi / Tere Liye" in page and "2 dari 2 belum tiba · Rp90.000" in page
    assert line_of(order, 1).received == 0


def test_an_order_that_ended_without_all_its_copies_is_not_called_fully_received(client_as):
    order, client = make_order((3, 120_000)), client_as(Role.LIBRARIAN)
    approve(order)
    client.post(url("receive", order.pk), {"day": timezone.localdate(), f"line-{line_of(order).pk}": 1})
    orders.cancel_order(order=order, note="Habis", **deed(on=timezone.localdate()))
    page = client.get(url("order-detail", order.pk)).content.decode()
    assert "Diterima, sisanya dibatalkan" in page and "Diterima lengkap" not in page
    assert "Rp120.000" in page and "Rp360.000" not in page
    rows = client.get(url("order-list")).content.decode()
    assert "Diterima, sisanya dibatalkan" in rows


def test_the_limit_of_a_method_holds_after_a_change(db):
    order = make_order((1, 100_000), method=make_method(most_idr=100_000))
    line = line_of(order)
    line.copies = 2
    orders.change_line(line=line, by=None)
    with pytest.raises(OverMethodLimit):
        submit(order)


def test_the_second_of_two_on_one_line_sees_what_the_first_wrote(client_as):
    order, client = make_order((3, 120_000)), client_as(Role.LIBRARIAN)
    line, page = line_of(order), url("line-edit", order.pk, line_of(order).pk)
    said = {"title": line.title, "copies": 3, "price_idr": "99.000"}
    said["seen"] = client.get(page).context["form"]["seen"].value()
    client_as(Role.DIVISION_HEAD).post(page, {**said, "copies": 8, "price_idr": "110.000"})
    told = client.post(page, said)
    assert "eksemplar: 8, masing-masing Rp110.000" in told.content.decode()
    assert (line_of(order).copies, line_of(order).price_idr) == (8, 110_000)
    again = told.context["form"]["seen"].value()
    assert f'value="{again}"' in told.content.decode() and again != said["seen"]
    assert client.post(page, {**said, "seen": again}).status_code == 302
    assert (line_of(order).copies, line_of(order).price_idr) == (3, 99_000)


def test_the_same_line_changed_twice_by_one_person_is_no_quarrel(client_as):
    order, client = make_order((3, 120_000)), client_as(Role.LIBRARIAN)
    page = url("line-edit", order.pk, line_of(order).pk)
    for copies in (4, 5):
        said = {"title": line_of(order).title, "copies": copies, "price_idr": "99.000"}
        said["seen"] = client.get(page).context["form"]["seen"].value()
        assert client.post(page, said).status_code == 302
    assert line_of(order).copies == 5


def test_a_line_whose_title_becomes_a_known_one_is_asked_about(client_as):
    held = make_title("Laskar Pelangi", contributors=["Andrea Hirata"], isbn=ONE)
    make_item(title=held)
    order, client = empty_order(), client_as(Role.LIBRARIAN)
    for title in ("Laskar Pelang", "Bumi"):
        add_title(order, title=title)
    page, said = url("line-edit", order.pk, line_of(order).pk), {"copies": 1, "price_idr": "90.000"}
    for words, why in (
        ({"title": "Laskar Pelangi", "author": "Andrea Hirata"}, "perpustakaan sudah memilikinya"),
        ({"title": "Terjemahan", "isbn": ONE}, "perpustakaan sudah memilikinya"),
        ({"title": "Bumi"}, "sudah ada dalam pesanan ini"),
    ):
        asked = client.post(page, {**said, **words}).content.decode()
        assert why in asked and 'type="checkbox" name="known"' in asked
        assert line_of(order).title == "Laskar Pelang"
    client.post(page, {**said, "title": "Bumi", "known": "on"})
    assert line_of(order).title == "Bumi"
    client.post(page, {**said, "title": "Bumi", "copies": 2})  # its words stay: it was asked already
    assert line_of(order).copies == 2


@pytest.mark.usefixtures("english")
def test_what_is_nearly_the_same_is_asked_about():
    make_item(title=make_title("Laskar Pelangi", contributors=["Andrea Hirata"]))
    make_wish(title="Negeri 5 Menara", author="A. Fuadi")
    add_title(empty_order(subject="Pesanan lain"), title="Cantik Itu Luka")
    order = empty_order()
    for fields, why in (
        ({"title": "laskar pelangi.", "author": "A. Hirata"}, "the library has “Laskar Pelangi”, which may be it"),
        ({"title": "Negeri 5 Menara"}, "patrons asked for “Negeri 5 Menara”"),
        ({"title": "cantik itu luka"}, "it stands in the order “Pesanan lain”"),
    ):
        with pytest.raises(TitleKnown, match=why):
            ask(order, **fields)
    ask(order, title="Bumi Manusia", author="Pramoedya")
    with pytest.raises(TitleKnown, match="it stands in this order already"):
        ask(order, title="bumi manusia.", author="P. A. Toer")
    line = line_of(order)
    line.title = "Laskar Pelangi"
    with pytest.raises(TitleKnown, match="the library has"):
        orders.change_line(line=line, by=None, known=False)


def test_a_wish_chosen_from_the_suggestions_is_not_asked_about_itself():
    demand = make_wish(title="Negeri 5 Menara").demand
    assert ask(empty_order(), demand=demand).title == "Negeri 5 Menara"
