"""By which messenger a person wants to hear from us: nobody is written to there without having asked for it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.notifications.choices import Channel


class ConsentQuerySet(models.QuerySet["ChannelConsent"]):
    def open(self) -> "ConsentQuerySet":
        return self.filter(agreed_at__isnull=False, withdrawn_at__isnull=True)


class ChannelConsent(models.Model):
    """One person on one messenger. `address` is the chat a bot may write to; WhatsApp uses the number of the profile.

    A row without `agreed_at` is a beginning: `code` is what the person brings to the bot before `code_until`.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="channel_consents",
        verbose_name=_("account"),
    )
    channel = models.CharField(_("way"), max_length=10, choices=Channel.choices)
    address = models.CharField(_("address"), max_length=40, blank=True, default="")
    code = models.CharField(_("code"), max_length=64, blank=True, default="", editable=False)
    code_until = models.DateTimeField(_("code is good until"), null=True, blank=True, editable=False)
    agreed_at = models.DateTimeField(_("consented at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent to a messenger")
        verbose_name_plural = _("consents to messengers")
        ordering = ["user", "channel"]
        constraints = [
            models.UniqueConstraint(fields=["user", "channel"], name="consent_is_one_per_person_and_way"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="consent_code_belongs_to_one_person"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("agreed_at")),
                name="consent_is_withdrawn_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[Channel.WHATSAPP, Channel.TELEGRAM]), name="consent_is_for_messengers_only"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}"

    @property
    def is_open(self) -> bool:
        return self.agreed_at is not None and self.withdrawn_at is None
