"""Schools and other partners that suggest titles through a page of their own, behind a signed link."""

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited


class SuggestionPartner(AuditedModel):
    """Who may suggest through such a link, and how much. A higher `serial` makes every link given before worthless."""

    name = models.CharField(_("school or partner"), max_length=120, unique=True)
    contact_name = models.CharField(_("contact person"), max_length=100, blank=True)
    phone = models.CharField(_("WhatsApp number"), max_length=15, blank=True)
    most = models.PositiveSmallIntegerField(_("titles in a period"), default=20, validators=[MinValueValidator(1)])
    period_days = models.PositiveSmallIntegerField(_("days in a period"), default=90, validators=[MinValueValidator(1)])
    ends_on = models.DateField(_("link works until"), null=True, blank=True, help_text=_("Empty: until it is revoked."))
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    serial = models.PositiveSmallIntegerField(_("number of the link"), default=1, editable=False)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("partner who suggests titles")
        verbose_name_plural = _("partners who suggest titles")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(most__gte=1), name="suggesting_partner_may_suggest_something"),
            models.CheckConstraint(condition=Q(period_days__gte=1), name="suggesting_partner_period_has_a_day"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, today: date) -> bool:
        """Whether the link works that day."""
        return self.revoked_on is None and (self.ends_on is None or self.ends_on >= today)
