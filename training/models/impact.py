"""What a training changed at work, asked three months later of the participant and of the supervisor."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited
from training.choices import Applied, EnrolmentStatus

from .enrolment import Enrolment


class ImpactReviewQuerySet(AuditedQuerySet):
    def asked(self, on: date) -> "ImpactReviewQuerySet":
        """Those that may be answered that day: not while the session is open again, nor of who did not complete it."""
        return self.filter(due_on__lte=on, enrolment__status=EnrolmentStatus.COMPLETED)


class ImpactReview(AuditedModel):
    """Made by itself when somebody completes a session. Each side answers its own half once."""

    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="impact", verbose_name=_("enrolment")
    )
    due_on = models.DateField(_("asked from"))
    own_level = models.PositiveSmallIntegerField(_("participant's answer"), choices=Applied, null=True, blank=True)
    own_example = models.CharField(_("an example (participant)"), max_length=500, blank=True)
    own_at = models.DateTimeField(_("answered by the participant at"), null=True, blank=True)
    leader_level = models.PositiveSmallIntegerField(_("supervisor's answer"), choices=Applied, null=True, blank=True)
    leader_example = models.CharField(_("an example (supervisor)"), max_length=500, blank=True)
    leader_at = models.DateTimeField(_("answered by the supervisor at"), null=True, blank=True)
    leader_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = ImpactReviewQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("evaluation after three months")
        verbose_name_plural = _("evaluations after three months")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(own_level__isnull=True, own_at__isnull=True)
                | Q(own_level__isnull=False, own_at__isnull=False),
                name="participants_answer_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(leader_level__isnull=True, leader_at__isnull=True)
                | Q(leader_level__isnull=False, leader_at__isnull=False),
                name="leaders_answer_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.enrolment)

    @property
    def is_written(self) -> bool:
        """Whether anybody answered."""
        return self.own_at is not None or self.leader_at is not None
