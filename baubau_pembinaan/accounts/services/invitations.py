"""One-time links: the first password, or a new one for somebody without e-mail."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts import sessions
from baubau_pembinaan.accounts.models import Invitation, User
from baubau_pembinaan.accounts.models.invitation import new_token, token_hash
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.core.post import send_beside
from baubau_pembinaan.libraries.models import Library

from .people import _revoke, refuse_superuser

MAIL_WAIT_SECONDS = 1.0
LINK_LIVES = timedelta(days=7)


class LinkNotValid(ValidationError):
    """Unknown, used, expired or revoked: the holder cannot tell which."""


class NoEmail(ValidationError):
    """The person has no e-mail; print the slip."""


@transaction.atomic
def issue_link(*, user: User, by: User, at: datetime) -> tuple[Invitation, str]:
    """A fresh link for an active account; earlier unused ones die. Returns the row and the token.

    The token is in no table: whoever calls this hands it over now or never.
    """
    user = User.objects.select_for_update(of=("self",)).select_related("profile").get(pk=user.pk)
    if not user.is_active:
        raise ValidationError(_("This person has no active account."))
    refuse_superuser(user, by)
    _revoke(user, at)
    token = new_token()
    invitation = Invitation.objects.create(
        user=user, hashed_token=token_hash(token), issued_by=by, issued_at=at, expires_at=at + LINK_LIVES
    )
    return invitation, token


def link_address(token: str) -> str:
    return settings.SITE_URL + reverse("accounts:link", args=[token])


def mail_link(*, invitation: Invitation, token: str) -> None:
    """Send the link in the person's language. Raises NoEmail, or what the mail server says at once (OSError); a slow
    mail server is not waited for."""
    user = invitation.user
    if not user.email:
        raise NoEmail(_("This person has no e-mail; print the slip instead."))
    library = Library.current()
    context = {
        "account": user,
        "address": link_address(token),
        "expires_at": invitation.expires_at,
        "library": library,
        "site_url": settings.SITE_URL,
    }
    with translation.override(user.language):
        subject = " ".join(render_to_string("accounts/emails/link.subject.txt", context).split())
        message = EmailMultiAlternatives(
            f"[{library.name}] {subject}", render_to_string("accounts/emails/link.txt", context), to=[user.email]
        )
        message.attach_alternative(render_to_string("accounts/emails/link.html", context), "text/html")
    send_beside(message, wait=MAIL_WAIT_SECONDS)


@transaction.atomic
def revoke_links(*, user: User | None, by: User, at: datetime) -> None:
    """The account's unused links die. Raises OnlyForSuperusers."""
    refuse_superuser(user, by)
    _revoke(user, at)


def open_link(*, token: str, at: datetime, lock: bool = False) -> Invitation:
    """The invitation behind a token that still works. Raises LinkNotValid, the same for every reason."""
    rows = Invitation.objects.select_related("user__profile")
    if lock:
        rows = rows.select_for_update(of=("self",))
    invitation = rows.filter(
        hashed_token=token_hash(token), used_at=None, revoked_at=None, expires_at__gt=at, user__is_active=True
    ).first()
    if invitation is None:
        raise LinkNotValid(_("This link no longer works. Ask the administrator for a new one."))
    return invitation


@transaction.atomic
def redeem_link(*, token: str, password: str, at: datetime) -> User:
    """Set the password, once; every session of the account ends. Raises LinkNotValid, ValidationError (password)."""
    invitation = open_link(token=token, at=at, lock=True)
    user = invitation.user
    validate_password(password, user)
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    user.set_password(password)
    with acting(user):
        user.save()
    sessions.end_sessions_of(user)
    return user
