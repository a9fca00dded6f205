"""What the library offers: an event with one date or many, and the colleagues who lead it."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited
from baubau_pembinaan.libraries.models import ServicePoint, Village
from outreach.choices import (
    AGES,
    Audience,
    EventKind,
    EventStatus,
    QueueMode,
    RegistrationMode,
    bands_of,
)

from .partner import Partner


def touches_band(band: str, prefix: str = "") -> Q:
    """Events (or with `prefix` what hangs on them) whose ages overlap the band."""
    low, high = AGES[band]
    return Q(**{f"{prefix}age_min__lte": high, f"{prefix}age_max__gte": low})


_YOUNG_AUDIENCES = (Audience.CHILDREN, Audience.YOUTH, Audience.PUPILS, Audience.FAMILIES)


def for_the_young(prefix: str = "") -> Q:
    """Events for children and youth (or with `prefix` what hangs on them): by their audience, or by their ages."""
    ages = Q(**{f"{prefix}age_min__lte": 16, f"{prefix}age_max__lte": 24})
    return Q(**{f"{prefix}audience__in": _YOUNG_AUDIENCES}) | ages


class EventQuerySet(AuditedQuerySet):
    def published(self) -> "EventQuerySet":
        return self.filter(status=EventStatus.PUBLISHED)


class Event(AuditedModel):
    """An event of the library. Its dates are `Session` rows: one for a single event, many for a series.

    Ages are whole years, both ends included. `budget_idr` is what may be spent on all dates together.
    """

    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience, default=Audience.EVERYBODY)
    age_min = models.PositiveSmallIntegerField(_("from age"), default=0, validators=[MaxValueValidator(120)])
    age_max = models.PositiveSmallIntegerField(_("to age"), default=120, validators=[MaxValueValidator(120)])
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    summary_en = models.CharField(_("in one sentence, in English"), max_length=200, blank=True)
    description = models.TextField(
        _("description"), max_length=5000, blank=True, help_text=_("Plain text; empty lines make paragraphs.")
    )
    description_en = models.TextField(_("description in English"), max_length=5000, blank=True)
    place = models.CharField(_("place"), max_length=150)
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("village (kelurahan)"),
    )
    service_point = models.ForeignKey(
        ServicePoint,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("service point"),
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("partner")
    )
    materials = models.TextField(
        _("materials"), max_length=2000, blank=True, help_text=_("What must be brought or printed.")
    )
    budget_idr = models.PositiveBigIntegerField(_("budget (Rp)"), null=True, blank=True)
    registration_mode = models.CharField(
        _("registration"), max_length=8, choices=RegistrationMode, default=RegistrationMode.OPEN
    )
    capacity = models.PositiveIntegerField(
        _("seats for each date"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5000)],
        help_text=_("Empty: as many as come."),
    )
    queue_mode = models.CharField(_("waiting list"), max_length=10, choices=QueueMode, default=QueueMode.AUTOMATIC)
    answer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an invitation"), default=24, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    confirm_hours = models.PositiveSmallIntegerField(
        _("confirm until, hours before"),
        default=0,
        validators=[MaxValueValidator(240)],
        help_text=_("Who has not confirmed by then loses the seat to the next in the queue. 0: nobody needs to."),
    )
    takes_families = models.BooleanField(_("families may register together"), default=True)
    takes_groups = models.BooleanField(_("classes and groups may register together"), default=False)
    asks_photo_consent = models.BooleanField(_("ask about photos"), default=True)
    contact_phone = models.CharField(
        _("phone for questions"), max_length=16, blank=True, help_text=_("Shown to everybody, with a WhatsApp link.")
    )
    facilitators: Any = models.ManyToManyField(
        StaffProfile,
        through="Facilitator",
        through_fields=("event", "profile"),
        related_name="events",
        verbose_name=_("facilitators"),
    )
    status = models.CharField(_("status"), max_length=10, choices=EventStatus, default=EventStatus.DRAFT, db_index=True)
    note = models.CharField(_("note to the author"), max_length=500, blank=True)
    rule = models.CharField(_("rule of the series"), max_length=200, blank=True, editable=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
        editable=False,
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
        editable=False,
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    objects = EventQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-pk"]
        permissions = [
            ("approve_event", "Can approve and return events"),
            ("manage_registration", "Can see and manage registrations"),
            ("run_session", "Can check in, count and report"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(age_max__gte=F("age_min")), name="event_ages_run_upwards"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="event_with_seats_has_one_at_least"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["disetujui", "terbit"]) | Q(approved_at__isnull=False),
                name="event_is_published_only_after_approval",
            ),
        ]

    def __str__(self) -> str:
        return self.reader_title

    @property
    def reader_title(self) -> str:
        return self._in_language("title")

    @property
    def reader_summary(self) -> str:
        return self._in_language("summary")

    @property
    def reader_description(self) -> str:
        return self._in_language("description")

    def _in_language(self, field: str) -> str:
        english = getattr(self, f"{field}_en")
        return english if english and (get_language() or "id").startswith("en") else getattr(self, field)

    @property
    def is_draft(self) -> bool:
        return self.status == EventStatus.DRAFT

    @property
    def is_submitted(self) -> bool:
        return self.status == EventStatus.SUBMITTED

    @property
    def is_approved(self) -> bool:
        return self.status == EventStatus.APPROVED

    @property
    def is_published(self) -> bool:
        return self.status == EventStatus.PUBLISHED

    @property
    def never_public(self) -> bool:
        return not self.is_published and self.published_at is None and self.withdrawn_at is None

    @property
    def is_agreed(self) -> bool:
        """Whoever approves has said yes: it may take place and be reported."""
        return self.is_approved or self.is_published

    @property
    def needs_registration(self) -> bool:
        return self.registration_mode == RegistrationMode.REGISTER

    @property
    def seats_each(self) -> int | None:
        """Seats a new date gets; None where nobody registers or nobody counts."""
        return self.capacity if self.needs_registration else None

    @property
    def invites(self) -> bool:
        return self.queue_mode == QueueMode.INVITATION

    @property
    def answer_time(self) -> timedelta:
        return timedelta(hours=self.answer_hours)

    @property
    def is_for_the_young(self) -> bool:
        return self.audience in _YOUNG_AUDIENCES or (self.age_min <= 16 and self.age_max <= 24)

    @property
    def is_series(self) -> bool:
        return bool(self.rule)

    @cached_property
    def bands(self) -> list[Any]:
        return bands_of(self.age_min, self.age_max)

    @property
    def ages_words(self) -> str:
        """ "7–12 tahun", or everybody."""
        if self.age_min == 0 and self.age_max >= 99:
            return str(_("all ages"))
        if self.age_max >= 99:
            return str(_("from %(n)s years") % {"n": self.age_min})
        if self.age_min == 0:
            return str(_("up to %(n)s years") % {"n": self.age_max})
        return str(_("%(from)s–%(to)s years") % {"from": self.age_min, "to": self.age_max})
