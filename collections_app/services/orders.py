"""Orders: prepared, approved (which commits the money), sent, claimed, cancelled."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils.translation import gettext

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import take_number
from baubau_pembinaan.libraries import switches
from collections_app.choices import OPEN_ORDERS, DemandStatus, MoveKind, OrderStatus
from collections_app.models import Claim, Demand, FundMove, Order, OrderLine
from collections_app.selectors.doubles import question_about
from collections_app.selectors.makers import makers_of
from collections_app.selectors.marks import mark_of
from collections_app.selectors.money import unpaid_of
from collections_app.services.funds import move
from collections_app.services.suggestions import move_demands

from .order_refusals import LineAlready as LineAlready
from .order_refusals import LineChanged as LineChanged
from .order_refusals import OrderedElsewhere as OrderedElsewhere
from .order_refusals import OrderIsEmpty as OrderIsEmpty
from .order_refusals import OrderIsFixed as OrderIsFixed
from .order_refusals import OverMethodLimit as OverMethodLimit
from .order_refusals import SecondPersonNeeded as SecondPersonNeeded
from .order_refusals import TitleKnown as TitleKnown
from .order_refusals import WrongStep as WrongStep

SERIES = "pesanan-koleksi"
ZERO = Decimal(0)


def lock_order(order: Order) -> Order:
    """The order as it stands, locked until the transaction ends."""
    return Order.objects.select_for_update(of=("self",)).select_related("fund", "method", "vendor").get(pk=order.pk)


def total_of(order: Order) -> Decimal:
    """What the lines cost in rupiah, cancelled copies left out."""
    rest = (F("copies") - F("cancelled")) * F("price_idr")
    return order.lines.aggregate(sum=Sum(rest))["sum"] or ZERO


def committed_of(order: Order) -> Decimal:
    """What the order still holds of its fund."""
    return FundMove.objects.filter(order=order).aggregate(sum=Sum("committed_idr"))["sum"] or ZERO


@transaction.atomic
def save_order(*, order: Order, by: Any, on: date) -> Order:
    """Keep a draft, new or changed. Raises OrderIsFixed."""
    if order.pk and lock_order(order).status != OrderStatus.DRAFT:
        raise OrderIsFixed
    if order.pk is None:
        order.made_on, order.prepared_by = on, by
    with acting(by):
        order.save()
    return order


@transaction.atomic
def add_line(*, order: Order, line: OrderLine, by: Any, known: bool = True) -> OrderLine:
    """Put a title into a draft; a demand brings its own bibliographic facts.

    known: whether it is added even where the library has it or it may be a title that is on the shelf, wished
    for, in this or another order, or brought by a gift. Raises
    OrderIsFixed, LineAlready, OrderedElsewhere, TitleKnown.
    """
    locked = lock_order(order)
    if not locked.is_draft:
        raise OrderIsFixed
    if line.demand_id:
        demand = Demand.objects.select_related("joined_to").get(pk=line.demand_id).leading
        lock_demands([demand.pk])
        _describe(line, demand)
        if locked.lines.filter(demand=demand).exists():
            raise LineAlready
        if other := order_holding(demand):
            raise OrderedElsewhere(other)
    line.order = locked
    if not known and (double := question_about(line, list(locked.lines.order_by("pk")))):
        raise TitleKnown(line.title, double)
    with acting(by):
        line.save()
    return line


@transaction.atomic
def change_line(*, line: OrderLine, by: Any, seen: str = "", known: bool = True) -> OrderLine:
    """Copies, price and facts of a title in a draft.

    seen: the mark of the line (`mark_of`) as its page drew it; known: as for `add_line`, asked where its words change.
    Raises OrderIsFixed, WrongStep (the title was taken out), LineChanged, TitleKnown.
    """
    locked = lock_order(line.order)
    if not locked.is_draft:
        raise OrderIsFixed
    stands = locked.lines.select_for_update(of=("self",)).filter(pk=line.pk).first()
    if stands is None:
        raise WrongStep
    if seen and seen != mark_of(stands):
        raise LineChanged(stands)
    is_new = (line.title, line.author, line.isbn) != (stands.title, stands.author, stands.isbn)
    others = list(locked.lines.exclude(pk=line.pk).order_by("pk"))
    if is_new and not known and (double := question_about(line, others)):
        raise TitleKnown(line.title, double)
    line.order, line.demand_id = locked, stands.demand_id
    line.received, line.cancelled = stands.received, stands.cancelled
    with acting(by):
        line.save()
    return line


def lock_demands(keys: Any) -> None:
    """Lock what leads these demands (keys, or a query of keys) until the transaction ends; look at them after it.

    Two orders at once would each take the same title, and what arrives at this moment would fall back a step.
    """
    list(Demand.objects.select_for_update().leading_of(keys).order_by("pk").values_list("pk"))


def order_holding(demand: Demand) -> Order | None:
    """The order, not at its end, in which the demand or one that is the same title stands."""
    lead = demand.leading
    lines = OrderLine.objects.filter(Q(demand=lead) | Q(demand__joined_to=lead)).select_related("order")
    found = lines.exclude(order__status__in=[OrderStatus.RECEIVED, OrderStatus.CANCELLED]).order_by("pk").first()
    return found.order if found else None


@transaction.atomic
def fill_order(*, order: Order, lines: Sequence[OrderLine], by: Any) -> None:
    """Put many titles at once into a draft just made; two demands that were joined meanwhile become one line."""
    known: set[int] = set()
    with acting(by):
        for line in lines:
            if line.demand is not None and line.demand.leading.pk not in known:
                known.add(line.demand.leading.pk)
                _describe(line, line.demand.leading)
                line.order = order
                line.save()


def _describe(line: OrderLine, demand: Demand) -> None:
    line.demand = demand
    for name in ("title", "author", "isbn", "publisher", "audience"):
        setattr(line, name, getattr(demand, name))
    line.main_class = demand.main_class or line.main_class


@transaction.atomic
def remove_line(*, order: Order, line_id: int, by: Any) -> None:
    """Take a title out of a draft; a line that is not there is none. Raises OrderIsFixed."""
    locked = lock_order(order)
    if not locked.is_draft:
        raise OrderIsFixed
    with acting(by, gettext("Taken out of the order")):
        for line in locked.lines.filter(pk=line_id):
            line.delete()


@transaction.atomic
def submit_order(*, order: Order, by: Any, on: date) -> Order:
    """Ask for approval. Raises WrongStep, OrderIsEmpty, OverMethodLimit."""
    locked = lock_order(order)
    if locked.status != OrderStatus.DRAFT:
        raise WrongStep
    _check(locked)
    locked.submitted_on = on
    return _step(locked, OrderStatus.SUBMITTED, by=by)


@transaction.atomic
def return_order(*, order: Order, note: str, by: Any) -> Order:
    """Give it back to whoever prepared it, with a word why. Raises WrongStep."""
    locked = lock_order(order)
    if locked.status != OrderStatus.SUBMITTED:
        raise WrongStep
    locked.note = note
    return _step(locked, OrderStatus.DRAFT, by=by, reason=note)


@transaction.atomic
def approve_order(*, order: Order, by: Any, at: datetime, on: date) -> Order:
    """Approve: the money is committed, the order gets its number, and whoever asked for a title hears of it.

    Raises WrongStep, SecondPersonNeeded (where approval in two stages is on), OverMethodLimit, FundOverspent.
    """
    locked = lock_order(order)
    if locked.status != OrderStatus.SUBMITTED:
        raise WrongStep
    if switches.is_on("two_stage_approval") and by is not None and by.pk in makers_of(locked):
        raise SecondPersonNeeded
    total = _check(locked)
    move(fund=locked.fund, kind=MoveKind.COMMITTED, committed=total, order=locked, by=by, at=at, on=on)
    locked.number = take_number(series=SERIES, subject=locked.subject, day=on, by=by, at=at)
    locked.approved_by, locked.approved_on = by, on
    _step(locked, OrderStatus.APPROVED, by=by)
    _tell(locked, DemandStatus.ORDERED, by=by, on=on)
    return locked


def _check(order: Order) -> Decimal:
    total = total_of(order)
    if not order.lines.exists():
        raise OrderIsEmpty
    most = order.method.most_idr
    if most is not None and total > most:
        raise OverMethodLimit(order.method, most)
    return total


def _step(order: Order, status: OrderStatus, *, by: Any, reason: str = "") -> Order:
    order.status = status
    with acting(by, reason):
        order.save()
    return order


def _tell(order: Order, status: DemandStatus, *, by: Any, on: date) -> None:
    """Move each demand of the order on that has not come further already."""
    ordered = order.lines.filter(demand__isnull=False).values("demand")
    lock_demands(ordered)
    wanted = Demand.objects.leading_of(ordered).exclude(status=DemandStatus.AVAILABLE)
    move_demands(demands=list(wanted.order_by("pk")), status=status, by=by, on=on)


@transaction.atomic
def claim_missing(*, order: Order, text: str, promised_on: date | None, by: Any, on: date) -> Claim:
    """Write down that the vendor was asked for what is missing; a promised day becomes the order's.

    Raises WrongStep.
    """
    locked = lock_order(order)
    if locked.status not in OPEN_ORDERS:
        raise WrongStep
    with acting(by, gettext("Claimed from the vendor")):
        claim = Claim.objects.create(order=locked, day=on, text=text, promised_on=promised_on)
        if promised_on:
            locked.due_on = promised_on
            locked.save()
    return claim


@transaction.atomic
def cancel_order(*, order: Order, note: str, by: Any, at: datetime, on: date) -> Order:
    """Cancel what has not arrived: its money goes back to the fund and its demands wait again. Raises WrongStep.

    A partly received order ends as received; what came stays committed until its invoice. What is neither awaited nor
    unpaid goes back too: a rebate, for instance.
    """
    locked = lock_order(order)
    if locked.status in (OrderStatus.RECEIVED, OrderStatus.CANCELLED):
        raise WrongStep
    was_open = locked.status in OPEN_ORDERS
    some_came = False
    with acting(by, note or gettext("Cancelled")):
        for line in locked.lines.select_for_update().order_by("pk"):
            some_came = some_came or line.received > 0
            line.cancelled += line.missing
            line.save()
    if was_open and (back := max(committed_of(locked) - unpaid_of(locked), ZERO)):
        move(fund=locked.fund, kind=MoveKind.RELEASED, committed=-back, order=locked, note=note, by=by, at=at, on=on)
    locked.note = note
    _step(locked, OrderStatus.RECEIVED if some_came else OrderStatus.CANCELLED, by=by, reason=note)
    _wait_again(locked, by=by, on=on)
    return locked


def _wait_again(order: Order, *, by: Any, on: date) -> None:
    """Demands that were ordered here and nowhere else are to be acquired again."""
    elsewhere = OrderLine.objects.filter(order__status__in=OPEN_ORDERS, demand__isnull=False).exclude(order=order)
    empty = order.lines.filter(received=0, demand__isnull=False).values("demand")
    lock_demands(empty)
    waiting = (
        Demand.objects.leading_of(empty)
        .filter(status=DemandStatus.ORDERED)
        .exclude(pk__in=Demand.objects.leading_of(elsewhere.values("demand")).values("pk"))
    )
    move_demands(demands=list(waiting.order_by("pk")), status=DemandStatus.ACCEPTED, by=by, on=on)
