"""Staff pages: an invoice or a delivery that was typed wrongly, taken back with a reason."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.models import Invoice, Order, Receipt
from collections_app.money_forms import NoteForm
from collections_app.services import corrections

from .orders import OrderPage


class _TakeBack(OrderPage):
    danger = True
    model: Any

    @cached_property
    def row(self) -> Any:
        return get_object_or_404(self.model.objects.select_related("order"), pk=self.kwargs["pk"])

    @cached_property
    def order(self) -> Order:
        return self.row.order

    def back(self) -> str:
        return self.order_url(self.row.order_id)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row.back_on is not None:
            messages.info(request, _("It is taken back already: %(why)s") % {"why": self.row.back_why})
            return redirect(self.back())
        return super().get(request, **kwargs)

    def form(self, data: Any = None) -> NoteForm:
        return NoteForm(data)


class InvoiceBack(_TakeBack):
    model = Invoice
    done = gettext_lazy("The invoice is taken back; its money is committed again.")

    def title(self) -> str:
        return _("Take invoice %(number)s back") % {"number": self.row.number}

    def lead(self) -> str:
        return _("For an invoice entered wrongly. A counter-entry with your reason stands in the moves of the fund.")

    def deed(self, form: NoteForm) -> None:
        corrections.take_back_invoice(invoice=self.row, reason=form.cleaned_data["note"], **self.who())


class ReceiptBack(_TakeBack):
    model = Receipt
    done = gettext_lazy("The delivery is taken back; its copies are awaited again.")

    def title(self) -> str:
        return _("Take delivery %(number)s back") % {"number": self.row.number}

    def lead(self) -> str:
        return _(
            "For a delivery entered wrongly. Its copies leave the catalogue, their accession numbers stay "
            "unused, and the minutes say that they do not count."
        )

    def deed(self, form: NoteForm) -> None:
        corrections.take_back_receipt(receipt=self.row, reason=form.cleaned_data["note"], **self.who())
