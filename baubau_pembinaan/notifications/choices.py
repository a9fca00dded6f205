"""The words a delivery's life is told in."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

CLOCK_SLACK = timedelta(minutes=1)  # a moment further ahead than this was written by a clock that was put back since


class Channel(models.TextChoices):
    INBOX = "inbox", _("Inbox")
    EMAIL = "email", _("E-mail")
    WHATSAPP = "whatsapp", "WhatsApp"
    TELEGRAM = "telegram", "Telegram"


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Not needed any more")


class Trouble(models.TextChoices):
    """Why the last attempt did not succeed, in words that carry nothing personal."""

    NONE = "", "-"
    UNREACHABLE = "unreachable", _("The server cannot be reached.")
    SIGN_IN = "sign-in", _("The server refuses our sign-in or sender address.")
    BUSY = "busy", _("The server asks to try again later.")
    LIMITED = "limited", _("The service asks us to send more slowly.")
    REFUSED = "refused", _("The server refuses this address or message for good.")
    NO_ADDRESS = "no-address", _("The person has no usable address.")
    INACTIVE = "inactive", _("The account is no longer active.")
    BROKEN = "broken", _("The message could not be composed.")
    INTERRUPTED = "interrupted", _("Sending was interrupted too often.")
    TOO_OLD = "too-old", _("Gave up after trying for five days.")
