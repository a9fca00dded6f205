"""Kecamatan and kelurahan of the city: reference data, filled by migration."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class District(models.Model):
    """A kecamatan. Source of the shipped rows: libraries/reference.py."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    area_km2 = models.DecimalField(_("area (km²)"), max_digits=8, decimal_places=2, null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("population counted in"), null=True, blank=True)

    class Meta:
        verbose_name = _("district (kecamatan)")
        verbose_name_plural = _("districts (kecamatan)")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Village(models.Model):
    """A kelurahan of a kecamatan."""

    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="villages", verbose_name=_("district (kecamatan)")
    )
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("village (kelurahan)")
        verbose_name_plural = _("villages (kelurahan)")
        ordering = ["district__name", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="village_stands_once_in_its_district"),
        ]

    def __str__(self) -> str:
        return self.name
