"""Who gets in at the doors of notifications."""

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications import health, kinds
from baubau_pembinaan.notifications.jobs import beat
from baubau_pembinaan.notifications.mail import unsubscribe_link
from baubau_pembinaan.notifications.models import ReminderRule
from baubau_pembinaan.notifications.reminders.rules import sync_rules
from tests.doors import NO_ROLE, NOBODY, PUBLIC, SIGNED_IN, Door
from tests.factories.notifications import make_message


def _signed_link(world, user):
    kind = next(kind.code for kind in kinds.all_kinds() if kind.optional)
    return {"token": unsubscribe_link(world.users[NO_ROLE], kind).rstrip("/").split("/")[-1]}


def _delivery(world, user):
    return {"object_id": make_message().deliveries.get(channel="email").pk}


def _rule(world, user):
    sync_rules()
    return {"pk": ReminderRule.objects.get(code="evaluations.settle-followup").pk}


def _beating(world, user):
    """Heartbeats a moment ago: some minutes without them and the site says that it is not well."""
    for pulse in health.PULSES:
        beat(pulse, at=timezone.now())
    return {}


DOORS = {
    # The dispatcher writes the outbox; people read it and try again.
    # A list posted without an action changes nothing and is refused.
    "admin:notifications_delivery_changelist": Door({Role.ADMINISTRATOR, Role.INSPECTOR}, posts=NOBODY),
    "admin:notifications_delivery_add": NOBODY,
    "admin:notifications_delivery_delete": Door(NOBODY, _delivery),
    # Django's admin answers PUT and DELETE with the reading page; test_admin.py holds that nobody changes a row.
    "admin:notifications_delivery_change": Door({Role.ADMINISTRATOR}, _delivery, any_answer=True),
    "notifications:public-health": Door(PUBLIC, _beating, post=False),
    "notifications:health": {Role.ADMINISTRATOR},
    "notifications:retry-failed": Door({Role.ADMINISTRATOR}, get=False),
    "notifications:reminder-list": Door({Role.ADMINISTRATOR}, post=False),
    "notifications:reminder-preview": Door({Role.ADMINISTRATOR}, post=False),
    "notifications:reminder-hours": {Role.ADMINISTRATOR},
    "notifications:reminder-edit": Door({Role.ADMINISTRATOR}, _rule),
    "notifications:reminder-reset": Door({Role.ADMINISTRATOR}, _rule, get=False),
    "notifications:inbox": SIGNED_IN,
    "notifications:read-all": Door(SIGNED_IN, get=False),
    "notifications:preferences": SIGNED_IN,
    # Where nothing is sent by hand the page is not there; test_by_hand.py switches it on.
    "notifications:by-hand": NOBODY,
    "notifications:messenger": Door(SIGNED_IN, lambda world, user: {"way": "whatsapp"}, get=False),
    "notifications:open-message": [
        Door(SIGNED_IN, lambda world, user: {"pk": make_message(user or world.users[NO_ROLE]).pk}, get=False),
        Door(NOBODY, lambda world, user: {"pk": make_message().pk}),  # somebody else's
    ],
    # There only where mail lands in a folder, which tests/notifications/test_mailbox.py arranges.
    "notifications:mail-list": NOBODY,
    "notifications:mail-detail": Door(NOBODY, lambda world, user: {"name": "surat.log", "number": 0}),
    # The signed link in a mail is the key; mail programs post to it by themselves and know no CSRF token (RFC 8058).
    "notifications:unsubscribe": Door(PUBLIC, _signed_link, csrf_exempt=True),
}
