"""What a librarian must be able to do: frameworks, their groups and units. Several frameworks stand side by side."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited

LEVELS = (1, 5)


def title_for_reader(title: str, title_en: str) -> str:
    """The English one where there is one and the reader reads English."""
    return title_en if title_en and (get_language() or "id").startswith("en") else title


class Bilingual(models.Model):
    """A title in Indonesian, and in English where there is one (rulings 26)."""

    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reader_title

    @property
    def reader_title(self) -> str:
        return title_for_reader(self.title, self.title_en)


class CompetenceFramework(Bilingual, AuditedModel):
    """A published list of competences, such as SKKNI 236/2019."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("The decree or the publisher."))
    version = models.CharField(_("version"), max_length=40, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    history = audited()

    class Meta:
        verbose_name = _("competence framework")
        verbose_name_plural = _("competence frameworks")
        ordering = ["title", "pk"]


class CompetenceGroup(Bilingual, AuditedModel):
    """A function group of a framework."""

    framework = models.ForeignKey(
        CompetenceFramework, on_delete=models.PROTECT, related_name="groups", verbose_name=_("framework")
    )
    code = models.CharField(_("code"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    history = audited()

    class Meta:
        verbose_name = _("competence group")
        verbose_name_plural = _("competence groups")
        ordering = ["framework", "order", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"],
                name="competence_group_stands_once_in_its_framework",
                violation_error_message=_("This framework has a group with this code already."),
            )
        ]


class Competence(Bilingual, AuditedModel):
    """A unit of competence. Codes of any pattern are taken: SKKNI 2019, 2012 and free ones."""

    group = models.ForeignKey(
        CompetenceGroup, on_delete=models.PROTECT, related_name="competences", verbose_name=_("group")
    )
    code = models.CharField(_("code"), max_length=40, unique=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    level = models.PositiveSmallIntegerField(
        _("competence level"),
        default=3,
        validators=[MinValueValidator(LEVELS[0]), MaxValueValidator(LEVELS[1])],
        help_text=_("1 (knows) to 5 (leads others)."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    history = audited()

    class Meta:
        verbose_name = _("unit of competence")
        verbose_name_plural = _("units of competence")
        ordering = ["group__framework", "group__order", "code", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__range=LEVELS), name="competence_level_lies_between_one_and_five"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.reader_title}"
