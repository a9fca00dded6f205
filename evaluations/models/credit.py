"""Angka kredit: the regulation's figures as data, and the last official figure a simulation goes on from."""

from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import PositionLevel
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, audited
from evaluations.credit import LevelRule, read_level
from evaluations.review_choices import Predicate


class CreditFormula(AuditedModel):
    """The figures of one regulation; each line of a simulation takes the formula of its own last day.

    levels: {level: {"coefficient": "12.5", "grade": "50", "first": "III/a", "last": "III/b"}}, credit a year, credit
    for each grade within the level, the level's grades. What the next level asks stands in training.LevelStep.
    percents: {predikat: "150"}.
    """

    version = models.CharField(_("version"), max_length=30, unique=True)
    source = models.CharField(_("source"), max_length=250)
    valid_from = models.DateField(_("valid from"), unique=True)
    levels = models.JSONField(_("figures of each level"))
    percents = models.JSONField(_("percent of each predikat"))

    history = audited()

    class Meta:
        verbose_name = _("angka kredit formula")
        verbose_name_plural = _("angka kredit formulas")
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return self.version

    def clean(self) -> None:
        """Every predikat has a percent; every level is a known one with figures above zero."""
        try:
            percents = {Predicate(key): Decimal(text) for key, text in self.percents.items()}
            rules = {PositionLevel(key): read_level(row) for key, row in self.levels.items()}
        except (AttributeError, KeyError, TypeError, ValueError, InvalidOperation):
            percents, rules = {}, {}
        if set(percents) != set(Predicate) or min(percents.values()) < 0:
            raise ValidationError({"percents": _('Give each predikat its percent, for example {"baik": "100"}.')})
        if not rules or any(rule.coefficient <= 0 or rule.grade <= 0 for rule in rules.values()):
            raise ValidationError(
                {"levels": _("Give each level its coefficient, its credit for a grade, its first and last grade.")}
            )

    def rule(self, level: str) -> LevelRule | None:
        row = self.levels.get(level)
        return read_level(row) if row else None

    def percent(self, predicate: str) -> Decimal:
        return Decimal(self.percents[predicate])


class CreditOpening(AuditedModel):
    """The figure of a person's last official PAK: the simulation counts on from the month after it."""

    profile = models.OneToOneField(
        StaffProfile, on_delete=models.PROTECT, related_name="credit_opening", verbose_name=_("staff member")
    )
    level = models.CharField(_("level"), max_length=20, choices=PositionLevel)
    credit = models.DecimalField(_("angka kredit"), max_digits=7, decimal_places=2)
    counted_until = models.DateField(_("counted until"), help_text=_("Last day of the period in the official PAK."))
    number = models.CharField(_("number of the PAK"), max_length=100)

    history = audited()

    class Meta:
        verbose_name = _("official angka kredit")
        verbose_name_plural = _("official angka kredit")
        ordering = ["profile__name", "pk"]
        constraints = [models.CheckConstraint(condition=Q(credit__gte=0), name="official_credit_is_not_negative")]

    def __str__(self) -> str:
        return f"{self.profile}: {self.credit}"
