"""The signed token in a form for everybody: when it was handed out, for what, under which key.

It proves a minimum reading time, lets what was kept off line keep its day, and makes sending the same form twice
count once. It names nobody and is not kept. Each kind of form signs with a salt of its own.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone


class BadToken(Exception):
    """The token is missing, forged or too old."""


@dataclass(frozen=True)
class Opened:
    """What a token says: the number of what the form is about, its key, and when it was handed out."""

    subject_id: int
    nonce: str
    issued_at: datetime


def make_token(subject_id: int, *, salt: str) -> str:
    """A fresh token; 128 random bits are its key."""
    return signing.TimestampSigner(salt=salt).sign(f"{subject_id}.{secrets.token_urlsafe(16)}")


def read_token(text: str, *, salt: str, lifetime: timedelta) -> Opened:
    """The token behind `text`. Raises BadToken."""
    signer = signing.TimestampSigner(salt=salt)
    try:
        value = signer.unsign(text, max_age=lifetime)
        subject_id, nonce = value.split(".", 1)
        stamp = signing.b62_decode(text.rsplit(":", 2)[1])
        issued_at = datetime.fromtimestamp(stamp, tz=timezone.get_current_timezone())
        return Opened(int(subject_id), nonce, issued_at)
    except (signing.BadSignature, ValueError, IndexError, OverflowError) as error:
        raise BadToken from error
