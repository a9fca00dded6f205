"""Somebody writes while a start is taken back: the words are seen, or refused by name; never deleted unseen."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.models import Review, WorkResult
from evaluations.review_choices import CycleStatus
from evaluations.services.reviews import cycles, writing
from evaluations.services.reviews.refusals import CycleWritten, RowGone
from tests.factories.accounts import make_appointment, make_person
from tests.factories.reviews import make_cycle

pytestmark = pytest.mark.django_db(transaction=True)
PLAN = {"kind": "utama", "plan": "Kelas", "indicator": "Jumlah", "target": "12", "aspect": "kuantitas"}
MOMENT = 1.5  # long enough for a writer whom nothing holds


def write_after_the_look(monkeypatch):
    """Take the start back; right after the look at what is written, somebody hands in a line of their plan.

    Returns what the writer was refused with.
    """
    today, head = timezone.localdate(), make_person(Role.AGENCY_HEAD)
    person = make_person()
    make_appointment(person, supervisor=head)
    cycle = make_cycle(status=CycleStatus.DRAFT)
    review = cycles.start_cycle(cycle=cycle, by=head.user, on=today)[0]
    refused, written_in = [], cycles.written_in

    def write():
        try:
            writing.add_result(review=review, by=person.user, on=today, **PLAN)
        except Exception as error:
            refused.append(type(error))
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)

    def look(cycle):
        found = list(written_in(cycle).values_list("pk", flat=True))
        writer.start()
        writer.join(MOMENT)
        return written_in(cycle).filter(pk__in=found)

    monkeypatch.setattr(cycles, "written_in", look)
    cycles.take_back_cycle(cycle=cycle, by=head.user, reason="Keliru")
    writer.join()
    assert not Review.objects.filter(cycle=cycle).exists()
    return refused


def test_who_writes_while_a_start_is_taken_back_is_refused_by_name(monkeypatch):
    assert write_after_the_look(monkeypatch) == [RowGone]


def test_without_the_lock_the_words_would_be_deleted_unseen(monkeypatch):
    """Negative control: the writer was told that the line is saved."""
    monkeypatch.setattr(cycles, "_locked_reviews", lambda cycle: list(cycle.reviews.order_by("pk")))
    assert write_after_the_look(monkeypatch) == []
    assert WorkResult.history.filter(history_type="-").exists() and not WorkResult.objects.exists()


def test_what_was_written_before_the_look_is_seen():
    today, head, person = timezone.localdate(), make_person(Role.AGENCY_HEAD), make_person()
    make_appointment(person, supervisor=head)
    cycle = make_cycle(status=CycleStatus.DRAFT)
    review = cycles.start_cycle(cycle=cycle, by=head.user, on=today)[0]
    writing.add_result(review=review, by=person.user, on=today, **PLAN)
    with pytest.raises(CycleWritten):
        cycles.take_back_cycle(cycle=cycle, by=head.user, reason="Keliru")
