"""Which parts of the product this library uses."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited


class Switch(AuditedModel):
    """A part that was switched on or off here. A part without a row follows its default (libraries/switches.py)."""

    key = models.SlugField(_("part"), max_length=40, unique=True)
    is_on = models.BooleanField(_("on"), default=False)

    history = audited()

    class Meta:
        verbose_name = _("part of the system")
        verbose_name_plural = _("parts of the system")
        ordering = ["key", "pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        _forget_copies()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **kwargs)
        _forget_copies()
        return gone

    def __str__(self) -> str:
        from baubau_pembinaan.libraries.switches import SWITCHES

        part = SWITCHES.get(self.key)
        return str(part.label) if part else self.key


def _forget_copies() -> None:
    from baubau_pembinaan.libraries.current import forget

    forget()
