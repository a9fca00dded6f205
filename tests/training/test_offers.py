"""A seat that frees is offered to the next in line until a deadline, and passed on when nobody takes it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.notifications.models import Message
from tests.factories.training import make_programme, make_seated, make_session, make_worker
from training.choices import EnrolmentStatus as S
from training.services import enrolments
from training.services.enrolments import IllegalStep, OfferLapsed
from training.services.sessions import cancel_session, change_session
from training.tasks import lapse_offers

pytestmark = pytest.mark.django_db
NOW = timezone.now


def freed(*, hours=48, line=2, capacity=1, **fields):
    """A full session whose only seat has just become free, with people in line; returns (session, the line)."""
    session = make_session(capacity=capacity, offer_hours=hours, **fields)
    first = make_seated(session)
    waiting = [make_seated(session) for _person in range(line)]
    enrolments.withdraw(enrolment=first, by=None, at=NOW())
    for row in waiting:
        row.refresh_from_db()
    return session, waiting


def test_the_first_in_line_is_offered_the_seat_and_told_once():
    _session, (first, second) = freed()
    assert (first.status, first.seat, second.status) == (S.OFFERED, 1, S.WAITING)
    assert first.offered_until - NOW() < timedelta(hours=48, seconds=1)
    enrolments.lapse_offers(at=NOW())
    told = Message.objects.get(recipient=first.profile.user, key=f"training.enrolment.{first.pk}.offered")
    assert "ambil tempat" in told.body.lower()
    assert not Message.objects.filter(recipient=second.profile.user, key__endswith=".offered").exists()


def test_without_a_deadline_the_seat_is_given_at_once():
    _session, (first, _second) = freed(hours=0)
    assert (first.status, first.offered_until) == (S.SEATED, None)


def test_an_offer_taken_is_a_seat_and_taking_it_twice_changes_nothing():
    _session, (first, _second) = freed()
    for _time in range(2):
        row = enrolments.take_offer(enrolment=first, by=first.profile.user, at=NOW())
    assert (row.status, row.seat, row.offered_until) == (S.SEATED, 1, None)


def test_an_offer_not_taken_goes_to_the_next_and_is_said_once():
    _session, (first, second) = freed()
    later = NOW() + timedelta(hours=49)
    assert enrolments.lapse_offers(at=later) == 1
    assert enrolments.lapse_offers(at=later) == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.seat) == (S.WITHDRAWN, None)
    assert "tidak diambil" in first.reason
    assert (second.status, second.seat) == (S.OFFERED, 1)
    assert Message.objects.filter(key=f"training.enrolment.{first.pk}.lapsed").count() == 1
    with pytest.raises(IllegalStep):
        enrolments.take_offer(enrolment=first, by=None, at=later)


def test_an_offer_past_its_deadline_is_refused_before_the_clock_passed_it_on():
    _session, (first, _second) = freed()
    with pytest.raises(OfferLapsed):
        enrolments.take_offer(enrolment=first, by=None, at=NOW() + timedelta(hours=49))


def test_an_offer_never_lasts_into_the_session():
    session, (first, _second) = freed(hours=336)
    assert first.offered_until <= session.meetings.get().starts_at


def test_an_offered_seat_is_nobody_elses():
    session, (_first, second) = freed()
    late = make_seated(session)
    assert late.status == S.WAITING
    with pytest.raises(IntegrityError), transaction.atomic():
        second.status, second.seat = S.SEATED, 1
        second.save()
    change_session(session=session, by=None, at=NOW(), capacity=2)
    second.refresh_from_db()
    assert (second.status, second.seat) == (S.OFFERED, 2)


def test_who_leaves_an_offer_passes_it_on_and_a_cancelled_session_ends_it():
    session, (first, second) = freed()
    enrolments.withdraw(enrolment=first, by=None, at=NOW())
    second.refresh_from_db()
    assert second.status == S.OFFERED
    cancel_session(session=session, by=None, at=NOW(), reason="Banjir")
    second.refresh_from_db()
    assert (second.status, second.seat, second.offered_until) == (S.CANCELLED, None, None)


def test_the_task_passes_offers_on():
    _session, (first, _second) = freed()
    first.offered_until = NOW() - timedelta(minutes=1)
    first.save()
    lapse_offers()
    first.refresh_from_db()
    assert first.status == S.WITHDRAWN


def test_the_page_offers_the_seat_to_its_owner_only(client_as):
    session, (first, second) = freed()
    address = reverse("training:take-offer", args=[first.pk])
    other, owner = client_as(second.profile.user), client_as(first.profile.user)
    assert other.post(address).status_code == 404
    page = owner.get(reverse("training:session-detail", args=[session.pk])).content.decode()
    assert address in page
    assert "Ambil tempat" in owner.get("/staf/").content.decode()
    owner.post(address)
    first.refresh_from_db()
    assert first.status == S.SEATED
    assert "Ambil tempat" not in owner.get("/staf/").content.decode()


def test_a_list_names_its_people_without_numbers():
    row = make_seated(make_session(make_programme(title="Layanan Ramah")), make_worker())
    assert str(row) == f"{row.profile} · Layanan Ramah"
