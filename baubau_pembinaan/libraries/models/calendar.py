"""Days on which the office is closed."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited


class HolidayKind(models.TextChoices):
    NATIONAL = "nasional", _("national holiday")
    JOINT_LEAVE = "cuti-bersama", _("joint leave")
    LOCAL = "daerah", _("local holiday")


class HolidayQuerySet(AuditedQuerySet):
    def between(self, first: datetime.date, last: datetime.date) -> "HolidayQuerySet":
        """Both days included."""
        return self.filter(date__range=(first, last))


class Holiday(AuditedModel):
    """One closed day. Moving feasts are decreed each year and come as a list (libraries/holidays.py)."""

    date = models.DateField(_("date"))
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=HolidayKind, default=HolidayKind.NATIONAL)

    objects = HolidayQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["date", "kind"], name="holiday_stands_once_per_day_and_kind"),
        ]

    def __str__(self) -> str:
        return self.name
