"""The signed token in each survey form: when it was handed out, for which period, under which key.

It proves a minimum reading time, lets an answer given off line keep its day for seven days, and makes sending the same
form twice count once. It names nobody and is not kept.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone

LIFETIME = timedelta(days=7)
SALT = "evaluations.survey-form"


class BadToken(Exception):
    """The token is missing, forged or too old."""


@dataclass(frozen=True)
class FormToken:
    period_id: int
    nonce: str
    issued_at: datetime


def make_token(period_id: int) -> str:
    """A fresh token; 128 random bits are its key."""
    return signing.TimestampSigner(salt=SALT).sign(f"{period_id}.{secrets.token_urlsafe(16)}")


def read_token(text: str) -> FormToken:
    """The token behind `text`. Raises BadToken."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        value = signer.unsign(text, max_age=LIFETIME)
        period_id, nonce = value.split(".", 1)
        stamp = signing.b62_decode(text.rsplit(":", 2)[1])
    except (signing.BadSignature, ValueError, IndexError) as error:
        raise BadToken from error
    return FormToken(int(period_id), nonce, datetime.fromtimestamp(stamp, tz=timezone.get_current_timezone()))
