"""The ways a message leaves the house: e-mail always, the others where this installation has the keys for them.

An adapter sends one delivery at a time and answers with a value, never with an exception: what went wrong, whether
another try makes sense, how long the service asks us to wait, and whether everybody would meet the same trouble.
"""

from baubau_pembinaan.notifications.choices import Channel

from .base import Adapter as Adapter
from .base import Answer as Answer
from .email import EmailAdapter
from .telegram import TelegramAdapter
from .whatsapp import WhatsAppAdapter

ADAPTERS: tuple[type[Adapter], ...] = (EmailAdapter, WhatsAppAdapter, TelegramAdapter)


def in_use() -> list[type[Adapter]]:
    """The adapters that this installation has the keys for."""
    return [adapter for adapter in ADAPTERS if adapter.is_on()]


def by_machine() -> list[Channel]:
    """The ways the dispatcher serves by itself."""
    return [adapter.channel for adapter in in_use()]
