"""Why a deed on an order is not done."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import angka, rupiah
from collections_app.models import Order, OrderLine
from collections_app.selectors.doubles import Double
from collections_app.selectors.marks import mark_of


class OrderIsFixed(ValidationError):
    """Only drafts are edited."""

    def __init__(self) -> None:
        super().__init__(_("This order is no longer a draft; its lines stay as they are."))


class OrderIsEmpty(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The order holds no title yet."))


class WrongStep(ValidationError):
    """Somebody was faster, or the page was old."""

    def __init__(self) -> None:
        super().__init__(_("The order has moved on meanwhile; look at it again."))


class LineChanged(ValidationError):
    """Two on one line: the second sees what the first wrote. `mark`: of the line as it stands now."""

    def __init__(self, line: OrderLine) -> None:
        self.mark = mark_of(line)
        message = _(
            "Somebody else changed this title meanwhile: “%(title)s”, copies: %(copies)s, each %(price)s. Press once "
            "more to write yours instead."
        )
        said = {"title": line.title[:80], "copies": angka(line.copies), "price": rupiah(line.price_idr)}
        super().__init__(message, params=said)


class SecondPersonNeeded(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Whoever prepared, changed or submitted an order cannot approve it; a second person must."))


class OverMethodLimit(ValidationError):
    def __init__(self, method: Any, most: Decimal) -> None:
        super().__init__(
            _("%(method)s allows at most %(most)s for one order."),
            params={"method": str(method), "most": rupiah(most)},
        )


class OrderedElsewhere(ValidationError):
    def __init__(self, order: Order) -> None:
        super().__init__(
            _("This demand stands in the order “%(order)s” already."), params={"order": order.subject[:80]}
        )


class TitleKnown(ValidationError):
    """Bought twice is a mistake more often than not, so it is asked about."""

    def __init__(self, title: str, double: Double) -> None:
        said = []
        if double.owned:
            said.append(gettext("the library has it: “%(title)s”") % {"title": double.owned.title[:80]})
        if double.like:
            said.append(gettext("the library has “%(title)s”, which may be it") % {"title": double.like.title[:80]})
        if double.asked:
            about = {"title": double.asked.title[:80], "status": double.asked.get_status_display()}
            said.append(
                gettext(
                    "patrons asked for “%(title)s” (%(status)s) and hear of it only if it is bought as a suggestion"
                )
                % about
            )
        if double.order:
            said.append(gettext("it stands in the order “%(order)s”") % {"order": double.order.subject[:80]})
        if double.twice:
            said.append(gettext("it stands in this order already"))
        if double.giver:
            said.append(gettext("it comes as a gift from %(name)s") % {"name": double.giver})
        message = _("About “%(title)s”: %(why)s. Tick here if it shall be bought all the same.")
        params = {"title": title[:80], "why": "; ".join(said)}
        super().__init__({"known": ValidationError(message, params=params)})


class LineAlready(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This demand stands in the order already; change its copies."))
