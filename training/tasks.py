"""Periodic care for trainings: one service call each, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from baubau_pembinaan.notifications.jobs import once_at_a_time
from training.services import enrolments


@shared_task(name="training.lapse_offers")
@once_at_a_time("training.lapse_offers")
def lapse_offers() -> None:
    """End the offers of seats that nobody took in time, and pass the seats on."""
    enrolments.lapse_offers(at=timezone.now())
