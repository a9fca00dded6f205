"""The board's statements, written out, count what loops over the rows count."""

import math
import random
from datetime import timedelta
from decimal import Decimal

import pytest

from collections_app.choices import LineDecision, OrderStatus
from collections_app.models import (
    BoardWeights,
    Demand,
    DemandSignal,
    OrderLine,
    SelectionLine,
    Suggestion,
)
from collections_app.services.joining import join_demands
from collections_app.services.selection import decide_sheet
from collections_app.services.suggestions import plan_demand
from tests.collections_app.test_board import TODAY, board, verdicts
from tests.factories.board import make_need, make_sheet
from tests.factories.orders import make_fund, make_order
from tests.factories.suggestions import make_partner, make_wish

pytestmark = pytest.mark.django_db
SCHOOLS = ["", "", "SDN 1", "sdn 1", "SMPN 2", "Sdn 1"]
AUDIENCES, CLASSES = ["", "children", "adult"], ["", "500", "800"]


def held_by(demand, lines, name):
    """`name` of the first line of the demand itself, else of the first of one joined to it."""
    own = [line for line in lines if line.demand_id == demand.pk]
    joined = [line for line in lines if line.demand.joined_to_id == demand.pk]
    return name((own or joined)[0]) if own or joined else ""


def expected(weights):
    """(key, points, copies, price, sheet, order) of every open wish, the heaviest first."""
    needs = list(DemandSignal.objects.filter(until__gte=TODAY))
    ordered = [
        line
        for line in OrderLine.objects.exclude(demand=None).select_related("demand", "order").order_by("pk")
        if line.order.status not in (OrderStatus.RECEIVED, OrderStatus.CANCELLED)
    ]
    listed = [
        line
        for line in SelectionLine.objects.select_related("demand", "sheet__number").order_by("pk")
        if not line.sheet.decided_on or (line.decision == LineDecision.ACCEPT and not line.sheet.order_id)
    ]
    found = []
    for demand in Demand.objects.filter(joined_to=None).exclude(status__in=["available", "declined", "ordered"]):
        wishes = [wish for wish in Suggestion.objects.select_related("demand") if wish.demand.leading == demand]
        steps = [
            need.steps
            for need in needs
            if need.audience in ("", demand.audience) and need.main_class in ("", demand.main_class)
        ]
        schools = {wish.school.lower() for wish in wishes} - {""}
        points = len(wishes) * weights.asker_points + len(schools) * weights.school_points
        points += sum(steps) * weights.signal_points
        copies = math.ceil(sum(wish.copies for wish in wishes) / weights.askers_per_copy)
        copies = min(max(copies, 1), weights.most_copies)
        price = weights.usual_price_idr if demand.price_idr is None else demand.price_idr
        sheet = held_by(demand, listed, lambda line: str(line.sheet))
        order = held_by(demand, ordered, lambda line: line.order.subject)
        found.append((-points, demand.status_on, demand.pk, (demand.pk, points, copies, price, sheet, order)))
    return [row[-1] for row in sorted(found)]


@pytest.mark.parametrize("seed", range(4))
def test_places_are_what_loops_over_the_rows_say(seed):
    dice = random.Random(seed)
    for school in {name.lower() for name in SCHOOLS if name}:
        make_partner(name=school)
    demands = []
    for number in range(14):
        for _asker in range(dice.randint(1, 3)):
            school = dice.choice(SCHOOLS)
            demand = make_wish(
                title=f"Judul {number}", audience=dice.choice(AUDIENCES), school=school,
                copies=dice.choice([1, 7, 30]) if school else 1, on=TODAY - timedelta(days=dice.randint(0, 3)),
            ).demand  # fmt: skip
        price = dice.choice([None, Decimal(40_000), Decimal(150_000)])
        plan_demand(
            demand=demand, main_class=dice.choice(CLASSES), audience=dice.choice(AUDIENCES), price=price, by=None
        )
        demands.append(demand)
    for number, demand in enumerate(demands[8:11]):
        join_demands(demand=demand, into=demands[number], by=None)
    for _number in range(4):
        until = TODAY + timedelta(days=dice.randint(-1, 1))
        make_need(
            audience=dice.choice(AUDIENCES), main_class=dice.choice(CLASSES), steps=dice.randint(1, 5), until=until
        )
    sheet = make_sheet()
    order = make_order((1, 10_000), fund=make_fund())
    # What stands where is set as it is read: a joined demand's line counts for the one that leads.
    for line in sheet.lines.all():
        if dice.random() < 0.6:
            line.delete()
    for demand in dice.sample(demands, 4):
        OrderLine.objects.create(order=order, demand=demand, title=demand.title, copies=1, price_idr=Decimal(10_000))
    if seed % 2:
        lines = sheet.lines.count()
        said = [dice.choice([LineDecision.ACCEPT, LineDecision.LATER]) for _line in range(lines)]
        decide_sheet(sheet=sheet, verdicts=verdicts(sheet, *said), by=None, on=TODAY)
    rows = expected(BoardWeights.valid_on(TODAY))
    found = list(board(10**12).places)
    said = [(place.pk, place.points, place.copies, place.price_idr) for place in found]
    assert said == [row[:4] for row in rows]
    for place, (*_facts, on_sheet, in_order) in zip(found, rows, strict=True):
        assert place.in_basket == (not on_sheet and not in_order)
        assert (on_sheet or in_order) in place.why_not
    assert {bool(row[5]) for row in rows} == {True, False}
    assert seed % 2 or {bool(row[4]) for row in rows} == {True, False}
