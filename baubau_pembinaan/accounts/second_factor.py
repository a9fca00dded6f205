"""Administrators set up a second factor before anything else, where the installation asks for it."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .rules import is_administrator

# Pages that stay open meanwhile: setting it up, confirming the password, leaving, choosing the language.
OPEN = {"account_logout", "account_reauthenticate", "portal:set-language"}


class RequireSecondFactor:
    """On where settings.MFA_REQUIRED_FOR_ADMINISTRATORS is; costs one query per request of an administrator."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.MFA_REQUIRED_FOR_ADMINISTRATORS or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN or name.startswith("mfa_") or not is_administrator(request.user):
            return None
        factors = Authenticator.objects.filter(user=request.user).exclude(type=Authenticator.Type.RECOVERY_CODES)
        if factors.exists():
            return None
        messages.warning(request, _("Administrators need a second factor here. Set one up to go on."))
        return redirect("mfa_index")
