"""Links by which those who attended answer once, and what is kept of a link that was used (docs/decisions/0011)."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from outreach.models import Registration
from training.models import Enrolment

from .survey import Period


def new_link_key() -> str:
    """128 random bits as 22 characters."""
    return secrets.token_urlsafe(16)


class Invitation(models.Model):
    """Somebody who attended may answer once. Nothing here tells whether they did.

    `key` stands behind the signed link; a new one makes every older link void. Whether the link was used is kept as a
    digest of its own (SpentLink) that only the running site can work out, never in this row.
    """

    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("survey period")
    )
    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="survey_invitations",
        verbose_name=_("enrolment"),
    )
    registration = models.ForeignKey(
        Registration,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="survey_invitations",
        verbose_name=_("registration"),
    )
    key = models.CharField(max_length=22, unique=True, default=new_link_key, editable=False)
    sent_on = models.DateField(_("sent on"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )

    class Meta:
        verbose_name = _("survey link")
        verbose_name_plural = _("survey links")
        ordering = ["period", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(enrolment__isnull=False, registration__isnull=True)
                | Q(enrolment__isnull=True, registration__isnull=False),
                name="survey_link_is_for_one_who_attended",
            ),
            models.UniqueConstraint(fields=["period", "enrolment"], name="participant_is_asked_once_a_period"),
            models.UniqueConstraint(fields=["period", "registration"], name="registration_is_asked_once_a_period"),
        ]

    def __str__(self) -> str:
        return str(self.enrolment or self.registration)

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def spent_digest(self) -> bytes:
        """What is written when the link is used: 32 bytes nobody works out without the site's secret key."""
        return salted_hmac("evaluations.spent-link", str(self.pk), algorithm="sha256").digest()


class SpentLink(models.Model):
    """A link that was used, without a day: written with the answer, and every night anew in an order of its own."""

    digest = models.BinaryField(_("digest"), max_length=32, primary_key=True)
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("survey period")
    )

    class Meta:
        verbose_name = _("used survey link")
        verbose_name_plural = _("used survey links")

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:8]
