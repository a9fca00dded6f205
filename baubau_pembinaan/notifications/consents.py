"""Opting in to messengers: asked for by the person, on the person's own page, and taken back as easily."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.libraries import switches

from .choices import Channel, State
from .models import ChannelConsent, Delivery

CODE_IS_GOOD_FOR = timedelta(minutes=30)
BY_HAND = "whatsapp_by_hand"


class NoPhone(ValidationError):
    """WhatsApp needs a mobile number in the profile."""


class NotOffered(ValidationError):
    """This installation does not write by that way."""


def offered() -> list[Channel]:
    """The messengers a person may choose here: those with an adapter, and WhatsApp where staff send by hand."""
    from . import channels

    by_machine = channels.by_machine()
    return [
        channel
        for channel in (Channel.WHATSAPP, Channel.TELEGRAM)
        if channel in by_machine or (channel == Channel.WHATSAPP and switches.is_on(BY_HAND))
    ]


def of(user: User) -> dict[str, ChannelConsent]:
    """Messenger -> the person's row there, given or only begun."""
    return {row.channel: row for row in ChannelConsent.objects.filter(user=user)}


def open_for(user: User) -> set[str]:
    """The messengers this person wants to hear from us by."""
    return set(ChannelConsent.objects.open().filter(user=user).values_list("channel", flat=True))


def phone_of(user: User) -> str:
    """The mobile number of the person's profile, "" where there is none."""
    profile = getattr(user, "profile", None)
    return profile.phone if profile is not None else ""


def address(user: User, channel: str) -> str:
    """Where to write to this person now; "" without consent or number."""
    row = ChannelConsent.objects.open().filter(user=user, channel=channel).first()
    if row is None:
        return ""
    return phone_of(user) if channel == Channel.WHATSAPP else row.address


@transaction.atomic
def agree_to_whatsapp(*, user: User, at: datetime) -> ChannelConsent:
    """The person wants WhatsApp messages at the number of the profile. Raises NotOffered, NoPhone."""
    if Channel.WHATSAPP not in offered():
        raise NotOffered(_("This library does not write by that way."))
    if not phone_of(user):
        raise NoPhone(_("Write your mobile number into your profile first."))
    row, _made = ChannelConsent.objects.select_for_update().get_or_create(user=user, channel=Channel.WHATSAPP)
    if not row.is_open:
        row.agreed_at, row.withdrawn_at = at, None
        row.save()
    return row


@transaction.atomic
def begin_telegram(*, user: User, at: datetime) -> ChannelConsent:
    """A fresh code to bring to the bot; an earlier one is void. What was agreed stays agreed. Raises NotOffered."""
    if Channel.TELEGRAM not in offered():
        raise NotOffered(_("This library does not write by that way."))
    row, _made = ChannelConsent.objects.select_for_update().get_or_create(user=user, channel=Channel.TELEGRAM)
    row.code, row.code_until = secrets.token_urlsafe(24), at + CODE_IS_GOOD_FOR
    row.save()
    return row


def telegram_link(row: ChannelConsent, at: datetime) -> str:
    """Where the person opens the chat with the bot, the code in hand; "" without a code that is still good."""
    if not row.code or row.code_until is None or row.code_until <= at:
        return ""
    return f"https://t.me/{settings.TELEGRAM_BOT}?start={row.code}"


@transaction.atomic
def link_telegram(*, code: str, chat: int, at: datetime) -> ChannelConsent | None:
    """The chat brought a code: the person of the code agreed. None where no code of ours is that one, or it is old."""
    if not code:
        return None
    row = ChannelConsent.objects.select_for_update().filter(channel=Channel.TELEGRAM, code=code).first()
    if row is None or row.code_until is None or row.code_until <= at:
        return None
    row.address, row.agreed_at, row.withdrawn_at, row.code, row.code_until = str(chat), at, None, "", None
    row.save()
    return row


def withdraw(*, user: User, channel: str, at: datetime) -> bool:
    """The person does not want this way any more: nothing that still waits for it is sent. False where it was so."""
    return _close(at, user=user, channel=channel)


def withdraw_chat(*, chat: int, at: datetime) -> bool:
    """ "/stop" in the chat with the bot."""
    return _close(at, channel=Channel.TELEGRAM, address=str(chat))


@transaction.atomic
def _close(at: datetime, **whose: Any) -> bool:
    rows = list(ChannelConsent.objects.open().select_for_update().filter(**whose))
    for row in rows:
        row.withdrawn_at, row.address, row.code, row.code_until = at, "", "", None
        row.save()
        waiting = Delivery.objects.filter(message__recipient=row.user_id, channel=row.channel, state=State.WAITING)
        waiting.delete()  # the message itself stays in the inbox
    return bool(rows)
