"""Topic packs ("Paket informasi"): titles, links and a place on the shelf for a local question of the day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited


class TopicPack(AuditedModel):
    """One question people ask now, and what the library has on it (`items`)."""

    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    question = models.CharField(_("the question of the day"), max_length=200)
    question_en = models.CharField(_("the question, in English"), max_length=200, blank=True)
    about = models.TextField(_("in short"), max_length=1500, blank=True)
    about_en = models.TextField(_("in short, in English"), max_length=1500, blank=True)
    place = models.CharField(_("where it stands"), max_length=150, blank=True)
    is_published = models.BooleanField(_("open to everybody"), default=False)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("topic pack")
        verbose_name_plural = _("topic packs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reader_title

    def _in_language(self, field: str) -> str:
        english = getattr(self, f"{field}_en")
        return english if english and (get_language() or "id").startswith("en") else getattr(self, field)

    @property
    def reader_title(self) -> str:
        return self._in_language("title")

    @property
    def reader_question(self) -> str:
        return self._in_language("question")

    @property
    def reader_about(self) -> str:
        return self._in_language("about")


class PackItem(models.Model):
    """A title with its shelf, or a link."""

    pack = models.ForeignKey(TopicPack, on_delete=models.CASCADE, related_name="items", verbose_name=_("topic pack"))
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    shelf = models.CharField(_("author and shelf"), max_length=120, blank=True)
    url = models.URLField(_("link"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("title of a topic pack")
        verbose_name_plural = _("titles of topic packs")
        ordering = ["pack", "order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["pack", "order"], name="pack_has_one_title_at_a_place"),
            models.CheckConstraint(condition=~Q(title=""), name="pack_title_says_something"),
        ]

    def __str__(self) -> str:
        return self.title
