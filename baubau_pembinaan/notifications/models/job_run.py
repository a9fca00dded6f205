"""How each job of the timetable went when it ran last."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """One row a job. `begun_at` without a later `finished_at`: it is at work, or its worker was lost."""

    job = models.CharField(_("job"), max_length=100, primary_key=True)
    begun_at = models.DateTimeField(_("begun at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    trouble = models.CharField(
        _("last trouble"),
        max_length=100,
        blank=True,
        default="",
        help_text=_("The sort of error; empty: it went well."),
    )

    class Meta:
        verbose_name = _("job run")
        verbose_name_plural = _("job runs")
        ordering = ["-begun_at", "pk"]

    def __str__(self) -> str:
        return self.job
