"""Seats, the waiting list and the steps of an enrolment."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications.models import Message
from tests.factories.accounts import make_profile
from tests.factories.training import (
    make_draft,
    make_programme,
    make_request,
    make_seated,
    make_session,
    make_worker,
)
from tests.races import Meeting
from training.choices import EnrolmentStatus as S
from training.choices import Origin
from training.models import Enrolment, Interest, Session
from training.selectors.sessions import place_in_line
from training.services import enrolments, interests
from training.services.enrolments import AlreadyEnrolled, EnrolmentClosed, IllegalStep, NotAtWork, ReasonMissing
from training.services.sessions import SeatsTaken, announce_session, cancel_session, change_session

pytestmark = pytest.mark.django_db
NOW = timezone.now


def statuses(session):
    return list(session.enrolments.order_by("pk").values_list("status", flat=True))


def test_a_request_waits_for_the_supervisor_who_is_told():
    leader = make_worker()
    person = make_worker(supervisor=leader)
    row = make_request(profile=person, note=" Perlu ")
    assert (row.status, row.seat, row.note, row.origin) == (S.REQUESTED, None, "Perlu", Origin.SELF)
    told = Message.objects.get(recipient=leader.user)
    assert told.subject == f"{person} meminta tempat"
    assert told.url == "/staf/pelatihan/persetujuan/"


def test_an_approved_person_gets_the_lowest_free_seat():
    session = make_session(capacity=2)
    first, second = make_seated(session), make_seated(session)
    assert [(row.status, row.seat) for row in (first, second)] == [(S.SEATED, 1), (S.SEATED, 2)]
    enrolments.withdraw(enrolment=first, by=None, at=NOW())
    assert make_seated(session).seat == 1


def test_who_comes_after_the_last_seat_waits_in_line_and_moves_up_by_itself():
    session = make_session(capacity=1)
    seated, second, third = make_seated(session), make_seated(session), make_seated(session)
    assert (second.status, third.status) == (S.WAITING, S.WAITING)
    assert (place_in_line(second), place_in_line(third)) == (1, 2)
    enrolments.withdraw(enrolment=seated, by=None, at=NOW())
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.status, second.seat, third.status, place_in_line(third)) == (S.SEATED, 1, S.WAITING, 1)
    told = Message.objects.get(recipient=second.profile.user, key=f"training.enrolment.{second.pk}.seated")
    assert "Ada tempat yang kosong" in told.body
    enrolments.withdraw(enrolment=second, by=None, at=NOW())
    third.refresh_from_db()
    assert third.status == S.SEATED


def test_nobody_overtakes_the_line_when_a_seat_is_free_for_a_moment():
    session = make_session(capacity=1)
    make_seated(session)
    waiting = make_seated(session)
    session.refresh_from_db()
    session.capacity = 2  # past the services, as by hand in the database
    session.save()
    late = make_seated(session)
    assert late.status == S.WAITING
    assert place_in_line(late) == 2
    assert place_in_line(waiting) == 1


def test_withdrawing_twice_changes_nothing_and_promotes_once():
    session = make_session(capacity=1)
    seated, second, third = make_seated(session), make_seated(session), make_seated(session)
    enrolments.withdraw(enrolment=seated, by=None, at=NOW())
    enrolments.withdraw(enrolment=seated, by=None, at=NOW())
    assert statuses(session) == [S.WITHDRAWN, S.SEATED, S.WAITING]
    assert (second.pk, third.pk) == tuple(session.enrolments.order_by("pk").values_list("pk", flat=True)[1:])


def test_whoever_left_may_ask_again_and_stands_at_the_end():
    session = make_session(capacity=1)
    person = make_worker()
    first = make_seated(session, person)
    waiting = make_seated(session)
    enrolments.withdraw(enrolment=first, by=person.user, at=NOW())
    again = make_seated(session, person)
    assert again.pk != first.pk
    assert again.status == S.WAITING
    waiting.refresh_from_db()
    assert waiting.status == S.SEATED


def test_the_same_person_is_refused_while_enrolled_also_by_the_database():
    row = make_request()
    with pytest.raises(AlreadyEnrolled):
        make_request(row.session, row.profile)
    with pytest.raises(IntegrityError, match="person_is_enrolled_once_in_a_session"), transaction.atomic():
        Enrolment.objects.create(session=row.session, profile=row.profile, requested_at=NOW())


def test_two_people_never_hold_one_seat_also_by_the_database():
    seated, other = make_seated(), make_request()
    other.session, other.status, other.seat = seated.session, S.SEATED, seated.seat
    with pytest.raises(IntegrityError, match="seat_is_held_by_one_person"), transaction.atomic():
        other.save()


@pytest.mark.parametrize(
    ("shift", "opens"), [({"closes_on": -1}, False), ({"closes_on": 0}, True), ({"opens_on": 1}, False), ({}, True)]
)
def test_the_window_counts_whole_local_days(shift, opens):
    today = timezone.localdate()
    session = make_session(**{name: today + timedelta(days) for name, days in shift.items()})
    assert (session in Session.objects.registering_on(today)) is opens
    if opens:
        assert make_request(session).status == S.REQUESTED
    else:
        with pytest.raises(EnrolmentClosed):
            make_request(session)


def test_the_last_day_ends_at_midnight_in_makassar_not_in_greenwich(clock):
    session = make_session(closes_on=timezone.localdate())
    clock.move_to(timezone.datetime(2026, 11, 23, 15, 59, tzinfo=timezone.get_fixed_timezone(0)))  # 23.59 WITA
    assert make_request(session).status == S.REQUESTED
    clock.move_to(timezone.datetime(2026, 11, 23, 16, 1, tzinfo=timezone.get_fixed_timezone(0)))  # 00.01 WITA
    with pytest.raises(EnrolmentClosed):
        make_request(session)


def test_a_draft_a_cancelled_and_a_finished_session_take_nobody():
    for status in ("draft", "cancelled", "finished"):
        session = make_session()
        session.status, session.cancel_reason = status, "x"
        session.save()
        with pytest.raises(EnrolmentClosed):
            make_request(session)


def test_who_left_the_library_is_not_enrolled():
    gone = make_worker(left_on=timezone.localdate() - timedelta(1))
    with pytest.raises(NotAtWork):
        make_request(profile=gone)


ALLOWED = {
    enrolments.approve_enrolment: {S.REQUESTED},
    enrolments.confirm_enrolment: {S.ENDORSED},
    enrolments.refuse_enrolment: {S.REQUESTED, S.ENDORSED, S.WAITING},
    enrolments.take_offer: {S.OFFERED, S.SEATED},
    enrolments.withdraw: {S.REQUESTED, S.ENDORSED, S.WAITING, S.OFFERED, S.SEATED, S.ATTENDED, S.WITHDRAWN},
}


@pytest.mark.parametrize("deed", ALLOWED, ids=lambda deed: deed.__name__)
@pytest.mark.parametrize("status", S.values)
def test_every_illegal_step_is_refused_by_name(deed, status):
    row = make_request()
    row.status = status
    row.seat = 1 if row.has_seat or row.is_offered else None
    row.offered_until = NOW() + timedelta(hours=1) if row.is_offered else None
    row.queued_at, row.reason = NOW(), "x"
    row.save()
    extra = {"reason": "Sebab"} if deed in (enrolments.refuse_enrolment, enrolments.withdraw) else {}
    if status in ALLOWED[deed]:
        deed(enrolment=row, by=None, at=NOW(), **extra)
        return
    with pytest.raises(IllegalStep) as refusal:
        deed(enrolment=row, by=None, at=NOW(), **extra)
    assert str(row.get_status_display()) in refusal.value.messages[0]


def test_a_refusal_says_why_and_the_person_reads_it():
    row = make_request()
    with pytest.raises(ReasonMissing):
        enrolments.refuse_enrolment(enrolment=row, by=None, at=NOW(), reason=" ")
    row = enrolments.refuse_enrolment(enrolment=row, by=None, at=NOW(), reason="Anggaran habis")
    assert (row.status, row.reason) == (S.REFUSED, "Anggaran habis")
    told = Message.objects.get(recipient=row.profile.user, key=f"training.enrolment.{row.pk}.refused")
    assert "Anggaran habis" in told.body


def test_the_second_approval_stands_between_where_programme_and_switch_ask_for_it():
    session = make_session(make_programme(needs_second_approval=True))
    assert make_seated(session).status == S.SEATED  # the switch is off in simple mode
    switches.turn("two_stage_approval", True, by=None)
    row = make_seated(session)
    assert row.status == S.ENDORSED
    assert enrolments.confirm_enrolment(enrolment=row, by=None, at=NOW()).status == S.SEATED
    refused = make_seated(session)
    enrolments.refuse_enrolment(enrolment=refused, by=None, at=NOW(), reason="Tidak ada anggaran")
    assert make_seated(make_session()).status == S.SEATED


def test_a_nomination_is_asked_and_approved_in_one_step():
    leader = make_worker()
    row = enrolments.nominate(
        session=make_session(), profile=make_worker(supervisor=leader), by=leader.user, at=NOW(), note=""
    )
    assert (row.status, row.origin, row.decided_by) == (S.SEATED, Origin.NOMINATED, leader.user)


def test_a_unit_is_enrolled_at_once_and_those_inside_stay_as_they_are():
    session = make_session(capacity=2)
    inside = make_seated(session)
    people = [inside.profile, make_profile(name="B"), make_profile(name="A")]
    led = [person.pk for person in people]
    rows = enrolments.enrol_many(session=session, profiles=people, decides_about=led, by=None, at=NOW())
    assert [(row.profile.name, row.status) for row in rows] == [("A", S.SEATED), ("B", S.WAITING)]


def test_capacity_below_the_seats_taken_is_refused_and_more_seats_go_to_the_line():
    session = make_session(capacity=2)
    rows = [make_seated(session) for _ in range(4)]
    with pytest.raises(SeatsTaken):
        change_session(session=session, by=None, at=NOW(), capacity=1)
    change_session(session=session, by=None, at=NOW(), capacity=3)
    assert statuses(session) == [S.SEATED, S.SEATED, S.SEATED, S.WAITING]
    # A high seat number moves down into a smaller room, its holder stays.
    enrolments.withdraw(enrolment=rows[3], by=None, at=NOW())
    enrolments.withdraw(enrolment=rows[0], by=None, at=NOW())
    change_session(session=session, by=None, at=NOW(), capacity=2)
    assert sorted(session.enrolments.seated().values_list("seat", flat=True)) == [1, 2]


def test_a_wish_becomes_a_message_once_there_is_a_date():
    person, session = make_worker(), make_draft()
    for _twice in range(2):
        interests.note_interest(programme=session.programme, profile=person, at=NOW())
    assert Interest.objects.count() == 1
    announce_session(session=session, by=None)
    assert Message.objects.get(recipient=person.user).subject.startswith("Sudah ada jadwal")
    make_request(session, person)
    assert not Interest.objects.exists()


def test_a_cancelled_session_ends_every_enrolment_and_tells_everybody_once():
    session = make_session(capacity=1)
    rows = [make_seated(session), make_seated(session), make_request(session)]
    cancel_session(session=session, by=None, at=NOW(), reason="Narasumber sakit")
    assert statuses(session) == [S.CANCELLED] * 3
    for row in rows:
        told = Message.objects.get(recipient=row.profile.user, key=f"training.session.{session.pk}.cancelled")
        assert "Narasumber sakit" in told.body
    with pytest.raises(ValidationError):
        cancel_session(session=session, by=None, at=NOW(), reason="lagi")


# --- Fifty at once for ten seats -------------------------------------------------------------------------------

SEATS, PEOPLE = 10, 50


@contextmanager
def without_the_lock(monkeypatch):
    """The guard is off: the session's row is read, not held."""
    with monkeypatch.context() as patch:
        patch.setattr(enrolments, "lock_session", lambda pk: Session.objects.select_related("programme").get(pk=pk))
        yield


def fifty_at_once():
    """Everybody is nominated in the same moment; returns (statuses in the database, errors)."""
    session = make_session(capacity=SEATS)
    people = [make_profile() for _ in range(PEOPLE)]
    start, errors = threading.Barrier(PEOPLE), []

    def run(person):
        try:
            start.wait(timeout=60)
            enrolments.nominate(session=session, profile=person, by=None, at=NOW())
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = session.enrolments
    return rows.filter(status=S.SEATED).count(), rows.filter(status=S.WAITING).count(), errors


@pytest.mark.django_db(transaction=True)
def test_fifty_requests_for_ten_seats_give_exactly_ten():
    assert fifty_at_once() == (SEATS, PEOPLE - SEATS, [])


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_fifty_would_collide(monkeypatch, unguarded):
    """Negative control: the numbered seats still stop overbooking, but people are turned away with an error."""
    monkeypatch.setattr(enrolments, "_free_seats", Meeting(PEOPLE).after(enrolments._free_seats))
    with without_the_lock(monkeypatch):
        seated, waiting, errors = fifty_at_once()
    assert (seated, waiting, [type(error) for error in errors]) == (1, 0, [IntegrityError] * (PEOPLE - 1))


def test_who_waited_for_a_date_is_told_the_day_from_which_seats_are_given():
    person, session = make_worker(), make_draft(opens_on=timezone.localdate() + timedelta(days=2))
    interests.note_interest(programme=session.programme, profile=person, at=NOW())
    announce_session(session=session, by=None)
    body = Message.objects.get(recipient=person.user).body
    assert "tempat dapat diminta sejak" in body and "sudah dapat" not in body
