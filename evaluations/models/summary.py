"""The summary that pages read: counts by period, month and one dimension, equal to a recount at any moment."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.choices import Dimension, Unsur

from .instrument import Question
from .survey import Period

WHOLE_PERIOD = 0


class Summary(models.Model):
    """How many answered, and with what, within one group.

    month: as in Answer, or WHOLE_PERIOD for all its months together.
    value: the group's stored number; -1 stands for "not said".
    counts: 4 numbers per rating column in use: counts[(slot - 1) * 4 + rating - 1] answers gave `rating` in `slot`.
    Written only by the database function evaluations_fold_summary.
    """

    period = models.ForeignKey(
        Period, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("period")
    )
    month = models.SmallIntegerField(_("local month"))
    dimension = models.SmallIntegerField(_("counted by"), choices=Dimension)
    value = models.IntegerField(_("group"))
    n = models.IntegerField(_("respondents"))
    counts = ArrayField(models.IntegerField(), verbose_name=_("counts"))

    class Meta:
        verbose_name = _("summary row")
        verbose_name_plural = _("summary rows")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "month", "dimension", "value"], name="summary_has_one_row_per_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.month} {self.dimension}={self.value}"


class ImportanceSum(models.Model):
    """What the correlation of one unsur with the whole needs, over the respondents who answered every unsur.

    u is the sum of the respondent's answers to the questions of the unsur; t adds up the unsur, each by its mean, times
    the smallest number that makes all of them whole. n respondents; the others are the sums of t, t x t, u, u x u and
    u x t. month: as in Summary. Written only by the database function evaluations_fold_summary.
    """

    period = models.ForeignKey(
        Period, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("period")
    )
    month = models.SmallIntegerField(_("local month"))
    unsur = models.CharField(_("unsur"), max_length=20, choices=Unsur)
    n = models.BigIntegerField(_("respondents"))
    t = models.BigIntegerField(_("sum over all unsur"))
    tt = models.BigIntegerField(_("sum of its squares"))
    u = models.BigIntegerField(_("sum of the unsur"))
    uu = models.BigIntegerField(_("sum of the unsur's squares"))
    ut = models.BigIntegerField(_("sum of both multiplied"))

    class Meta:
        verbose_name = _("sums for the importance of an unsur")
        verbose_name_plural = _("sums for the importance of unsur")
        constraints = [
            models.UniqueConstraint(fields=["period", "month", "unsur"], name="importance_has_one_row_per_unsur")
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.month} {self.unsur}"


class SummaryState(models.Model):
    """Which month of which period has answers that the summary has not folded in yet (written by triggers)."""

    period = models.ForeignKey(
        Period, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("period")
    )
    month = models.SmallIntegerField(_("local month"))
    is_stale = models.BooleanField(_("stale"), default=True)

    class Meta:
        verbose_name = _("summary state")
        verbose_name_plural = _("summary states")
        constraints = [models.UniqueConstraint(fields=["period", "month"], name="summary_state_is_one_per_month")]

    def __str__(self) -> str:
        return f"{self.period_id} {self.month}"


class ExtraSummary(models.Model):
    """How often each answer to an own question was given in a period.

    value: the stored answer; None counts the short texts of a question. Without a question, `words` were written beside
    the occupation "other", in small letters. Written only by the database function evaluations_fold_extras.
    """

    period = models.ForeignKey(
        Period, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("period")
    )
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, null=True, related_name="+", db_index=False, verbose_name=_("question")
    )
    value = models.SmallIntegerField(_("value"), null=True)
    words = models.CharField(_("words"), max_length=300, blank=True)
    n = models.IntegerField(_("answers"))

    class Meta:
        verbose_name = _("summary row of an own question")
        verbose_name_plural = _("summary rows of own questions")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "question", "value", "words"],
                nulls_distinct=False,
                name="extra_summary_has_one_row_per_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.question_id} {self.value} {self.words}"


class ExtraState(models.Model):
    """Whether a period has answers to own questions that the summary has not folded in yet (written by triggers)."""

    period = models.OneToOneField(
        Period, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("period")
    )
    is_stale = models.BooleanField(_("stale"), default=True)

    class Meta:
        verbose_name = _("state of the summary of own questions")
        verbose_name_plural = _("states of the summary of own questions")

    def __str__(self) -> str:
        return str(self.period_id)
