"""What is asked after trainings and events, by the clock."""

from celery import shared_task
from django.utils import timezone

from baubau_pembinaan.notifications.jobs import once_at_a_time
from evaluations.services import invited


@shared_task(name="evaluations.ask_afterwards")
@once_at_a_time("evaluations.ask_afterwards")
def ask_afterwards() -> None:
    """Send the links to those who attended what has just ended; close what is over."""
    now = timezone.now()
    invited.end_answering(at=now)
    invited.ask_those_due(at=now)
