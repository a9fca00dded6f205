"""Questionnaires: an instrument, its versions, their questions, the options of the respondent block."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from evaluations.choices import Demographic, Unsur

SLOTS = 18  # wide rating columns r1..r18 of an answer; a question is mapped to one of them


def in_language(text: str, text_en: str) -> str:
    """Bilingual data: English where the reader asks for it and it exists, else Indonesian."""
    return text_en if text_en and get_language() == "en" else text


class Instrument(models.Model):
    """A questionnaire as an idea; what is asked stands in its versions."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=150)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["key", "pk"]

    def __str__(self) -> str:
        return in_language(self.title, self.title_en)


class InstrumentVersion(models.Model):
    """One wording of an instrument. Once published it never changes; a new wording is a new version."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="versions", verbose_name=_("instrument")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("instrument version")
        verbose_name_plural = _("instrument versions")
        ordering = ["instrument", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="instrument_version_number_is_used_once")
        ]

    def __str__(self) -> str:
        return _("%(instrument)s, version %(number)s") % {"instrument": self.instrument, "number": self.number}

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Question(models.Model):
    """One question with four answers; value 4 is always the best. Its rating lives in column r<slot>."""

    version = models.ForeignKey(
        InstrumentVersion, on_delete=models.CASCADE, related_name="questions", verbose_name=_("instrument version")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    slot = models.PositiveSmallIntegerField(
        _("rating column"), validators=[MinValueValidator(1), MaxValueValidator(SLOTS)]
    )
    unsur = models.CharField(_("unsur"), max_length=20, choices=Unsur)
    text = models.CharField(_("question"), max_length=250)
    text_en = models.CharField(_("question in English"), max_length=250, blank=True)
    example = models.CharField(_("plain example"), max_length=250, blank=True)
    example_en = models.CharField(_("plain example in English"), max_length=250, blank=True)
    label_1 = models.CharField(_("words for 1 (worst)"), max_length=60)
    label_2 = models.CharField(_("words for 2"), max_length=60)
    label_3 = models.CharField(_("words for 3"), max_length=60)
    label_4 = models.CharField(_("words for 4 (best)"), max_length=60)
    label_1_en = models.CharField(_("words for 1 in English"), max_length=60, blank=True)
    label_2_en = models.CharField(_("words for 2 in English"), max_length=60, blank=True)
    label_3_en = models.CharField(_("words for 3 in English"), max_length=60, blank=True)
    label_4_en = models.CharField(_("words for 4 in English"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["version", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "slot"], name="question_has_a_rating_column_of_its_own"),
            models.UniqueConstraint(fields=["version", "order"], name="question_has_a_place_of_its_own"),
            models.CheckConstraint(
                condition=models.Q(slot__gte=1, slot__lte=SLOTS), name="question_rating_column_exists"
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.text, self.text_en)

    @property
    def reader_text(self) -> str:
        return in_language(self.text, self.text_en)

    @property
    def reader_example(self) -> str:
        return in_language(self.example, self.example_en)

    @property
    def answers(self) -> list[tuple[int, str]]:
        """(value, words) from worst to best, in the reader's language."""
        return [(v, in_language(getattr(self, f"label_{v}"), getattr(self, f"label_{v}_en"))) for v in (1, 2, 3, 4)]


class DemographicOption(models.Model):
    """One choice of the respondent block. `code` is what an answer stores; codes are never reused."""

    kind = models.PositiveSmallIntegerField(_("asked about"), choices=Demographic)
    code = models.PositiveSmallIntegerField(_("stored number"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.CharField(_("words"), max_length=60)
    label_en = models.CharField(_("words in English"), max_length=60, blank=True)
    aliases = models.CharField(
        _("also written as"), max_length=200, blank=True, help_text=_("Other spellings in imported files, with commas.")
    )
    age_from = models.PositiveSmallIntegerField(_("age from"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("age to"), null=True, blank=True)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("respondent option")
        verbose_name_plural = _("respondent options")
        ordering = ["kind", "order", "code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="respondent_option_code_is_never_reused"),
        ]

    def __str__(self) -> str:
        return in_language(self.label, self.label_en)
