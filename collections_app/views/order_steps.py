"""Staff pages: an order on its way: asked for, approved, given back, claimed, cancelled."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.models import Order
from collections_app.money_forms import ClaimForm, NoteForm
from collections_app.services import orders as deeds

from .orders import OrderDeed, OrderPage


class OrderReturn(OrderPage):
    permission_required = "collections_app.approve_order"
    done = gettext_lazy("The order is given back.")

    def title(self) -> str:
        return _("Give the order back")

    def form(self, data: Any = None) -> NoteForm:
        return NoteForm(data)

    def deed(self, form: NoteForm) -> None:
        deeds.return_order(order=self.order, note=form.cleaned_data["note"], by=self.request.user)


class OrderCancel(OrderPage):
    done = gettext_lazy("The order is cancelled; its money is free again.")
    danger = True

    def title(self) -> str:
        return _("Cancel what has not arrived")

    def form(self, data: Any = None) -> NoteForm:
        return NoteForm(data)

    def deed(self, form: NoteForm) -> None:
        deeds.cancel_order(order=self.order, note=form.cleaned_data["note"], **self.who())


class OrderClaim(OrderPage):
    done = gettext_lazy("The claim is noted.")

    def title(self) -> str:
        return _("Claim from the vendor")

    def form(self, data: Any = None) -> ClaimForm:
        return ClaimForm(data)

    def deed(self, form: ClaimForm) -> None:
        deeds.claim_missing(order=self.order, by=self.request.user, on=timezone.localdate(), **form.cleaned_data)


class OrderSubmit(OrderDeed):
    done = gettext_lazy("The order waits for approval.")

    def deed(self, order: Order, **kwargs: Any) -> None:
        deeds.submit_order(order=order, by=self.request.user, on=timezone.localdate())


class OrderApprove(OrderDeed):
    permission_required = "collections_app.approve_order"
    done = gettext_lazy("The order is approved; its money is committed.")

    def deed(self, order: Order, **kwargs: Any) -> None:
        now = timezone.now()
        deeds.approve_order(order=order, by=self.request.user, at=now, on=timezone.localdate(now))
