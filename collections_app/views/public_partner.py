"""A partner's own page behind a signed link: suggest titles, see how far earlier ones are. Without scripts."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from baubau_pembinaan.core.flood import count_in_window, counted_in_window, origin_mark
from baubau_pembinaan.core.net import client_address
from collections_app.choices import DemandStatus
from collections_app.models import SuggestionPartner
from collections_app.partner_forms import PartnerWishForm
from collections_app.selectors import partners as selectors
from collections_app.services import partners, suggestions

from .public import TONES
from .wishes import asked_about

SHOWN = 50  # earlier titles on the page
MOST_IN_TEN_MINUTES = 60


@method_decorator([login_not_required, never_cache], name="dispatch")
class PartnerSuggest(View):
    """Whoever holds the link suggests in the partner's name, within what was agreed on. `?terkirim=`: the wish that
    was taken in just now."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        partner = partners.read_partner_token(token, timezone.localdate())
        if partner is None:
            return _gone(request)
        sent = request.GET.get("terkirim", "")
        number = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
        return self._page(request, partner, PartnerWishForm(), sent=number)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        today = timezone.localdate()
        partner = partners.read_partner_token(token, today)
        if partner is None:
            return _gone(request)
        form: forms.Form = PartnerWishForm(request.POST)
        mark = origin_mark(client_address(request), purpose="partner-suggestion")
        if not form.is_valid():
            return self._page(request, partner, form, status=422)
        if counted_in_window(f"partner-suggestion:{mark}") >= MOST_IN_TEN_MINUTES:
            form.add_error(None, _("Too many suggestions come from this connection. Try again in ten minutes."))
            return self._page(request, partner, form, status=429)
        said, form, known = asked_about(request, form)
        if known:
            return self._page(request, partner, form, known=known)
        try:
            made = suggestions.suggest(**said, partner=partner, language=(get_language() or "id")[:2], on=today)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._page(request, partner, form, status=422)
        count_in_window(f"partner-suggestion:{mark}")
        return redirect(f"{reverse('collections_app:partner-suggest', args=[token])}?terkirim={made.pk}")

    def _page(
        self,
        request: HttpRequest,
        partner: SuggestionPartner,
        form: Any,
        *,
        status: int = 200,
        known: Any = None,
        sent: int = 0,
    ) -> HttpResponse:
        rows = [
            {"wish": wish, "demand": wish.demand.leading, "tone": TONES[DemandStatus(wish.demand.leading.status)]}
            for wish in selectors.suggested_by(partner)[:SHOWN]
        ]
        own = selectors.own_wish(partner, known.asked) if known and known.asked else None
        context = {
            "partner": partner,
            "form": form,
            "rows": rows,
            "left": max(partner.most - partners.used_by(partner, timezone.localdate()), 0),
            "known": known,
            "own": own,
            "sent": next((row["wish"] for row in rows if row["wish"].pk == sent), None),
        }
        return render(request, "collections_app/public/partner.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "collections_app/public/partner_gone.html", status=404)
