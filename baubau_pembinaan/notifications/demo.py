"""A few messages in every demo inbox, so that a newcomer sees what the system says and when."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import User

from .choices import Channel, State
from .models import Delivery, Message

KEYS = ("demo.welcome", "demo.profile", "demo.survey")


def load(context: Any) -> None:
    """Write the demo inbox of every invented person who can sign in. Said once only; nothing is mailed."""
    today = datetime.combine(context.as_of, time(7, 30), timezone.get_current_timezone())
    people = list(User.objects.filter(is_active=True, is_demo=True).order_by("pk"))
    rows = [row for person in people for row in _inbox_of(person, today)]
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    arrived = Message.objects.filter(key__in=KEYS, deliveries__isnull=True)
    Delivery.objects.bulk_create(
        [
            Delivery(
                message=message,
                channel=Channel.INBOX,
                state=State.SENT,
                queued_at=message.created_at,
                next_attempt_at=message.created_at,
                sent_at=message.created_at,
            )
            for message in arrived
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


def clear(context: Any) -> None:
    """Take the demo messages out of every inbox, also of people who are real; what the system said itself stays."""
    Message.objects.filter(key__in=KEYS).delete()


def _inbox_of(person: User, today: datetime) -> list[Message]:
    """Three messages: one old and read, one of last week, one of this morning."""
    with translation.override(person.language):
        texts = [
            (
                "demo.welcome",
                "account",
                _("Welcome to the librarian development system"),
                _("This is sample data. Look around freely: every name here is invented."),
                "/bantuan/",
                30,
            ),
            (
                "demo.profile",
                "task",
                _("Check your profile"),
                _("Please see whether your name, NIP and phone number are right, and tell us what is not."),
                "/staf/profil/",
                6,
            ),
            (
                "demo.survey",
                "reminder",
                _("This quarter's satisfaction survey is open"),
                _("Please point patrons to the poster at your desk; every answer counts."),
                "/staf/",
                0,
            ),
        ]
    return [
        Message(
            recipient=person,
            key=key,
            kind=kind,
            subject=subject,
            body=body,
            url=url,
            created_at=today - timedelta(days=days_ago),
            read_at=today - timedelta(days=days_ago - 1) if days_ago > 7 else None,
        )
        for key, kind, subject, body, url, days_ago in texts
    ]
