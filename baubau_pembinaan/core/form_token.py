"""The signed token in a form for everybody: when it was handed out, for what, under which key.

It proves a minimum reading time, lets what was kept off line keep its day, and makes sending the same form twice
count once. It names nobody and is not kept. Each kind of form signs with a salt of its own.

A form that comes back with a mistake keeps its first token (`handed_back`): who corrects one word in two seconds has
read the page for long. One hand-out counts once, so a token that waited long enough opens nothing twice.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone

CARRIED_ON = 2  # lifetimes after the first hand-out: then the form starts anew


class BadToken(Exception):
    """The token is missing, forged or too old."""


@dataclass(frozen=True)
class Opened:
    """What a token says: the number of what the form is about, its key, when it was first handed out, and `said`:
    what else stood on the page, as the maker of the form put it."""

    subject_id: int
    nonce: str
    issued_at: datetime
    said: str = ""


def make_token(subject_id: int, *, salt: str, said: str = "", first: Opened | None = None) -> str:
    """A fresh token; 128 random bits are its key. `first`: the key and the moment of an earlier hand-out stay."""
    nonce = first.nonce if first else secrets.token_urlsafe(16)
    parts = [str(subject_id), nonce]
    if first or said:
        parts += [signing.b62_encode(int(first.issued_at.timestamp())) if first else "", said]
    return signing.TimestampSigner(salt=salt).sign(".".join(parts))


def read_token(text: str, *, salt: str, lifetime: timedelta | None) -> Opened:
    """The token behind `text`; one of any age where lifetime is None. Raises BadToken."""
    signer = signing.TimestampSigner(salt=salt)
    try:
        value = signer.unsign(text, max_age=lifetime)
        subject_id, nonce, since, said = [*value.split(".", 3), "", ""][:4]
        stamp = signing.b62_decode(since or text.rsplit(":", 2)[1])
        issued_at = datetime.fromtimestamp(stamp, tz=timezone.get_current_timezone())
        return Opened(int(subject_id), nonce, issued_at, said)
    except (signing.BadSignature, ValueError, IndexError, OverflowError) as error:
        raise BadToken from error


@dataclass(frozen=True)
class Handed:
    """What came back with a form. `opened`: the token where it is good; `again`: what the form carries if it is shown
    once more."""

    opened: Opened | None
    again: str


def handed_back(
    text: str,
    subject_id: int,
    *,
    salt: str,
    lifetime: timedelta,
    said: str = "",
    is_used: Callable[[str], bool],
    is_spent: Callable[[str], bool] = lambda _nonce: False,
) -> Handed:
    """Read the token that came with a form about `subject_id`.

    A good one goes on as it is. One that is too old, or that stood beside other words than `said`, is no longer good,
    but its key and first hand-out go on under a new signature, unless something was made by that key (`is_used`) or
    `is_spent`, which outlives what was made, or the first hand-out lies more than CARRIED_ON lifetimes back.
    Anything else starts anew.
    """
    fresh = Handed(None, make_token(subject_id, salt=salt, said=said))
    try:
        first = read_token(text, salt=salt, lifetime=None)
    except BadToken:
        return fresh
    if first.subject_id != subject_id or timezone.now() - first.issued_at > CARRIED_ON * lifetime:
        return fresh
    try:
        if first.said == said:
            good = read_token(text, salt=salt, lifetime=lifetime)
            return fresh if is_spent(first.nonce) and not is_used(first.nonce) else Handed(good, text)
    except BadToken:  # too old
        pass
    if is_used(first.nonce) or is_spent(first.nonce):
        return fresh
    return Handed(None, make_token(subject_id, salt=salt, said=said, first=first))
