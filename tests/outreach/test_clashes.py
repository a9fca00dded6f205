"""Nobody is at two places at once: a draft warns, everything after a draft refuses."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from outreach.choices import EventStatus, PartnerKind
from outreach.models import Event
from outreach.services import clashes as guard
from outreach.services import events, sessions
from outreach.services.clashes import DoubleBooked
from tests.factories.accounts import make_profile
from tests.factories.outreach import make_event, make_facilitator, make_partner, make_session

START = timezone.now().replace(microsecond=0) + timedelta(days=9)


def wanted(profile, *, status=EventStatus.APPROVED, hours=0, **fields) -> Event:
    """An event that `profile` leads, two hours from START + `hours`."""
    event = make_event(status=status, **fields)
    make_session(event, starts_at=START + timedelta(hours=hours))
    if profile:
        make_facilitator(event, profile)
    return event


@pytest.mark.django_db
def test_a_colleague_at_two_events_is_refused_and_at_the_next_hour_granted(client_as):
    ani = make_profile()
    wanted(ani, status=EventStatus.PUBLISHED, title="Dongeng Sabtu")
    with pytest.raises(DoubleBooked, match="Dongeng Sabtu"):
        events.publish_event(event=wanted(ani, hours=1), by=None, at=timezone.now())
    later = events.publish_event(event=wanted(ani, hours=3), by=None, at=timezone.now())
    assert later.is_published
    client = client_as("Pustakawan")
    draft = wanted(ani, status=EventStatus.DRAFT, hours=1)
    assert "Dongeng Sabtu" in client.get(f"/staf/kegiatan/acara/{draft.pk}/").content.decode()
    with pytest.raises(DoubleBooked):
        events.submit_event(event=draft, by=client.user, at=timezone.now())
    draft.refresh_from_db()
    assert draft.is_draft


@pytest.mark.django_db
def test_a_date_is_not_moved_onto_another_and_a_draft_binds_nobody():
    ani = make_profile()
    wanted(ani, status=EventStatus.DRAFT)
    first, second = wanted(ani), wanted(ani, hours=5)
    move = {"reason": "Hujan", "by": None, "at": timezone.now()}
    session = second.sessions.get()
    with pytest.raises(DoubleBooked):
        sessions.move_session(session=session, starts_at=START, ends_at=START + timedelta(hours=1), **move)
    session.refresh_from_db()
    assert session.starts_at == START + timedelta(hours=5)
    sessions.cancel_session(session=first.sessions.get(), **move)
    sessions.move_session(session=session, starts_at=START, ends_at=START + timedelta(hours=1), **move)


@pytest.mark.django_db
def test_a_performer_is_booked_once_and_a_school_may_be_at_two_events():
    teller, school = make_partner(kind=PartnerKind.PERFORMER, name="Kak Contoh"), make_partner()
    wanted(None, partner=teller)
    wanted(None, partner=school)
    with pytest.raises(DoubleBooked, match="Kak Contoh"):
        events.publish_event(event=wanted(None, partner=teller), by=None, at=timezone.now())
    events.publish_event(event=wanted(None, partner=school), by=None, at=timezone.now())


def race() -> int:
    """Two approved events want the same colleague at once; how many get her."""
    ani, begin, got = make_profile(), Barrier(2), []
    rivals = [wanted(None), wanted(None)]

    def take(event: Event) -> None:
        try:
            begin.wait()
            events.change_event(event=event, by=None, at=timezone.now(), crew=[(ani, "pemandu")])
            got.append(event.pk)
        except DoubleBooked:
            pass
        finally:
            connection.close()

    threads = [Thread(target=take, args=[event]) for event in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(got)


@pytest.mark.django_db(transaction=True)
def test_of_two_events_that_want_her_at_once_one_gets_her():
    assert race() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_get_her(monkeypatch):
    """The negative control: both have looked before either is committed."""
    both_looked, look = Barrier(2), guard.find_clashes

    def look_together(*args, **kwargs):
        found = look(*args, **kwargs)
        both_looked.wait(timeout=60)
        return found

    monkeypatch.setattr(guard, "lock_people", lambda crew: None)
    monkeypatch.setattr(guard, "find_clashes", look_together)
    assert race() == 2
