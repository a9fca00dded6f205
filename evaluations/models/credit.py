"""Figures of the angka kredit: coefficients, thresholds and percentages, each with its source and first day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import PositionLevel
from baubau_pembinaan.core.history import AuditedModel, audited
from evaluations.review_choices import Predicate


class CreditRate(AuditedModel):
    """One functional level: what a year at 100 % brings, and where promotion begins."""

    level = models.CharField(_("level"), max_length=20, choices=PositionLevel)
    valid_from = models.DateField(_("valid from"))
    coefficient = models.DecimalField(_("coefficient a year"), max_digits=6, decimal_places=2)
    grade_threshold = models.DecimalField(
        _("needed for the next rank"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    level_threshold = models.DecimalField(
        _("needed for the next level"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    source = models.CharField(_("source"), max_length=200)

    history = audited()

    class Meta:
        verbose_name = _("credit coefficient")
        verbose_name_plural = _("credit coefficients")
        ordering = ["level", "-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["level", "valid_from"], name="one_credit_rate_per_level_and_day"),
            models.CheckConstraint(condition=Q(coefficient__gt=0), name="credit_coefficient_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.coefficient}"


class CreditPercent(AuditedModel):
    """What a predikat is worth."""

    predicate = models.CharField(_("predikat"), max_length=20, choices=Predicate)
    valid_from = models.DateField(_("valid from"))
    percent = models.PositiveSmallIntegerField(_("percentage"))
    source = models.CharField(_("source"), max_length=200)

    history = audited()

    class Meta:
        verbose_name = _("credit percentage")
        verbose_name_plural = _("credit percentages")
        ordering = ["-percent", "-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predicate", "valid_from"], name="one_credit_percent_per_predikat_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_predicate_display()}: {self.percent} %"
