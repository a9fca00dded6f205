"""Short news on the patrons' first page."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited


class AnnouncementQuerySet(AuditedQuerySet):
    def shown_on(self, day: date | RawSQL) -> "AnnouncementQuerySet":
        return self.filter(Q(shown_until=None) | Q(shown_until__gte=day), shown_from__lte=day)


class Announcement(AuditedModel):
    """News shown from a day until a day, both included; without an end until somebody sets one."""

    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    text = models.TextField(_("text"), max_length=600)
    text_en = models.TextField(_("text in English"), max_length=600, blank=True)
    shown_from = models.DateField(_("shown from"))
    shown_until = models.DateField(_("shown until"), null=True, blank=True)
    is_pinned = models.BooleanField(_("stands first"), default=False)

    objects = AnnouncementQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-is_pinned", "-shown_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_until=None) | Q(shown_until__gte=F("shown_from")),
                name="announcement_ends_after_the_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.reader_title

    @property
    def _is_english(self) -> bool:
        return (get_language() or "id").startswith("en")

    @property
    def reader_title(self) -> str:
        return (self._is_english and self.title_en) or self.title

    @property
    def reader_text(self) -> str:
        return (self._is_english and self.text_en) or self.text
