"""The statutory arithmetic as data: bands with their source and the day from which they hold."""

from decimal import Decimal, InvalidOperation
from itertools import pairwise

from django.core.exceptions import ValidationError
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

    def clean(self) -> None:
        """Grades with falling floors between 25.00 and 100.00."""
        try:
            floors = [Decimal(floor) for _grade, floor in self.bands]
            grades = [grade for grade, _floor in self.bands]
        except (TypeError, ValueError, InvalidOperation):
            floors, grades = [], []
        falling = all(above > below for above, below in pairwise(floors))
        known = all(grade in ("A", "B", "C", "D") for grade in grades)
        if not floors or not falling or not known or floors[-1] != 25 or floors[0] > 100:
            raise ValidationError(
                {"bands": _('Write the grades best first, for example [["A", "88.31"], ["D", "25.00"]].')}
            )

    def __str__(self) -> str:
        return self.version
