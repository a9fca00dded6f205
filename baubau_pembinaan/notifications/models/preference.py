"""Which optional messages a person wants, and by which way."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.notifications.choices import Channel


class Preference(models.Model):
    """One person's choice for one kind on one way; where there is no row, the kind's own default holds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notification_preferences",
        verbose_name=_("account"),
    )
    kind = models.CharField(_("kind"), max_length=40)
    channel = models.CharField(_("way"), max_length=10, choices=Channel.choices)
    enabled = models.BooleanField(_("wanted"))

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        ordering = ["user", "kind", "channel"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="preference_is_one_per_kind_and_way")
        ]

    def __str__(self) -> str:
        return f"{self.kind} / {self.channel}"
