"""Periodic care for registrations: one service call each, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from baubau_pembinaan.notifications.jobs import once_at_a_time
from outreach.services import groups, keeping, needs, notices, reading, sessions


@shared_task(name="outreach.send_notices")
@once_at_a_time("outreach.send_notices")
def send_notices() -> None:
    """Send the e-mails that wait for patrons without an account."""
    notices.send_waiting(at=timezone.now())


@shared_task(name="outreach.care_for_queues")
@once_at_a_time("outreach.care_for_queues")
def care_for_queues() -> None:
    """End offers that ran out, ask people to confirm, pass on seats nobody confirmed; members of groups get theirs.

    Dates that are over become held.
    """
    now = timezone.now()
    sessions.hold_past_sessions(at=now)
    keeping.end_offers(at=now)
    keeping.ask_to_confirm(at=now)
    keeping.release_unconfirmed(at=now)
    groups.carry_members(at=now)


@shared_task(name="outreach.forget_names")
@once_at_a_time("outreach.forget_names")
def forget_names() -> None:
    """Take names out of registrations, wishes and reading parties whose term is over."""
    now = timezone.now()
    keeping.forget_names(at=now)
    keeping.clear_spam(at=now)
    reading.forget_names(at=now)
    needs.forget_contacts(today=timezone.localdate(now))
