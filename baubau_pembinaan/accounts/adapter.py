"""How allauth behaves here: people are invited, nobody signs up; redirects stay on this site."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.post import send_beside
from baubau_pembinaan.libraries.models import Library

from . import throttle


class ClosedSignupAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": format_lazy(
            _("Too many wrong tries. Try again in {minutes} minutes at the latest."),
            minutes=throttle.WINDOW_SECONDS // 60,
        ),
        "email_password_mismatch": _("The name or the password is not right."),
        "username_password_mismatch": _("The name or the password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of this site, written without a host."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the installation's own address, whatever host the request named."""
        return settings.SITE_URL + urlsplit(super().get_reset_password_from_key_url(key)).path

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Beside the request: a silent mail server holds nobody up, and the clock tells nobody who has an account."""
        own = {"email": email, "library": Library.current(), "site_url": settings.SITE_URL}
        reader = context.get("user")
        with translation.override((reader and reader.language) or translation.get_language()):
            message = self.render_mail(template_prefix, email, own | context)
        if reader is None or not reader._state.adding:  # made for nobody: see forms.ResetRequestForm
            send_beside(message)

    def format_email_subject(self, subject: str) -> str:
        return f"[{Library.current().name}] {subject}"

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        user = super().authenticate(request, **credentials)
        if user is None and getattr(request, "sign_in_is_throttled", False):
            raise self.validation_error("too_many_login_attempts")
        return user

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        throttle.remember_device(request, response, user.pk)
        return response
