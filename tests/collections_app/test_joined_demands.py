"""Demands that are one title: the further one leads, deeds reach it, later askers find it; ended ones begin anew."""

from datetime import date, timedelta

import pytest

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications.models import Message
from collections_app.choices import DemandStatus, ItemStatus, LineDecision
from collections_app.models import Demand, RefusalReason
from collections_app.selectors.known import known_of
from collections_app.services import orders
from collections_app.services.joining import CannotJoin, join_demands, separate_demand
from collections_app.services.receiving import tell_of_arrival
from collections_app.services.selection import Verdict, decide_sheet, make_sheet
from collections_app.services.suggestions import AskedAgain, AskedAlready, move_demands, set_status
from tests.collections_app.test_funds import deed
from tests.factories.collections_app import make_item, make_title
from tests.factories.orders import add_title, approve, make_fund, make_order
from tests.factories.suggestions import make_wish

ON = date(2026, 11, 23)
ISBN, OTHER = "9786020332949", "9786020332956"


def demand(**fields):
    return make_wish(on=ON, **fields).demand


def to(row, status, **fields):
    return set_status(demand=row, status=status, by=None, on=ON, **fields)


def decline(row):
    return to(row, DemandStatus.DECLINED, reason=RefusalReason.objects.get(code="budget"))


def step(row):
    return Demand.objects.select_related("joined_to").get(pk=row.pk).leading.status


def test_the_demand_that_has_come_further_leads_and_new_hearers_are_told(db, staff_user):
    asker = staff_user(Role.SERVICE_OFFICER)
    ordered, young, joined = demand(), demand(by=asker), demand()
    join_demands(demand=joined, into=young, by=None)
    to(ordered, DemandStatus.ORDERED)

    join_demands(demand=ordered, into=young, by=None)

    assert {step(row) for row in (ordered, young, joined)} == {DemandStatus.ORDERED}
    assert Message.objects.filter(recipient=asker).count() == 1
    separate_demand(demand=young, by=None)
    assert (step(ordered), step(young)) == (DemandStatus.ORDERED, DemandStatus.NEW)


def test_a_declined_one_joined_to_an_open_one_is_open_again(db):
    declined, still_open = decline(demand()), demand()
    join_demands(demand=still_open, into=declined, by=None)
    assert step(declined) == DemandStatus.NEW


def test_an_order_moves_the_demand_that_leads(db):
    fund = make_fund(1_000_000)
    lead, other = demand(), demand()
    order = make_order(fund=fund)
    add_title(order, demand=other)
    join_demands(demand=other, into=lead, by=None)

    approve(order)
    assert step(lead) == DemandStatus.ORDERED
    orders.cancel_order(order=order, note="", **deed())
    assert step(lead) == DemandStatus.ACCEPTED

    title = make_title()
    tell_of_arrival({other.pk: title.pk}, by=None, on=ON)
    assert (step(lead), Demand.objects.get(pk=lead.pk).owned) == (DemandStatus.AVAILABLE, title)


def test_a_sheet_moves_the_demand_that_leads(db):
    other = demand()
    sheet = make_sheet(fund=make_fund(1_000_000), budget=500_000, **deed())
    lead = demand()
    join_demands(demand=other, into=lead, by=None)
    line = sheet.lines.get()
    decide_sheet(sheet=sheet, verdicts={line.pk: Verdict(LineDecision.ACCEPT)}, by=None, on=ON)
    assert step(lead) == DemandStatus.ACCEPTED


@pytest.mark.parametrize(
    "said", [{"title": "Bumi manusia (roman)"}, {"title": "Apa saja", "isbn": ISBN}], ids=["words", "isbn"]
)
def test_a_joining_holds_for_the_next_asker(db, said):
    lead = demand(title="Bumi Manusia")
    other = demand(title="Bumi manusia (roman)", isbn=said.get("isbn", ""), phone="6281234567890")
    join_demands(demand=other, into=lead, by=None)

    assert known_of(author="", isbn=said.get("isbn", ""), title=said["title"]).asked == lead
    assert demand(**said) == lead
    with pytest.raises(AskedAlready):
        demand(**said, phone="6281234567890")


def test_another_edition_is_not_the_one_that_leads(db):
    lead = demand(title="Bumi", isbn=ISBN)
    join_demands(demand=demand(title="Bumi (roman)"), into=lead, by=None)
    assert demand(title="Bumi (roman)", isbn=OTHER) != lead


def test_a_declined_title_asked_for_next_year_begins_anew_and_says_what_was(db):
    wish = make_wish(title="Bumi", isbn=ISBN, phone="6281234567890", on=ON)
    declined = decline(wish.demand)
    known = known_of(title="Bumi", author="", isbn=ISBN)
    assert (known.asked, known.before) == (None, declined)
    assert known.before.reason.code == "budget"

    again = make_wish(title="Bumi", isbn=ISBN, phone="6281234567890", on=ON + timedelta(days=365)).demand

    assert (again != declined, step(again), step(declined)) == (True, DemandStatus.NEW, DemandStatus.DECLINED)
    assert demand(title="Bumi", isbn=ISBN) == again
    with pytest.raises(AskedAgain):
        to(declined, DemandStatus.ACCEPTED)
    join_demands(demand=again, into=declined, by=None)
    assert step(declined) == DemandStatus.NEW


def test_what_is_on_the_shelf_takes_wishes_until_its_copies_are_gone(db):
    book = make_title("Bumi", isbn=ISBN)
    copy = make_item(book)
    met = to(demand(title="Bumi", isbn=ISBN), DemandStatus.AVAILABLE)
    assert demand(title="Bumi", isbn=ISBN) == met

    copy.status = ItemStatus.MISSING
    copy.save()

    again = demand(title="Bumi", isbn=ISBN)
    assert (again != met, step(again)) == (True, DemandStatus.NEW)


def test_separating_does_not_make_two_open_demands_of_one_isbn(db):
    one = demand(title="Bumi", isbn=ISBN)
    other = decline(demand(title="Bumi dua", isbn=OTHER))
    fresh = demand(title="Bumi dua", isbn=OTHER)
    join_demands(demand=one, into=fresh, by=None)
    join_demands(demand=other, into=fresh, by=None)
    separate_demand(demand=other, by=None)
    separate_demand(demand=one, by=None)
    assert move_demands(demands=[one], status=DemandStatus.REVIEW, by=None, on=ON)
    with pytest.raises(CannotJoin):
        separate_demand(demand=one, by=None)


@pytest.mark.parametrize(
    ("title", "author", "alike"),
    [
        ("Laskar Pelangi", "", True),
        ("Laskar Plangi", "Andrea Hirata", True),
        ("Laskar Pelangi (novel)", "Hirata", True),
        ("Laskar Pelangi 2", "Andrea Hirata", False),
        ("Bumi", "", False),
    ],
)
def test_what_was_asked_for_is_known_under_other_spellings(db, title, author, alike):
    asked = demand(title="Laskar Pelangi", author="Andrea Hirata")
    demand(title="Negeri 5 Menara", author="Ahmad Fuadi")
    known = known_of(title=title, author=author, isbn="")
    assert (known.asked, known.alike) == (None, [asked] if alike else [])
