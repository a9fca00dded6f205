"""What the system may tell people: each kind of message, and by which ways it goes when nobody chose otherwise.

An app names its own kinds in `<app>/notification_kinds.py` by calling `register`; that module is found by itself.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .choices import Channel


@dataclass(frozen=True)
class Kind:
    """One sort of message. An optional kind can be switched off per way by its reader; the inbox copy always stays."""

    code: str
    label: str | Promise
    optional: bool
    channels: tuple[Channel, ...]
    listed: bool = True  # False: whom it went to is nobody's business, so no list of deliveries shows it


class UnknownKind(LookupError):
    """A kind that no app has registered: a mistake in the code, not of a person."""


_KINDS: dict[str, Kind] = {}


def register(
    code: str,
    label: str | Promise,
    *,
    optional: bool,
    channels: tuple[Channel, ...] = (Channel.INBOX, Channel.EMAIL),
    listed: bool = True,
) -> Kind:
    """Make `code` known. The same code twice must mean the same thing."""
    kind = Kind(code=code, label=label, optional=optional, channels=channels, listed=listed)
    if _KINDS.setdefault(code, kind) != kind:
        raise ValueError(f"The kind {code!r} is registered twice with different meanings.")
    return kind


def get(code: str) -> Kind:
    try:
        return _KINDS[code]
    except KeyError:
        raise UnknownKind(code) from None


def unlisted() -> list[str]:
    """Codes of the kinds whose readers stay unnamed."""
    return [kind.code for kind in _KINDS.values() if not kind.listed]


def all_kinds() -> list[Kind]:
    """Every kind in the order of registration: required ones are the house's own and come first."""
    return list(_KINDS.values())


ACCOUNT = register("account", _("Your account and sign-in"), optional=False)
TASK = register("task", _("Tasks assigned to you"), optional=True)
REMINDER = register("reminder", _("Reminders of deadlines"), optional=True)
ANNOUNCEMENT = register("announcement", _("Announcements of the library"), optional=True, channels=(Channel.INBOX,))
