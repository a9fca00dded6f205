"""The way to the next level of a functional post (domain.md 3.2): what it asks, and examinations passed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import PositionLevel
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, audited


class LevelStep(AuditedModel):
    """The angka kredit a level asks before the next one, from a day on. PerBKN 3/2023."""

    from_level = models.CharField(_("from the level"), max_length=20, choices=PositionLevel)
    to_level = models.CharField(_("to the level"), max_length=20, choices=PositionLevel)
    credit = models.DecimalField(_("angka kredit needed"), max_digits=7, decimal_places=2)
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("legal basis"), max_length=200, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("step to the next level")
        verbose_name_plural = _("steps to the next level")
        ordering = ["from_level", "-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["from_level", "valid_from"], name="level_step_stands_once_a_day"),
            models.CheckConstraint(condition=~Q(from_level=F("to_level")), name="level_step_leads_elsewhere"),
            models.CheckConstraint(condition=Q(credit__gt=0), name="level_step_asks_some_credit"),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_level_display()} → {self.get_to_level_display()}"


class CompetenceExam(AuditedModel):
    """An examination (uji kompetensi) for a level, passed or not."""

    profile = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="competence_exams", verbose_name=_("staff member")
    )
    level = models.CharField(_("for the level"), max_length=20, choices=PositionLevel)
    held_on = models.DateField(_("held on"))
    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    passed = models.BooleanField(_("passed"))
    certificate_number = models.CharField(_("certificate number"), max_length=100, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("competence examination")
        verbose_name_plural = _("competence examinations")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.profile} · {self.get_level_display()}"
