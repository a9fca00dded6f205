"""Telegram Bot API: a short message to the chat that the person opened with our bot.

The bot's key is part of every address, so no address is ever logged. What the message says in detail stays on the site.
"""

import logging
from typing import Any

from django.conf import settings

from baubau_pembinaan.notifications import consents
from baubau_pembinaan.notifications.choices import Channel, Trouble
from baubau_pembinaan.notifications.models import Delivery

from . import http
from .base import Adapter, Answer

logger = logging.getLogger(__name__)
REST_SECONDS = 60
LONGEST_TEXT = 4096


class TelegramAdapter(Adapter):
    channel = Channel.TELEGRAM
    gap_seconds = 0.05  # 20 a second; the Bot API allows about 30 in all

    @classmethod
    def is_on(cls) -> bool:
        return bool(settings.TELEGRAM_TOKEN and settings.TELEGRAM_BOT)

    def deliver(self, delivery: Delivery) -> Answer:
        message = delivery.message
        if not message.recipient.is_active:
            return Answer(Trouble.INACTIVE)
        chat = consents.address(message.recipient, self.channel)
        if not chat:
            return Answer(Trouble.NO_ADDRESS)
        text = "\n".join([" ".join(message.subject.split()), settings.SITE_URL + message.url])
        try:
            reply = say(chat, text)
        except http.Unreachable:
            return Answer(Trouble.UNREACHABLE, rest_seconds=REST_SECONDS)
        if reply.data.get("ok") is True:
            return Answer(status=reply.status)
        return _trouble(delivery, reply)


def call(method: str, body: dict[str, Any], *, timeout: float = 10) -> http.Reply:
    """One method of the Bot API. Raises Unreachable."""
    return http.post_json(f"{settings.TELEGRAM_API_URL}/bot{settings.TELEGRAM_TOKEN}/{method}", body, timeout=timeout)


def say(chat: str, text: str) -> http.Reply:
    """Write into a chat, as plain text (nothing in it is read as mark-up)."""
    return call(
        "sendMessage",
        {"chat_id": int(chat), "text": text[:LONGEST_TEXT], "link_preview_options": {"is_disabled": True}},
    )


def _trouble(delivery: Delivery, reply: http.Reply) -> Answer:
    """`error_code` follows HTTP; `parameters.retry_after` (seconds) comes with 429."""
    code = reply.data.get("error_code", reply.status)
    more = reply.data.get("parameters")
    told = more.get("retry_after", 0) if isinstance(more, dict) else 0
    wait = max(reply.retry_after, float(told) if isinstance(told, int) else 0.0)
    wait = min(wait, http.LONGEST_WAIT_SECONDS)
    logger.warning("Telegram refused delivery %s: code %s.", delivery.pk, code)
    if code == 429:
        return Answer(Trouble.LIMITED, 429, wait_seconds=wait, rest_seconds=max(int(wait), 1))
    if code in (401, 404):  # the key is wrong or withdrawn: the method itself is not found
        return Answer(Trouble.SIGN_IN, code, rest_seconds=REST_SECONDS)
    if code == 403:  # "bot was blocked by the user", "user is deactivated"
        return Answer(Trouble.REFUSED, code, is_goodbye=True)
    if code == 400:
        return Answer(Trouble.REFUSED, code)
    return Answer(Trouble.BUSY, code if isinstance(code, int) and code < 1000 else reply.status, wait_seconds=wait)
