"""What arrives: copies with their accession numbers, minutes with a number, askers told, invoices paid."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import rupiah, tanggal
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import take_number
from baubau_pembinaan.libraries import switches
from collections_app.choices import OPEN_ORDERS, DemandStatus, MoveKind, OrderStatus, Origin, Source
from collections_app.identity import name_key
from collections_app.models import (
    AccessionCounter,
    Demand,
    GiftLine,
    Invoice,
    Item,
    Order,
    OrderLine,
    Receipt,
    ReceiptLine,
    Title,
)
from collections_app.selectors.known import owned_title
from collections_app.services.funds import lock_balances, move
from collections_app.services.orders import WrongStep, committed_of, lock_demands, lock_order, makers_of
from collections_app.services.suggestions import move_demands

SERIES = "bast-koleksi"


class NothingCame(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Enter how many copies arrived."))


class TooManyCame(ValidationError):
    def __init__(self, title: str, missing: int) -> None:
        super().__init__(
            _("Of “%(title)s” no more than %(count)s can arrive."), params={"title": title[:80], "count": str(missing)}
        )


class DifferenceUnexplained(ValidationError):
    def __init__(self, over: Decimal, left: Decimal) -> None:
        message = _(
            "The invoice is %(over)s above the %(left)s for which the order is open. Check the amount; if it is "
            "right, say why."
        )
        params = {"over": rupiah(over), "left": rupiah(left)}
        super().__init__({"explanation": ValidationError(message, params=params)})


class InvoiceTwice(ValidationError):
    def __init__(self) -> None:
        super().__init__({"number": _("An invoice of this number is entered already.")})


class CopiesStillToCome(ValidationError):
    """The last invoice would free the money of copies that are still to come."""

    def __init__(self, missing: int) -> None:
        message = _("%(count)s copies are still to come. Take them in or cancel them before the last invoice.")
        super().__init__({"is_last": ValidationError(message, params={"count": missing})})


class AfterLastInvoice(ValidationError):
    """The order was said to be paid; more money needs a word why."""

    def __init__(self) -> None:
        super().__init__({"note": _("The last invoice of this order is entered already. Say why more is paid.")})


class BeforeApproval(ValidationError):
    """Nothing arrives or is billed before the vendor had the order."""

    def __init__(self, approved_on: date) -> None:
        message = _("The order was approved on %(day)s; this cannot lie before.")
        super().__init__({"day": ValidationError(message, params={"day": tanggal(approved_on)})})


class InvoiceAboveOrder(ValidationError):
    """More than was approved: a zero too many, or a matter for whoever approves orders."""

    def __init__(self, held: Decimal) -> None:
        message = _("No more than %(amount)s is still open in this order. A higher invoice is entered by an approver.")
        super().__init__({"amount_idr": ValidationError(message, params={"amount": rupiah(held)})})


@transaction.atomic
def receive(
    *,
    order: Order,
    came: Mapping[int, int],
    by: Any,
    at: datetime,
    on: date,
    delivery_note: str = "",
    note: str = "",
) -> Receipt:
    """Take in a delivery: `came` gives the copies of each line (by its id); lines left out brought nothing.

    Every copy becomes an item with accession number, source, price and order; a title not yet in the catalogue is
    added; its askers hear once that it has arrived. Raises WrongStep, BeforeApproval, NothingCame, TooManyCame.
    """
    locked = lock_order(order)
    if locked.status not in OPEN_ORDERS:
        raise WrongStep
    _not_before_approval(locked, on)
    lines = {line.pk: line for line in locked.lines.select_for_update().order_by("pk")}
    arrived = [(lines[pk], copies) for pk, copies in sorted(came.items()) if copies > 0 and pk in lines]
    if not arrived:
        raise NothingCame
    for line, copies in arrived:
        if copies > line.missing:
            raise TooManyCame(line.title, line.missing)
    number = take_number(series=SERIES, subject=locked.subject, day=on, by=by, at=at)
    with acting(by, gettext("Delivery received")):
        receipt = Receipt.objects.create(
            order=locked, number=number, day=on, delivery_note=delivery_note, note=note, received_by=by,
            still_awaited=_still_awaited(lines.values(), dict(arrived)),
        )  # fmt: skip
        for line, copies in arrived:
            _take_in(receipt, locked, line, copies, on=on)
        whole = all(line.missing == 0 for line in lines.values())
        locked.status = OrderStatus.RECEIVED if whole else OrderStatus.PARTIAL
        locked.save()
    # Their contacts are kept for half a year from the day they can be told, whatever day the books came.
    _tell([line for line, _copies in arrived], by=by, on=max(on, timezone.localdate(at)))
    return receipt


def _still_awaited(lines: Iterable[OrderLine], arrived: Mapping[OrderLine, int]) -> list[list[int]]:
    """What is still to come of the order once these have arrived, as its minutes say it."""
    after = [(line, arrived.get(line, 0)) for line in lines]
    return [[line.pk, line.received + came, line.missing - came] for line, came in after if line.missing > came]


def _take_in(receipt: Receipt, order: Order, line: OrderLine, copies: int, *, on: date) -> None:
    title, is_new = record_of(line, is_demo=order.is_demo)
    line.received += copies
    line.save()
    row = ReceiptLine.objects.create(receipt=receipt, order_line=line, title=title, is_new=is_new, copies=copies)
    Item.objects.bulk_create(
        Item(
            title=title, code=code, inventory_code=written, call_number=title.call_number, source=Source.PURCHASE,
            supplier=order.vendor.name, order_no=order.number_text[:60], price_idr=line.price_idr, received_on=on,
            ordered_on=order.approved_on, receipt_line=row,
        )
        for written, code in take_accession_numbers(year=on.year, count=copies)
    )  # fmt: skip


def record_of(line: OrderLine | GiftLine, *, is_demo: bool) -> tuple[Title, bool]:
    """The catalogue's title of what came, and whether it is a new one: the class and the year it was chosen for go
    with it, so that it counts where it was missing."""
    known = owned_title(title=line.title, author=line.author, isbn=line.isbn)
    if known is not None:
        return _completed(known, line), False
    made = Title.objects.create(
        title=line.title, contributors=[line.author] if line.author else [], isbn=line.isbn, publisher=line.publisher,
        audience=line.audience, origin=Origin.MANUAL, is_demo=is_demo, year=line.year, classification=line.class_said,
        match_key=name_key(line.title, line.author),
    )  # fmt: skip
    return made, True


def _completed(title: Title, line: OrderLine | GiftLine) -> Title:
    """A record made here that lacks class or year gets them; what comes from the library's own system stays."""
    if title.origin == Origin.MANUAL:
        lacks = {"classification": line.class_said, "year": line.year, "audience": line.audience}
        filled = [name for name, said in lacks.items() if said and not getattr(title, name)]
        for name in filled:
            setattr(title, name, lacks[name])
        if filled:
            title.save(update_fields=filled)
    return title


def take_accession_numbers(*, year: int, count: int) -> list[tuple[str, str]]:
    """The next `count` (accession number, item code) of the year; numbers that older records hold are left out."""
    counter = _locked_counter(year)
    taken: list[tuple[str, str]] = []
    while len(taken) < count:
        wanted = range(counter.last + 1, counter.last + 1 + count - len(taken))
        pairs = [(counter.written(number), counter.code_of(number)) for number in wanted]
        known = Item.objects.filter(
            Q(inventory_code__in=[written for written, _code in pairs]) | Q(code__in=[code for _written, code in pairs])
        ).values_list("inventory_code", "code")
        used = {text for row in known for text in row}
        taken += [pair for pair in pairs if not used.intersection(pair)]
        counter.last = wanted[-1]
    counter.save()
    return taken


def _locked_counter(year: int) -> AccessionCounter:
    """The year's counter, locked; a new year goes on with the pattern of the one before."""
    before = AccessionCounter.objects.filter(year__lt=year).order_by("-year").first()
    pattern = before.pattern if before else AccessionCounter._meta.get_field("pattern").default
    AccessionCounter.objects.get_or_create(year=year, defaults={"pattern": pattern})
    return AccessionCounter.objects.select_for_update().get(year=year)


def _tell(lines: Sequence[OrderLine], *, by: Any, on: date) -> None:
    """The first copy of a title people asked for: each of them hears that it is there."""
    rows = ReceiptLine.objects.filter(order_line__in=lines, order_line__demand__isnull=False, receipt__back_on=None)
    met = rows.order_by("-pk").values_list("order_line__demand", "title")
    tell_of_arrival({demand: title for demand, title in met if demand is not None}, by=by, on=on)


def tell_of_arrival(titles: Mapping[int, int], *, by: Any, on: date) -> None:
    """Demands (by key) that are met by a title (by key) of the catalogue: each asker hears it once.

    Of a demand that was joined to another, that other is met.
    """
    lock_demands(list(titles))
    rows = Demand.objects.filter(pk__in=titles).annotate(lead=Coalesce("joined_to", "pk")).order_by("pk")
    titles = {lead: titles[key] for key, lead in rows.values_list("pk", "lead")}
    waiting = Demand.objects.filter(pk__in=titles).exclude(status=DemandStatus.AVAILABLE)
    move_demands(demands=list(waiting.order_by("pk")), status=DemandStatus.AVAILABLE, by=by, on=on, owned=titles)


@transaction.atomic
def enter_invoice(*, order: Order, invoice: Invoice, by: Any, at: datetime, on: date, note: str = "") -> Invoice:
    """Pay: what was committed becomes spent, and with the last invoice what is left over goes back to the fund.

    An invoice above what is committed is entered by somebody who could have approved the order, with the difference
    explained, and needs money left in the fund; one after the last (`is_after_last`) needs a note why, which explains
    the difference too.
    Raises WrongStep, BeforeApproval, InvoiceTwice, AfterLastInvoice, CopiesStillToCome, InvoiceAboveOrder,
    DifferenceUnexplained, FundOverspent.
    """
    locked = lock_order(order)
    if not locked.takes_invoices:
        raise WrongStep
    _not_before_approval(locked, invoice.day)
    if locked.invoices.standing().filter(number=invoice.number).exists():
        raise InvoiceTwice
    if not note and is_after_last(locked):
        raise AfterLastInvoice
    missing = sum(line.missing for line in locked.lines.all())
    if invoice.is_last and missing:
        raise CopiesStillToCome(missing)
    balance = lock_balances(locked.fund)[locked.fund_id]
    held = committed_of(locked)
    over = Decimal(invoice.amount_idr) - held
    invoice.explanation = (invoice.explanation or note) if over > 0 else ""
    if over > 0 and not may_exceed(locked, by):
        raise InvoiceAboveOrder(held)
    if over > 0 and not invoice.explanation:
        raise DifferenceUnexplained(over, held)
    why = note or invoice.explanation
    invoice.order = locked
    with acting(by, why or gettext("Invoice entered")):
        invoice.save()
    common: dict[str, Any] = {
        "order": locked,
        "by": by,
        "at": at,
        "on": on,
        "paper": invoice.number,
        "note": why,
        "balance": balance,
    }
    freed = min(held, Decimal(invoice.amount_idr))
    move(fund=locked.fund, kind=MoveKind.SPENT, committed=-freed, spent=Decimal(invoice.amount_idr), **common)
    if invoice.is_last and held > freed:
        move(fund=locked.fund, kind=MoveKind.RELEASED, committed=freed - held, **common)
    Item.objects.filter(receipt_line__receipt__order=locked, invoice="").update(
        invoice=invoice.number, invoiced_on=invoice.day
    )
    return invoice


def is_after_last(order: Order) -> bool:
    """Whether a further invoice is paid on top: the last one stands, and nothing is committed any more. Where another
    was taken back, its money is committed again and the invoice in its place is paid out of that."""
    return order.invoices.standing().filter(is_last=True).exists() and not committed_of(order)


def _not_before_approval(order: Order, day: date) -> None:
    if order.approved_on and day < order.approved_on:
        raise BeforeApproval(order.approved_on)


def may_exceed(order: Order, by: Any) -> bool:
    """Whether this account could have approved the order itself; None is the system."""
    if by is None:
        return True
    is_maker = switches.is_on("two_stage_approval") and by.pk in makers_of(order)
    return by.has_perm("collections_app.approve_order") and not is_maker
