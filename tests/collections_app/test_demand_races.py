"""A title arrives at the very moment somebody decides on it: whoever asked never falls back a step."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from collections_app.choices import DemandStatus, LineDecision
from collections_app.models import Demand, RefusalReason
from collections_app.services import orders, selection
from collections_app.services.selection import Verdict
from collections_app.services.suggestions import set_status
from tests.factories.board import make_sheet
from tests.factories.orders import add_title, approve, make_order, submit
from tests.factories.suggestions import make_wish
from tests.races import LONG, Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)

Race = Callable[..., str]


@pytest.fixture
def race(library, monkeypatch) -> Race:
    """The deed looks at the demand, which arrives before it writes; answers the step the demand is left at."""

    def run(module, deed, demand: Demand) -> str:
        looked, arrived, move = Meeting(), Meeting(), module.move_demands
        looked.PATIENCE = LONG  # nothing holds anybody up on the way there

        def slowly(**said):
            if said["demands"]:
                looked.wait()
                arrived.wait()
            return move(**said)

        def arrive():
            looked.wait()
            set_status(demand=demand, status=DemandStatus.AVAILABLE, by=None, on=timezone.localdate())
            arrived.wait()

        monkeypatch.setattr(module, "move_demands", slowly)
        assert at_once(deed, arrive) == [None, None]
        return Demand.objects.get(pk=demand.pk).status

    return run


@pytest.fixture
def unlocked(monkeypatch, unguarded):
    """Negative control: nobody locks the demand before looking at it."""
    for module in (orders, selection):
        monkeypatch.setattr(module, "lock_demands", lambda keys: None)


def deciding(decision: str):
    """(the committee deciding so on a sheet of one title, its demand)"""
    sheet = make_sheet()
    line = sheet.lines.get()
    reason = RefusalReason.objects.first() if decision == LineDecision.DECLINE else None
    said = {line.pk: Verdict(decision, reason)}
    return lambda: selection.decide_sheet(sheet=sheet, verdicts=said, by=None, on=timezone.localdate()), line.demand


def approving():
    demand, order = make_wish().demand, make_order()
    add_title(order, demand=demand)
    submit(order)
    return lambda: orders.approve_order(order=order, by=None, at=timezone.now(), on=timezone.localdate()), demand


def cancelling():
    demand, order = make_wish().demand, make_order()
    add_title(order, demand=demand)
    approve(order)
    now = timezone.now()
    return lambda: orders.cancel_order(order=order, note="", by=None, at=now, on=timezone.localdate()), demand


@pytest.mark.parametrize("decision", [LineDecision.ACCEPT, LineDecision.LATER, LineDecision.DECLINE])
def test_a_title_that_arrives_while_the_committee_decides_stays_on_the_shelf(race, decision):
    assert race(selection, *deciding(decision)) == DemandStatus.AVAILABLE


def test_without_the_lock_the_committee_declines_what_is_on_the_shelf(race, unlocked):
    assert race(selection, *deciding(LineDecision.DECLINE)) == DemandStatus.DECLINED


def test_a_title_that_arrives_while_its_order_is_approved_stays_on_the_shelf(race):
    assert race(orders, *approving()) == DemandStatus.AVAILABLE


def test_without_the_lock_an_approved_order_takes_it_off_the_shelf(race, unlocked):
    assert race(orders, *approving()) == DemandStatus.ORDERED


def test_a_title_that_arrives_while_its_order_is_cancelled_stays_on_the_shelf(race):
    assert race(orders, *cancelling()) == DemandStatus.AVAILABLE


def test_without_the_lock_a_cancelled_order_lets_it_wait_again(race, unlocked):
    assert race(orders, *cancelling()) == DemandStatus.ACCEPTED
