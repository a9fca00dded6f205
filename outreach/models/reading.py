"""Reading challenges: a goal for each age band, families and classes that read, what each child has read."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.displays import Displayed
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import DocumentNumber
from outreach.choices import AgeBand, Measure, RegistrationKind

from .consent import ConsentText, ConsentWay
from .registration import new_key

BOOKS_A_TIME, MINUTES_A_TIME, ACTIVITIES_A_TIME = 30, 1440, 20


def _english() -> bool:
    return (get_language() or "id").startswith("en")


class ReadingChallenge(AuditedModel):
    """A span of days with a goal for each age band it is for (`goals`) and badges on the way (`badges`)."""

    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    about = models.TextField(_("what it is about"), max_length=1000, blank=True)
    about_en = models.TextField(_("what it is about, in English"), max_length=1000, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    is_published = models.BooleanField(_("open to everybody"), default=False)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("reading challenge")
        verbose_name_plural = _("reading challenges")
        ordering = ["-starts_on", "-pk"]
        permissions = [("log_reading", "Can take readers in and note what they read")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="reading_challenge_runs_forward"),
        ]

    def __str__(self) -> str:
        return self.reader_title

    @property
    def reader_title(self) -> str:
        return self.title_en if self.title_en and _english() else self.title

    @property
    def reader_about(self) -> str:
        return self.about_en if self.about_en and _english() else self.about


class ChallengeGoal(Displayed):
    """What a reader of the age band reads to finish; nought asks nothing."""

    challenge = models.ForeignKey(
        ReadingChallenge, on_delete=models.CASCADE, related_name="goals", verbose_name=_("reading challenge")
    )
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand)
    books = models.PositiveIntegerField(_("books"), default=0, validators=[MaxValueValidator(1000)])
    minutes = models.PositiveIntegerField(_("minutes"), default=0, validators=[MaxValueValidator(100_000)])
    activities = models.PositiveIntegerField(_("activities"), default=0, validators=[MaxValueValidator(200)])

    class Meta:
        verbose_name = _("goal of a reading challenge")
        verbose_name_plural = _("goals of reading challenges")
        ordering = ["challenge", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["challenge", "age_band"], name="reading_challenge_has_one_goal_for_an_age"),
            models.CheckConstraint(
                condition=Q(books__gt=0) | Q(minutes__gt=0) | Q(activities__gt=0), name="reading_goal_asks_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_age_band_display()}: {self.books}/{self.minutes}/{self.activities}"


class ChallengeBadge(Displayed):
    """A badge on the way, earned at so many of one measure."""

    challenge = models.ForeignKey(
        ReadingChallenge, on_delete=models.CASCADE, related_name="badges", verbose_name=_("reading challenge")
    )
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    measure = models.CharField(_("measured in"), max_length=8, choices=Measure)
    amount = models.PositiveIntegerField(_("from"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering = ["challenge", "measure", "amount"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["challenge", "measure", "amount"], name="reading_badge_stands_once"),
        ]

    def __str__(self) -> str:
        return self.name_en if self.name_en and _english() else self.name


class ReadingParty(Displayed):
    """A person, a family or a class that takes part. Children's data, so without history; names go after the term."""

    challenge = models.ForeignKey(
        ReadingChallenge, on_delete=models.PROTECT, related_name="parties", verbose_name=_("reading challenge")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=RegistrationKind)
    name = models.CharField(_("family, class or name"), max_length=120, blank=True)
    phone = models.CharField(_("WhatsApp number"), max_length=16, blank=True)
    link_key = models.CharField(max_length=32, default=new_key, unique=True, editable=False)
    nonce = models.CharField(max_length=40, null=True, unique=True, editable=False)  # noqa: DJ001 - unique or none
    joined_at = models.DateTimeField(_("joined at"))
    text = models.ForeignKey(
        ConsentText,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reading_parties",
        verbose_name=_("words"),
    )
    agreed_by = models.CharField(_("guardian who agreed"), max_length=80, blank=True)
    way = models.CharField(_("how"), max_length=8, choices=ConsentWay, blank=True)
    withdrawn_at = models.DateTimeField(_("consent withdrawn at"), null=True, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
        editable=False,
    )
    erased_at = models.DateTimeField(_("names removed at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("reading party")
        verbose_name_plural = _("reading parties")
        ordering = ["-joined_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name or str(_("names removed"))

    @property
    def is_class(self) -> bool:
        return self.kind == RegistrationKind.GROUP


class Reader(Displayed):
    """One who reads; the children of a class have a number and no name."""

    party = models.ForeignKey(
        ReadingParty, on_delete=models.CASCADE, related_name="readers", verbose_name=_("reading party")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    nickname = models.CharField(_("nickname"), max_length=40, blank=True)
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    certificate = models.OneToOneField(
        DocumentNumber,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reader",
        verbose_name=_("certificate"),
        editable=False,
    )

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
        ordering = ["party", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["party", "number"], name="reader_has_a_number_of_its_own"),
            models.CheckConstraint(
                condition=Q(certificate=None) | Q(finished_on__isnull=False), name="certificate_is_for_who_finished"
            ),
        ]

    def __str__(self) -> str:
        return self.nickname or str(_("Reader %(n)s") % {"n": self.number})


class ReadingLog(models.Model):
    """What a reader read on a day. One press of the button has one `press`, for a whole class too."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="logs", verbose_name=_("reader"))
    day = models.DateField(_("day"))
    books = models.PositiveSmallIntegerField(_("books"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    activities = models.PositiveSmallIntegerField(_("activities"), default=0)
    what = models.CharField(_("what was read"), max_length=120, blank=True)
    press = models.UUIDField(default=uuid.uuid4, editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("noted by"),
        editable=False,
    )
    noted_at = models.DateTimeField(_("noted at"))

    class Meta:
        verbose_name = _("reading noted")
        verbose_name_plural = _("readings noted")
        ordering = ["-day", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["reader", "press"], name="one_press_notes_a_reader_once"),
            models.CheckConstraint(
                condition=Q(books__gt=0) | Q(minutes__gt=0) | Q(activities__gt=0), name="reading_noted_is_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader}, {self.day}"
