"""Who may sign the library's papers, and from when to when."""

import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited

from .unit import Unit


class SignatoryQuerySet(AuditedQuerySet):
    def valid_on(self, day: datetime.date) -> "SignatoryQuerySet":
        return self.filter(models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=day), valid_from__lte=day)

    def for_unit(self, unit: Unit) -> "SignatoryQuerySet":
        """Those who sign for this unit, and those who sign for every unit."""
        return self.filter(models.Q(units=unit) | models.Q(units__isnull=True)).distinct()


class Signatory(AuditedModel):
    """A name on the signature line, as text: it stays right on old papers when the person moves on."""

    name = models.CharField(_("name with titles"), max_length=150)
    title = models.CharField(_("post as written above the name"), max_length=150)
    rank = models.CharField(_("rank"), max_length=80, blank=True, help_text=_("For example: Pembina Tk. I, IV/b"))
    nip = models.CharField(
        "NIP", max_length=18, blank=True, validators=[RegexValidator(r"^\d{18}$", _("A NIP has 18 digits."))]
    )
    valid_from = models.DateField(_("signs from"))
    valid_until = models.DateField(_("signs until"), null=True, blank=True)
    units = models.ManyToManyField(
        Unit,
        blank=True,
        related_name="signatories",
        verbose_name=_("units"),
        help_text=_("Leave empty for someone who signs for every unit."),
    )

    objects = SignatoryQuerySet.as_manager()
    history = audited(m2m_fields=["units"])

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["-valid_from", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
                name="signatory_ends_after_the_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def nip_spaced(self) -> str:
        """The NIP as offices write it: 19680411 199303 1 009; empty where there is none."""
        digits = self.nip
        return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}" if len(digits) == 18 else digits
