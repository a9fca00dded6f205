"""Forms for everybody that were taken in: each hand-out counts once, also after what it made is gone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpentForm(models.Model):
    """The digest of a hand-out that was taken in. Kept as long as it could be carried on, joined to nothing."""

    digest = models.BinaryField(_("digest"), max_length=32, primary_key=True)
    day = models.DateField(_("local day"))

    class Meta:
        verbose_name = _("submission key")
        verbose_name_plural = _("submission keys")
        default_permissions = ()

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:8]
