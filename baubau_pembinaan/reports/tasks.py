"""Reports in the background."""

from celery import shared_task
from django.utils import timezone

from baubau_pembinaan.notifications.jobs import once_at_a_time
from baubau_pembinaan.reports.services import making, scheduling


@shared_task(name="reports.build_report", reject_on_worker_lost=True, soft_time_limit=900, time_limit=960)
def build_report(run_id: int) -> None:
    """Make one report. A worker that is lost hands it back."""
    if making.build(run_id=run_id) is not None:
        scheduling.see_to_due(at=timezone.now())  # readers of a report on schedule are told at once


@shared_task(name="reports.wake_forgotten")
@once_at_a_time("reports.wake_forgotten")
def wake_forgotten() -> None:
    """Take up reports whose wake-up or worker was lost."""
    making.wake_forgotten(at=timezone.now())


@shared_task(name="reports.see_to_due")
@once_at_a_time("reports.see_to_due")
def see_to_due() -> None:
    """Ask for the reports on schedule that are due, and tell those who wait for them."""
    scheduling.see_to_due(at=timezone.now())
