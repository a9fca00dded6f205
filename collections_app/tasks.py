"""Nightly care for wishes; safe to run twice."""

from celery import shared_task
from django.utils import timezone

from baubau_pembinaan.notifications.jobs import once_at_a_time
from collections_app.services import suggestions


@shared_task(name="collections_app.forget_contacts")
@once_at_a_time("collections_app.forget_contacts")
def forget_contacts() -> None:
    """Remove names and numbers of wishes that ended half a year ago."""
    suggestions.forget_contacts(today=timezone.localdate())
