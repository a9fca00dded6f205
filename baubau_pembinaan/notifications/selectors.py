"""What the inbox and the frame draw."""

from django.db.models import QuerySet

from baubau_pembinaan.accounts.models import User

from .models import Message


def unread_count(user: User) -> int:
    """How many messages wait to be read: one statement on a partial index."""
    return Message.objects.filter(recipient_id=user.pk).unread().count()


def inbox_of(user: User) -> QuerySet[Message]:
    """The person's messages, newest first."""
    return Message.objects.filter(recipient_id=user.pk).order_by("-created_at", "-pk")
