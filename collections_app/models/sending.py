"""What was handed to the library's own catalogue system: which copies or accepted titles, to whom, when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.displays import Displayed
from collections_app.choices import CatalogueSystem

from .catalogue import Item
from .suggestion import Demand


class CatalogueSending(Displayed):
    """One file of copies taken in, or of titles accepted for purchase without any copy yet.

    Written once and never changed, so without history; the file is made from it.
    """

    system = models.CharField(_("system"), max_length=6, choices=CatalogueSystem)
    recipient = models.CharField(_("handed to"), max_length=100)
    again = models.BooleanField(_("with copies sent before"), default=False)
    accepted = models.BooleanField(_("titles accepted for purchase"), default=False)
    titles = models.PositiveIntegerField(_("titles"))
    copies = models.PositiveIntegerField(_("copies"))
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("sent by"),
    )  # fmt: skip
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    class Meta:
        verbose_name = _("file for the catalogue system")
        verbose_name_plural = _("files for the catalogue system")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_system_display()} · {self.recipient}"


class SentCopy(Displayed):
    """A copy in such a file; `with_title`: its title's record went with it, as the system had none yet."""

    sending = models.ForeignKey(
        CatalogueSending, on_delete=models.CASCADE, related_name="rows", verbose_name=_("file for the catalogue system")
    )
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="sendings", verbose_name=_("copy"))
    system = models.CharField(_("system"), max_length=6, choices=CatalogueSystem)
    again = models.BooleanField(_("with copies sent before"), default=False)
    with_title = models.BooleanField(_("with the title's record"), default=True)

    class Meta:
        verbose_name = _("copy sent")
        verbose_name_plural = _("copies sent")
        ordering = ["sending", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sending", "item"], name="file_holds_a_copy_once"),
            models.UniqueConstraint(
                fields=["system", "item"], condition=Q(again=False), name="copy_is_sent_once_unless_asked"
            ),
        ]

    def __str__(self) -> str:
        return str(self.item_id)


class SentTitle(Displayed):
    """A title that somebody wished for and the library will buy, in such a file before any copy is there."""

    sending = models.ForeignKey(
        CatalogueSending, on_delete=models.CASCADE, related_name="accepted_rows",
        verbose_name=_("file for the catalogue system"),
    )  # fmt: skip
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="sendings", verbose_name=_("demand"))
    system = models.CharField(_("system"), max_length=6, choices=CatalogueSystem)
    again = models.BooleanField(_("with titles sent before"), default=False)

    class Meta:
        verbose_name = _("accepted title sent")
        verbose_name_plural = _("accepted titles sent")
        ordering = ["sending", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sending", "demand"], name="file_holds_an_accepted_title_once"),
            models.UniqueConstraint(
                fields=["system", "demand"], condition=Q(again=False), name="accepted_title_is_sent_once_unless_asked"
            ),
        ]

    def __str__(self) -> str:
        return str(self.demand_id)
