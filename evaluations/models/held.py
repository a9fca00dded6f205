"""Answers held aside: stored, outside summary and IKM, until a person decides."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.choices import HeldReason, HeldStatus, MarkedRow

from .answer import AnswerFields, rating_check
from .instrument import Question
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
    """An answer waiting in a batch. Its words wait apart from it, as they do once they count."""

    batch = models.ForeignKey(HeldBatch, on_delete=models.CASCADE, related_name="answers", verbose_name=_("batch"))

    class Meta:
        verbose_name = _("answer held aside")
        verbose_name_plural = _("answers held aside")
        constraints = [rating_check("held_answer_rating_is_1_to_4")]


class HeldComment(models.Model):
    """Free words waiting in a batch, since a flood may write words too; nothing joins them to an answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(HeldBatch, on_delete=models.CASCADE, related_name="comments", verbose_name=_("batch"))
    text = models.TextField(_("comment"), max_length=2000)

    class Meta:
        verbose_name = _("comment held aside")
        verbose_name_plural = _("comments held aside")

    def __str__(self) -> str:
        return str(self.pk)[:8]


class HeldExtra(models.Model):
    """One answer to one of the library's own questions, or words beside the occupation "other", waiting in a batch."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(HeldBatch, on_delete=models.CASCADE, related_name="extras", verbose_name=_("batch"))
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("question")
    )
    value = models.SmallIntegerField(_("value"), null=True)
    text = models.CharField(_("text"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("answer to an own question held aside")
        verbose_name_plural = _("answers to own questions held aside")

    def __str__(self) -> str:
        return str(self.pk)[:8]


class OriginMark(models.Model):
    """Through which connection of today a stored row came, so that a flood can be taken back once it is known as one.

    Apart from the rows it speaks of, under a mark that nobody can trace without the day's salt, and gone with the day
    (services.keeping).
    """

    row = models.UUIDField(_("row"), primary_key=True, editable=False)
    kind = models.SmallIntegerField(_("kind"), choices=MarkedRow)
    period = models.ForeignKey(
        Period, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("period")
    )
    day = models.DateField(_("local day"))
    origin = models.CharField(_("mark of the connection"), max_length=16)

    class Meta:
        verbose_name = _("mark of a connection")
        verbose_name_plural = _("marks of connections")
        indexes = [models.Index(fields=["period", "origin"], name="origin_mark_of_connection")]

    def __str__(self) -> str:
        return str(self.pk)[:8]
