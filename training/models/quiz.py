"""Tests before and after a training: a bank of questions with one right answer each, marked by itself."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited
from training.choices import TestMoment

from .enrolment import Enrolment
from .programme import Programme


class TestQuestion(AuditedModel):
    """A question of a programme; its choices stand one a line, `right` counts them from one."""

    __test__ = False  # not a test of pytest's

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="questions", verbose_name=_("programme")
    )
    text = models.CharField(_("question"), max_length=500)
    choices = models.TextField(_("choices"), max_length=2000, help_text=_("One a line, two to six."))
    right = models.PositiveSmallIntegerField(_("right choice"), help_text=_("Its number, counted from 1."))
    is_active = models.BooleanField(_("in use"), default=True)

    history = audited()

    class Meta:
        verbose_name = _("test question")
        verbose_name_plural = _("test questions")
        ordering = ["programme", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def options(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]

    def clean(self) -> None:
        super().clean()
        if not 2 <= len(self.options) <= 6:
            raise ValidationError({"choices": _("Write two to six choices, one a line.")})
        if self.right is not None and not 1 <= self.right <= len(self.options):
            raise ValidationError({"right": _("This is not the number of a choice.")})


class TestAttempt(models.Model):
    """One person's answers, once before and once after; `marked` keeps question, choice and verdict as they were."""

    __test__ = False

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("enrolment")
    )
    moment = models.CharField(_("when"), max_length=6, choices=TestMoment)
    marked = models.JSONField(_("answers"))
    score = models.PositiveSmallIntegerField(_("right answers"))
    out_of = models.PositiveSmallIntegerField(_("questions"))
    taken_at = models.DateTimeField(_("taken at"))

    class Meta:
        verbose_name = _("test taken")
        verbose_name_plural = _("tests taken")
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "moment"], name="test_is_taken_once_before_and_once_after"),
            models.CheckConstraint(
                condition=Q(out_of__gte=1) & Q(score__lte=F("out_of")), name="test_score_lies_within_its_questions"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score}/{self.out_of}"

    @property
    def percent(self) -> int:
        return round(100 * self.score / self.out_of)
