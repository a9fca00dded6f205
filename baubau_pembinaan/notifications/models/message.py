"""A message said once, and the outbox row of every way it travels."""

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.notifications import kinds
from baubau_pembinaan.notifications.choices import CLOCK_SLACK, Channel, State, Trouble

if TYPE_CHECKING:
    from django.utils.functional import Promise

# Further ahead than any retry, skipped message or night of quiet hours waits, and than any loan lasts.
LONGEST_WAIT, LONGEST_LOAN = timedelta(hours=25), timedelta(hours=1)


class MessageQuerySet(models.QuerySet["Message"]):
    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """What one person is told, in that person's language. The key is what makes it said once."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages", verbose_name=_("recipient")
    )
    key = models.CharField(_("key"), max_length=200)
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=500, blank=True)
    attachment = models.CharField(_("attachment"), max_length=60, blank=True, default="")
    created_at = models.DateTimeField(_("written at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="message_is_said_once_to_each_person"),
            models.CheckConstraint(
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")),
                name="message_points_only_inside_the_site",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="message_inbox"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="message_unread"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_unread(self) -> bool:
        return self.read_at is None

    @property
    def kind_label(self) -> "str | Promise":
        """The kind in words; a kind that no app knows any more shows its code."""
        try:
            return kinds.get(self.kind).label
        except kinds.UnknownKind:
            return self.kind


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> "DeliveryQuerySet":
        """What a dispatcher may take: waiting rows whose moment has come, and rows whose sender vanished.

        What a clock that was put back since wrote into the future is due now, instead of on that day.
        """
        come = Q(next_attempt_at__lte=at) | Q(queued_at__gt=at + CLOCK_SLACK) | Q(next_attempt_at__gt=at + LONGEST_WAIT)
        vanished = Q(leased_until__lt=at) | Q(leased_until__gt=at + LONGEST_LOAN)
        return self.filter(Q(state=State.WAITING) & come | Q(state=State.SENDING) & vanished)

    def failed(self) -> "DeliveryQuerySet":
        return self.filter(state=State.FAILED)

    def unsent(self) -> "DeliveryQuerySet":
        return self.filter(state__in=[State.WAITING, State.SENDING])


class Delivery(models.Model):
    """The outbox row: one message on one way. Written in the transaction of the deed it tells about."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("message"))
    channel = models.CharField(_("way"), max_length=10, choices=Channel.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    interruptions = models.PositiveIntegerField(_("interruptions"), default=0)
    queued_at = models.DateTimeField(_("put in the outbox at"))
    next_attempt_at = models.DateTimeField(_("next attempt at"))
    leased_until = models.DateTimeField(_("lent until"), null=True, blank=True)
    lease = models.UUIDField(_("loan"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by hand by"),
    )
    keeps_hours = models.BooleanField(
        _("waits out the quiet hours"), default=False, help_text=_("Never leaves inside the quiet hours.")
    )
    last_error = models.CharField(_("last trouble"), max_length=20, choices=Trouble.choices, blank=True, default="")
    smtp_status = models.PositiveSmallIntegerField(_("answer of the server"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="message_travels_each_way_once"),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False) | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
                name="delivery_has_a_moment_exactly_when_sent",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENDING, lease__isnull=False, leased_until__isnull=False)
                | (~Q(state=State.SENDING) & Q(lease__isnull=True, leased_until__isnull=True)),
                name="delivery_is_lent_exactly_while_being_sent",
            ),
        ]
        indexes = [
            models.Index(
                F("next_attempt_at"), F("id"), condition=Q(state__in=["waiting", "sending"]), name="delivery_outbox"
            ),
            models.Index(F("queued_at"), condition=Q(state="failed"), name="delivery_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_state_display()}"

    @property
    def message_id_header(self) -> str:
        """The mail's Message-ID: the same on every attempt, so that mail programs can drop a rare double."""
        said = f"{self.message.recipient_id}\n{self.message.key}"
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        return f"<{hashlib.sha256(said.encode()).hexdigest()[:40]}@{host}>"
