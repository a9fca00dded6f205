"""Digital resources: what the library licenses or points to, how patrons reach it, what it costs and how it is used."""

from datetime import date
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.fields import HttpsURLField
from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited
from collections_app.choices import Audience, ResourceKind

from .orders import Vendor


class DigitalQuerySet(AuditedQuerySet):
    def public_on(self, day: date) -> "DigitalQuerySet":
        """Those patrons can use that day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), is_public=True, starts_on__lte=day)


class DigitalResource(AuditedModel):
    """One e-book platform, database or the like, with its licence. No end: open access, or bought for good."""

    name = models.CharField(_("name"), max_length=150, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ResourceKind)
    summary = models.CharField(_("what it offers"), max_length=300)
    summary_en = models.CharField(_("what it offers, English"), max_length=300, blank=True)
    url = HttpsURLField(_("access address"), max_length=300)
    how = models.CharField(_("how to get in"), max_length=200, help_text=_("Patrons read this."))
    how_en = models.CharField(_("how to get in, English"), max_length=200, blank=True)
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, blank=True)
    vendor = models.ForeignKey(
        Vendor, on_delete=models.PROTECT, null=True, blank=True, related_name="resources", verbose_name=_("vendor")
    )
    licence = models.CharField(_("licence number"), max_length=80, blank=True)
    seats = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Empty: as many as come.")
    )
    yearly_idr = models.DecimalField(
        _("cost a year (Rp)"), max_digits=14, decimal_places=0, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    titles = models.PositiveIntegerField(_("titles in it"), null=True, blank=True)
    starts_on = models.DateField(_("licence from"))
    ends_on = models.DateField(_("licence until"), null=True, blank=True)
    is_trial = models.BooleanField(_("trial"), default=False)
    is_public = models.BooleanField(_("shown to patrons"), default=True)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    objects = DigitalQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("digital resource")
        verbose_name_plural = _("digital resources")
        ordering = ["name", "pk"]
        permissions = [("manage_resource", "Can keep digital resources")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="licence_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(yearly_idr__gte=0), name="licence_cost_is_not_negative"),
            models.CheckConstraint(condition=Q(seats=None) | Q(seats__gte=1), name="licence_has_a_seat"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reader_summary(self) -> str:
        return self.summary_en if _english() and self.summary_en else self.summary

    @property
    def reader_how(self) -> str:
        return self.how_en if _english() and self.how_en else self.how


def _english() -> bool:
    return (get_language() or "id").startswith("en")


class ResourceUse(models.Model):
    """How often a resource was used in a month, as its provider counts."""

    resource = models.ForeignKey(
        DigitalResource, on_delete=models.CASCADE, related_name="uses", verbose_name=_("digital resource")
    )
    month = models.DateField(_("month"), help_text=_("The first day of the month."))
    uses = models.PositiveIntegerField(_("uses"))

    class Meta:
        verbose_name = _("use of a digital resource")
        verbose_name_plural = _("uses of digital resources")
        ordering = ["-month", "resource", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "month"], name="use_is_counted_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="use_stands_at_the_first_of_its_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
