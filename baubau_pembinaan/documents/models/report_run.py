"""One making of one report: the record of the work, so nothing is made twice or lost."""

from django.conf import settings
from django.core.cache import cache
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .stored_file import StoredFile

CANCELLED = "cancelled"  # the error of a run that somebody stopped
TAKEN_UP_AT_MOST = 3  # a run that lost so many workers is what kills them


def progress_key(run_id: int) -> str:
    return f"documents.run.{run_id}.progress"


class RunStatus(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class ReportRun(models.Model):
    """`report` names what is made, `period` for when, `parameters` how; each remake is the next `version`."""

    report = models.SlugField(_("report"), max_length=60)
    period = models.CharField(_("period"), max_length=40, blank=True)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    parameters_hash = models.CharField(_("parameters hash"), max_length=64, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    status = models.CharField(_("status"), max_length=8, choices=RunStatus, default=RunStatus.QUEUED)
    progress = models.PositiveSmallIntegerField(_("progress (%)"), default=0, validators=[MaxValueValidator(100)])
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="runs", verbose_name=_("file")
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("requested by"),
    )
    requested_at = models.DateTimeField(_("requested at"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("report run")
        verbose_name_plural = _("report runs")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "period", "parameters_hash", "version"], name="report_run_is_made_once_a_version"
            ),
            models.CheckConstraint(
                condition=Q(status=RunStatus.DONE, file__isnull=False)
                | (~Q(status=RunStatus.DONE) & Q(file__isnull=True)),
                name="report_run_is_done_exactly_with_its_file",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[RunStatus.DONE, RunStatus.FAILED], finished_at__isnull=False)
                | Q(status__in=[RunStatus.QUEUED, RunStatus.RUNNING], finished_at__isnull=True),
                name="report_run_is_over_exactly_when_done_or_failed",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="report_run_progress_is_at_most_100"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.period} v{self.version}"

    @property
    def sha256(self) -> str:
        """Of the file it made; empty before."""
        return self.file.sha256 if self.file else ""

    @property
    def shown_progress(self) -> int:
        """How far a running run is, also inside one long transaction (services.whisper_progress)."""
        said = cache.get(progress_key(self.pk)) if self.status == RunStatus.RUNNING else None
        return max(self.progress, said or 0)

    @property
    def is_cancelled(self) -> bool:
        return self.status == RunStatus.FAILED and self.error == CANCELLED

    @property
    def is_over(self) -> bool:
        return self.status in (RunStatus.DONE, RunStatus.FAILED)
