"""Answers held aside: stored, outside summary and IKM, until a person decides."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.choices import HeldReason, HeldStatus

from .answer import AnswerFields, rating_check
from .survey import Period


class HeldBatch(models.Model):
    """Answers of one local day held for one reason; nobody can trace the mark `origin` after that day."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="held_batches", verbose_name=_("period"))
    day = models.DateField(_("local day"))
    reason = models.CharField(_("reason"), max_length=10, choices=HeldReason)
    origin = models.CharField(_("mark of the connection"), max_length=16)
    status = models.CharField(_("status"), max_length=10, choices=HeldStatus, default=HeldStatus.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    answers_decided = models.PositiveIntegerField(_("answers decided on"), default=0)

    class Meta:
        verbose_name = _("batch held aside")
        verbose_name_plural = _("batches held aside")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "day", "reason", "origin"],
                condition=models.Q(status="waiting"),
                name="held_batch_gathers_one_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(status="waiting", decided_at__isnull=True)
                | (~models.Q(status="waiting") & models.Q(decided_at__isnull=False)),
                name="held_batch_decided_exactly_when_not_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.day} {self.get_reason_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.status == HeldStatus.WAITING


class HeldAnswer(AnswerFields):
    """An answer waiting in a batch; the comment waits with it, since a flood may write words too."""

    batch = models.ForeignKey(HeldBatch, on_delete=models.CASCADE, related_name="answers", verbose_name=_("batch"))
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    extras = models.JSONField(_("answers to own questions"), default=dict, blank=True)

    class Meta:
        verbose_name = _("answer held aside")
        verbose_name_plural = _("answers held aside")
        constraints = [rating_check("held_answer_rating_is_1_to_4")]
