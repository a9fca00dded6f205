"""The dispatcher: takes due outbox rows one by one and sends them.

Rows are taken with SKIP LOCKED and lent for a while: any number of dispatchers may run, and a row whose dispatcher died
is taken again when its loan ends. The row says `sending` before the mail server hears of it. One row at a time, so a
loan covers exactly one mail and a crash holds up one message, not a batch.
"""

import logging
import random
import time
import uuid
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from . import mail
from .choices import Channel, State, Trouble
from .models import Delivery

logger = logging.getLogger(__name__)

RUN_SECONDS = 120  # well under the task's soft limit of 240 s; the sweeper carries on
GIVE_UP_AFTER = timedelta(days=5)  # as mail servers do (RFC 5321, 4.5.4.1)
MAX_INTERRUPTIONS = 8
FIRST_WAIT_SECONDS = 60
LONGEST_WAIT_SECONDS = 6 * 60 * 60
MAIL_RESTS = "notifications.mail-rests"
MAIL_RESTS_SECONDS = 30


def dispatch(*, run_seconds: float = RUN_SECONDS) -> int:
    """Send what is due until nothing is left, time is up or the mail server is away; returns how many were sent."""
    if cache.get(MAIL_RESTS):
        return 0
    until = time.monotonic() + run_seconds
    sent = 0
    with _Postman() as postman:
        while time.monotonic() < until and (delivery := take(at=timezone.now())):
            trouble, smtp_status = postman.deliver(delivery)
            settle(delivery, trouble=trouble, smtp_status=smtp_status, at=timezone.now())
            sent += trouble is Trouble.NONE
            if postman.shut_out or trouble is Trouble.SIGN_IN:
                # Everybody would meet the same time-out or refusal: leave the server alone for a moment.
                cache.set(MAIL_RESTS, True, MAIL_RESTS_SECONDS)
                break
    return sent


def take(*, at: datetime) -> Delivery | None:
    """Borrow the next due row: committed as `sending` before anything is sent. None where nothing is due."""
    while True:
        with transaction.atomic():
            delivery = (
                Delivery.objects.due(at)
                .filter(channel=Channel.EMAIL)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("message__recipient")
                .order_by("next_attempt_at", "pk")
                .first()
            )
            if delivery is None:
                return None
            if delivery.state == State.SENDING:
                delivery.interruptions += 1
            if delivery.interruptions > MAX_INTERRUPTIONS:
                _fail(delivery, Trouble.INTERRUPTED)
                continue
            delivery.state = State.SENDING
            delivery.attempts += 1
            delivery.lease = uuid.uuid4()
            delivery.leased_until = at + timedelta(seconds=settings.NOTIFICATIONS_LEASE_SECONDS)
            delivery.save(update_fields=["state", "attempts", "interruptions", "lease", "leased_until"])
            return delivery


def settle(delivery: Delivery, *, trouble: Trouble, smtp_status: int | None, at: datetime) -> None:
    """Write down how the attempt ended, unless the loan ran out and somebody else has the row by now."""
    with transaction.atomic():
        mine = Delivery.objects.select_for_update().filter(pk=delivery.pk, lease=delivery.lease).first()
        if mine is None:
            logger.warning("Delivery %s was settled by another dispatcher.", delivery.pk)
            return
        mine.lease = mine.leased_until = None
        mine.smtp_status = smtp_status
        mine.last_error = trouble
        if trouble is Trouble.NONE:
            mine.state, mine.sent_at = State.SENT, at
        elif trouble in mail.FOR_GOOD:
            mine.state = State.FAILED
        elif at - mine.queued_at > GIVE_UP_AFTER:
            mine.state, mine.last_error = State.FAILED, Trouble.TOO_OLD
        else:
            mine.state, mine.next_attempt_at = State.WAITING, at + backoff(mine.attempts)
        mine.save()


def backoff(attempts: int) -> timedelta:
    """How long to wait after the n-th attempt: doubling from a minute to six hours, spread by up to a fifth."""
    seconds = min(FIRST_WAIT_SECONDS * 2 ** min(attempts - 1, 20), LONGEST_WAIT_SECONDS)
    return timedelta(seconds=seconds * random.uniform(1.0, 1.2))  # noqa: S311 - spreads load, guards nothing


def _fail(delivery: Delivery, trouble: Trouble) -> None:
    delivery.state = State.FAILED
    delivery.last_error = trouble
    delivery.lease = delivery.leased_until = None
    delivery.save()


class _Postman:
    """One conversation with the mail server, kept open over a run and renewed after trouble."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None
        self.shut_out = False

    def __enter__(self) -> "_Postman":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._connection is not None:
            with suppress(Exception):  # the mail is settled already; a bad farewell changes nothing
                self._connection.close()
            self._connection = None

    def deliver(self, delivery: Delivery) -> tuple[Trouble, int | None]:
        """Compose and send one mail; every trouble comes back as a value, so one message never stops the others."""
        recipient = delivery.message.recipient
        if not recipient.is_active:
            return Trouble.INACTIVE, None
        if not mail.is_usable_address(recipient.email):
            return Trouble.NO_ADDRESS, None
        try:
            letter = mail.compose(delivery)
        except Exception as error:
            # The error's own text may quote the message, which is nobody's business in a log.
            logger.error("Delivery %s could not be composed: %s.", delivery.pk, type(error).__name__)
            return Trouble.BROKEN, None
        try:
            if self._connection is None:
                connection = get_connection()
                self.shut_out = True
                connection.open()
                self.shut_out = False
                self._connection = connection
            letter.connection = self._connection
            letter.send()
        except Exception as error:
            trouble, smtp_status = mail.trouble_of(error)
            if trouble is Trouble.BROKEN:
                logger.error("Delivery %s could not be sent: %s.", delivery.pk, type(error).__name__)
            self.close()
            return trouble, smtp_status
        return Trouble.NONE, None
