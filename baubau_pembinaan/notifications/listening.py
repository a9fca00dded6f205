"""What people say to the Telegram bot: "/start CODE" opens the way to them, "/stop" closes it."""

import logging
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from . import consents
from .channels import telegram
from .channels.http import Unreachable

logger = logging.getLogger(__name__)
ROUNDS = 20  # of up to a hundred updates


def listen(*, at: datetime) -> int:
    """Read what was said to the bot since; returns how many people came or went.

    Telegram keeps an update for a day, until a later one is asked for: what a killed run has read is read again, and
    each deed is safe to do twice.
    """
    if not telegram.TelegramAdapter.is_on():
        return 0
    changed, offset = 0, 0
    for _round in range(ROUNDS):
        body: dict[str, Any] = {"timeout": 0, "allowed_updates": ["message"]}
        try:
            reply = telegram.call("getUpdates", body | ({"offset": offset} if offset else {}))
        except Unreachable:
            logger.warning("Telegram does not answer.")
            break
        updates = reply.data.get("result")
        if reply.data.get("ok") is not True or not isinstance(updates, list):
            logger.warning("Telegram refuses to tell what was said: code %s.", reply.status)
            break
        if not updates:
            break
        for update in updates:
            offset = max(offset, int(update["update_id"]) + 1)
            changed += _hear(update.get("message"), at)
    return changed


def _hear(message: Any, at: datetime) -> bool:
    """Groups are not heard: a reminder is for one person."""
    if not isinstance(message, dict) or message.get("chat", {}).get("type") != "private":
        return False
    chat, said = message["chat"]["id"], str(message.get("text", ""))
    verb, _space, code = said.partition(" ")
    if verb == "/start":
        row = consents.link_telegram(code=code.strip()[:64], chat=chat, at=at)
        with translation.override(row.user.language if row else settings.LANGUAGE_CODE):
            words = (
                _("Linked. Your reminders come here from now on; write /stop to end it.")
                if row
                else _("This link is no longer good. Open your settings on the library's site and link again.")
            )
            _answer(chat, words)
        return row is not None
    if verb == "/stop":
        gone = consents.withdraw_chat(chat=chat, at=at)
        _answer(chat, _("Nothing more is written to you here."))
        return gone
    return False


def _answer(chat: int, words: str) -> None:
    with suppress(Unreachable):  # a courtesy: the settings page tells it too
        telegram.say(str(chat), words)
