"""The same form of a round sent twice at once counts once, by a colleague or by a guest's link."""

import threading

import pytest
from django.db import IntegrityError, connections
from django.utils import timezone

from baubau_pembinaan.libraries import switches
from evaluations.models import FeedbackRound, RoundAnswer
from evaluations.services.reviews import circles, guests
from evaluations.services.reviews.refusals import NotYours
from tests.reviews.test_circles import answer, asked_round
from tests.reviews.test_guests import SCORES, asked_guests


@pytest.fixture
def today():
    switches.turn("review_360", True, by=None)
    return timezone.localdate()


def twice_at_once(review, profile, today):
    start, errors = threading.Barrier(2), []

    def run():
        try:
            start.wait(timeout=60)
            answer(review, profile, today)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return RoundAnswer.objects.count(), [type(error) for error in errors]


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_counts_once(today):
    review, peers, _person, _lead = asked_round(today)
    assert twice_at_once(review, peers[0], today) == (1, [NotYours])


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_it_would_count_twice(today, monkeypatch):
    """Negative control: both read that they are asked before either has answered."""
    review, peers, _person, _lead = asked_round(today)
    both, asked = threading.Barrier(2), circles._asked

    def read_together(row, profile):
        found = asked(row, profile)
        both.wait(timeout=60)
        return found

    monkeypatch.setattr(circles, "_locked", lambda review: FeedbackRound.objects.filter(review=review).first())
    monkeypatch.setattr(circles, "_asked", read_together)
    assert twice_at_once(review, peers[0], today)[0] == 2


# --- A guest's link ------------------------------------------------------------------------------------------------


def guest_twice_at_once(guest, today):
    start, errors = threading.Barrier(2), []

    def run():
        try:
            start.wait(timeout=60)
            guests.answer_as_guest(guest=guest, on=today, scores=SCORES)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return RoundAnswer.objects.count(), [type(error) for error in errors]


@pytest.mark.django_db(transaction=True)
def test_a_link_used_twice_at_once_counts_once(today):
    _review, (guest, *_others), _person, _lead = asked_guests(today)
    assert guest_twice_at_once(guest, today) == (1, [])


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_link_would_answer_twice_but_for_its_key(today, monkeypatch):
    """Negative control: both read that the link is unused. The digest's primary key is the second lock; with it off
    too, the link counts twice."""
    _review, (guest, *_others), _person, _lead = asked_guests(today)
    both, is_used = threading.Barrier(2), guests._is_used

    def read_together(row):
        found = is_used(row)
        both.wait(timeout=60)
        return found

    monkeypatch.setattr(guests, "_locked", lambda row: FeedbackRound.objects.get(pk=row.round_id))
    monkeypatch.setattr(guests, "_is_used", read_together)
    assert guest_twice_at_once(guest, today) == (1, [IntegrityError])
    monkeypatch.setattr(guests.UsedRoundLink.objects, "create", lambda **fields: None)
    assert guest_twice_at_once(_others[0], today) == (3, [])
