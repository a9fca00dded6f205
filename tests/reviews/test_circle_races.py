"""The same form of a round sent twice at once counts once."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from baubau_pembinaan.libraries import switches
from evaluations.models import FeedbackRound, RoundAnswer
from evaluations.services.reviews import circles
from evaluations.services.reviews.refusals import NotYours
from tests.reviews.test_circles import answer, asked_round


@pytest.fixture
def today():
    switches.turn("review_360", True, by=None)
    return timezone.localdate()


def twice_at_once(review, profile, today):
    start, errors = threading.Barrier(2), []

    def run():
        try:
            start.wait(timeout=30)
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
        both.wait(timeout=30)
        return found

    monkeypatch.setattr(circles, "_locked", lambda review: FeedbackRound.objects.filter(review=review).first())
    monkeypatch.setattr(circles, "_asked", read_together)
    assert twice_at_once(review, peers[0], today)[0] == 2
