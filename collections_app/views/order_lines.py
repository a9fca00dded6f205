"""Staff pages: the titles of an order, put in, changed and taken out while it is a draft."""

from functools import cached_property
from typing import Any

from django.forms import CheckboxInput
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.models import Order, OrderLine
from collections_app.money_forms import LineForm
from collections_app.services import orders as deeds

from .orders import OrderDeed, OrderPage


class LineAdd(OrderPage):
    done = gettext_lazy("The title stands in the order.")

    def title(self) -> str:
        return _("Add a title")

    def form(self, data: Any = None) -> LineForm:
        return LineForm(data)

    def deed(self, form: LineForm) -> None:
        line, known = form.save(commit=False), form.cleaned_data["known"]
        try:
            deeds.add_line(order=self.order, line=line, by=self.request.user, known=known)
        except deeds.TitleKnown:
            form.fields["known"].widget = CheckboxInput()
            raise


class LineEdit(OrderPage):
    done = gettext_lazy("The title is kept.")

    @cached_property
    def line(self) -> OrderLine:
        lines = OrderLine.objects.select_related("order", "demand")
        return get_object_or_404(lines, pk=self.kwargs["line"], order=self.kwargs["pk"])

    def title(self) -> str:
        return _("Edit the title")

    def lead(self) -> str:
        return self.line.title

    def form(self, data: Any = None) -> LineForm:
        return LineForm(data, instance=self.line)

    def deed(self, form: LineForm) -> None:
        said = form.cleaned_data
        line, known = form.save(commit=False), said.get("known", True)  # a demand's words cannot be changed
        try:
            deeds.change_line(line=line, by=self.request.user, seen=said["seen"], known=known)
        except deeds.LineChanged as refusal:
            form.data = form.data.copy()
            form.data["seen"] = refusal.mark
            raise
        except deeds.TitleKnown:
            form.fields["known"].widget = CheckboxInput()
            raise

    def audited(self) -> Any:
        return self.line


class LineRemove(OrderDeed):
    done = gettext_lazy("The title is taken out.")

    def deed(self, order: Order, **kwargs: Any) -> None:
        deeds.remove_line(order=order, line_id=kwargs["line"], by=self.request.user)
