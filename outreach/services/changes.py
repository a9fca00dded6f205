"""How often a public link changes who is reached, and how: each change is a line in a book that is never thinned."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from baubau_pembinaan.core.flood import count_in_window, counted_in_window
from outreach.models import Registration

CHANGES_AT_MOST = 3  # without a colleague: each may send a message to whatever address was typed
DAY = 24 * 60 * 60


class ChangedTooOften(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This was changed several times already. Please ask at the desk."))


def _key(registration: Registration, whose: str) -> str:
    return f"contact-changed:{whose}:{registration.pk}"


def refuse_more(registration: Registration, whose: str) -> None:
    """Before any lock is taken. Raises ChangedTooOften."""
    if counted_in_window(_key(registration, whose)) >= CHANGES_AT_MOST:
        raise ChangedTooOften


def count_change(registration: Registration, whose: str) -> None:
    """One more change of this day by a link; `whose`: contact, guardian. Raises ChangedTooOften."""
    if count_in_window(_key(registration, whose), seconds=DAY) > CHANGES_AT_MOST:
        raise ChangedTooOften
