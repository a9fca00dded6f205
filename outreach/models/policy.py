"""The house's rules for registrations: how long names stay, what follows when people do not come."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited


class RegistrationPolicy(AuditedModel):
    """In force from `valid_from` until a newer row is. No law names these terms; the defaults are a proposal."""

    valid_from = models.DateField(_("valid from"), unique=True)
    keep_days = models.PositiveSmallIntegerField(
        _("days names stay after an event"), default=365, validators=[MinValueValidator(1), MaxValueValidator(1825)]
    )
    keep_guardian_days = models.PositiveSmallIntegerField(
        _("days a guardian's contact stays after the last date"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
    )
    absences = models.PositiveSmallIntegerField(
        _("absences that pause somebody"),
        default=0,
        validators=[MaxValueValidator(20)],
        help_text=_("Without cancelling, within half a year. 0: nobody is paused."),
    )
    pause_days = models.PositiveSmallIntegerField(
        _("days the pause lasts"), default=30, validators=[MinValueValidator(1), MaxValueValidator(180)]
    )
    crowd = models.PositiveSmallIntegerField(
        _("registrations of one connection in ten minutes"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("What comes above it is held aside until a colleague has looked."),
    )

    crowd_seats = models.PositiveSmallIntegerField(
        _("seats for one connection in ten minutes"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(5000)],
        help_text=_("More seats, by one class or many families, are held aside until a colleague has looked."),
    )

    crowd_day = models.PositiveSmallIntegerField(
        _("registrations of one connection a day"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(5000)],
        help_text=_("What comes above it is held aside until a colleague has looked."),
    )

    history = audited()

    class Meta:
        verbose_name = _("rules for registrations")
        verbose_name_plural = _("rules for registrations")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}, {self.valid_from:%Y-%m-%d}"

    @classmethod
    def on(cls, day: date) -> "RegistrationPolicy":
        """The rules in force that day; their defaults where nobody has set any."""
        return cls.objects.filter(valid_from__lte=day).order_by("-valid_from").first() or cls(valid_from=day)
