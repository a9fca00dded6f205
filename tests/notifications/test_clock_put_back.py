"""A clock that had been ahead and is put back: nothing waits for the day the clock had come to."""

from datetime import datetime, timedelta

import pytest
from celery import current_app
from django.utils import timezone
from django_celery_beat.models import PeriodicTask, PeriodicTasks

from baubau_pembinaan.notifications import beat, by_hand, dispatch
from baubau_pembinaan.notifications.choices import Channel, Trouble
from baubau_pembinaan.notifications.models import Delivery
from tests.factories.notifications import make_message

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=3)
EVERY_MINUTE = "notifications.sweep_outbox"


@pytest.fixture
def sent(monkeypatch):
    """The tasks that beat handed to the broker."""
    names = []
    monkeypatch.setattr("django_celery_beat.schedulers.close_old_connections", lambda: None)
    monkeypatch.setattr(beat.PulsingScheduler, "apply_async", lambda self, entry, **options: names.append(entry.name))
    return names


def scheduler():
    return beat.PulsingScheduler(app=current_app._get_current_object(), lazy=True)


def ticks(timetable):
    timetable._pulse_due = 0.0
    for _ in range(40):
        if timetable.tick():
            return


def ran_ahead(at):
    PeriodicTask.objects.update(last_run_at=at + DAYS)
    PeriodicTasks.objects.update_or_create(ident=1, defaults={"last_update": at + DAYS})


def test_a_beat_that_starts_after_the_clock_was_put_back_goes_on(clock, sent):
    ran_ahead(timezone.now())
    timetable = scheduler()
    ticks(timetable)
    assert not PeriodicTask.objects.filter(last_run_at__gt=timezone.now()).exists()
    clock.shift(timedelta(minutes=1))
    ticks(timetable)
    assert EVERY_MINUTE in sent


def test_a_beat_under_which_the_clock_is_put_back_goes_on(clock, sent):
    now = timezone.now()
    clock.move_to(now + DAYS)
    timetable = scheduler()
    ticks(timetable)
    clock.shift(timedelta(minutes=1))
    ticks(timetable)
    assert EVERY_MINUTE in sent
    sent.clear()
    clock.move_to(now)
    ticks(timetable)
    clock.shift(timedelta(minutes=1))
    ticks(timetable)
    assert EVERY_MINUTE in sent
    PeriodicTask.objects.filter(name=EVERY_MINUTE).update(enabled=False)
    PeriodicTasks.update_changed()  # an edit in the administration is seen at once, too
    sent.clear()
    clock.shift(timedelta(minutes=1))
    ticks(timetable)
    assert sent
    assert EVERY_MINUTE not in sent


@pytest.mark.parametrize("start", ["before", "after"])
def test_without_a_look_at_the_clock_the_timetable_stands_still(clock, sent, monkeypatch, start):
    """The negative control: nobody follows the clock."""
    monkeypatch.setattr(beat.PulsingScheduler, "_follow_the_clock", lambda self, now: None)
    now = timezone.now()
    timetable = scheduler()
    if start == "before":
        clock.move_to(now + DAYS)
        ticks(timetable)
        clock.shift(timedelta(minutes=1))
        ticks(timetable)
        clock.move_to(now)
        sent.clear()
    else:
        ran_ahead(now)
    ticks(timetable)
    clock.shift(timedelta(hours=2))
    ticks(timetable)
    assert EVERY_MINUTE not in sent


def mail_of(message, **fields) -> Delivery:
    row = message.deliveries.get(channel="email")
    Delivery.objects.filter(pk=row.pk).update(**fields)
    return row


def test_mail_queued_while_the_clock_was_ahead_is_due_now_and_no_sooner_again():
    now = timezone.now()
    row = mail_of(make_message(), queued_at=now + DAYS, next_attempt_at=now + DAYS)
    taken = dispatch.take(at=now)
    assert taken == row
    dispatch.settle(taken, trouble=Trouble.BUSY, smtp_status=451, at=now)
    row.refresh_from_db()
    assert row.queued_at == now
    assert now < row.next_attempt_at < now + timedelta(minutes=2)
    assert dispatch.take(at=now) is None


def test_a_retry_or_a_loan_far_in_the_future_is_due_now():
    now = timezone.now()
    retry = mail_of(make_message(), queued_at=now - DAYS, next_attempt_at=now + DAYS)
    assert dispatch.take(at=now) == retry
    Delivery.objects.filter(pk=retry.pk).update(leased_until=now + DAYS)
    assert dispatch.take(at=now) == retry


def test_an_honest_wait_is_kept():
    now = timezone.now()
    mail_of(make_message(), queued_at=now - DAYS, next_attempt_at=now + timedelta(hours=24))
    assert dispatch.take(at=now) is None
    lent = mail_of(make_message(), next_attempt_at=now)
    taken = dispatch.take(at=now)
    assert taken == lent
    assert dispatch.take(at=now) is None
    Delivery.objects.filter(pk=lent.pk).update(leased_until=now + by_hand.LENT_FOR)
    assert dispatch.take(at=now) is None


def test_a_retry_of_a_reminder_waits_out_the_night(clock):
    """Quiet from 20.00 until 07.30: tried at 19.50, answered "later", due again at 23.30 and sent in the morning."""
    urgent, reminder = make_message(), make_message(keeps_hours=True)
    night = timezone.localtime().replace(hour=23, minute=30)
    Delivery.objects.filter(channel=Channel.EMAIL).update(
        queued_at=night - timedelta(hours=4), next_attempt_at=night, attempts=1
    )
    taken = dispatch.take(at=night)
    assert taken.message == urgent
    dispatch.settle(taken, trouble=Trouble.NONE, smtp_status=None, at=night)
    assert dispatch.take(at=night) is None
    morning: datetime = night + timedelta(hours=8)
    assert dispatch.take(at=morning).message == reminder
