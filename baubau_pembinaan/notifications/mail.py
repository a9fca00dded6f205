"""The letter itself, and what a mail server's answer means."""

import smtplib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.libraries.models import Library

from . import attachments, kinds
from .choices import Trouble
from .models import Delivery

FOR_GOOD = {Trouble.REFUSED, Trouble.NO_ADDRESS, Trouble.INACTIVE, Trouble.BROKEN}
UNSUBSCRIBE_SALT = "notifications.unsubscribe"
UNSUBSCRIBE_MAX_AGE = timedelta(days=90)


def compose(delivery: Delivery) -> EmailMultiAlternatives:
    """The mail in the recipient's language, text and HTML. Headers hold one line each whatever the message says."""
    message = delivery.message
    recipient = message.recipient
    headers = {"Message-ID": delivery.message_id_header, "Auto-Submitted": "auto-generated"}
    with translation.override(recipient.language):
        context = {
            "message": message,
            "recipient": recipient,
            "library": Library.current(),
            "link": settings.SITE_URL + message.url if message.url else "",
            "site_url": settings.SITE_URL,
            "unsubscribe_link": "",
        }
        if _is_optional(message.kind):
            context["unsubscribe_link"] = link = unsubscribe_link(recipient, message.kind)
            headers["List-Unsubscribe"] = f"<{link}>"
            if urlsplit(link).scheme == "https":
                headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058 allows https only
        letter = EmailMultiAlternatives(
            subject=" ".join(message.subject.split()),
            body=render_to_string("notifications/emails/message.txt", context),
            to=[recipient.email],
            headers=headers,
        )
        if enclosed := attachments.load(message.attachment, recipient):
            letter.attach(enclosed.name, enclosed.content, enclosed.content_type)
        letter.attach_alternative(render_to_string("notifications/emails/message.html", context), "text/html")
    return letter


def trouble_of(error: Exception) -> tuple[Trouble, int | None]:
    """What an exception while sending means: ours to mend, worth another try, or final; with the server's code."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max((answer[0] for answer in error.recipients.values()), default=500)
        return (Trouble.REFUSED if code >= 500 else Trouble.BUSY), code
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Trouble.SIGN_IN, error.smtp_code
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code >= 500:
        return Trouble.SIGN_IN, error.smtp_code  # our own address: the fault of the settings, not of this message
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return Trouble.UNREACHABLE, error.smtp_code
    if isinstance(error, smtplib.SMTPResponseException):
        return (Trouble.REFUSED if error.smtp_code >= 500 else Trouble.BUSY), error.smtp_code
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Trouble.REFUSED, None
    if isinstance(error, OSError):  # SMTPException is one: time-outs, refused connections, sudden silence
        return Trouble.UNREACHABLE, None
    return Trouble.BROKEN, None


def is_usable_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def unsubscribe_link(user: User, kind: str) -> str:
    """A link that switches one kind of mail off for one person without signing in; good for 90 days."""
    token = signing.dumps([user.pk, kind], salt=UNSUBSCRIBE_SALT, compress=True)
    return settings.SITE_URL + reverse("notifications:unsubscribe", args=[token])


def read_unsubscribe_token(token: str) -> tuple[int, str] | None:
    """The person's id and the kind in a genuine, fresh token; None for any other text."""
    try:
        user_id, kind = signing.loads(token, salt=UNSUBSCRIBE_SALT, max_age=UNSUBSCRIBE_MAX_AGE)
        return int(user_id), str(kind)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _is_optional(code: str) -> bool:
    try:
        return kinds.get(code).optional
    except kinds.UnknownKind:
        return False
