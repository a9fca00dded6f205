"""Units of the office in a tree, and the points where patrons are served."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited


class Counted(models.TextChoices):
    """What a service point counts on a day (IPLM-2025: users on site, use of print, users of computers)."""

    VISITS = "visits", _("Visits")
    LOANS = "loans", _("Loans")
    READS_IN = "reads_in", _("Read in the library")
    COMPUTER = "computer", _("Computer use")
    INTERNET = "internet", _("Internet use")


def all_counted() -> list[str]:
    return [str(value) for value in Counted.values]


class UnitQuerySet(AuditedQuerySet):
    def active(self) -> "UnitQuerySet":
        return self.filter(is_active=True)

    def with_descendants(self, unit: "Unit") -> "UnitQuerySet":
        """The unit itself and everything under it, in one statement."""
        tree = (
            "libraries_unit.id IN (WITH RECURSIVE below AS (SELECT %s::bigint AS id UNION "
            "SELECT u.id FROM libraries_unit u JOIN below ON u.parent_id = below.id) SELECT id FROM below)"
        )
        return self.extra(where=[tree], params=[unit.pk])  # noqa: S610  (the text is constant)


class Unit(AuditedModel):
    """A part of the office: dinas > bidang > seksi. A database trigger keeps the tree free of cycles."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=150)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = UnitQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Say in words, beside the field, what the trigger would refuse."""
        super().clean()
        if self.pk and self.parent_id and Unit.objects.with_descendants(self).filter(pk=self.parent_id).exists():
            raise ValidationError({"parent": _("A unit cannot be part of itself or of a unit below it.")})


class ServicePointQuerySet(AuditedQuerySet):
    def active(self) -> "ServicePointQuerySet":
        return self.filter(is_active=True)


class ServicePoint(AuditedModel):
    """A place or desk where patrons are served; surveys and counts point at it."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="service_points", verbose_name=_("unit"))
    place = models.CharField(_("place"), max_length=150, blank=True, help_text=_("For example the floor or the route."))
    is_children = models.BooleanField(_("serves children"), default=False)
    counted = ArrayField(
        models.CharField(max_length=10, choices=Counted),
        default=all_counted,
        blank=True,
        verbose_name=_("counted every day"),
        help_text=_("What the daily grid asks for here; nothing where nothing is counted."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = ServicePointQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("service point")
        verbose_name_plural = _("service points")
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the reader's language; the Indonesian one where there is no other."""
        return self.name_en if self.name_en and (get_language() or "id").startswith("en") else self.name
