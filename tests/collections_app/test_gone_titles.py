"""A title whose copies are all missing or weeded out is no title of the library's: it can be wished for, bought and is
not counted; one without any copy on record is."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from collections_app.choices import GONE, ItemStatus
from collections_app.models import Title
from collections_app.selectors import board, figures, holdings
from collections_app.selectors.catalogue import titles
from collections_app.selectors.gifts import owned_among
from collections_app.selectors.known import known_of
from tests.factories.collections_app import make_item, make_title
from tests.factories.gifts import make_gift
from tests.factories.orders import add_title, approve, make_order, make_receipt
from tests.factories.suggestions import make_wish

pytestmark = pytest.mark.django_db
ISBN = "9786020332949"


@pytest.fixture(params=GONE)
def gone(request):
    """A title whose only copy is missing or weeded out."""
    title = make_title("Punya Kita", contributors=["Penulis"], isbn=ISBN)
    make_item(title, status=request.param)
    return title


@pytest.mark.parametrize("isbn", [ISBN, ""])
def test_a_title_whose_copies_are_gone_is_not_called_owned(gone, isbn):
    said = {"title": "Punya Kita", "author": "Penulis", "isbn": isbn}
    assert not known_of(**said)
    make_item(gone)
    assert known_of(**said).owned == gone


def test_a_title_without_any_copy_on_record_is_owned():
    title = make_title("Punya Kita", contributors=["Penulis"])
    assert known_of(title="Punya Kita", author="", isbn="").owned == title


def test_of_two_records_the_one_with_copies_is_owned(gone):
    other = make_title("Punya Kita", contributors=["Penulis"], isbn=ISBN)
    make_item(other)
    for isbn in (ISBN, ""):
        assert known_of(title="Punya Kita", author="", isbn=isbn).owned == other
    assert make_wish(title="Punya Kita", author="Penulis").demand.owned == other


def test_a_wish_for_a_gone_title_can_be_bought_until_a_copy_is_found(gone):
    demand = make_wish(title="Punya Kita", author="Penulis", isbn=ISBN).demand

    def basket():
        found = board.board(today=timezone.localdate(), budget_idr=Decimal(10**9))
        return [place.demand for place in found.basket]

    assert basket() == [demand]
    gone.items.update(status=ItemStatus.AVAILABLE)
    assert basket() == []


def test_new_copies_of_a_gone_title_join_its_record(gone):
    order = make_order()
    add_title(order, title="Punya Kita", author="Penulis", isbn=ISBN)
    make_receipt(approve(order))
    assert gone.items.count() == 2 and Title.objects.filter(title="Punya Kita").count() == 1


def test_a_gone_title_offered_as_a_gift_is_not_called_owned(gone):
    lines = list(make_gift("Punya Kita").lines.all())
    assert owned_among(lines) == {}


def test_patrons_do_not_find_a_gone_title_and_staff_do(client, client_as, gone):
    shown = make_title("Punya Kita Juga")
    assert list(titles("punya kita", held=True)) == [shown]
    assert set(titles("punya kita")) == {gone, shown}
    public = client.get(reverse("collections_app:public-home"), {"q": "punya kita"}).context["rows"]
    staff = (
        client_as(Role.LIBRARIAN).get(reverse("collections_app:title-list"), {"q": "punya kita"}).context["page_obj"]
    )
    assert [title for title, _url in public] == [shown] and len(staff.object_list) == 2


def test_every_page_counts_the_same_titles_and_copies(client, gone):
    """Held: one title with two copies of which one is missing, one without copies on record; the gone one is not."""
    title, today = make_title(), timezone.localdate()
    make_title()
    make_item(title, received_on=today - timedelta(days=3))
    make_item(title, status=ItemStatus.REPAIR)
    make_item(title, status=ItemStatus.MISSING)
    cache.clear()
    numbers = client.get(reverse("collections_app:public-home")).context["numbers"]
    on_day = figures.holdings_on(today)
    assert (numbers["titles"], numbers["copies"]) == (2, 2)
    assert (on_day.titles, on_day.copies) == (2, 2)
    assert holdings.holdings(None, today=today).total == 2
    assert holdings.stock(today.year, today.year).copies == 2


def test_a_title_whose_first_copies_came_later_was_not_there_before():
    title = make_title()
    make_item(title, received_on=date(2026, 6, 1))
    assert [figures.holdings_on(day).titles for day in (date(2026, 5, 31), date(2026, 6, 1))] == [0, 1]


def test_the_page_of_a_wish_says_that_no_copy_is_left(client_as, gone):
    demand = make_wish(title="Punya Kita", author="Penulis", isbn=ISBN).demand
    client, page = client_as(Role.LIBRARIAN), reverse("collections_app:demand-detail", args=[demand.pk])
    before = client.get(page).content.decode()
    make_item(gone)
    after = client.get(page).content.decode()
    assert "tidak ada eksemplar lagi" in before and "tidak ada eksemplar lagi" not in after
