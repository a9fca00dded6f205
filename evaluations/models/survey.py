"""Surveys and the periods in which they are open."""

import secrets
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.libraries.models import ServicePoint, Unit
from evaluations.choices import Audience, Demographic, InstrumentKind, PeriodStatus
from evaluations.period_days import problems
from outreach.choices import RegistrationMode
from outreach.models import Event
from training.models import Session

from .instrument import Instrument, InstrumentVersion, in_language

CODE = r"^[a-zA-Z0-9_-]{1,8}$"
CODE_SIGNS = "23456789abcdefghjkmnpqrstvwxyz"
LOOK_ALIKES = frozenset("01ilo")  # read one for the other on a poster; capital or small
SUBJECTS = ("service_point", "unit", "training_session", "event")


def new_code() -> str:
    """A code of five signs that nobody mistakes for one another."""
    return "".join(secrets.choice(CODE_SIGNS) for _sign in range(5))


def about_one_thing() -> models.Q:
    """At most one of the things a survey can point at; none means the whole library."""
    found = models.Q()
    for name in SUBJECTS:
        found |= models.Q(**{f"{other}__isnull": True for other in SUBJECTS if other != name})
    return found


def open_to_code(prefix: str = "") -> models.Q:
    """Surveys (or with `prefix` what hangs on them) that whoever has the code may answer."""
    drop_in = models.Q(**{f"{prefix}event": None}) | models.Q(
        **{f"{prefix}event__registration_mode": RegistrationMode.OPEN}
    )
    return models.Q(**{f"{prefix}training_session": None}) & drop_in


class Survey(AuditedModel):
    """A questionnaire put before the patrons of a service point, a unit or the whole library, under a short code.

    One about a training session or an event is answered by those who attended, each through a link of their own
    (Invitation); its code opens nothing, unless people come to the event without registering: nobody could send them a
    link, so they answer by the code, on a kiosk or on paper.
    """

    code = models.CharField(
        _("short code"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(CODE, _("A code is 1 to 8 letters, digits, hyphens or underscores."))],
        help_text=_("Stands in the address that patrons type, after /s/."),
    )
    title = models.CharField(_("title"), max_length=150)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="surveys", verbose_name=_("instrument")
    )
    service_point = models.ForeignKey(
        ServicePoint,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("service point"),
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="surveys", verbose_name=_("unit")
    )
    training_session = models.OneToOneField(
        Session,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="survey",
        verbose_name=_("training session"),
    )
    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="survey", verbose_name=_("event")
    )
    asks_by_itself = models.BooleanField(
        _("asks by itself"),
        default=True,
        help_text=_("After a training session or event: links go to those who attended as soon as it is over."),
    )
    audience = models.CharField(
        _("for whom"),
        max_length=10,
        choices=Audience,
        default=Audience.GENERAL,
        help_text=_("Children answer the picture survey, everybody else a survey in words."),
    )
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["code", "pk"]
        permissions = [("manage_survey", "Can open and close periods and decide on answers held aside")]
        constraints = [
            models.CheckConstraint(condition=about_one_thing(), name="survey_asks_about_one_thing_only"),
            models.CheckConstraint(condition=models.Q(code__regex=CODE), name="survey_code_is_short_and_plain"),
            models.UniqueConstraint(
                Lower("code"),
                name="survey_code_is_used_once",
                violation_error_message=_("Another survey has this code; capital and small letters are the same."),
            ),
        ]

    def __str__(self) -> str:
        return self.reader_title

    def clean(self) -> None:
        """The age setting and the questionnaire must agree: children never answer the SKM, nor adults the faces. A code
        that was out in the world stays."""
        if self.code_is_out and not Survey.objects.filter(pk=self.pk, code=self.code).exists():
            raise ValidationError(
                {
                    "code": _(
                        "This code stands on posters and in open data since a period was opened, so it no longer "
                        "changes. Make another survey for another code."
                    )
                }
            )
        if self.instrument_id and self.instrument.is_picture != (self.audience == Audience.CHILDREN):
            raise ValidationError(
                {"instrument": _("Children answer the picture survey, and only they do. Change it or the age setting.")}
            )
        wanted = InstrumentKind.TRAINING if self.training_session_id else InstrumentKind.OUTCOME
        if self.instrument_id and self.is_by_invitation and self.instrument.kind != wanted:
            raise ValidationError(
                {
                    "instrument": _(
                        "A training session is followed by the training feedback, an event by the outcome survey."
                    )
                }
            )

    @property
    def code_is_out(self) -> bool:
        """Whether a period was ever opened: from then on posters, forms on phones and open data carry the code."""
        return self.pk is not None and self.periods.exclude(status=PeriodStatus.DRAFT).exists()

    @property
    def is_for_children(self) -> bool:
        return self.audience == Audience.CHILDREN

    @property
    def is_by_invitation(self) -> bool:
        """Asked of those who attended something, whoever registered by a link of their own."""
        return self.training_session_id is not None or self.event_id is not None

    @property
    def takes_code(self) -> bool:
        """Whoever has the code may answer (see open_to_code)."""
        if self.event is not None:
            return not self.event.needs_registration
        return self.training_session_id is None

    @property
    def asks_about_respondent(self) -> bool:
        """Children are asked nothing about themselves, and no free words either; nor are the few who were invited:
        age and sex would name them."""
        return not self.is_for_children and not self.is_by_invitation

    @property
    def asks_about_service(self) -> bool:
        """A survey about more than one desk asks at which of them somebody was served."""
        return self.asks_about_respondent and self.service_point_id is None

    @property
    def is_about_service(self) -> bool:
        """How patrons are served, not what something brought those who took part."""
        return self.instrument.kind in (InstrumentKind.SKM, InstrumentKind.PICTURE)

    @property
    def reader_title(self) -> str:
        return in_language(self.title, self.title_en)


class Period(AuditedModel):
    """A stretch of days in which a survey is answered, on one instrument version."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="periods", verbose_name=_("survey"))
    key = models.CharField(_("period"), max_length=20, help_text=_("For example 2026-Q4 or 2026-S1."))
    version = models.ForeignKey(
        InstrumentVersion,
        on_delete=models.PROTECT,
        related_name="periods",
        verbose_name=_("instrument version"),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    status = models.CharField(
        _("status"), max_length=10, choices=PeriodStatus, default=PeriodStatus.DRAFT, editable=False
    )
    population = models.PositiveIntegerField(
        _("survey population"),
        null=True,
        blank=True,
        help_text=_("Visitors or borrowers of the comparable earlier period."),
    )

    history = audited()

    class Meta:
        verbose_name = _("survey period")
        verbose_name_plural = _("survey periods")
        ordering = ["survey", "-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "key"], name="period_key_is_used_once_per_survey"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="period_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["survey"], condition=models.Q(status="open"), name="survey_has_one_open_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey.code} {self.key}"

    def clean(self) -> None:
        """Fill in the newest published version; refuse one of another instrument, and days that contradict."""
        if found := problems(self):
            raise ValidationError(dict(found))
        instrument = self.survey.instrument if self.survey_id or getattr(self, "survey", None) else None
        if instrument is None:
            return
        if self.version_id is None:
            self.version = instrument.newest_published()
            if self.version is None:
                raise ValidationError(_("Publish a version of the instrument first."))
        elif self.version.instrument_id != instrument.pk:
            raise ValidationError(_("This version belongs to another instrument."))

    @property
    def is_open(self) -> bool:
        return self.status == PeriodStatus.OPEN

    @property
    def is_closed(self) -> bool:
        return self.status == PeriodStatus.CLOSED

    @property
    def is_draft(self) -> bool:
        return self.status == PeriodStatus.DRAFT

    def takes_answers_on(self, day: date) -> bool:
        return self.is_open and self.starts_on <= day <= self.ends_on


class ExpectedShare(models.Model):
    """How large a part of the respondents a group should be, so that a page can say who is missing."""

    survey = models.ForeignKey(
        Survey, on_delete=models.CASCADE, related_name="expected_shares", verbose_name=_("survey")
    )
    kind = models.PositiveSmallIntegerField(_("asked about"), choices=Demographic)
    code = models.PositiveSmallIntegerField(_("stored number"), help_text=_("The number of a respondent option."))
    share = models.DecimalField(
        _("expected share (%)"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = _("expected share")
        verbose_name_plural = _("expected shares")
        ordering = ["survey", "kind", "code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "kind", "code"], name="expected_share_is_given_once"),
            models.CheckConstraint(
                condition=models.Q(share__gte=0, share__lte=100), name="expected_share_is_a_per_cent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}: {self.share} %"
