"""The page behind a reviewer's link from outside: a form about one person, without an account and without a script."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from baubau_pembinaan.accounts import throttle
from baubau_pembinaan.accounts.selectors import appointment_on
from baubau_pembinaan.core.net import client_address
from baubau_pembinaan.libraries import switches
from evaluations.circle_forms import AnswerForm
from evaluations.models import RoundGuest
from evaluations.selectors.circles import guest_of
from evaluations.services.reviews.circles import SWITCH
from evaluations.services.reviews.guests import LinkNotValid, answer_as_guest

TRIES_PER_ADDRESS = 20  # wrong links, and forms sent, from one connection in a quarter of an hour


@method_decorator([login_not_required, never_cache], name="dispatch")
class GuestAnswer(View):
    """Unknown, revoked and expired links get one page. A used one gets the form as before and is thanked again: whoever
    handed the link out could else look whether it was used. The first answer counts."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        slot = throttle.take(throttle.slot_key("round-guest", client_address(request)), TRIES_PER_ADDRESS)
        guest = guest_of(kwargs["token"], timezone.localdate()) if switches.is_on(SWITCH) else None
        self.is_flooded = slot is None
        if guest is None or (self.is_flooded and request.method != "POST"):
            return _gone(request)
        if slot and request.method != "POST":
            throttle.give_back([slot])
        self.guest = guest
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(request, self.guest, AnswerForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self._page(request, self.guest, form, status=422)
        if self.is_flooded:
            form.add_error(None, _("Too many forms came from your connection. Please send it again in 15 minutes."))
            return self._page(request, self.guest, form, status=429)
        try:
            answer_as_guest(guest=self.guest, on=timezone.localdate(), **form.answer)
        except (LinkNotValid, PermissionDenied):  # taken back or ended at this very moment
            return _gone(request)
        return redirect("evaluations:round-guest-thanks")

    def _page(self, request: HttpRequest, guest: RoundGuest, form: AnswerForm, *, status: int = 200) -> HttpResponse:
        person = guest.round.review.person
        post = appointment_on(person, timezone.localdate())
        context = {"form": form, "person": person, "post": post, "closes_on": guest.round.closes_on}
        return render(request, "evaluations/circle/public/answer.html", context, status=status)


@method_decorator([login_not_required, never_cache], name="dispatch")
class GuestThanks(View):
    """The same words for everybody: its address tells nothing about any link."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "evaluations/circle/public/thanks.html")


def _gone(request: HttpRequest) -> HttpResponse:
    sent = (request.POST.get(name, "").strip()[:1000] for name in ("strength", "growth"))
    response = render(request, "evaluations/circle/public/gone.html", {"words": list(filter(None, sent))}, status=404)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's line would carry the link
    return response
