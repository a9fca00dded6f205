"""Patrons wish for a book and ask how far it is. Complete without scripts."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core import signing
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
from baubau_pembinaan.core.followup_code import is_stopped, read_code, too_many_attempts
from baubau_pembinaan.core.net import client_address
from baubau_pembinaan.core.qr import qr_svg
from collections_app import selectors
from collections_app.choices import DemandStatus
from collections_app.forms import PatronWishForm
from collections_app.models import Suggestion
from collections_app.services import suggestions

from .wishes import asked_about

TONES = {
    DemandStatus.NEW: "plain",
    DemandStatus.REVIEW: "wait",
    DemandStatus.ACCEPTED: "info",
    DemandStatus.ORDERED: "info",
    DemandStatus.AVAILABLE: "done",
    DemandStatus.DECLINED: "late",
}
MOST_IN_TEN_MINUTES = 40  # wishes taken in from one connection: a school class at the library's own computers
JUST_SENT = 600  # seconds in which whoever sent a wish sees its code, however many codes were tried from there
_SENT = signing.TimestampSigner(salt="collections_app.just-sent")


@method_decorator([login_not_required, never_cache], name="dispatch")
class PublicSuggest(View):
    """The form; what the library owns and what is asked for already is shown once before the wish is sent (`sure`
    with its mark sends it all the same)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, PatronWishForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form: forms.Form = PatronWishForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        mark = origin_mark(client_address(request), purpose="suggestion")
        if form.cleaned_data.pop("website") or counted_in_window(f"suggestion:{mark}") >= MOST_IN_TEN_MINUTES:
            form.add_error(None, _("Too many suggestions come from this connection. Try again in ten minutes."))
            return self._page(request, form, status=429)
        said, form, known = asked_about(request, form)
        if known:
            return self._page(request, form, known=known)
        try:
            made = suggestions.suggest(
                **said, language=(get_language() or "id")[:2], origin=_origin(request), on=timezone.localdate()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._page(request, form, status=422)
        count_in_window(f"suggestion:{mark}")
        page = reverse("collections_app:public-status", args=[made.code])
        return redirect(f"{page}?{urlencode({'baru': _SENT.sign(made.code)})}")

    def _page(self, request: HttpRequest, form: forms.Form, *, status: int = 200, known: Any = None) -> HttpResponse:
        return render(request, "collections_app/public/suggest.html", {"form": form, "known": known}, status=status)


def _origin(request: HttpRequest) -> str:
    """The connection, by a mark that lives as long as wishes are counted."""
    return origin_mark(client_address(request), purpose="suggestion", days=suggestions.PERIOD.days)


@method_decorator([login_not_required, never_cache], name="dispatch")
class PublicAsk(View):
    """`?kode=`: where a code from a slip is typed."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        typed = request.GET.get("kode", "")[:40]
        if code := read_code(typed):
            return redirect("collections_app:public-status", code=code)
        return render(request, "collections_app/public/ask.html", {"typed": typed})


@method_decorator([login_not_required, never_cache], name="dispatch")
class ByCode(View):
    """A page of the wish whose code is in the address. Whoever tries out codes is held up: codes that belong to no
    wish are counted, those that do are looked at as often as one likes. `?baru=`: the wish was sent just now."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        mark = origin_mark(client_address(request), purpose="suggestion-code")
        stored = read_code(code)
        if is_stopped(mark) and not (stored and _was_just_sent(request, stored)):
            return render(request, "collections_app/public/ask.html", {"too_many": True}, status=429)
        found = selectors.demands.by_code(stored) if stored else None
        if found is None:
            if stored:  # a slip of the finger makes no code at all, and finds out nothing
                too_many_attempts(mark)
            return render(request, "collections_app/public/ask.html", {"typed": code}, status=404)
        return self.drawn(found)

    def drawn(self, found: Suggestion) -> HttpResponse:
        raise NotImplementedError


def _was_just_sent(request: HttpRequest, code: str) -> bool:
    try:
        return _SENT.unsign(request.GET.get("baru", "")[:100], max_age=JUST_SENT) == code
    except signing.BadSignature:
        return False


class PublicStatus(ByCode):
    """How far a wish is: title, status, reason; nothing about the person."""

    def drawn(self, found: Suggestion) -> HttpResponse:
        return render(self.request, "collections_app/public/status.html", status_of(found))


class PublicSlip(ByCode):
    """A small paper to take home: the code, the address, and a picture a phone reads. Nothing about the person."""

    def drawn(self, found: Suggestion) -> HttpResponse:
        address = found.status_url
        context = {"suggestion": found, "title": found.demand.title, "address": address, "qr": qr_svg(address)}
        return render(self.request, "collections_app/public/slip.html", context)


def status_of(suggestion: Suggestion) -> dict[str, Any]:
    leading = suggestion.demand.leading
    return {
        "suggestion": suggestion,
        "demand": leading,
        "title": suggestion.demand.title,
        "tone": TONES[DemandStatus(leading.status)],
    }
