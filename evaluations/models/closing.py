"""What stays when a period is closed: its frozen result, and how many answers came too late."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .instrument import InstrumentVersion
from .survey import Period


class LateAnswers(models.Model):
    """How many answers came after a period closed: a count for staff, not a record that anybody decides about."""

    period = models.OneToOneField(
        Period, on_delete=models.CASCADE, primary_key=True, related_name="late", verbose_name=_("period")
    )
    number = models.PositiveIntegerField(_("answers that came after closing"), default=0)

    class Meta:
        verbose_name = _("late answers")
        verbose_name_plural = _("late answers")

    def __str__(self) -> str:
        return f"{self.period_id}: {self.number}"


class FrozenResult(models.Model):
    """The result of a period as it stood when it was closed; never recomputed behind anybody's back."""

    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="frozen_results", verbose_name=_("period")
    )
    number = models.PositiveSmallIntegerField(
        _("closing"), help_text=_("1 for the first closing, 2 after a reopening.")
    )
    frozen_at = models.DateTimeField(_("frozen at"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("frozen by")
    )
    formula_version = models.CharField(_("formula version"), max_length=30)
    instrument_version = models.ForeignKey(
        InstrumentVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("instrument version")
    )
    data = models.JSONField(_("result"))

    class Meta:
        verbose_name = _("frozen result")
        verbose_name_plural = _("frozen results")
        ordering = ["period", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="frozen_result_number_is_used_once"),
        ]

    def __str__(self) -> str:
        return f"{self.period} ({self.number})"
