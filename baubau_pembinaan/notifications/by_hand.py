"""WhatsApp without the API: the queue that staff work through, one message at a time, on their own telephone.

"Kirim berikutnya" lends the next message to one person for ten minutes, as the dispatcher lends rows to itself, so two
people who work at once never hold the same one. It is sent when that person says so; a skipped one comes back tomorrow.
"""

import uuid
from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.libraries.models import Library

from . import channels, consents
from .choices import Channel, State, Trouble
from .dispatch import GIVE_UP_AFTER, drop, fail
from .models import Delivery, DeliveryQuerySet
from .reminders.wanted import is_wanted

LENT_FOR = timedelta(minutes=10)
SKIPPED_FOR = timedelta(days=1)


class NotYours(ValidationError):
    """The message is not lent to this person (any more)."""


def is_in_use() -> bool:
    """Where staff send by hand: the switch is on and no API does it."""
    return switches.is_on(consents.BY_HAND) and Channel.WHATSAPP not in channels.by_machine()


def waiting(at: datetime) -> DeliveryQuerySet:
    """What still has to be sent by hand, lent or not, the oldest first."""
    rows = Delivery.objects.filter(channel=Channel.WHATSAPP)
    return rows.filter(
        Q(state=State.WAITING, next_attempt_at__lte=at) | Q(state=State.SENDING, sent_by__isnull=False)
    ).order_by("next_attempt_at", "pk")


def held_by(user: User, at: datetime) -> Delivery | None:
    """The message that is lent to this person now."""
    rows = Delivery.objects.filter(
        channel=Channel.WHATSAPP, state=State.SENDING, sent_by=user, leased_until__gt=at
    ).select_related("message__recipient__profile")
    return rows.order_by("pk").first()


def take_next(*, by: User, at: datetime) -> Delivery | None:
    """Lend the next message to this person; the one already lent where there is one. None where nothing waits."""
    if mine := held_by(by, at):
        return mine
    while True:
        with transaction.atomic():
            row = (
                Delivery.objects.due(at)
                .filter(channel=Channel.WHATSAPP)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("message__recipient__profile")
                .order_by("next_attempt_at", "pk")
                .first()
            )
            if row is None:
                return None
            row.sent_by = None
            if not is_wanted(row.message, on=timezone.localtime(at).date()):
                drop(row)
                continue
            if at - row.queued_at > GIVE_UP_AFTER:
                fail(row, Trouble.TOO_OLD)
                continue
            if not row.message.recipient.is_active:
                fail(row, Trouble.INACTIVE)
                continue
            if not consents.address(row.message.recipient, Channel.WHATSAPP):
                fail(row, Trouble.NO_ADDRESS)
                continue
            row.state, row.sent_by, row.attempts = State.SENDING, by, row.attempts + 1
            row.lease, row.leased_until = uuid.uuid4(), at + LENT_FOR
            row.save()
            return row


@transaction.atomic
def mark_sent(*, delivery: Delivery, by: User, at: datetime) -> None:
    """The person pressed send in WhatsApp. Raises NotYours where the loan is over or somebody else's."""
    row = _mine(delivery, by)
    row.state, row.sent_at, row.last_error = State.SENT, at, Trouble.NONE
    row.lease = row.leased_until = None
    row.save()


@transaction.atomic
def skip(*, delivery: Delivery, by: User, at: datetime) -> None:
    """Not now: it comes back tomorrow, after the others. Raises NotYours."""
    row = _mine(delivery, by)
    row.state, row.next_attempt_at, row.sent_by = State.WAITING, at + SKIPPED_FOR, None
    row.lease = row.leased_until = None
    row.save()


def _mine(delivery: Delivery, by: User) -> Delivery:
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .filter(pk=delivery.pk, channel=Channel.WHATSAPP, state=State.SENDING, sent_by=by, lease=delivery.lease)
        .first()
    )
    if row is None:
        raise NotYours(gettext_lazy("Somebody else has this message by now. Take the next one."))
    return row


def text_of(delivery: Delivery) -> str:
    """What is written, in the recipient's language: the subject and the way to the rest, which stays on the site."""
    message = delivery.message
    with translation.override(message.recipient.language):
        lines = [
            _("Dear %(name)s,") % {"name": message.recipient.name},
            message.subject,
            settings.SITE_URL + message.url,
            Library.current().name,
        ]
    return "\n".join(lines)


def link_of(delivery: Delivery) -> str:
    """Opens WhatsApp with the text ready; nothing is sent by us."""
    number = consents.phone_of(delivery.message.recipient)
    return f"https://wa.me/{number}?text={quote(text_of(delivery), safe='')}"
