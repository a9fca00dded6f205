"""Nightly care for survey answers: one service call each, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from baubau_pembinaan.notifications.jobs import once_at_a_time
from evaluations.services import demand_signals, keeping

from .tasks_afterwards import ask_afterwards as ask_afterwards
from .tasks_complaints import forget_complainants as forget_complainants
from .tasks_complaints import send_complaint_letters as send_complaint_letters
from .tasks_reporting import build_report as build_report
from .tasks_reporting import wake_forgotten_reports as wake_forgotten_reports
from .tasks_reviews import close_rounds as close_rounds


@shared_task(name="evaluations.forget_old_keys")
@once_at_a_time("evaluations.forget_old_keys")
def forget_old_keys() -> None:
    """Drop the keys of survey forms after seven days."""
    keeping.forget_old_keys(today=timezone.localdate())


@shared_task(name="evaluations.shuffle_closed_days")
@once_at_a_time("evaluations.shuffle_closed_days")
def shuffle_closed_days() -> None:
    """Forget through which connections the last days' answers came, and write them anew in random order."""
    keeping.forget_origins(today=timezone.localdate())
    keeping.shuffle_closed_days(today=timezone.localdate())


@shared_task(name="evaluations.signal_weak_collection")
@once_at_a_time("evaluations.signal_weak_collection")
def signal_weak_collection() -> None:
    """Tell the collection's demand board which age groups find the collection weak."""
    demand_signals.signal_weak_collection(today=timezone.localdate())
