"""What the reviews do by themselves."""

from celery import shared_task
from django.utils import timezone

from baubau_pembinaan.notifications.jobs import once_at_a_time
from evaluations.services.reviews import circles


@shared_task(name="evaluations.close_rounds")
@once_at_a_time("evaluations.close_rounds")
def close_rounds() -> None:
    """End the rounds of 360-degree feedback whose last day is over."""
    circles.close_due_rounds(on=timezone.localdate())
