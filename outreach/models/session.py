"""One date of an event."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.displays import Displayed
from baubau_pembinaan.core.formats import pukul_sampai, tanggal_pukul
from outreach.choices import EventStatus, SessionState

from .event import Event
from .partner import Partner

WITHDRAWN_SHOWN = timedelta(days=92)
ASK_AHEAD = timedelta(hours=24)


class SessionQuerySet(models.QuerySet):
    def seen(self) -> "SessionQuerySet":
        """All but what was cancelled before it became public: nobody planned to come, and the reason is the house's."""
        unseen = Q(state=SessionState.CANCELLED, event__published_at__isnull=False)
        return self.exclude(unseen & Q(changed_at__lt=F("event__published_at")))

    def public(self) -> "SessionQuerySet":
        """Dates of published events, cancelled ones too: who planned to come must see it."""
        return self.filter(event__status=EventStatus.PUBLISHED).seen()

    def in_calendars(self, at: datetime) -> "SessionQuerySet":
        """The public ones, and for a time those that were withdrawn before they began: programs must hear of it."""
        gone = Q(event__withdrawn_at__gt=at - WITHDRAWN_SHOWN, starts_at__gt=F("event__withdrawn_at"), sequence__gt=0)
        return self.filter(Q(event__status=EventStatus.PUBLISHED) | gone).seen()

    def upcoming(self, at: datetime) -> "SessionQuerySet":
        return self.filter(state=SessionState.PLANNED, ends_at__gt=at)


class Session(Displayed):
    """A date of an event. Calendars know it by `uid`, which never changes; each change raises `sequence`.

    `uid_host`: what stood after the UID's @ in calendars that were given out while it was the site's address.

    `planned_for` is the start the rule gave it and stays when the date is moved, so the rule never makes it twice.
    `seats_taken` counts people with a seat or an offered one; a trigger of the database keeps it.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("event"))
    planned_for = models.DateTimeField(_("planned for"), editable=False)
    starts_at = models.DateTimeField(_("starts at"), db_index=True)
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(_("place, where it differs"), max_length=150, blank=True)
    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("partner, where it differs"),
    )
    partner_settled = models.BooleanField(default=False, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=SessionState, default=SessionState.PLANNED)
    reason = models.CharField(_("why it was moved or cancelled"), max_length=250, blank=True)
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    seats_taken = models.IntegerField(_("seats taken"), default=0, editable=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uid_host = models.CharField(max_length=255, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("changed at"), editable=False)
    photos_withdrawn_at = models.DateTimeField(_("photos to look through since"), null=True, blank=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("date of an event")
        verbose_name_plural = _("dates of events")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["state", "starts_at"], name="session_by_state_and_start")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_session_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(seats_taken__lte=F("capacity")),
                name="session_has_no_more_people_than_seats",
            ),
            models.CheckConstraint(condition=Q(seats_taken__gte=0), name="session_counts_no_fewer_than_nobody"),
            models.CheckConstraint(
                condition=~Q(state="batal") | ~Q(reason=""), name="cancelled_event_session_says_why"
            ),
            models.UniqueConstraint(fields=["event", "planned_for"], name="event_has_one_session_for_a_planned_start"),
        ]

    def __str__(self) -> str:
        return f"{self.event.reader_title}, {tanggal_pukul(self.starts_at)}"

    @property
    def clock(self) -> str:
        """From when to when, as patrons read it: "pukul 09.00–11.00 WITA"."""
        return pukul_sampai(self.starts_at, self.ends_at)

    @property
    def where(self) -> str:
        """Its own place, else the event's; what began or was called off has its own for good (services.places)."""
        return self.place or self.event.place

    @property
    def partner_there(self) -> Partner | None:
        """With whom this date is: its own partner, else the event's; what began or was called off keeps whom it had.

        `partner_settled` says that it does, nobody included (services.places).
        """
        return self.partner if self.partner_settled else self.partner or self.event.partner

    @property
    def is_planned(self) -> bool:
        return self.state == SessionState.PLANNED

    @property
    def is_cancelled(self) -> bool:
        return self.state == SessionState.CANCELLED

    @property
    def is_held(self) -> bool:
        return self.state == SessionState.HELD

    @property
    def is_reported(self) -> bool:
        return self.state == SessionState.REPORTED

    @property
    def may_be_cancelled(self) -> bool:
        """Before it begins, or afterwards where it did not take place and nobody reported on it."""
        return self.is_planned or self.is_held

    @property
    def is_moved(self) -> bool:
        return self.starts_at != self.planned_for

    @property
    def seats_free(self) -> int | None:
        """None: no limit."""
        return None if self.capacity is None else self.capacity - self.seats_taken

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.seats_taken >= self.capacity

    @property
    def hours(self) -> Decimal:
        """Length in hours, to two decimals."""
        return (Decimal((self.ends_at - self.starts_at).total_seconds()) / 3600).quantize(Decimal("0.01"))

    @property
    def confirm_until(self) -> datetime | None:
        """Until when those with a seat must say that they come; None where the event does not ask."""
        hours = self.event.confirm_hours
        return self.starts_at - timedelta(hours=hours) if hours else None

    @property
    def asks_from(self) -> datetime | None:
        """When those with a seat are asked whether they come; who registers later need not answer."""
        until = self.confirm_until
        return until - ASK_AHEAD if until else None

    def is_over(self, at: datetime) -> bool:
        return self.ends_at <= at

    def takes_registrations(self, at: datetime) -> bool:
        return self.is_planned and self.event.is_published and self.event.needs_registration and self.starts_at > at
