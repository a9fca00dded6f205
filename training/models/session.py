"""One holding of a programme, and its meetings."""

import secrets
import uuid
from datetime import date, datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.fields import HttpsURLField
from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited
from training.choices import SessionStatus

from .programme import Programme


def new_token() -> str:
    """130 random bits, for the address behind a QR code on the wall."""
    return secrets.token_urlsafe(17)


def with_label(title: str, label: str) -> str:
    """A programme's title with the batch."""
    return f"{title} · {label}" if label else title


class SessionQuerySet(AuditedQuerySet):
    def announced(self) -> "SessionQuerySet":
        """What staff see in the catalogue."""
        return self.exclude(status=SessionStatus.DRAFT)

    def registering_on(self, day: date) -> "SessionQuerySet":
        """Open for enrolment that local day (the last day counts to its end)."""
        window = (Q(opens_on=None) | Q(opens_on__lte=day)) & (Q(closes_on=None) | Q(closes_on__gte=day))
        return self.filter(window, Q(ends_on=None) | Q(ends_on__gte=day), status=SessionStatus.OPEN)


class Session(AuditedModel):
    """A programme with dates and seats. Its first and last day follow its meetings (services.sessions)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("programme")
    )
    label = models.CharField(_("batch name"), max_length=80, blank=True, help_text=_("For example: Angkatan II."))
    status = models.CharField(
        _("status"), max_length=10, choices=SessionStatus, default=SessionStatus.DRAFT, db_index=True
    )
    capacity = models.PositiveSmallIntegerField(_("seats"), default=20, validators=[MinValueValidator(1)])
    opens_on = models.DateField(_("enrolment from"), null=True, blank=True)
    closes_on = models.DateField(_("enrolment until"), null=True, blank=True, help_text=_("This day still counts."))
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to take a seat that became free"),
        default=0,
        validators=[MaxValueValidator(336)],
        help_text=_("For the waiting list. 0: the next in line gets the seat at once, without being asked."),
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True, editable=False, db_index=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True, editable=False)
    coordinator = models.ForeignKey(
        StaffProfile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="coordinated_sessions",
        verbose_name=_("person in charge"),
    )
    changes = models.PositiveIntegerField(_("changes since it was announced"), default=0, editable=False)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)

    objects = SessionQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = [F("starts_on").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gte=1), name="session_has_a_seat"),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="enrolment_closes_after_it_opens",
                violation_error_message=_("Enrolment would end before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""), name="cancelled_session_says_why"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="session_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "cancelled"]) | Q(starts_on__isnull=False),
                name="announced_session_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The programme's title in the reader's language, with the batch."""
        return with_label(self.programme.reader_title, self.label)

    @property
    def is_draft(self) -> bool:
        return self.status == SessionStatus.DRAFT

    @property
    def is_open(self) -> bool:
        return self.status == SessionStatus.OPEN

    @property
    def is_cancelled(self) -> bool:
        return self.status == SessionStatus.CANCELLED

    @property
    def is_finished(self) -> bool:
        return self.status == SessionStatus.FINISHED

    def takes_requests_on(self, day: date) -> bool:
        """Whether somebody may ask for a seat that local day; the same rule as `registering_on`."""
        return (
            self.is_open
            and (self.opens_on is None or self.opens_on <= day)
            and (self.closes_on is None or day <= self.closes_on)
            and (self.ends_on is None or day <= self.ends_on)
        )


class Meeting(AuditedModel):
    """One gathering of a session; may pass midnight. The day it belongs to is the local day it begins on."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("session"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=150, blank=True)
    link = HttpsURLField(_("link"), max_length=500, blank=True)
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    trainer = models.ForeignKey(
        StaffProfile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings_taught",
        verbose_name=_("trainer from this library"),
    )
    trainer_name = models.CharField(_("trainer from elsewhere"), max_length=150, blank=True)
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    history = audited(excluded_fields=["token"])

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="meeting_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_begins",
                violation_error_message=_("The meeting would end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts_at):%d-%m-%Y %H.%M}"

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def taught_by(self) -> str:
        return str(self.trainer) if self.trainer_id else self.trainer_name

    @property
    def minutes(self) -> int:
        return round((self.ends_at - self.starts_at).total_seconds() / 60)

    def is_over_at(self, moment: datetime) -> bool:
        return self.ends_at <= moment
