"""A date that moves takes its offers and its unsent messages along."""

from datetime import timedelta

import pytest
from django.utils import timezone

from baubau_pembinaan.core.formats import hari_tanggal, tanggal_pukul
from outreach.choices import QueueMode, RegistrationStatus
from outreach.models import Notice, NoticeState
from outreach.services import keeping, notices, registering, sessions
from tests.factories.outreach import make_event, make_party, make_session
from tests.outreach.test_registration_pages import make_minor

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def now():
    return timezone.now()


def move(session, starts_at):
    return sessions.move_session(
        session=session,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        reason="Banjir",
        by=None,
        at=now(),
    )


def offered(session, **fields):
    """Somebody with an offered seat: the one before them in a full house has cancelled."""
    first, row = (registering.register(session=session, party=make_party(**more), at=now()) for more in ({}, fields))
    registering.cancel(registration=first, at=now())
    row.refresh_from_db()
    assert row.is_invited
    return row


def invitation_date(days=2, **fields):
    return make_session(make_event(seats=1, queue_mode=QueueMode.INVITATION, **fields), days=days)


def test_an_offer_nobody_was_told_of_outlives_the_old_date():
    session = invitation_date()
    row, old = offered(session), session.starts_at
    move(session, old + WEEK)
    assert keeping.end_offers(at=old + timedelta(hours=1)) == 0
    row.refresh_from_db()
    assert row.invited_until == old + WEEK
    sent = old + timedelta(hours=2)
    notices.mark_sent_by_hand(notice=row.notices.get(key__startswith="invited"), by=None, at=sent)
    row.refresh_from_db()
    assert row.invited_until == sent + session.event.answer_time


def test_an_offer_that_was_told_keeps_its_hours_and_gets_those_the_old_date_took():
    session = invitation_date(days=1, answer_hours=48)
    row, old = offered(session), session.starts_at
    sent = now()
    notices.mark_sent_by_hand(notice=row.notices.get(key__startswith="invited"), by=None, at=sent)
    row.refresh_from_db()
    assert row.invited_until == old
    moved = move(session, old + WEEK)
    row.refresh_from_db()
    assert row.invited_until == sent + timedelta(hours=48)
    assert tanggal_pukul(row.invited_until) in row.notices.get(key=f"moved.{moved.sequence}").body


@pytest.mark.parametrize("fields", [{}, {"email": "b@example.org"}])
def test_no_offer_is_accepted_once_the_date_has_begun(fields):
    session = invitation_date(days=5, answer_hours=48)
    row, start = offered(session, **fields), now() + timedelta(hours=3)
    move(session, start)
    row.refresh_from_db()
    assert row.invited_until == start
    # What an offer says by mistake does not open a date that has begun.
    type(row).objects.filter(pk=row.pk).update(invited_until=start + WEEK)
    with pytest.raises(registering.AnswerTooLate):
        registering.accept_invitation(registration=row, at=start)
    assert registering.accept_invitation(registration=row, at=start - timedelta(minutes=1)).has_seat


def test_no_unsent_text_names_the_old_date_but_to_say_what_changed():
    session = invitation_date(days=2)
    row, old = offered(session), session.starts_at
    middle = move(session, old + WEEK).starts_at
    last = move(session, old + 2 * WEEK)
    waiting = Notice.objects.filter(registration=row, state=NoticeState.BY_HAND)
    assert {notice.key.split(".")[0] for notice in waiting} == {"invited", "moved"}
    assert waiting.get(key__startswith="moved").key == f"moved.{last.sequence}"
    for notice in waiting:
        assert hari_tanggal(last.starts_at) in notice.body
        assert hari_tanggal(middle) not in notice.body
        # What changed is told from the day the reader knows.
        assert (hari_tanggal(old) in notice.body) == notice.key.startswith("moved")


def test_an_unsent_word_to_a_guardian_names_the_new_date_a_sent_one_stays_as_it_went():
    session = make_session(make_event(seats=5))
    asked, told, old = make_minor(session), make_minor(session), session.starts_at
    told.notices.update(state=NoticeState.SENT, sent_at=now())
    move(session, old + WEEK)
    assert hari_tanggal(old + WEEK) in asked.notices.get(key="guardian").body
    assert hari_tanggal(old) in told.notices.get(key="guardian").body
    assert asked.status == RegistrationStatus.UNCONFIRMED
