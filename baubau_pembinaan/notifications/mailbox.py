"""Reads the newcomer's mail folder: mails as text, so nothing in them can act."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

NEWEST = 100
LARGEST_FILE = 1_000_000
_BETWEEN_MAILS = re.compile(rb"^-{79}\n", re.MULTILINE)
_FILE_NAME = re.compile(r"\A[0-9A-Za-z-]+\.log\Z")


@dataclass(frozen=True)
class Letter:
    """One mail of the folder; `name` is the file, `number` its place there."""

    name: str
    number: int
    written_at: datetime
    to: str
    subject: str
    body: str


def is_in_use() -> bool:
    """True where mail lands in a folder instead of a mail server."""
    return settings.EMAIL_BACKEND == "django.core.mail.backends.filebased.EmailBackend"


def newest() -> list[Letter]:
    """The newest hundred mails, newest first; unreadable files are passed over."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda path: path.name, reverse=True) if folder.is_dir() else []
    letters: list[Letter] = []
    for path in files:
        if len(letters) >= NEWEST:
            break
        letters += reversed(_letters_in(path))
    return letters[:NEWEST]


def find(name: str, number: int) -> Letter | None:
    """One mail by file name and place; None for a name that is not one of the folder's own."""
    if not _FILE_NAME.match(name):
        return None
    path = Path(settings.EMAIL_FILE_PATH) / name
    return next((letter for letter in _letters_in(path) if letter.number == number), None)


def _letters_in(path: Path) -> list[Letter]:
    try:
        status = path.stat()
        if status.st_size > LARGEST_FILE or path.is_symlink():
            return []
        raw = path.read_bytes()
    except OSError:
        return []
    written_at = datetime.fromtimestamp(status.st_mtime, UTC)
    parts = [part for part in _BETWEEN_MAILS.split(raw) if part.strip()]
    return [_letter(path.name, number, written_at, part) for number, part in enumerate(parts)]


def _letter(name: str, number: int, written_at: datetime, raw: bytes) -> Letter:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    try:
        part = mail.get_body(("plain",))
        body = part.get_content() if part else ""
    except (LookupError, ValueError, KeyError):  # a charset or structure nobody knows
        body = raw.decode("utf-8", "replace")
    return Letter(name, number, written_at, str(mail.get("To", "")), str(mail.get("Subject", "")), body)
