"""The signed token in the public form: proves a minimum reading time and makes a form sent twice count once."""

from datetime import datetime, timedelta

from baubau_pembinaan.core import form_token
from baubau_pembinaan.core.form_token import BadToken as BadToken

SALT = "evaluations.complaint-form"
LIFETIME = timedelta(days=1)
LEAST = timedelta(seconds=4)  # nobody reads and writes faster


def make_token() -> str:
    return form_token.make_token(0, salt=SALT)


def read_token(text: str, now: datetime) -> tuple[str, bool]:
    """(key of the form, whether a person had time to fill it in). Raises BadToken."""
    opened = form_token.read_token(text, salt=SALT, lifetime=LIFETIME)
    return opened.nonce, now - opened.issued_at >= LEAST
