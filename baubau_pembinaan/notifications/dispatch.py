"""The dispatcher: takes due outbox rows one by one and sends them.

Rows are taken with SKIP LOCKED and lent for a while: any number of dispatchers may run, and a row whose dispatcher died
is taken again when its loan ends. The row says `sending` before the server hears of it. One row at a time, so a
loan covers exactly one message and a crash holds up one, not a batch. What a server, a person or a message does wrong
comes back from the adapter (channels) as a value, so one message never stops the others.
"""

import logging
import random
import time
import uuid
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import timezone

from . import channels, consents, hours, mail
from .choices import Channel, State, Trouble
from .jobs import advisory_lock
from .models import Delivery, ReminderHours
from .reminders.wanted import is_wanted

logger = logging.getLogger(__name__)

RUN_SECONDS = 120  # well under the task's soft limit of 240 s; the sweeper carries on
GIVE_UP_AFTER = timedelta(days=5)  # as mail servers do (RFC 5321, 4.5.4.1)
MAX_INTERRUPTIONS = 8
FIRST_WAIT_SECONDS = 60
LONGEST_WAIT_SECONDS = 6 * 60 * 60
MAIL_RESTS = "notifications.mail-rests"


def dispatch(*, run_seconds: float = RUN_SECONDS) -> int:
    """Send what is due until nothing is left, time is up or every server is away; returns how many were sent."""
    until = time.monotonic() + run_seconds
    sent = 0
    with ExitStack() as conversations:
        awake = {kind.channel: kind for kind in channels.in_use() if not cache.get(rest_key(kind.channel))}
        for way, kind in list(awake.items()):
            # A way with a pace has one sender in the whole house; who comes meanwhile leaves it to that one.
            if kind.gap_seconds and not conversations.enter_context(advisory_lock(f"notifications.{way}")):
                del awake[way]
        open_to: dict[str, channels.Adapter] = {}
        while awake and time.monotonic() < until and (delivery := take(at=timezone.now(), ways=awake)):
            way = Channel(delivery.channel)
            if not is_wanted(delivery.message, on=timezone.localdate()):
                drop(delivery)
                continue
            if way not in open_to:
                open_to[way] = conversations.enter_context(awake[way]())
            answer = _deliver(open_to[way], delivery)
            time.sleep(awake[way].gap_seconds)  # before the next one, also of the sender after this one
            settle(
                delivery,
                trouble=answer.trouble,
                smtp_status=answer.status,
                at=timezone.now(),
                wait_seconds=answer.wait_seconds,
            )
            sent += answer.trouble is Trouble.NONE
            if answer.is_goodbye:
                consents.withdraw(user=delivery.message.recipient, channel=way, at=timezone.now())
            if answer.rest_seconds:
                cache.set(rest_key(way), True, answer.rest_seconds)
                del awake[way]
    return sent


def _deliver(adapter: channels.Adapter, delivery: Delivery) -> channels.Answer:
    try:
        return adapter.deliver(delivery)
    except DatabaseError:
        raise
    except Exception as error:  # an adapter's own mistake: this message waits for a person, the others go on
        logger.error("Delivery %s could not be sent: %s.", delivery.pk, type(error).__name__)
        return channels.Answer(Trouble.BROKEN)


def rest_key(way: str) -> str:
    """Where it stands that a way is left alone for a moment."""
    return MAIL_RESTS if way == Channel.EMAIL else f"notifications.{way}-rests"


def take(*, at: datetime, ways: Iterable[str] = (Channel.EMAIL,)) -> Delivery | None:
    """Borrow the next due row: committed as `sending` before anything is sent. None where nothing is due."""
    wanted = list(ways)
    rows = Delivery.objects.due(at).filter(channel__in=wanted)
    if hours.end_of_quiet(ReminderHours.current(), at):
        rows = rows.filter(keeps_hours=False)
    while True:
        with transaction.atomic():
            delivery = (
                rows.select_for_update(skip_locked=True, of=("self",))
                .select_related("message__recipient__profile")
                .order_by("next_attempt_at", "pk")
                .first()
            )
            if delivery is None:
                return None
            delivery.queued_at = min(delivery.queued_at, at)  # never later than now, whatever the clock said then
            if delivery.state == State.SENDING:
                delivery.interruptions += 1
            if delivery.interruptions > MAX_INTERRUPTIONS:
                fail(delivery, Trouble.INTERRUPTED)
                continue
            delivery.state = State.SENDING
            delivery.attempts += 1
            delivery.lease = uuid.uuid4()
            delivery.leased_until = at + timedelta(seconds=settings.NOTIFICATIONS_LEASE_SECONDS)
            delivery.save(update_fields=["state", "attempts", "interruptions", "queued_at", "lease", "leased_until"])
            return delivery


def settle(
    delivery: Delivery, *, trouble: Trouble, smtp_status: int | None, at: datetime, wait_seconds: float = 0
) -> None:
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
            wait = max(backoff(mine.attempts), timedelta(seconds=wait_seconds))
            mine.state, mine.next_attempt_at = State.WAITING, at + wait
        mine.save()


def drop(delivery: Delivery) -> None:
    """What it speaks of is done since: nobody needs it any more."""
    Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease).update(
        state=State.DROPPED, lease=None, leased_until=None, sent_by=None
    )


def backoff(attempts: int) -> timedelta:
    """How long to wait after the n-th attempt: doubling from a minute to six hours, spread by up to a fifth."""
    seconds = min(FIRST_WAIT_SECONDS * 2 ** min(attempts - 1, 20), LONGEST_WAIT_SECONDS)
    return timedelta(seconds=seconds * random.uniform(1.0, 1.2))  # noqa: S311 - spreads load, guards nothing


def fail(delivery: Delivery, trouble: Trouble) -> None:
    delivery.state = State.FAILED
    delivery.last_error = trouble
    delivery.lease = delivery.leased_until = None
    delivery.save()
