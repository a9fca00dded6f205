"""Files that go along with a mail. The room that owns them hands them over at the moment of sending.

A message names one as `<name>:<key>`; the outbox holds no copy, and whoever may no longer see the file does not get it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from baubau_pembinaan.accounts.models import User


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    content_type: str


Loader = Callable[[str, User], Attachment | None]
_LOADERS: dict[str, Loader] = {}


def register(name: str, loader: Loader) -> None:
    """`loader(key, recipient)` gives the file, or None where there is none for this person."""
    if _LOADERS.setdefault(name, loader) is not loader:
        raise ValueError(f"Attachments {name!r} are registered twice.")


def load(reference: str, recipient: User) -> Attachment | None:
    """The file behind a message's reference; None where nobody knows it any more (the mail goes without)."""
    name, _colon, key = reference.partition(":")
    loader = _LOADERS.get(name)
    return loader(key, recipient) if loader and key else None
