"""Background work of the outbox: ids in, one service call, safe to run twice."""

from celery import shared_task


@shared_task(name="notifications.dispatch_outbox")
def dispatch_outbox() -> None:
    """Send what is due (a wake-up from `notify`)."""
    from .dispatch import dispatch

    dispatch()
