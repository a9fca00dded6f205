"""Each time old history lines went, and on whose word."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RetentionRun(models.Model):
    """One table's old lines deleted in one transaction. Append-only itself, and for ever.

    The delete trigger (core.triggers) lets a line go only where a row of this table was written in the same
    transaction, names the line's table, and has a `keep_from` after the line's date.
    """

    kind = models.CharField(_("kind of record"), max_length=100)  # "libraries.unit"
    table_name = models.CharField(_("table"), max_length=63)
    keep_from = models.DateTimeField(_("lines kept from"))
    lines = models.PositiveBigIntegerField(_("lines deleted"))
    reason = models.TextField(_("reason"))
    by_id = models.BigIntegerField(_("account"), null=True, blank=True)  # no constraint, as in the history tables
    by_name = models.CharField(_("by"), max_length=150)
    at = models.DateTimeField(_("time"))
    transaction_id = models.BigIntegerField(editable=False)

    class Meta:
        verbose_name = _("deletion of old history")
        verbose_name_plural = _("deletions of old history")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.kind}: {self.lines}"
