"""Thousands of funds, vendors and wishes: lists go page by page, choices become a box to type in."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core import choosing
from collections_app.models import Order, SelectionSheet
from collections_app.selectors import buying
from collections_app.views import funds
from tests.factories.orders import approve, make_fund, make_method, make_order, make_vendor
from tests.factories.suggestions import make_wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(monkeypatch):
    """Lists are long from the third row on."""
    monkeypatch.setattr(choosing, "SHORT", 2)
    monkeypatch.setattr(buying, "SHORT", 2)
    monkeypatch.setattr(funds, "FUNDS_A_PAGE", 2)


def url(name, *args):
    return reverse(f"collections_app:{name}", args=args)


def test_the_fund_list_goes_page_by_page_with_the_sums_of_all(client_as, many):
    year = timezone.localdate().year
    first, *_rest = made = [make_fund(1_000_000, year=year, name=f"Dana {number}") for number in range(5)]
    approve(make_order((1, 300_000), fund=first))
    make_fund(9_000_000, year=year - 1)
    client, shown = client_as(Role.DIVISION_HEAD), []
    for number in (1, 2, 3):
        answer = client.get(url("fund-list"), {"page": number})
        shown += [row["fund"] for row in answer.context["rows"]]
        sums = {name: int(value) for name, value in answer.context["sums"].items()}
        assert sums == {
            "funds": 5, "allocated": 5_000_000, "committed": 300_000, "spent": 0, "left": 4_700_000,
        }  # fmt: skip
    assert shown == made
    assert client.get(url("fund-list"), {"page": "x"}).status_code == 200


def test_no_page_lists_thousands_of_choices(client_as, many):
    for _n in range(4):
        make_fund(year=timezone.localdate().year)
        make_vendor()
        make_wish()
    order, other = make_order(), make_fund(year=2026)
    client, head = client_as(Role.LIBRARIAN), client_as(Role.DIVISION_HEAD)
    for who, page in (
        (client, url("sheet-add")),
        (client, url("order-add")),
        (client, url("order-edit", order.pk)),
        (client, url("line-add", order.pk)),
        (head, url("fund-transfer", other.pk)),
        (client, url("board")),
    ):
        html = who.get(page).content.decode()
        chosen = [name for name in ("fund", "vendor", "demand", "into", "dana") if f'<select name="{name}"' in html]
        assert chosen in ([], ["dana"]), page
        assert html.count("<option") < 40, page


def test_what_is_typed_is_found_when_the_form_is_sent(client_as, many):
    client, head, year = client_as(Role.LIBRARIAN), client_as(Role.DIVISION_HEAD), timezone.localdate().year
    old, fund, other = (make_fund(name=name, year=when) for name, when in (
        ("Belanja pustaka", year - 1), ("Belanja pustaka", year), ("Hibah", year)
    ))  # fmt: skip
    for _n in range(3):
        make_fund(year=year)
    vendors, demands = [make_vendor() for _n in range(4)], [make_wish().demand for _n in range(4)]

    said = {"subject": "Uji", "vendor": vendors[2].name, "fund": "pustaka", "method": make_method().pk}
    several = client.post(url("order-add"), said).context["form"].errors["fund"]
    assert f"Belanja pustaka {year - 1} (#{old.pk})" in several[0]
    client.post(url("order-add"), said | {"fund": f"Belanja pustaka {year} (#{fund.pk})"})
    order = Order.objects.get(subject="Uji")
    assert (order.vendor, order.fund) == (vendors[2], fund)
    edit = client.get(url("order-edit", order.pk)).content.decode()
    assert f"Belanja pustaka {year} (#{fund.pk})" in edit and f"{vendors[2].name} (#{vendors[2].pk})" in edit

    client.post(url("line-add", order.pk), {"demand": demands[1].title, "copies": 1, "price_idr": "10.000"})
    assert order.lines.get().demand == demands[1]
    client.post(url("sheet-add"), {"fund": f"(#{fund.pk})", "budget": "900.000"})
    assert SelectionSheet.objects.get().fund == fund
    head.post(url("fund-transfer", fund.pk), {"into": "Hibah", "amount": "1.000", "note": "Uji"})
    other.balance.refresh_from_db()
    assert other.balance.allocated_idr == Decimal(1_001_000)


def test_the_board_still_looks_at_a_fund_beyond_its_list(client_as, many):
    made = [make_fund(1_000_000 * number, year=timezone.localdate().year) for number in range(1, 6)]
    context = client_as(Role.LIBRARIAN).get(url("board"), {"dana": made[4].pk}).context
    (chooser,) = context["filters"]
    assert context["board"].budget_idr == 5_000_000
    assert [value for value, _words in chooser["options"]] == [str(fund.pk) for fund in (made[4], made[0], made[1])]
