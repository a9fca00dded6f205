"""Posts of the office as reference data."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import ASSISTANT_LEVELS, LIBRARIAN_LEVELS, PositionKind, PositionLevel
from baubau_pembinaan.core.history import AuditedModel, audited


class Position(AuditedModel):
    """A post that a person may hold; functional posts carry their level."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=PositionKind)
    level = models.CharField(_("level"), max_length=20, choices=PositionLevel, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=500)
    is_active = models.BooleanField(_("active"), default=True)

    history = audited()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["order", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="position_level_fits_its_kind",
                violation_error_message=_("Librarian and assistant posts need a level of their own kind; others none."),
                condition=(
                    models.Q(kind=PositionKind.LIBRARIAN, level__in=[level.value for level in LIBRARIAN_LEVELS])
                    | models.Q(kind=PositionKind.ASSISTANT, level__in=[level.value for level in ASSISTANT_LEVELS])
                    | (~models.Q(kind__in=[PositionKind.LIBRARIAN, PositionKind.ASSISTANT]) & models.Q(level=""))
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name

    @property
    def is_functional(self) -> bool:
        return self.kind in {PositionKind.LIBRARIAN, PositionKind.ASSISTANT}
