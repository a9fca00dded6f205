"""A date that is over was held: figures, hours and the missing report follow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outreach import selectors, tasks
from outreach.choices import EventStatus, SessionState
from outreach.models import CheckIn, Notice
from outreach.services import sessions
from tests.factories.accounts import make_profile
from tests.factories.outreach import make_event, make_facilitator, make_registration, make_report, make_session

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def test_a_published_date_that_is_over_becomes_held_and_counts():
    me, today = make_profile(), timezone.localdate()
    event = make_event()
    make_facilitator(event, me)
    over, ahead = make_session(event, days=-2), make_session(event, days=2)
    running = make_session(event, starts_at=now() - timedelta(minutes=5))
    tasks.care_for_queues()
    tasks.care_for_queues()
    states = {row: type(row).objects.get(pk=row.pk).state for row in (over, ahead, running)}
    assert states == {over: SessionState.HELD, ahead: SessionState.PLANNED, running: SessionState.PLANNED}
    first = today - timedelta(days=9)
    figures = selectors.figures.figures_between(first, today)
    assert (figures.activities, figures.not_reported) == (1, 1)
    assert selectors.figures.hours_of(me, first, today).hours == over.hours


def test_a_date_that_was_cancelled_never_public_or_reported_stays_as_it_is():
    cancelled = make_session(days=-2, state=SessionState.CANCELLED, reason="Hujan")
    draft = make_session(make_event(status=EventStatus.DRAFT), days=-2)
    approved = make_session(make_event(status=EventStatus.APPROVED), days=-2)
    reported = make_session(days=-2)
    make_report(reported)
    assert sessions.hold_past_sessions(at=now()) == 0
    for row, state in (
        (cancelled, SessionState.CANCELLED),
        (draft, SessionState.PLANNED),
        (approved, SessionState.PLANNED),
        (reported, SessionState.REPORTED),
    ):
        row.refresh_from_db()
        assert row.state == state


def test_what_did_not_take_place_is_said_afterwards_and_nobody_is_written_to(client_as):
    session = make_session(make_event(seats=5), days=-1, state=SessionState.HELD)
    make_registration(session, email="warga@contoh.id")
    client = client_as("Pustakawan")
    assert (
        f"/staf/kegiatan/tanggal/{session.pk}/batal/"
        in client.get(f"/staf/kegiatan/tanggal/{session.pk}/").content.decode()
    )
    client.post(f"/staf/kegiatan/tanggal/{session.pk}/batal/", {"reason": "Tidak ada yang datang"})
    session.refresh_from_db()
    assert session.is_cancelled
    assert not Notice.objects.exists()
    reported = make_session(days=-1)
    make_report(reported)
    with pytest.raises(sessions.NotCancellable):
        sessions.cancel_session(session=reported, reason="Salah", by=None, at=now())


def test_before_the_report_only_those_who_arrived_are_asked_where_arrivals_were_noted():
    session = make_session(make_event(seats=5), days=-1, state=SessionState.HELD)
    came, _stayed = make_registration(session), make_registration(session)
    assert selectors.attendees_of(session.event).count() == 2
    CheckIn.objects.create(session=session, registration=came, at=now())
    assert list(selectors.attendees_of(session.event)) == [came]
