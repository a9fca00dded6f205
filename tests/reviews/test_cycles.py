"""A cycle starts for those picked, has its periods, and closes when everything has ended."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.models import FeedbackNote, InternalCriterion, Review
from evaluations.review_choices import CycleStatus, Stage
from evaluations.services.reviews import cycles, stages, writing
from evaluations.services.reviews.refusals import (
    CycleNotDraft,
    CycleUnfinished,
    CycleWritten,
    NobodyPicked,
    NotAtThisStage,
    NotYours,
    ReasonMissing,
)
from tests.factories.accounts import make_appointment, make_person, make_unit
from tests.factories.reviews import make_cycle, make_review, make_round
from tests.pages import assert_same_queries
from tests.reviews.deeds import page

pytestmark = pytest.mark.django_db


def test_a_cycle_starts_for_the_units_chosen(head, today):
    unit, lead = make_unit(), make_person()
    inside, outside = make_person(), make_person()
    make_appointment(inside, unit=unit, supervisor=lead)
    make_appointment(outside, supervisor=lead)
    cycle = make_cycle(status=CycleStatus.DRAFT)
    made = cycles.start_cycle(cycle=cycle, by=head.user, on=today, units=[unit])
    assert [review.person for review in made] == [inside]
    assert (made[0].conduct.count(), made[0].periods.count()) == (7, 4)
    with pytest.raises(CycleNotDraft):
        cycles.start_cycle(cycle=cycle, by=head.user, on=today)


def test_a_cycle_for_nobody_does_not_start(head, today):
    cycle = make_cycle(status=CycleStatus.DRAFT)
    with pytest.raises(NobodyPicked):
        cycles.start_cycle(cycle=cycle, by=head.user, on=today, units=[make_unit()])
    cycle.refresh_from_db()
    assert cycle.is_draft


def test_monthly_cycles_have_twelve_periods():
    cycle = make_cycle(rhythm="monthly")
    periods = cycles.periods_of(cycle)
    assert len(periods) == 12
    assert (periods[0][0], periods[-1][1]) == (cycle.starts_on, cycle.ends_on)


def test_a_cycle_closes_only_when_everything_is_locked(head):
    review = make_review(stage=Stage.ACKNOWLEDGED)
    with pytest.raises(CycleUnfinished):
        cycles.close_cycle(cycle=review.cycle, by=head.user)
    stages.lock_review(review=review, by=head.user, on=timezone.localdate())
    assert cycles.close_cycle(cycle=review.cycle, by=head.user).status == CycleStatus.CLOSED


# --- Before the start: whom it takes ------------------------------------------------------------------------------


def test_before_the_start_the_page_says_whom_it_takes_and_whom_not(client_as, head, today):
    unit, lead, inside, alone, nowhere, elsewhere = make_unit(), *(make_person() for _ in range(5))
    make_appointment(inside, unit=unit, supervisor=lead)
    make_appointment(alone, unit=unit)
    make_appointment(elsewhere, supervisor=lead)
    cycle = make_cycle(status=CycleStatus.DRAFT)
    head.user.language = "en"
    head.user.save()
    shown = client_as(head.user).get(page("cycle-start", cycle.pk), {"units": unit.pk})
    picked, source = shown.context["picked"], shown.content.decode()
    assert [post.profile for post in picked.posts] == [inside]
    reasons = dict(picked.left_out)
    assert "supervisor" in reasons[alone] and "definitive post" in reasons[nowhere]
    assert elsewhere not in reasons and picked.elsewhere == 1
    assert inside.name in source and f"{alone.full_name}: no supervisor" in source


def test_starting_asks_once_and_takes_what_was_chosen(client_as, head, today):
    unit, lead, inside, outside = make_unit(), make_person(), make_person(), make_person()
    make_appointment(inside, unit=unit, supervisor=lead)
    make_appointment(outside, supervisor=lead)
    cycle = make_cycle(status=CycleStatus.DRAFT)
    client, url = client_as(head.user), page("cycle-start", cycle.pk)
    looked = client.post(url, {"units": unit.pk, "look": "1"})
    shown = client.get(looked["Location"]).context["picked"].token
    everybody = client.get(url).context["picked"].token
    for stale in ("", everybody):  # ticked, and started without a look at the list: it is shown, nothing asked
        told = client.post(url, {"units": unit.pk, "shown": stale})
        assert "asks" not in told.context and "Daftarnya kini lain" in told.content.decode()
    asked = client.post(url, {"units": unit.pk, "shown": shown})
    assert (asked.status_code, cycle.reviews.count()) == (200, 0)
    source = asked.content.decode()
    assert inside.name in source and outside.name not in source  # the question says whom
    hidden = dict(re.findall(r'name="(units|seen)" value="([^"]+)"', source))
    assert client.post(url, hidden)["Location"] == f"{page('review-board')}?year={cycle.year}"
    assert [review.person for review in cycle.reviews.all()] == [inside]
    assert client.post(url, hidden)["Location"] == page("cycle-list")  # sent twice
    assert cycle.reviews.count() == 1


def test_a_list_that_changed_after_the_question_is_shown_again(client_as, head, today):
    lead, first, second = make_person(), make_person(), make_person()
    make_appointment(first, supervisor=lead)
    cycle = make_cycle(status=CycleStatus.DRAFT)
    client, url = client_as(head.user), page("cycle-start", cycle.pk)
    seen = client.get(url).context["picked"].token
    make_appointment(second, supervisor=lead)
    told = client.post(url, {"seen": seen})
    assert (told.status_code, cycle.reviews.count()) == (409, 0)
    assert second.name in told.content.decode()
    cycles.start_cycle(cycle=cycle, by=head.user, on=today, seen=told.context["picked"].token)  # the granting twin
    assert cycle.reviews.count() == 2


def test_the_page_before_the_start_takes_as_many_statements_for_one_as_for_three(client_as, head):
    cycle, lead = make_cycle(status=CycleStatus.DRAFT), make_person()

    def one_more():
        make_appointment(make_person(), supervisor=lead)
        make_appointment(make_person())

    assert_same_queries(client_as(head.user), page("cycle-start", cycle.pk), one_more)


# --- A start taken back -------------------------------------------------------------------------------------------


def started(head, today, n=2):
    lead, people = make_person(), [make_person() for _ in range(n)]
    for person in people:
        make_appointment(person, supervisor=lead)
    cycle = make_cycle(status=CycleStatus.DRAFT)
    InternalCriterion.objects.create(cycle=cycle, title="Inisiatif", weight=100)
    return cycle, cycles.start_cycle(cycle=cycle, by=head.user, on=today), lead


def test_a_start_by_mistake_is_taken_back_with_a_reason_and_may_come_again(client_as, head, today):
    cycle, reviews, _lead = started(head, today)
    client, url = client_as(head.user), page("cycle-take-back", cycle.pk)
    assert 'name="reason"' in client.get(url).content.decode()
    assert page("cycle-take-back", cycle.pk) in client.get(page("cycle-list")).content.decode()
    assert client.post(url, {"reason": "Tahun yang salah"})["Location"] == page("cycle-list")
    cycle.refresh_from_db()
    assert cycle.is_draft and not cycle.internal_formula and not cycle.reviews.exists()
    assert "Tahun yang salah" in cycle.history.latest().history_change_reason
    gone = Review.history.filter(id=reviews[0].pk, history_type="-").get()
    assert (gone.history_user_id, "Tahun yang salah" in gone.history_change_reason) == (head.user_id, True)
    assert len(cycles.start_cycle(cycle=cycle, by=head.user, on=today)) == 2


def write_a_result(review, lead, today):
    fields = {"kind": "utama", "plan": "Kelas", "indicator": "Jumlah", "target": "12", "aspect": "kuantitas"}
    writing.add_result(review=review, by=review.person.user, on=today, **fields)


def write_an_expectation(review, lead, today):
    seen = {each.value: writing.mark_of(each, "expectation") for each in review.conduct.all()}
    words = dict.fromkeys(seen, "Ramah")
    writing.change_conduct(review=review, by=lead.user, on=today, field="expectation", seen=seen, words=words)


def write_a_note(review, lead, today):
    FeedbackNote.objects.create(review=review, author=lead, kind="praise", value="loyal", text="Ya", written_on=today)


def begin_a_round(review, lead, today):
    make_round(review, status="proposing")


@pytest.mark.parametrize("write", [write_a_result, write_an_expectation, write_a_note, begin_a_round])
def test_once_anything_is_written_the_start_stands(client_as, head, today, write):
    cycle, reviews, lead = started(head, today)
    write(reviews[0], lead, today)
    with pytest.raises(CycleWritten, match=reviews[0].person.name):
        cycles.take_back_cycle(cycle=cycle, by=head.user, reason="Keliru")
    client = client_as(head.user)
    assert page("cycle-take-back", cycle.pk) not in client.get(page("cycle-list")).content.decode()
    looked = client.get(page("cycle-take-back", cycle.pk)).content.decode()
    assert reviews[0].person.full_name in looked and 'name="reason"' not in looked  # said before anybody types
    refused = client.post(page("cycle-take-back", cycle.pk), {"reason": "Alasan yang diketik"})
    assert reviews[0].person.full_name in refused.content.decode() and "Alasan yang diketik" in refused.content.decode()
    assert cycle.reviews.count() == 2


def test_taking_back_needs_a_reason_the_right_and_a_running_cycle(head, today):
    cycle, reviews, lead = started(head, today)
    with pytest.raises(ReasonMissing):
        cycles.take_back_cycle(cycle=cycle, by=head.user, reason="  ")
    with pytest.raises(NotYours):
        cycles.take_back_cycle(cycle=cycle, by=lead.user, reason="Keliru")
    with pytest.raises(NotAtThisStage):
        cycles.take_back_cycle(cycle=make_cycle(status=CycleStatus.DRAFT), by=head.user, reason="Keliru")
    assert cycle.reviews.count() == len(reviews)


def test_the_database_keeps_a_cycle_that_has_reviews_from_being_a_draft(head, today):
    cycle, _reviews, _lead = started(head, today)
    cycle.refresh_from_db()
    cycle.status = CycleStatus.DRAFT
    with pytest.raises(IntegrityError, match="no draft again"), transaction.atomic():
        cycle.save()
    closed = make_cycle(status=CycleStatus.CLOSED)
    closed.status = CycleStatus.DRAFT
    with pytest.raises(IntegrityError, match="no draft again"), transaction.atomic():
        closed.save()


# --- Somebody who joins ---------------------------------------------------------------------------------------------


def test_only_whom_the_cycle_takes_is_offered_and_of_the_others_it_is_said_why(client_as, head, today):
    lead, led, alone, nowhere = (make_person() for _ in range(4))
    make_appointment(led, supervisor=lead)
    make_appointment(alone)
    cycle = make_cycle()
    client, url = client_as(head.user), page("cycle-join", cycle.pk)
    form = client.get(url).context["form"]
    offered = {name for _pk, name in form.fields["person"].choices}
    assert led.full_name in offered and not {alone.full_name, nowhere.full_name} & offered
    reasons = dict(form.left_out)
    assert reasons[alone.full_name] == "tidak ada atasan dalam penempatannya" and reasons[nowhere.full_name] != ""
    assert reasons[nowhere.full_name] != reasons[alone.full_name]
    refused = client.post(url, {"person": alone.pk})  # the post changed since the page was drawn
    assert "atasan" in str(refused.context["form"].errors["person"])
    assert client.post(url, {"person": led.pk}).status_code == 302
    full = client.get(url)
    assert led.full_name not in {name for _pk, name in full.context["form"].fields["person"].choices}
    assert "sudah ada di dalamnya" in full.content.decode() and 'name="person"' not in full.content.decode()
    assert_same_queries(client, url, lambda: make_appointment(make_person(), supervisor=lead))
