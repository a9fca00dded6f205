"""Staff pages: what is paid for an order, and what is left of its money."""

from functools import cached_property
from typing import Any

from django.forms import CheckboxInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.formats import rupiah
from collections_app.money_forms import InvoiceForm, ReleaseForm
from collections_app.services.orders import committed_of
from collections_app.services.receiving import enter_invoice, is_after_last, may_exceed
from collections_app.services.settling import CopiesUnpaid, release_rest

from .orders import OrderPage


class InvoiceAdd(OrderPage):
    done = gettext_lazy("The invoice is entered.")

    def title(self) -> str:
        return _("Enter an invoice")

    @cached_property
    def after_last(self) -> bool:
        return is_after_last(self.order)

    def lead(self) -> str:
        if not self.after_last:
            return _("The order is still open for %(left)s.") % {"left": rupiah(committed_of(self.order))}
        return _(
            "The last invoice of this order is entered already. This one is paid on top, out of what the fund has left."
        )

    def form(self, data: Any = None) -> InvoiceForm:
        explains = not self.after_last and may_exceed(self.order, self.request.user)
        return InvoiceForm(data, explains=explains, after_last=self.after_last)

    def deed(self, form: InvoiceForm) -> None:
        note = form.cleaned_data.get("note", "")
        enter_invoice(order=self.order, invoice=form.save(commit=False), note=note, **self.who())


class OrderRelease(OrderPage):
    done = gettext_lazy("The rest is back in the fund.")

    def title(self) -> str:
        return _("Give the rest back to the fund")

    def lead(self) -> str:
        return _("Do this when no further invoice will come: what this order still holds is free again.")

    def form(self, data: Any = None) -> ReleaseForm:
        return ReleaseForm(data)

    def deed(self, form: ReleaseForm) -> None:
        try:
            release_rest(order=self.order, **form.cleaned_data, **self.who())
        except CopiesUnpaid:
            form.fields["sure"].widget = CheckboxInput()
            raise
