"""Doors for people who cannot sign in yet: the one-time link and the forgotten NIP."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from baubau_pembinaan.accounts import services, throttle
from baubau_pembinaan.accounts.forms import SIGN_IN_NAME, NewPasswordForm
from baubau_pembinaan.core.net import client_address

WRONG_LINKS_PER_ADDRESS = 20


@method_decorator(login_not_required, name="dispatch")
class ForgottenNip(TemplateView):
    """Says where the NIP stands and whom to ask; asks nothing, so it tells nothing about anybody."""

    template_name = "accounts/public/forgotten_nip.html"


@method_decorator([login_not_required, never_cache], name="dispatch")
class Link(FormView):
    """Set a password by a one-time link. Unknown, used, expired and revoked links get one identical page."""

    template_name = "accounts/public/link.html"
    form_class = NewPasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        slot = throttle.take(throttle.slot_key("link", client_address(request)), WRONG_LINKS_PER_ADDRESS)
        if slot is None:
            return self.refuse()
        try:
            self.invitation = services.open_link(token=kwargs["token"], at=timezone.now())
        except services.LinkNotValid:
            return self.refuse()
        throttle.give_back([slot])
        return super().dispatch(request, *args, **kwargs)

    def refuse(self) -> HttpResponse:
        response = render(self.request, "accounts/public/link_refused.html", status=404)
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django's line would carry the token
        return response

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        try:
            user = services.redeem_link(
                token=self.kwargs["token"], password=form.cleaned_data["password"], at=timezone.now()
            )
        except services.LinkNotValid:
            return self.refuse()
        except ValidationError as refusal:
            form.add_error("password", refusal)
            return self.form_invalid(form)
        self.request.session[SIGN_IN_NAME] = user.username  # fills the field on the next page; no address carries it
        messages.success(self.request, _("Your password is set. Sign in with it now."))
        return redirect("account_login")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(account=self.invitation.user, **kwargs)
