"""Sheets of paper that staff typed in, so that sending the same grid twice counts once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .survey import Period


class PaperBatch(models.Model):
    """One grid of paper sheets: how many, for which day, typed by whom. The answers themselves know nothing of it."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="paper_batches", verbose_name=_("period"))
    digest = models.BinaryField(_("digest"), max_length=32, unique=True)
    day = models.DateField(_("day of the sheets"))
    sheets = models.PositiveSmallIntegerField(_("sheets"))
    entered_on = models.DateField(_("typed in on"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("typed in by")
    )

    class Meta:
        verbose_name = _("batch of paper sheets")
        verbose_name_plural = _("batches of paper sheets")
        ordering = ["-entered_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.period} {self.day} ({self.sheets})"
