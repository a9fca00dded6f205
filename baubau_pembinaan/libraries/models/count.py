"""How much a service point was used on a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .unit import Counted, ServicePoint

MOST = 50_000  # of one thing at one point on one day; more is a slip of the finger


class DailyCount(models.Model):
    """One service point on one local day. Empty is "not counted", which is not nought.

    `written_by` and `written_at`: whose hand, or which file, last wrote here; a name, since files have no account.
    """

    service_point = models.ForeignKey(
        ServicePoint, on_delete=models.PROTECT, related_name="daily_counts", verbose_name=_("service point")
    )
    day = models.DateField(_("day"), db_index=True)
    visits = models.PositiveIntegerField(_("visits"), null=True, blank=True)
    loans = models.PositiveIntegerField(_("loans"), null=True, blank=True)
    reads_in = models.PositiveIntegerField(_("read in the library"), null=True, blank=True)
    computer = models.PositiveIntegerField(_("computer use"), null=True, blank=True)
    internet = models.PositiveIntegerField(_("internet use"), null=True, blank=True)
    written_by = models.CharField(_("written down by"), max_length=200, blank=True, editable=False)
    written_at = models.DateTimeField(_("written down"), null=True, editable=False)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    class Meta:
        verbose_name = _("daily count")
        verbose_name_plural = _("daily counts")
        ordering = ["-day", "service_point", "pk"]
        permissions = [("import_dailycount", "Can import counts from the library system")]
        constraints = [
            models.UniqueConstraint(fields=["service_point", "day"], name="service_point_is_counted_once_a_day"),
            *(
                models.CheckConstraint(
                    condition=Q(**{kind: None}) | Q(**{f"{kind}__lte": MOST}), name=f"daily_{kind}_are_believable"
                )
                for kind in Counted.values
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.service_point_id}"

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, kind) is None for kind in Counted.values)
