"""Staff pages: the titles of a gift, one by one or as a whole list."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from collections_app.gift_forms import GiftLineForm, GiftTitlesForm
from collections_app.models import Gift, GiftLine
from collections_app.services import gifts as deeds

from .gifts import GiftPage


class GiftLineAdd(GiftPage):
    done = gettext_lazy("The title is entered.")

    def title(self) -> str:
        return _("Add a title")

    def form(self, data: Any = None) -> GiftLineForm:
        return GiftLineForm(data)

    def deed(self, form: GiftLineForm) -> None:
        deeds.add_titles(gift=self.gift, lines=[form.save(commit=False)], by=self.request.user)


class GiftTitlesAdd(GiftPage):
    done = gettext_lazy("The titles are entered.")

    def title(self) -> str:
        return _("Add a list of titles")

    def form(self, data: Any = None) -> GiftTitlesForm:
        return GiftTitlesForm(data)

    def deed(self, form: GiftTitlesForm) -> None:
        deeds.add_titles(gift=self.gift, lines=form.cleaned_data["titles"], by=self.request.user)


class GiftLineEdit(GiftPage):
    template_name = "collections_app/gift/line.html"
    done = gettext_lazy("The title is kept.")

    @cached_property
    def line(self) -> GiftLine:
        lines = GiftLine.objects.select_related("gift")
        return get_object_or_404(lines, pk=self.kwargs["line"], gift=self.kwargs["pk"])

    def title(self) -> str:
        return _("Edit the title")

    def form(self, data: Any = None) -> GiftLineForm:
        return GiftLineForm(data, instance=self.line)

    def deed(self, form: GiftLineForm) -> None:
        deeds.change_line(line=form.save(commit=False), by=self.request.user)

    def audited(self) -> Any:
        return self.line


class GiftLineRemove(PermissionRequiredMixin, View):
    permission_required = "collections_app.manage_gift"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:
        gift = get_object_or_404(Gift, pk=pk)
        try:
            deeds.remove_title(gift=gift, line_id=line, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("collections_app:gift-detail", pk=pk)
