"""Questionnaires: an instrument, its versions, their questions, the options of the respondent block."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from evaluations.choices import IN_COLUMNS, Demographic, InstrumentKind, Picture, QuestionKind, Unsur

SLOTS = 18  # wide rating columns r1..r18 of an answer; a question is mapped to one of them


def in_language(text: str, text_en: str) -> str:
    """Bilingual data: English where the reader asks for it and it exists, else Indonesian."""
    return text_en if text_en and get_language() == "en" else text


class Instrument(models.Model):
    """A questionnaire as an idea; what is asked stands in its versions."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=150)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=InstrumentKind, default=InstrumentKind.SKM)

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["key", "pk"]

    def __str__(self) -> str:
        return in_language(self.title, self.title_en)

    @property
    def is_skm(self) -> bool:
        return self.kind == InstrumentKind.SKM

    @property
    def is_picture(self) -> bool:
        return self.kind == InstrumentKind.PICTURE

    def newest_published(self) -> "InstrumentVersion | None":
        """The wording a new period takes."""
        return self.versions.filter(published_at__isnull=False).order_by("-number").first()


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
    """One question. A rating or face is kept in column r<slot> of the answer, value 4 (3 for faces) always the best.

    The library's own questions (choice, scale, short text) have no slot: their answers stand in ExtraAnswer, never in
    the IKM. `key` names what is asked where no unsur does, so that versions can be compared.
    """

    version = models.ForeignKey(
        InstrumentVersion, on_delete=models.CASCADE, related_name="questions", verbose_name=_("instrument version")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=8, choices=QuestionKind, default=QuestionKind.RATING)
    slot = models.PositiveSmallIntegerField(
        _("rating column"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(SLOTS)],
        help_text=_("1 to 18 for answer words and faces; empty for own questions."),
    )
    unsur = models.CharField(
        _("unsur"),
        max_length=20,
        choices=Unsur,
        blank=True,
        help_text=_("Only in the SKM; several questions may share one."),
    )
    key = models.SlugField(_("key"), max_length=40, blank=True, help_text=_("Stays the same from version to version."))
    picture = models.CharField(_("picture"), max_length=10, choices=Picture, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=True)
    text = models.CharField(_("question"), max_length=250)
    text_en = models.CharField(_("question in English"), max_length=250, blank=True)
    example = models.CharField(_("plain example"), max_length=250, blank=True)
    example_en = models.CharField(_("plain example in English"), max_length=250, blank=True)
    label_1 = models.CharField(_("words for 1 (worst)"), max_length=60, blank=True)
    label_2 = models.CharField(_("words for 2"), max_length=60, blank=True)
    label_3 = models.CharField(_("words for 3"), max_length=60, blank=True)
    label_4 = models.CharField(_("words for 4 (best)"), max_length=60, blank=True)
    label_1_en = models.CharField(_("words for 1 in English"), max_length=60, blank=True)
    label_2_en = models.CharField(_("words for 2 in English"), max_length=60, blank=True)
    label_3_en = models.CharField(_("words for 3 in English"), max_length=60, blank=True)
    label_4_en = models.CharField(_("words for 4 in English"), max_length=60, blank=True)
    options = models.TextField(
        _("answers of an own question"),
        blank=True,
        help_text=_("One a line, worst or first on top: Indonesian | English."),
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["version", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "slot"], name="question_has_a_rating_column_of_its_own"),
            models.UniqueConstraint(fields=["version", "order"], name="question_has_a_place_of_its_own"),
            models.CheckConstraint(
                condition=models.Q(kind__in=IN_COLUMNS, slot__gte=1, slot__lte=SLOTS)
                | (~models.Q(kind__in=IN_COLUMNS) & models.Q(slot__isnull=True, unsur="")),
                name="question_rating_column_exists",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.text, self.text_en)

    @property
    def field_name(self) -> str:
        """The name of its field in the form: r<slot>, or x<id> where its answer is kept apart."""
        return f"x{self.pk}" if self.slot is None else f"r{self.slot}"

    @property
    def reader_text(self) -> str:
        return in_language(self.text, self.text_en)

    @property
    def reader_example(self) -> str:
        return in_language(self.example, self.example_en)

    @property
    def answers(self) -> list[tuple[int, str]]:
        """(value, words) from worst to best (own choices: as listed), in the reader's language; none for a text."""
        if self.slot is None:
            pairs = [line.partition("|") for line in self.options.splitlines() if line.strip()]
            return [(v, in_language(id_.strip(), en.strip())) for v, (id_, _bar, en) in enumerate(pairs, start=1)]
        values = (1, 2, 3) if self.kind == QuestionKind.FACES else (1, 2, 3, 4)
        return [(v, in_language(getattr(self, f"label_{v}"), getattr(self, f"label_{v}_en"))) for v in values]

    @property
    def answers_in_both(self) -> list[tuple[int, frozenset[str]]]:
        """(value, its words in either language, in lower case), for files in which people wrote the words."""
        if self.slot is None:
            pairs = [line.partition("|") for line in self.options.splitlines() if line.strip()]
            said = [(id_, en) for id_, _bar, en in pairs]
        else:
            said = [(getattr(self, f"label_{v}"), getattr(self, f"label_{v}_en")) for v, _words in self.answers]
        return [
            (value, frozenset(" ".join(text.lower().split()) for text in words if text.strip()))
            for value, words in enumerate(said, start=1)
        ]


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
