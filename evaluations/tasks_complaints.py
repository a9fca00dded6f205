"""Periodic care for complaints: one service call each, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from baubau_pembinaan.notifications.jobs import once_at_a_time
from evaluations.services import complaints


@shared_task(name="evaluations.send_complaint_letters")
@once_at_a_time("evaluations.send_complaint_letters")
def send_complaint_letters() -> None:
    """Send the letters that wait for people who complained, asked or praised."""
    complaints.send_waiting(at=timezone.now())


@shared_task(name="evaluations.forget_complainants")
@once_at_a_time("evaluations.forget_complainants")
def forget_complainants() -> None:
    """Take away contacts and words that are no longer needed."""
    complaints.forget(today=timezone.localdate())
