"""Answers: wide rows without anything that leads to a person or to an order of arrival."""

import uuid

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.libraries.models import ServicePoint
from evaluations.choices import Channel, Slot

from .instrument import SLOTS, Question
from .survey import Period


class AnswerFields(models.Model):
    """What one respondent said: ratings in columns r1..r18, coded demographics, the local day and half-day.

    No name, number, address, exact time or client key stands here. `month` is year * 12 + month - 1 of the
    local day, stored so that reports never meet a time zone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("period")
    )
    service_point = models.ForeignKey(
        ServicePoint,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("service point"),
    )
    day = models.DateField(_("local day"))
    month = models.SmallIntegerField(_("local month"))
    slot = models.SmallIntegerField(_("time of day"), choices=Slot)
    channel = models.SmallIntegerField(_("way of answering"), choices=Channel)
    sex = models.SmallIntegerField(_("sex"), null=True)
    age = models.SmallIntegerField(_("age band"), null=True)
    education = models.SmallIntegerField(_("education"), null=True)
    occupation = models.SmallIntegerField(_("occupation"), null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)[:8]


for _slot in range(1, SLOTS + 1):
    AnswerFields.add_to_class(
        f"r{_slot}", models.SmallIntegerField(format_lazy("{} {}", _("rating"), _slot), null=True, editable=False)
    )


def rating_check(name: str) -> models.CheckConstraint:
    """Every rating is 1 to 4 or missing."""
    condition = models.Q()
    for slot in range(1, SLOTS + 1):
        condition &= models.Q(**{f"r{slot}__isnull": True}) | models.Q(**{f"r{slot}__gte": 1, f"r{slot}__lte": 4})
    return models.CheckConstraint(condition=condition, name=name)


class Answer(AnswerFields):
    """An answer that counts."""

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        indexes = [
            BrinIndex(fields=["day"], name="answer_day_brin", pages_per_range=32),
            models.Index(fields=["period", "month"], name="answer_period_month"),  # deduplicated: 7 bytes an answer
        ]
        constraints = [rating_check("answer_rating_is_1_to_4")]


class ExtraAnswer(models.Model):
    """One answer to one of the library's own questions, kept apart: nothing joins it to ratings, person or day.

    A respondent's answers to two own questions are two rows under two random ids, so they cannot be joined either.
    Without a question it holds the words that somebody wrote beside the occupation "other".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("period")
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("question")
    )
    value = models.SmallIntegerField(_("value"), null=True)
    text = models.CharField(_("text"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("answer to an own question")
        verbose_name_plural = _("answers to own questions")
        indexes = [
            models.Index(fields=["period", "question", "value"], name="extra_answer_tally"),
            models.Index(  # a page reads the first texts only
                fields=["period", "question", "id"],
                condition=models.Q(value__isnull=True),
                name="extra_answer_texts",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__gte=1, text="") | (models.Q(value__isnull=True) & ~models.Q(text="")),
                name="extra_answer_is_a_value_or_a_text",
            ),
            models.CheckConstraint(
                condition=models.Q(question__isnull=False) | models.Q(value__isnull=True),
                name="extra_answer_without_question_is_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)[:8]


class SubmissionKey(models.Model):
    """A form already received, so that sending it twice counts once. Kept seven days, joined to nothing.

    One refused as late does not count until it comes again after a reopening.
    """

    digest = models.BinaryField(_("digest"), max_length=32, primary_key=True)
    day = models.DateField(_("local day"))
    counts = models.BooleanField(_("is counted"), default=True, db_default=True)

    class Meta:
        verbose_name = _("submission key")
        verbose_name_plural = _("submission keys")

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:8]
