"""The selection committee: a numbered sheet from the board, decisions on every title, then an order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import rupiah
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import take_number
from collections_app.choices import DemandStatus, LineDecision
from collections_app.models import (
    BoardWeights,
    Demand,
    Fund,
    Order,
    OrderLine,
    RefusalReason,
    SelectionLine,
    SelectionSheet,
)
from collections_app.selectors.board import Place, board
from collections_app.selectors.buying import money_left
from collections_app.selectors.weighing import OPEN
from collections_app.services.locks import Lock, hold
from collections_app.services.orders import fill_order, lock_demands, order_holding, save_order
from collections_app.services.scans import keep_scan, store_paper
from collections_app.services.suggestions import move_demands

SERIES = "seleksi-koleksi"


class BasketIsEmpty(ValidationError):
    def __init__(self) -> None:
        super().__init__({"budget": _("No open wish fits into this amount.")})


class MoreThanLeft(ValidationError):
    def __init__(self, left: Decimal) -> None:
        super().__init__({"budget": _("The fund can give no more than %(left)s.") % {"left": rupiah(left)}})


class SheetIsDecided(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This sheet is decided; its decisions stay."))


class SheetIsOpen(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Decide on the sheet first."))


class DecisionMissing(ValidationError):
    def __init__(self, title: str) -> None:
        super().__init__(_("Decide on “%(title)s” too."), params={"title": title[:80]})


class ReasonMissing(ValidationError):
    def __init__(self, title: str) -> None:
        super().__init__(_("Say why “%(title)s” is declined: its askers read it."), params={"title": title[:80]})


class OrderedAlready(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The order of this sheet is made already."))


class NothingAccepted(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The committee accepted no title."))


class AllBoughtElsewhere(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Every accepted title stands in another order or has come already."))


@transaction.atomic
def set_weights(*, weights: BoardWeights, by: Any, on: date) -> BoardWeights:
    """These weights count from today on; those of earlier days stay on record."""
    if weights.valid_from != on:
        weights.pk, weights.valid_from = None, on
        weights._state.adding = True
    with acting(by, gettext("Weights set")):
        weights.save()
    return weights


@dataclass(frozen=True)
class Verdict:
    """The committee's word on one line; a declined title needs a reason."""

    decision: str
    reason: RefusalReason | None = None


@transaction.atomic
def make_sheet(
    *, fund: Fund, budget: Decimal, by: Any, at: datetime, on: date, is_demo: bool = False
) -> SelectionSheet:
    """A numbered sheet with the basket of that day, points and reasons as they stand; what stands on another sheet or
    in an order is left out. Raises MoreThanLeft, BasketIsEmpty.
    """
    _one_at_a_time()
    left = money_left(fund, on)
    if budget > left:
        raise MoreThanLeft(left)
    basket = board(today=on, budget_idr=budget).basket
    if not basket:
        raise BasketIsEmpty
    number = take_number(series=SERIES, subject=str(fund), day=on, by=by, at=at)
    with acting(by, gettext("Selection sheet made")):
        sheet = SelectionSheet.objects.create(number=number, fund=fund, budget_idr=budget, day=on, is_demo=is_demo)
        for position, place in enumerate(basket, start=1):
            _line(sheet, position, place)
    return sheet


def _one_at_a_time() -> None:
    hold(Lock.SHEETS)


def _line(sheet: SelectionSheet, position: int, place: Place) -> None:
    SelectionLine.objects.create(
        sheet=sheet, demand=place.demand, position=position, points=place.points, why=place.why[:400],
        copies=place.copies, price_idr=place.price_idr,
    )  # fmt: skip


@transaction.atomic
def note_verdicts(*, sheet: SelectionSheet, verdicts: Mapping[int, Verdict], by: Any) -> int:
    """Keep what the committee said of some lines of a long sheet; returns how many are still open. Nothing moves yet.

    Raises SheetIsDecided, ReasonMissing.
    """
    locked = SelectionSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if locked.is_decided:
        raise SheetIsDecided
    with acting(by, gettext("Selection committee %(number)s") % {"number": sheet.number}):
        for line in locked.lines.filter(pk__in=verdicts).select_related("demand", "reason").order_by("pk"):
            said = verdicts[line.pk]
            reason = said.reason if said.decision == LineDecision.DECLINE else None
            if said.decision == LineDecision.OPEN or (said.decision, reason) == (line.decision, line.reason):
                continue
            if said.decision == LineDecision.DECLINE and reason is None:
                raise ReasonMissing(line.demand.title)
            line.decision, line.reason = LineDecision(said.decision), reason
            line.save()
    return locked.lines.filter(decision=LineDecision.OPEN).count()


@transaction.atomic
def decide_sheet(*, sheet: SelectionSheet, verdicts: Mapping[int, Verdict], by: Any, on: date) -> SelectionSheet:
    """The committee's decisions on every line (by its id), with those noted before: accepted titles are to be
    acquired, declined ones end.

    Demands that have moved on meanwhile stay where they are. Raises SheetIsDecided, DecisionMissing, ReasonMissing.
    """
    locked = SelectionSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if locked.is_decided:
        raise SheetIsDecided
    lock_demands(locked.lines.values("demand"))
    lines = list(locked.lines.select_related("demand__joined_to", "reason").order_by("demand_id"))
    for line in lines:
        said = verdicts.get(line.pk)
        if said is None or said.decision == LineDecision.OPEN:
            said = Verdict(line.decision, line.reason)
        if said.decision == LineDecision.OPEN:
            raise DecisionMissing(line.demand.title)
        if said.decision == LineDecision.DECLINE and said.reason is None:
            raise ReasonMissing(line.demand.title)
        line.decision = LineDecision(said.decision)
        line.reason = said.reason if said.decision == LineDecision.DECLINE else None
    with acting(by, gettext("Selection committee %(number)s") % {"number": locked.number}):
        for line in lines:
            line.save()
        locked.decided_on = on
        locked.save()
        _move(lines, by=by, on=on)
    return locked


def _move(lines: list[SelectionLine], *, by: Any, on: date) -> None:
    open_lines = [line for line in lines if line.demand.leading.status in OPEN]

    def demands(decision: str, reason: int | None = None) -> list[Demand]:
        return [row.demand for row in open_lines if row.decision == decision and row.reason_id == reason]

    move_demands(demands=demands(LineDecision.ACCEPT), status=DemandStatus.ACCEPTED, by=by, on=on)
    move_demands(demands=demands(LineDecision.LATER), status=DemandStatus.REVIEW, by=by, on=on)
    for reason in {line.reason_id: line.reason for line in open_lines if line.reason}.values():
        declined = demands(LineDecision.DECLINE, reason.pk)
        move_demands(demands=declined, status=DemandStatus.DECLINED, by=by, on=on, reason=reason)


@transaction.atomic
def order_from_sheet(*, sheet: SelectionSheet, order: Order, by: Any, on: date) -> Order:
    """A draft order of the accepted titles; `order` brings vendor, method and subject, the sheet its fund. Titles that
    stand in another order meanwhile, or have come, are left out. Raises SheetIsOpen, OrderedAlready, NothingAccepted.
    """
    locked = SelectionSheet.objects.select_for_update(of=("self",)).select_related("fund").get(pk=sheet.pk)
    if not locked.is_decided:
        raise SheetIsOpen
    if locked.order_id:
        raise OrderedAlready
    accepted = list(
        locked.lines.filter(decision=LineDecision.ACCEPT).select_related("demand__joined_to").order_by("position", "pk")
    )
    if not accepted:
        raise NothingAccepted
    lock_demands([line.demand_id for line in accepted])
    wanted = [
        OrderLine(demand=line.demand, copies=line.copies, price_idr=line.price_idr)
        for line in accepted
        if line.demand.leading.status in OPEN and not order_holding(line.demand)
    ]
    if not wanted:
        raise AllBoughtElsewhere
    order.fund = locked.fund
    made = save_order(order=order, by=by, on=on)
    fill_order(order=made, lines=wanted, by=by)
    locked.order = made
    with acting(by, gettext("Order made")):
        locked.save()
    return made


@transaction.atomic
def attach_scan(*, sheet: SelectionSheet, upload: Any, name: str, by: Any, at: datetime) -> SelectionSheet:
    """Keep the sheet as it was signed (PDF or picture); a newer one takes the older's place. Raises FileRefused."""
    locked = SelectionSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    stored = store_paper(upload=upload, name=name, by=by, at=at)
    keep_scan(locked, stored, by=by, reason=gettext("Signed paper attached"))
    return locked
