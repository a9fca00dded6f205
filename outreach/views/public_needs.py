"""Patrons say what their neighbourhood needs and read the answer by a code. No sign-in, no script."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.core.flood import count_in_window, origin_mark
from baubau_pembinaan.core.followup_code import read_code, too_many_attempts
from baubau_pembinaan.core.form_token import handed_back, make_token
from baubau_pembinaan.core.net import client_address
from outreach import selectors
from outreach.models import Need, RegistrationPolicy
from outreach.need_forms import NeedForm
from outreach.services import needs as deeds
from outreach.services.spent_forms import is_spent, spend
from outreach.views.need_rows import told_word
from outreach.views.registering import public_page

SALT, LIFETIME, LEAST_SECONDS, REFUSED_ABOVE = "outreach.need-form", timedelta(days=7), 4, 60


@public_page
class PublicNeed(View):
    """The form. What comes oddly is held aside for a colleague's look; the sender gets a code all the same."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, NeedForm(initial={"district": request.GET.get("kecamatan", "")[:9]}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form, now = NeedForm(request.POST), timezone.now()
        handed = handed_back(
            request.POST.get("token", ""), 0, salt=SALT, lifetime=LIFETIME, is_used=_is_used, is_spent=is_spent
        )
        token, again = handed.opened, handed.again
        if token is None:
            form.add_error(None, _("This page was open for too long. Your words are still here: please send it again."))
            return self._page(request, form, again, status=422)
        if not form.is_valid():
            return self._page(request, form, again, status=422)
        sent = count_in_window(f"need:{origin_mark(client_address(request), purpose='need')}")
        if sent > REFUSED_ABOVE:
            form.add_error(None, _("Very many wishes come from this connection. Try again in ten minutes."))
            return self._page(request, form, again, status=429)
        odd = (
            bool(request.POST.get("website"))
            or (now - token.issued_at).total_seconds() < LEAST_SECONDS
            or sent > RegistrationPolicy.on(timezone.localdate(now)).crowd
        )
        need = deeds.note_need(**form.cleaned_data, at=now, nonce=token.nonce, held_aside=odd)
        spend(token.nonce, at=now)
        return redirect("outreach:public-need-status", code=need.code)

    def _page(self, request: HttpRequest, form: NeedForm, token: str = "", *, status: int = 200) -> HttpResponse:
        context = {"form": form, "token": token or make_token(0, salt=SALT)}
        return render(request, "outreach/public/need.html", context, status=status)


def _is_used(nonce: str) -> bool:
    return Need.objects.filter(nonce=nonce).exists()


@public_page
class PublicNeedAsk(View):
    """`?kode=`: where a code from a slip is typed."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        typed = request.GET.get("kode", "")[:40]
        if code := read_code(typed):
            return redirect("outreach:public-need-status", code=code)
        return render(request, "outreach/public/need_ask.html", {"typed": typed})


@public_page
class PublicNeedStatus(View):
    """The wish's theme, where it stands and the answer; neither its words nor who said them."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        if too_many_attempts(origin_mark(client_address(request), purpose="need-code")):
            return render(request, "outreach/public/need_ask.html", {"too_many": True}, status=429)
        stored = read_code(code)
        found = selectors.needs.by_code(stored) if stored else None
        if found is None:
            return render(request, "outreach/public/need_ask.html", {"typed": code}, status=404)
        event = found.event if found.event and found.event.is_published else None
        word, tone = told_word(found)
        context = {"need": found, "event": event, "word": word, "tone": tone}
        return render(request, "outreach/public/need_status.html", context)
