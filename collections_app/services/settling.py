"""The end of an order's money: what it holds though nothing more will be paid goes back to the fund."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import rupiah
from collections_app.choices import MoveKind, OrderStatus
from collections_app.models import FundMove, Order
from collections_app.selectors.money import unpaid_of
from collections_app.services.funds import move
from collections_app.services.orders import WrongStep, committed_of, lock_order


class NothingHeld(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This order holds no money any more."))


class CopiesUnpaid(ValidationError):
    """Copies that came are on no invoice: the vendor's is likely to come, so it is asked about."""

    def __init__(self, unpaid: Decimal) -> None:
        message = _(
            "Copies for %(amount)s arrived and are on no invoice yet. An invoice for them would then be entered by an "
            "approver, out of what the fund has left. Tick here if none will come."
        )
        super().__init__({"sure": ValidationError(message, params={"amount": rupiah(unpaid)})})


@transaction.atomic
def release_rest(*, order: Order, note: str, by: Any, at: datetime, on: date, sure: bool = True) -> FundMove:
    """Give back what an order at its end still holds, after a rebate for instance; an invoice that comes after all is
    paid out of what the fund has left.

    sure: whether also where copies that came are on no invoice. Raises WrongStep, NothingHeld, CopiesUnpaid.
    """
    locked = lock_order(order)
    if locked.status != OrderStatus.RECEIVED:
        raise WrongStep
    held = committed_of(locked)
    if not held:
        raise NothingHeld
    if not sure and (unpaid := min(unpaid_of(locked), held)):
        raise CopiesUnpaid(unpaid)
    return move(fund=locked.fund, kind=MoveKind.RELEASED, committed=-held, order=locked, note=note, by=by, at=at, on=on)
