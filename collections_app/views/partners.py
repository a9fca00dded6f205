"""Staff pages: partners who suggest titles, and their links."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.core.phones import shown_phone
from collections_app.models import SuggestionPartner
from collections_app.partner_forms import PartnerForm
from collections_app.selectors import partners as selectors
from collections_app.services import partners as deeds

from .pages import FormPage, words_of


class PartnerList(PermissionRequiredMixin, ListView):
    permission_required = "collections_app.manage_demand"
    template_name = "collections_app/partner/list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.partners(words_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address, today = row_addresses("collections_app:partner-detail"), timezone.localdate()
        rows = [(row, address(row.pk), row.is_open(today)) for row in context["object_list"]]
        return context | {"rows": rows, "query": words_of(self.request)}


class PartnerAdd(FormPage):
    permission_required = "collections_app.manage_demand"
    made: SuggestionPartner | None = None

    def title(self) -> str:
        return _("New partner")

    def lead(self) -> str:
        return _("Gets a page of its own to suggest titles, without an account.")

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("collections_app:partner-list"), _("Partners who suggest titles"))]

    def back(self) -> str:
        if self.made is not None:
            return reverse("collections_app:partner-detail", args=[self.made.pk])
        return reverse("collections_app:partner-list")

    def form(self, data: Any = None) -> PartnerForm:
        return PartnerForm(data)

    def deed(self, form: PartnerForm) -> None:
        self.made = deeds.save_partner(partner=form.save(commit=False), by=self.request.user)


class PartnerEdit(FormPage):
    permission_required = "collections_app.manage_demand"

    @cached_property
    def partner(self) -> SuggestionPartner:
        return get_object_or_404(SuggestionPartner, pk=self.kwargs["pk"])

    def title(self) -> str:
        return _("Edit the partner")

    def trail(self) -> list[tuple[str, str]]:
        there = reverse("collections_app:partner-list")
        return [(there, _("Partners who suggest titles")), (self.back(), self.partner.name)]

    def back(self) -> str:
        return reverse("collections_app:partner-detail", args=[self.kwargs["pk"]])

    def form(self, data: Any = None) -> PartnerForm:
        return PartnerForm(data, instance=self.partner)

    def deed(self, form: PartnerForm) -> None:
        deeds.save_partner(partner=form.save(commit=False), by=self.request.user)

    def audited(self) -> Any:
        return self.partner


class PartnerDetail(PermissionRequiredMixin, View):
    """The link to hand over, and what came through it. POST: `deed` is "prolong", "revoke" or "renew"."""

    permission_required = "collections_app.manage_demand"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        partner, today = get_object_or_404(SuggestionPartner, pk=pk), timezone.localdate()
        link = deeds.partner_url(partner) if partner.is_open(today) else ""
        context = {
            "partner": partner,
            "link": link,
            "phone": shown_phone(partner.phone) if partner.phone else "",
            "whatsapp": _whatsapp(partner, link),
            "next_end": deeds.next_end(partner, today),
            "used": deeds.used_by(partner, today),
            "wishes": list(selectors.suggested_by(partner)[:50]),
        }
        return render(request, "collections_app/partner/detail.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        partner = get_object_or_404(SuggestionPartner, pk=pk)
        if request.POST.get("deed") == "revoke":
            deeds.revoke_link(partner=partner, by=request.user, on=timezone.localdate())
            messages.success(request, _("The link no longer works."))
        elif request.POST.get("deed") == "prolong":
            kept = deeds.prolong_link(partner=partner, by=request.user, today=timezone.localdate())
            assert kept.ends_on is not None
            messages.success(request, _("The link works until %(day)s.") % {"day": tanggal(kept.ends_on)})
        elif request.POST.get("deed") == "renew":
            deeds.renew_link(partner=partner, by=request.user, today=timezone.localdate())
            messages.success(request, _("Here is the new link. Those given before no longer work."))
        return redirect("collections_app:partner-detail", pk=pk)


def _whatsapp(partner: SuggestionPartner, link: str) -> str:
    """A wa.me address with the ready text in Indonesian, for staff to send."""
    if not link:
        return ""
    with translation.override("id"):
        text = _("Through this page %(name)s can suggest books to the library: %(link)s") % {
            "name": partner.name,
            "link": link,
        }
    return f"https://wa.me/{partner.phone}?{urlencode({'text': text})}"
