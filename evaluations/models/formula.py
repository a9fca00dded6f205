"""The statutory arithmetic as data: bands with their source and the day from which they hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited


class SkmFormula(AuditedModel):
    """Grade bands of the IKM; a result stores the version it used.

    bands: list of [grade, lowest IKM as text with two decimals], best first; an IKM is rounded half-up to two decimals
    and then compared with >= (the published table has gaps between its ranges).
    """

    version = models.CharField(_("version"), max_length=30, unique=True)
    source = models.CharField(_("source"), max_length=250)
    valid_from = models.DateField(_("valid from"))
    bands = models.JSONField(_("bands"))

    history = audited()

    class Meta:
        verbose_name = _("SKM formula")
        verbose_name_plural = _("SKM formulas")
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return self.version
