"""The record that a job was done for a period: its key is what makes it done once."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """One job for one period (`2026-11-22`, `2026-Q4`): whoever inserts the row does the work."""

    job = models.CharField(_("job"), max_length=100)
    period = models.CharField(_("period"), max_length=100)
    claimed_at = models.DateTimeField(_("taken at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("job run")
        verbose_name_plural = _("job runs")
        ordering = ["-claimed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["job", "period"], name="job_runs_once_for_each_period"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("claimed_at")),
                name="job_run_finishes_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.period}"
