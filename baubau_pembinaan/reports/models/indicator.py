"""The indicator register: what a public library is measured by, and what the office types in itself."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited


class Family(models.TextChoices):
    SNP = "snp", _("National library standard (SNP)")
    IPLM = "iplm", _("IPLM 2025, raw figures")
    TPBIS = "tpbis", _("TPBIS")
    OWN = "own", _("Own indicators")


class Better(models.TextChoices):
    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")


class Indicator(AuditedModel):
    """One figure of the register. `measure` names what the house counts by itself (reports.measures); empty: typed."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    family = models.CharField(_("family"), max_length=6, choices=Family)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    definition = models.TextField(_("definition"), max_length=1000, blank=True)
    formula = models.CharField(_("formula"), max_length=300, blank=True)
    unit = models.CharField(_("unit of measure"), max_length=40, blank=True)
    unit_en = models.CharField(_("unit of measure in English"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"))
    measure = models.CharField(
        _("counted by the system as"),
        max_length=40,
        blank=True,
        help_text=_("Empty: somebody types the figure."),
    )
    better = models.CharField(_("better"), max_length=6, choices=Better, default=Better.HIGHER)
    order = models.PositiveSmallIntegerField(_("order"), default=500)
    is_active = models.BooleanField(_("in use"), default=True)

    history = audited()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["family", "order", "code"]
        permissions = [
            ("view_reports", "Can read the reports about the library"),
            ("build_reports", "Can have reports made"),
        ]

    def __str__(self) -> str:
        return self._in_language(self.name, self.name_en)

    @property
    def reader_unit(self) -> str:
        return self._in_language(self.unit, self.unit_en)

    @staticmethod
    def _in_language(own: str, english: str) -> str:
        return english if english and (get_language() or "").startswith("en") else own


class IndicatorFigure(AuditedModel):
    """What the office says of an indicator in a year: a target, a figure nobody else counts, or both."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="figures", verbose_name=_("indicator")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    target = models.DecimalField(
        _("target"), max_digits=16, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    value = models.DecimalField(
        _("value"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Leave empty what nobody has counted: it is shown as not recorded, never as zero."),
    )
    note = models.CharField(_("where the figure comes from"), max_length=300, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("typed figure")
        verbose_name_plural = _("typed figures")
        ordering = ["-year", "indicator", "pk"]
        permissions = [("type_figures", "Can type figures and targets of the indicator register")]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="indicator_has_one_line_a_year"),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | Q(value__isnull=False),
                name="indicator_line_says_something",
                violation_error_message=_("Give a target, a value or both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.year}"
