"""Words of the reference and guidance tally."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TallyChannel(models.TextChoices):
    """How the question was put."""

    DESK = "desk", _("Desk")
    PHONE = "phone", _("Telephone")
    WHATSAPP = "whatsapp", "WhatsApp"
    CHAT = "chat", _("Chat or e-mail")


class TallyResult(models.TextChoices):
    ANSWERED = "answered", _("Found")
    REFERRED = "referred", _("Sent on")
    UNANSWERED = "unanswered", _("Not found")


class TallyMinutes(models.IntegerChoices):
    """Up to so many minutes; the middle of the span counts when they are added up."""

    FIVE = 5, _("up to 5 minutes")
    FIFTEEN = 15, _("up to 15 minutes")
    MORE = 30, _("longer")


# What one of each span is taken for when minutes are added up.
TAKEN_FOR = {TallyMinutes.FIVE: 3, TallyMinutes.FIFTEEN: 10, TallyMinutes.MORE: 25}
TONES = {TallyResult.ANSWERED: "done", TallyResult.REFERRED: "info", TallyResult.UNANSWERED: "late"}
