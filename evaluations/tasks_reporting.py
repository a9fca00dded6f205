"""Reports in the background."""

from celery import shared_task
from django.utils import timezone

from baubau_pembinaan.notifications.jobs import once_at_a_time
from evaluations.services import reporting


@shared_task(name="evaluations.build_report", reject_on_worker_lost=True, soft_time_limit=900, time_limit=960)
def build_report(run_id: int) -> None:
    """Make one report. A worker that is lost hands it back: the report is long, and its memory is bounded."""
    reporting.build(run_id=run_id)


@shared_task(name="evaluations.wake_forgotten_reports")
@once_at_a_time("evaluations.wake_forgotten_reports")
def wake_forgotten_reports() -> None:
    """Take up reports whose wake-up or worker was lost."""
    reporting.wake_forgotten(at=timezone.now())
