"""The signed token in each survey form (core.form_token): good for seven days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from baubau_pembinaan.core import form_token
from baubau_pembinaan.core.form_token import BadToken as BadToken

LIFETIME = timedelta(days=7)
SALT = "evaluations.survey-form"


@dataclass(frozen=True)
class FormToken:
    period_id: int
    nonce: str
    issued_at: datetime


def make_token(period_id: int) -> str:
    """A fresh token; 128 random bits are its key."""
    return form_token.make_token(period_id, salt=SALT)


def read_token(text: str) -> FormToken:
    """The token behind `text`. Raises BadToken."""
    opened = form_token.read_token(text, salt=SALT, lifetime=LIFETIME)
    return FormToken(opened.subject_id, opened.nonce, opened.issued_at)
