"""The worker's side of long work; safe to run twice."""

from celery import shared_task
from django.utils import timezone

from baubau_pembinaan.notifications.jobs import once_at_a_time

from . import lists, services


@shared_task(name="runs.build", reject_on_worker_lost=True, soft_time_limit=3000, time_limit=3060)
def build_run(run_id: int) -> None:
    """Make one run. A worker that is lost hands it back."""
    services.build(run_id=run_id)


@shared_task(name="runs.wake_forgotten")
@once_at_a_time("runs.wake_forgotten")
def wake_forgotten() -> None:
    """Take up work whose wake-up or worker was lost, and put away lists that were only tried out."""
    services.wake_forgotten(at=timezone.now())
    lists.sweep(at=timezone.now())
