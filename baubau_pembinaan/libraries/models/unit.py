"""Units of the office in a tree, and the points where patrons are served."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.Model):
    """A part of the office: dinas > bidang > seksi."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=150)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return self.name


class ServicePoint(models.Model):
    """A place or desk where patrons are served; surveys and counts point at it."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="service_points", verbose_name=_("unit"))
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("service point")
        verbose_name_plural = _("service points")
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return self.name
