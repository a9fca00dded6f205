"""Background work of the outbox and the house: one service call each, safe to run twice."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from . import dispatch, jobs, listening
from .reminders import rules, sending


@shared_task(name="notifications.dispatch_outbox")
def dispatch_outbox() -> None:
    """Send what is due: woken by `notify`."""
    dispatch.dispatch()


@shared_task(name="notifications.sweep_outbox")
@jobs.once_at_a_time("notifications.sweep_outbox")
def sweep_outbox() -> None:
    """Send what lost wake-ups, retries and dead dispatchers left behind: every minute."""
    dispatch.dispatch()


@shared_task(name="notifications.listen_telegram")
@jobs.once_at_a_time("notifications.listen_telegram")
def listen_telegram() -> None:
    """Hear who pressed Start or wrote /stop to the bot: every minute, nothing where there is none."""
    listening.listen(at=timezone.now())


@shared_task(name="notifications.heartbeat")
@jobs.once_at_a_time("notifications.heartbeat")
def heartbeat() -> None:
    """Prove that timetable, broker and worker are joined up: every minute."""
    jobs.beat("worker", at=timezone.now())


@shared_task(name="notifications.clear_expired")
@jobs.once_at_a_time("notifications.clear_expired")
def clear_expired() -> None:
    """Drop sessions past their end: every night."""
    call_command("clearsessions")


@shared_task(name="notifications.send_reminders")
@jobs.once_at_a_time("notifications.send_reminders")
def send_reminders() -> None:
    """Say what is due and was not said yet: every ten minutes by day, so a machine that was off catches up."""
    rules.sync_rules()
    sending.send(on=timezone.localdate(), at=timezone.now())
