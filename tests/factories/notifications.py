"""People and messages for tests of the outbox."""

from itertools import count

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.notifications.models import Message
from baubau_pembinaan.notifications.services import notify

_numbers = count(1)


def make_reader(**kwargs) -> User:
    """A person with an e-mail address who may be told things."""
    number = next(_numbers)
    values = {"name": f"Contoh Pembaca {number}", "email": f"pembaca{number}@example.org", **kwargs}
    return User.objects.create_user(f"pembaca-{number}", **values)


def make_message(recipient: User | None = None, **kwargs) -> Message:
    """A message as `notify` writes it, inbox and e-mail."""
    number = next(_numbers)
    values = {"key": f"contoh.{number}", "kind": "task", "subject": f"Contoh {number}", "body": "Isi.", **kwargs}
    return notify(recipient=recipient or make_reader(), **values)
