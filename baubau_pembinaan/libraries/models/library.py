"""The one library of this installation."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.fields import HttpsURLField
from baubau_pembinaan.core.history import AuditedModel, audited

MARGIN = [MinValueValidator(10), MaxValueValidator(60)]


class Paper(models.TextChoices):
    A4 = "a4", _("A4 (210 × 297 mm)")
    F4 = "f4", _("F4 (215 × 330 mm)")


class Accreditation(models.TextChoices):
    A = "A", _("A (excellent)")
    B = "B", _("B (good)")
    C = "C", _("C (sufficient)")


class Zone(models.TextChoices):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class Library(AuditedModel):
    """One library per installation; its words stand on every letterhead.

    Margins are whole millimetres. Their defaults are one office's practice; Permendagri 1/2023 may ask for others.
    """

    name = models.CharField(_("name"), max_length=150)
    office_line_1 = models.CharField(_("letterhead line 1"), max_length=150, blank=True)
    office_line_2 = models.CharField(_("letterhead line 2"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    postal_code = models.CharField(
        _("postal code"), max_length=5, blank=True, validators=[RegexValidator(r"^\d{5}$", _("Write five digits."))]
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = HttpsURLField(_("website"), blank=True)
    instagram = models.CharField(_("Instagram account"), max_length=60, blank=True)
    facebook = models.CharField(_("Facebook page"), max_length=100, blank=True)
    complaint_url = HttpsURLField(_("national complaint service"), blank=True, default="https://www.lapor.go.id/")
    emblem = models.ImageField(
        _("emblem"),
        upload_to="emblem/",
        blank=True,
        help_text=_("PNG or JPEG, at least 200 pixels wide. It stands at the left of the letterhead."),
    )
    npp = models.CharField(
        _("library registration number (NPP)"), max_length=30, blank=True, help_text=_("Given by Perpusnas.")
    )
    accreditation = models.CharField(_("accreditation"), max_length=1, choices=Accreditation, blank=True)
    accredited_until = models.DateField(_("accredited until"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=30, choices=Zone, default=Zone.WITA)
    population = models.PositiveIntegerField(_("population served"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("population counted in"), null=True, blank=True)
    paper = models.CharField(_("paper"), max_length=2, choices=Paper, default=Paper.A4)
    margin_top_mm = models.PositiveSmallIntegerField(_("top margin (mm)"), default=25, validators=MARGIN)
    margin_right_mm = models.PositiveSmallIntegerField(_("right margin (mm)"), default=25, validators=MARGIN)
    margin_bottom_mm = models.PositiveSmallIntegerField(_("bottom margin (mm)"), default=30, validators=MARGIN)
    margin_left_mm = models.PositiveSmallIntegerField(_("left margin (mm)"), default=30, validators=MARGIN)

    history = audited()

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("library")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="library_is_one_per_installation"),
            models.CheckConstraint(
                condition=models.Q(population__isnull=True, population_year__isnull=True)
                | models.Q(population__isnull=False, population_year__isnull=False),
                name="library_population_has_its_year",
                violation_error_message=_("Give the population together with the year it was counted."),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        _forget_copies()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **kwargs)
        _forget_copies()
        return gone

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Library":
        """The library of this installation (made with neutral words where absent).

        Cheap: read at most once a request, and between requests from the cache. Treat it as read-only; to change the
        library, fetch the row.
        """
        from baubau_pembinaan.libraries.current import snapshot

        return snapshot().library


def _forget_copies() -> None:
    from baubau_pembinaan.libraries.current import forget

    forget()
