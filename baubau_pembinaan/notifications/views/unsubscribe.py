"""Switching a kind of mail off from the mail itself, without signing in."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.notifications import kinds, mail, services


# The signed token is the authority; mail programs post here by themselves and cannot know a CSRF token (RFC 8058).
@method_decorator([login_not_required, csrf_exempt, never_cache], name="dispatch")
class Unsubscribe(View):
    """Looking changes nothing; the button (or the mail program's one click) switches this kind of mail off."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, stop=True)

    def _answer(self, request: HttpRequest, token: str, *, stop: bool = False) -> HttpResponse:
        context: dict[str, Any] = {"done": stop}
        found = mail.read_unsubscribe_token(token)
        user = User.objects.filter(pk=found[0]).first() if found else None
        try:
            context["kind"] = kind = kinds.get(found[1]) if found else None
        except kinds.UnknownKind:
            kind = None
        if user is None or kind is None or not kind.optional:
            return render(request, "notifications/unsubscribe/expired.html", status=404)
        if stop:
            services.set_email_wishes(user=user, wishes={kind.code: False})
        return render(request, "notifications/unsubscribe/detail.html", context)
