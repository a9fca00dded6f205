"""What a post asks for, and how able its holder is: as the person says, and as the supervisor says."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import Position, StaffProfile
from baubau_pembinaan.core.history import AuditedModel, audited

from .competence import LEVELS, Competence

_LEVEL = [MinValueValidator(LEVELS[0]), MaxValueValidator(LEVELS[1])]


class PositionRequirement(AuditedModel):
    """The level of a competence that a post asks for."""

    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="required_competences", verbose_name=_("position")
    )
    competence = models.ForeignKey(
        Competence, on_delete=models.PROTECT, related_name="requirements", verbose_name=_("unit of competence")
    )
    required_level = models.PositiveSmallIntegerField(_("required level"), validators=_LEVEL)

    history = audited()

    class Meta:
        verbose_name = _("required level")
        verbose_name_plural = _("required levels")
        ordering = ["position__order", "position__name", "competence__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["position", "competence"],
                name="position_asks_for_a_competence_once",
                violation_error_message=_("This position asks for this unit already."),
            ),
            models.CheckConstraint(
                condition=Q(required_level__range=LEVELS), name="required_level_lies_between_one_and_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} · {self.competence} · {self.required_level}"


class Assessment(AuditedModel):
    """One person, one unit, one year. Each side writes its own half, with what shows it."""

    profile = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("staff member")
    )
    competence = models.ForeignKey(
        Competence, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("unit of competence")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    self_level = models.PositiveSmallIntegerField(_("own rating"), null=True, blank=True, validators=_LEVEL)
    self_evidence = models.CharField(_("what shows it (own)"), max_length=500, blank=True)
    self_at = models.DateTimeField(_("rated by oneself at"), null=True, blank=True)
    leader_level = models.PositiveSmallIntegerField(_("supervisor's rating"), null=True, blank=True, validators=_LEVEL)
    leader_evidence = models.CharField(_("what shows it (supervisor)"), max_length=500, blank=True)
    leader_at = models.DateTimeField(_("rated by the supervisor at"), null=True, blank=True)
    leader_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rated by"),
    )

    history = audited()

    class Meta:
        verbose_name = _("assessment of a competence")
        verbose_name_plural = _("assessments of competences")
        ordering = ["-year", "profile__name", "competence__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "competence", "year"], name="competence_is_assessed_once_a_year"
            ),
            models.CheckConstraint(
                condition=(Q(self_level=None) | Q(self_level__range=LEVELS))
                & (Q(leader_level=None) | Q(leader_level__range=LEVELS)),
                name="assessed_levels_lie_between_one_and_five",
            ),
            models.CheckConstraint(
                condition=Q(self_level__isnull=True, self_at__isnull=True)
                | Q(self_level__isnull=False, self_at__isnull=False),
                name="own_rating_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(leader_level__isnull=True, leader_at__isnull=True)
                | Q(leader_level__isnull=False, leader_at__isnull=False),
                name="leaders_rating_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile} · {self.competence} · {self.year}"

    @property
    def level(self) -> int | None:
        """What counts: the supervisor's rating, one's own while there is none."""
        return self.leader_level if self.leader_level is not None else self.self_level
