"""Those who teach: their list, what they are told, and no seat among their own learners."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from baubau_pembinaan.core.formats import hari_tanggal
from baubau_pembinaan.notifications.models import Message
from tests.factories.training import (
    local,
    make_draft,
    make_held,
    make_paper,
    make_request,
    make_seated,
    make_session,
    make_worker,
    slot,
)
from tests.pages import assert_same_queries
from tests.races import Meeting, at_once
from training.models import Session
from training.services import enrolments, sessions, telling
from training.services.enrolments import TeachesHere, enrol_many, nominate
from training.services.sessions import Slot, TrainerTakesPart, announce_session, set_meetings
from training.session_papers import paper_document

pytestmark = pytest.mark.django_db
NOW = timezone.now


def day(number=10):
    return timezone.localdate() + timedelta(days=number)


def taught_by(trainer, number=10, **fields):
    return make_session(slots=[slot(day(number), trainer=trainer)], **fields)


def slots_of(session, **changes):
    (row,) = session.meetings.all()
    return [Slot(**{"starts_at": row.starts_at, "ends_at": row.ends_at, "place": row.place, "pk": row.pk} | changes)]


def told(person, end):
    return list(Message.objects.filter(recipient=person.user, key__contains=end).order_by("pk"))


def test_a_trainer_finds_what_is_ahead_and_what_is_still_to_be_done(client_as):
    trainer, learner = make_worker(), make_worker()
    ahead, draft = taught_by(trainer), make_draft(slots=[slot(day(12), trainer=trainer)])
    untaken = taught_by(trainer, -2)
    nominate(session=untaken, profile=learner, by=None, at=local(day(-2), 8))
    held = make_held(slots=[slot(day(-1), trainer=trainer)])
    other = make_session()
    page = client_as(trainer.user).get(reverse("training:teaching"))
    assert [meeting.session for meeting in page.context["ahead"]] == [ahead, draft]
    assert [meeting.session for meeting in page.context["taught"]] == [untaken, held]
    html = page.content.decode()
    assert html.count("Daftar hadir belum diambil") == 1
    assert reverse("training:attendance", args=[untaken.meetings.get().pk]) in html
    assert other.title not in html


def test_the_list_of_a_trainer_costs_the_same_for_one_meeting_and_three(client_as):
    trainer = make_worker()

    def one_more():
        taught_by(trainer)
        make_held(slots=[slot(day(-1), trainer=trainer)])

    assert_same_queries(client_as(trainer.user), reverse("training:teaching"), one_more)


def test_the_first_page_says_where_one_teaches(client_as):
    trainer = make_worker()
    client = client_as(trainer.user)
    make_seated(make_session(), trainer)
    html = client.get(reverse("training:home")).content.decode()
    assert "Anda mengajar" not in html
    assert reverse("training:teaching") not in html
    taught_by(trainer)
    html = client.get(reverse("training:home")).content.decode()
    assert html.count("Anda mengajar") == 1
    assert reverse("training:teaching") in html


def test_a_trainer_hears_of_it_once_the_session_is_announced():
    trainer = make_worker()
    session = make_draft(slots=[slot(day(), trainer=trainer, place="Aula")])
    assert not told(trainer, ".teaches.")
    announce_session(session=session, by=None)
    (message,) = told(trainer, ".teaches.")
    assert message.subject == f"Anda mengajar: {session.title}"
    assert "Aula" in message.body


def test_who_is_named_later_hears_of_it_and_the_others_hear_nothing():
    session, trainer = make_session(), make_worker()
    learner = make_seated(session).profile
    for _twice in range(2):
        set_meetings(session=session, slots=slots_of(session, trainer=trainer), by=None)
    assert len(told(trainer, ".teaches.")) == 1
    assert not told(learner, ".moved.")


def test_who_is_taken_off_hears_of_it_once_and_of_nothing_else():
    trainer, follower = make_worker(), make_worker()
    session = make_session()
    set_meetings(session=session, slots=slots_of(session, trainer=trainer), by=None)
    later = session.meetings.get().starts_at + timedelta(hours=1)
    moved = [replace(each, starts_at=later) for each in slots_of(session, trainer=follower)]
    for _twice in range(2):
        set_meetings(session=session, slots=moved, by=None)
    (message,) = told(trainer, ".no-longer-teaches.")
    assert message.subject == f"Tidak lagi Anda ajar: {session.title}"
    assert hari_tanggal(later) in message.body
    assert not told(trainer, ".moved.")
    assert not told(follower, ".no-longer-teaches.")
    with translation.override("en"):
        telling.dropped_as_trainer(session, [(follower, telling.Stand.of(session.meetings.get()))])
    assert told(follower, ".no-longer-teaches.")
    set_meetings(session=session, slots=slots_of(session, trainer=trainer), by=None)
    assert len(told(trainer, ".teaches.")) == 2


def test_nobody_gets_a_seat_in_the_session_they_teach(client_as):
    trainer, learner = make_worker(), make_worker()
    session = taught_by(trainer)
    with pytest.raises(TeachesHere):
        make_request(session, trainer)
    rows = enrol_many(session=session, profiles=[trainer, learner], decides_about=[], by=None, at=NOW())
    assert [row.profile for row in rows] == [learner]
    html = client_as(trainer.user).get(reverse("training:session-detail", args=[session.pk])).content.decode()
    assert "Anda mengajar" in html
    assert "Minta tempat" not in html


def test_who_is_on_the_list_is_not_named_as_trainer():
    row = make_seated()
    with pytest.raises(TrainerTakesPart):
        set_meetings(session=row.session, slots=slots_of(row.session, trainer=row.profile), by=None)
    assert row.session.meetings.get().trainer is None


def both_at_once(session, person):
    """Somebody asks for a seat while they are named as trainer; returns whether they sit and teach."""
    slots = slots_of(session, trainer=person)
    raised = at_once(lambda: make_request(session, person), lambda: set_meetings(session=session, slots=slots, by=None))
    both = session.enrolments.exists() and session.meetings.filter(trainer=person).exists()
    return both, [error for error in raised if error is not None]


@pytest.mark.django_db(transaction=True)
def test_asking_and_being_named_in_the_same_moment_never_both_succeed():
    both, raised = both_at_once(make_session(), make_worker())
    assert not both
    assert [type(error) in (TeachesHere, TrainerTakesPart) for error in raised] == [True]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_succeed(monkeypatch, unguarded):
    """Negative control: each looks before the other has written."""
    session, person, meet = make_session(), make_worker(), Meeting()

    def unlocked(pk):
        return Session.objects.select_related("programme").get(pk=pk)

    monkeypatch.setattr(enrolments, "lock_session", unlocked)
    monkeypatch.setattr(sessions, "lock_session", unlocked)
    monkeypatch.setattr(enrolments, "acting", meet.before(enrolments.acting))
    monkeypatch.setattr(telling, "named_as_trainer", meet.before(lambda *_words: None))
    both, raised = both_at_once(session, person)
    assert (both, raised) == (True, [])


# --- What moved ---------------------------------------------------------------------------------------------------


def test_a_message_of_a_move_says_what_was_and_what_is():
    session = make_session(slots=[slot(day(10), 9, place="Aula"), slot(day(11), 9, place="Aula")])
    learner = make_seated(session).profile
    first, second = (
        Slot(starts_at=row.starts_at, ends_at=row.ends_at, place=row.place, pk=row.pk)
        for row in session.meetings.order_by("starts_at")
    )
    moved = Slot(**{**second.__dict__, "starts_at": local(day(12), 10), "ends_at": local(day(12), 13)})
    set_meetings(session=session, slots=[first, moved], by=None)
    (message,) = told(learner, ".moved.1")
    lines = message.body.splitlines()
    assert len(lines) == 2
    assert "pukul 09.00 WITA – pukul 12.00 WITA, Aula. Sekarang: " in lines[1]
    assert "pukul 10.00 WITA – pukul 13.00 WITA, Aula." in lines[1]
    new = [slot(day(20 + number)) for number in range(8)]
    set_meetings(session=session, slots=[first, *new], by=None)
    (message,) = told(learner, ".moved.2")
    assert message.body.count("Pertemuan baru: ") == 5
    assert "4" in message.body.splitlines()[-1]  # three more came, one went


def test_a_meeting_over_midnight_names_the_day_it_ends():
    session = make_session(slots=[slot(day(10), 22, 3, place="Aula")])
    learner = make_seated(session).profile
    set_meetings(session=session, slots=slots_of(session, place="Ruang baca"), by=None)
    (message,) = told(learner, ".moved.1")
    assert f"pukul 22.00 WITA – pukul 01.00 WITA ({hari_tanggal(day(11))}), Ruang baca." in message.body


def test_the_page_of_a_session_names_the_day_a_meeting_ends(client_as):
    night, evening = make_session(slots=[slot(day(10), 22, 3)]), make_session(slots=[slot(day(10), 18, 3)])
    client = client_as(make_worker().user)
    html = client.get(reverse("training:session-detail", args=[night.pk])).content.decode()
    assert f"pukul 01.00 WITA ({hari_tanggal(day(11))})" in html
    html = client.get(reverse("training:session-detail", args=[evening.pk])).content.decode()
    assert "pukul 21.00 WITA<" in html


@pytest.mark.parametrize("kind", ["undangan", "daftar_hadir"])
def test_a_letter_names_the_day_a_meeting_ends(kind):
    paper = make_paper(make_session(slots=[slot(day(10), 22, 3)]), kind=kind)
    assert f"pukul 01.00 WITA ({hari_tanggal(day(11))})" in str(paper_document(paper).blocks)
