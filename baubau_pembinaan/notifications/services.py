"""Telling people something, once, and keeping what they want to hear."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.text import Truncator

from baubau_pembinaan.accounts.models import User

from . import channels, consents, kinds, wakeup
from .choices import Channel, State
from .models import Delivery, Message, Preference

Words = str | Promise | Callable[[], str]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def notify(
    *,
    recipient: User,
    key: str,
    kind: str,
    subject: Words,
    body: Words,
    url: str = "",
    by_email: bool = True,
    mail_from: datetime | None = None,
    keeps_hours: bool = False,
    attachment: str = "",
) -> Message:
    """Tell `recipient` something exactly once, and return the message: the new one or the one said before.

    Call it inside the transaction of the deed it tells about: message and outbox rows are written there and vanish with
    it. `key` names the occasion (`training.session.7.eve`, at most 200 characters); the same key to the same person is
    silent. `subject` and `body` may be lazy translations or functions; they are put into the recipient's language.
    `url` is a path inside the site. `by_email` False keeps it in the inbox; before `mail_from` nothing is sent, and
    with `keeps_hours` never inside the house's quiet hours, however often it is tried.
    `attachment` (`reports.edition:12`) is put into the mail by whoever registered that name in `attachments`. Raises
    UnknownKind and ValueError for mistakes of the caller, never for a dead Redis or mail server.
    """
    wanted_kind = kinds.get(kind)
    if not key or len(key) > 200:
        raise ValueError("The key of a message has 1 to 200 characters.")
    if url and (not url.startswith("/") or url.startswith("//") or len(url) > 500):
        raise ValueError("A message points only inside the site: the address starts with one slash.")
    with translation.override(recipient.language):
        title, text = one_line(_said(subject)), _clean(_said(body))
    at = timezone.now()
    with transaction.atomic():
        row = _insert_message(recipient, key, kind, title, text, url, attachment, at)
        if row is None:
            return Message.objects.get(recipient=recipient, key=key)
        message = Message(
            pk=row,
            recipient=recipient,
            key=key,
            kind=kind,
            subject=title,
            body=text,
            url=url,
            attachment=attachment,
            created_at=at,
        )
        message._state.adding = False
        message._state.db = connection.alias
        _write_outbox(message, wanted_kind, at, by_email=by_email, mail_from=mail_from, keeps_hours=keeps_hours)
    return message


def _insert_message(
    recipient: User, key: str, kind: str, subject: str, body: str, url: str, attachment: str, at: datetime
) -> int | None:
    """The new row's id, or None where this was said before. ON CONFLICT waits for a racing twin and raises nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_message (recipient_id, key, kind, subject, body, url, attachment, created_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (recipient_id, key) DO NOTHING RETURNING id",
            [recipient.pk, key, kind, subject, body, url, attachment, at],
        )
        found = cursor.fetchone()
    return found[0] if found else None


def _write_outbox(
    message: Message,
    kind: kinds.Kind,
    at: datetime,
    *,
    by_email: bool,
    mail_from: datetime | None,
    keeps_hours: bool,
) -> None:
    ways = channels_for(message.recipient, kind) if by_email else [Channel.INBOX]
    Delivery.objects.bulk_create(
        Delivery(
            message=message,
            channel=channel,
            queued_at=at,
            next_attempt_at=max(at, mail_from) if mail_from and channel != Channel.INBOX else at,
            # The row itself is the inbox, so that way has arrived the moment it is written.
            state=State.SENT if channel == Channel.INBOX else State.WAITING,
            sent_at=at if channel == Channel.INBOX else None,
            keeps_hours=keeps_hours,
        )
        for channel in ways
    )
    if any(way in ways for way in channels.by_machine()):
        wakeup.dispatch_after_commit()


def channels_for(user: User, kind: kinds.Kind) -> list[Channel]:
    """The ways a message of this kind goes to this person: the inbox always, e-mail where wanted and possible, a
    messenger where the person asked for it. What the account depends on (a required kind) goes by no messenger, and
    neither does what must not name its reader to whoever sends it (an unlisted kind)."""
    chosen: dict[str, bool] = {}
    if kind.optional:
        chosen = dict(Preference.objects.filter(user=user, kind=kind.code).values_list("channel", "enabled"))
    by_default = Channel.EMAIL in kind.channels
    ways = [Channel.INBOX]
    if not user.is_active:
        return ways
    if chosen.get(Channel.EMAIL, by_default) and user.email:
        ways.append(Channel.EMAIL)
    messengers = [way for way in consents.offered() if kind.optional and kind.listed and chosen.get(way, by_default)]
    if messengers:
        agreed = consents.open_for(user)
        ways += [way for way in messengers if way in agreed]
    return ways


def wishes(user: User) -> dict[str, dict[str, bool]]:
    """Way -> optional kind -> whether this person gets it that way; in one statement."""
    rows = Preference.objects.filter(user=user).values_list("channel", "kind", "enabled")
    chosen = {(channel, kind): enabled for channel, kind, enabled in rows}
    return {
        way: {
            kind.code: chosen.get((way, kind.code), Channel.EMAIL in kind.channels)
            for kind in kinds.all_kinds()
            if kind.optional
        }
        for way in (Channel.EMAIL, Channel.WHATSAPP, Channel.TELEGRAM)
    }


def email_wishes(user: User) -> dict[str, bool]:
    """Optional kind -> whether this person gets it by e-mail."""
    return wishes(user)[Channel.EMAIL]


def set_email_wishes(*, user: User, wishes: Mapping[str, bool]) -> None:
    """Keep which optional kinds `user` wants by e-mail (kind -> wanted). A required kind stays on, silently."""
    set_wishes(user=user, channel=Channel.EMAIL, wishes=wishes)


def set_wishes(*, user: User, channel: Channel, wishes: Mapping[str, bool]) -> None:
    """Keep which optional kinds `user` wants by this way (kind -> wanted). A required kind stays on, silently."""
    Preference.objects.bulk_create(
        [
            Preference(user=user, kind=code, channel=channel, enabled=enabled)
            for code, enabled in wishes.items()
            if kinds.get(code).optional
        ],
        update_conflicts=True,
        update_fields=["enabled"],
        unique_fields=["user", "kind", "channel"],
    )


def mark_read(*, messages: Iterable[int] | None, by: User, at: datetime) -> int:
    """Mark the reader's own messages (ids; None means all) as read; returns how many were unread until now."""
    unread = Message.objects.filter(recipient=by, read_at__isnull=True)
    if messages is not None:
        unread = unread.filter(pk__in=messages)
    return unread.update(read_at=at)


def retry_deliveries(*, deliveries: Iterable[int] | None, at: datetime) -> int:
    """Put failed deliveries (ids; None means all) back into the outbox with a clean slate; returns how many."""
    failed = Delivery.objects.failed()
    if deliveries is not None:
        failed = failed.filter(pk__in=deliveries)
    with transaction.atomic():
        count = failed.update(
            state=State.WAITING, attempts=0, interruptions=0, sent_by=None, queued_at=at, next_attempt_at=at
        )
        if count:
            wakeup.dispatch_after_commit()
    return count


def one_line(text: str) -> str:
    """At most 200 characters on one line, without control characters: safe as a mail header."""
    return Truncator(" ".join(_clean(text).split())).chars(200)


def _clean(text: str) -> str:
    return _CONTROL.sub("", text).strip()


def _said(words: Words) -> str:
    return str(words() if callable(words) and not isinstance(words, Promise) else words)
