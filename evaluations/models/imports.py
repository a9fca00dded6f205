"""Files of answers that were taken in, so that the same file twice changes nothing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .survey import Period


class AnswerImport(models.Model):
    """One imported file: its hash, how many answers it gave, who brought it."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="imports", verbose_name=_("period"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    file_name = models.CharField(_("file name"), max_length=150)
    rows = models.PositiveIntegerField(_("rows"))
    imported_at = models.DateTimeField(_("imported at"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("imported by")
    )

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering = ["-imported_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["period", "sha256"], name="answer_file_is_taken_in_once")]

    def __str__(self) -> str:
        return self.file_name
