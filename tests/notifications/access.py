"""Who gets in at the doors of notifications."""

from baubau_pembinaan.notifications import kinds
from baubau_pembinaan.notifications.mail import unsubscribe_link
from tests.doors import NO_ROLE, PUBLIC, Door


def _signed_link(world, user):
    kind = next(kind.code for kind in kinds.all_kinds() if kind.optional)
    return {"token": unsubscribe_link(world.users[NO_ROLE], kind).rstrip("/").split("/")[-1]}


DOORS = {
    # The signed link in a mail is the key; mail programs post to it by themselves and know no CSRF token (RFC 8058).
    "notifications:unsubscribe": Door(PUBLIC, _signed_link, csrf_exempt=True),
}
