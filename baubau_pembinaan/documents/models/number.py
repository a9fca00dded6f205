"""Numbers of official papers: one unbroken row of numbers a series and year."""

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import bulan_romawi
from baubau_pembinaan.core.history import AuditedModel, audited

DEFAULT_PATTERN = "{urut}/{kode}/{bulan_romawi}/{tahun}"
_HOLES = frozenset({"urut", "urut3", "kode", "bulan", "bulan_romawi", "tahun"})


def validate_pattern(pattern: str) -> None:
    """Known holes only, the running number and the year among them (else two papers would share a number)."""
    holes = re.findall(r"\{([^{}]*)\}", pattern)
    if set(holes) - _HOLES or "{" in re.sub(r"\{[^{}]*\}", "", pattern) or "}" in re.sub(r"\{[^{}]*\}", "", pattern):
        raise ValidationError(
            _("The pattern holds something unknown: use {urut}, {urut3}, {kode}, {bulan}, {bulan_romawi}, {tahun}.")
        )
    if not {"urut", "urut3"} & set(holes) or "tahun" not in holes:
        raise ValidationError(_("The pattern must hold {urut} and {tahun}."))


class NumberSeries(AuditedModel):
    """A row of numbers such as certificates or SKM reports; its pattern may change, given numbers do not."""

    code = models.SlugField(_("series"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    mark = models.CharField(_("code in the number"), max_length=40, blank=True)
    pattern = models.CharField(
        _("pattern"),
        max_length=100,
        default=DEFAULT_PATTERN,
        validators=[validate_pattern],
        help_text=_("For example {urut}/{kode}/{bulan_romawi}/{tahun}."),
    )

    history = audited()

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return self.name

    def written(self, sequence: int, day: date) -> str:
        """The number as it stands on paper: "12/SKM/XI/2026"."""
        return self.pattern.format(
            urut=sequence,
            urut3=f"{sequence:03}",
            kode=self.mark or self.code.upper(),
            bulan=f"{day.month:02}",
            bulan_romawi=bulan_romawi(day),
            tahun=day.year,
        )


class NumberIsKept(ValidationError):
    """A number once given stays: gaps and second uses are what auditors look for."""


class DocumentNumber(models.Model):
    """One number given to one paper; `text` keeps it as it was written, whatever becomes of the pattern."""

    series = models.ForeignKey(
        NumberSeries, on_delete=models.PROTECT, related_name="numbers", verbose_name=_("number series")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("sequence"))
    text = models.CharField(_("number"), max_length=150)
    subject = models.CharField(_("subject"), max_length=200)
    day = models.DateField(_("date"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken by"),
    )
    taken_at = models.DateTimeField(_("taken at"))

    class Meta:
        verbose_name = _("document number")
        verbose_name_plural = _("document numbers")
        ordering = ["-year", "-sequence", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "sequence"], name="document_number_is_given_once"),
            models.UniqueConstraint(fields=["series", "text"], name="document_number_is_written_once"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="document_number_counts_from_one"),
            models.CheckConstraint(
                condition=models.Q(year=models.functions.ExtractYear("day")), name="document_number_stands_in_its_year"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise NumberIsKept(_("A number, once given, stays: it cannot be changed or removed."))
