"""The end of an order's money: what it holds though nothing more will be paid goes back to the fund."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collections_app.choices import MoveKind, OrderStatus
from collections_app.models import FundMove, Order
from collections_app.services.funds import move
from collections_app.services.orders import WrongStep, committed_of, lock_order


class NothingHeld(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This order holds no money any more."))


@transaction.atomic
def release_rest(*, order: Order, note: str, by: Any, at: datetime, on: date) -> FundMove:
    """Give back what an order at its end still holds, after a rebate for instance; an invoice that comes after all is
    paid out of what the fund has left. Raises WrongStep, NothingHeld.
    """
    locked = lock_order(order)
    if locked.status != OrderStatus.RECEIVED:
        raise WrongStep
    held = committed_of(locked)
    if not held:
        raise NothingHeld
    return move(fund=locked.fund, kind=MoveKind.RELEASED, committed=-held, order=locked, note=note, by=by, at=at, on=on)
