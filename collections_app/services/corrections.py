"""What was typed wrongly is taken back by a counter-entry: nothing is wiped out, and everybody reads why."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from collections_app.choices import DemandStatus, MoveKind, OrderStatus
from collections_app.models import (
    Demand,
    Fund,
    FundMove,
    GiftLine,
    Invoice,
    Item,
    Order,
    OrderLine,
    Receipt,
    ReceiptLine,
    Title,
)
from collections_app.selectors.money import unpaid_of
from collections_app.services.funds import move
from collections_app.services.orders import ZERO, WrongStep, committed_of, lock_demands, lock_order, total_of
from collections_app.services.suggestions import move_demands


class CopiesInUse(ValidationError):
    """Something hangs on the copies of a delivery already."""

    def __init__(self, copies: Any) -> None:
        """copies: those of the delivery that are still there."""
        uses = [
            (~Q(invoice=""), gettext("they are on an invoice; take it back first")),
            (Q(last_lent_on__isnull=False), gettext("some were lent")),
            (Q(sendings__isnull=False), gettext("some were sent to the catalogue system")),
            (Q(weeding_lines__isnull=False), gettext("some are on a weeding list")),
        ]
        why = [words for use, words in uses if copies.filter(use).exists()] or [gettext("some are gone")]
        message = _("The copies of this delivery are in use: %(why)s.")
        super().__init__(ValidationError(message, params={"why": "; ".join(why)}))


def _lock(row: Any) -> Any:
    """The row as it stands, locked until the transaction ends."""
    return type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)


@transaction.atomic
def take_back_invoice(*, invoice: Invoice, reason: str, by: Any, at: datetime, on: date) -> Invoice:
    """Undo an invoice by a counter-entry: what it spent is committed again, what it set free as well.

    Its number may be entered anew. Raises WrongStep (taken back already), FundClosed, FundOverspent (what it had set
    free is used elsewhere).
    """
    order = lock_order(invoice.order)
    row = _lock(invoice)
    if row.back_on is not None:
        raise WrongStep
    fund, committed, spent = _made(order, row)
    row.back_on, row.back_by, row.back_why = on, by, reason
    with acting(by, reason):
        row.save()
    move(
        fund=fund, kind=MoveKind.VOIDED, committed=-committed, spent=-spent, order=order, paper=row.number,
        note=reason, by=by, at=at, on=on,
    )  # fmt: skip
    other = _paying_for_all(order)
    Item.objects.filter(receipt_line__receipt__order=order, invoice=row.number).update(
        invoice=other.number if other else "", invoiced_on=other.day if other else None
    )
    return row


def _paying_for_all(order: Order) -> Invoice | None:
    """The first invoice that stands, where all copies that came are paid without the one taken back; else they wait
    for the invoice that takes its place."""
    came = order.lines.aggregate(sum=Sum(F("received") * F("price_idr")))["sum"] or Decimal(0)
    standing = order.invoices.standing()
    paid = standing.aggregate(sum=Sum("amount_idr"))["sum"] or Decimal(0)
    return standing.order_by("day", "pk").first() if paid >= came else None


def _made(order: Order, invoice: Invoice) -> tuple[Fund, Decimal, Decimal]:
    """The fund the invoice was paid out of, and what its moves come to there: (committed, spent). One that was taken
    back under the same number has come to nothing already."""
    moves = FundMove.objects.filter(
        order=order, paper=invoice.number, kind__in=[MoveKind.SPENT, MoveKind.RELEASED, MoveKind.VOIDED]
    )
    fund = moves.filter(kind=MoveKind.SPENT).order_by("-pk")[0].fund
    sums = moves.filter(fund=fund).aggregate(committed=Sum("committed_idr"), spent=Sum("spent_idr"))
    return fund, sums["committed"], sums["spent"]


@transaction.atomic
def take_back_receipt(*, receipt: Receipt, reason: str, by: Any, on: date, at: datetime | None = None) -> Receipt:
    """Undo a delivery on which nothing hangs yet: its copies are awaited again, their accession numbers stay unused,
    and who asked for a title that came with it alone waits for the order again. The minutes keep their number.
    Money for its copies that was given back to the fund meanwhile is committed again.

    Raises WrongStep (taken back already), CopiesInUse, AskedAgain, FundClosed and FundOverspent (what was given back
    is used elsewhere).
    """
    order = lock_order(receipt.order)
    row = _lock(receipt)
    if row.back_on is not None:
        raise WrongStep
    copies = Item.objects.filter(receipt_line__receipt=row)
    # Nobody lends or sends them meanwhile.
    list(copies.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    untouched = copies.filter(invoice="", last_lent_on=None, sendings=None, weeding_lines=None)
    numbers = list(untouched.order_by("pk").values_list("inventory_code", flat=True))
    if len(numbers) != sum(row.lines.values_list("copies", flat=True)):
        raise CopiesInUse(copies)
    row.back_on, row.back_by, row.back_why, row.void_numbers = on, by, reason, ", ".join(numbers)
    with acting(by, reason):
        row.save()
        copies.delete()
        for line in row.lines.select_related("order_line").order_by("pk"):
            line.order_line.received -= line.copies
            line.order_line.save()
        came = order.lines.filter(received__gt=0).exists()
        order.status = OrderStatus.PARTIAL if came else OrderStatus.APPROVED
        order.save()
        _commit_again(order, row, reason=reason, by=by, at=at or timezone.now(), on=on)
        _await_again(row, by=by, on=on)
        _forget_new_titles(row)
    return row


def _commit_again(order: Order, receipt: Receipt, *, reason: str, by: Any, at: datetime, on: date) -> None:
    """What the copies of this delivery cost, as far as the order holds no money for them: the rest was given back when
    all had come."""
    price = F("price_idr")
    lines = order.lines.order_by()
    awaited = lines.aggregate(sum=Sum((F("copies") - F("received") - F("cancelled")) * price))["sum"] or ZERO
    brought = receipt.lines.order_by().aggregate(sum=Sum(F("copies") * F("order_line__price_idr")))["sum"] or ZERO
    held = committed_of(order)
    spent = FundMove.objects.filter(order=order).aggregate(sum=Sum("spent_idr"))["sum"] or ZERO
    short = min(brought, awaited + unpaid_of(order) - held, total_of(order) - spent - held)
    if short > 0:
        move(fund=order.fund, kind=MoveKind.COMMITTED, committed=short, order=order, note=reason, by=by, at=at, on=on)


def _await_again(receipt: Receipt, *, by: Any, on: date) -> None:
    """Demands of which this delivery brought the only copies are ordered again."""
    empty = OrderLine.objects.filter(receipt_lines__receipt=receipt, received=0, demand__isnull=False)
    lock_demands(empty.values("demand"))
    found = Demand.objects.leading_of(empty.values("demand")).filter(status=DemandStatus.AVAILABLE)
    brought = set(receipt.lines.values_list("title", flat=True))
    waiting = [demand for demand in found.order_by("pk") if demand.owned_id in brought]
    for demand in move_demands(demands=waiting, status=DemandStatus.ORDERED, by=by, on=on):
        if not Item.objects.filter(title=demand.owned_id).exists():
            demand.owned = None
            demand.save()


def _forget_new_titles(receipt: Receipt) -> None:
    """Records that this delivery made and nothing else speaks of: a title without copies would count as held."""
    for title in _lock_new_titles(receipt):
        if _is_spoken_of(title, but=receipt):
            continue
        for same in receipt.lines.filter(title=title).order_by("pk"):
            same.title = None
            same.save()
        title.delete()


def _lock_new_titles(receipt: Receipt) -> list[Title]:
    """Locked, so that copies which a gift, another order or the import adds at this moment do not go with their title:
    whoever comes first keeps it, the other is refused by the database."""
    made = receipt.lines.filter(is_new=True, title__isnull=False).values("title")
    return list(Title.objects.select_for_update(of=("self",)).filter(pk__in=made).order_by("pk"))


def _is_spoken_of(title: Title, *, but: Receipt) -> bool:
    return (
        title.items.exists()
        or Demand.objects.filter(owned=title).exists()
        or GiftLine.objects.filter(record=title).exists()
        or ReceiptLine.objects.filter(title=title).exclude(receipt=but).exists()
    )
