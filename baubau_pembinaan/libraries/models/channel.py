"""By which printed paper people came to a service's page: a number a day, nothing about who."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .service import Service


class PageChannel(models.TextChoices):
    """The codes that the printed papers carry in their QR."""

    BROCHURE = "BROSUR", _("Tri-fold brochure")
    LEAFLET = "SELEBARAN", _("Leaflet")


class ChannelVisit(models.Model):
    """Openings of one service's page that came by one paper on one local day."""

    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="channel_visits", verbose_name=_("service")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=PageChannel)
    day = models.DateField(_("day"))
    visits = models.PositiveIntegerField(_("openings of the page"), default=1)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    class Meta:
        verbose_name = _("openings by a printed paper")
        verbose_name_plural = _("openings by printed papers")
        ordering = ["-day", "service", "channel", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "channel", "day"], name="channel_of_a_service_is_counted_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.channel}"
