"""Somebody comes second or too late: told what happened, nothing lost, nothing done by accident."""

from datetime import timedelta

import pytest

from evaluations.models import WorkResult
from evaluations.review_choices import Stage
from evaluations.services.reviews import stages, writing
from evaluations.services.reviews.refusals import ChangedMeanwhile, ExpectationsMissing, YearNotBegun
from evaluations.views.reviews import steps
from tests.factories.accounts import make_person
from tests.factories.reviews import make_chain, make_cycle, make_review
from tests.reviews.deeds import WHY, page

pytestmark = pytest.mark.django_db
PLAN = {"kind": "utama", "supports": "", "plan": "Kata baru", "aspect": "waktu", "indicator": "Jam", "target": "1"}


# --- A line of the plan is removed -------------------------------------------------------------------------------


def test_removing_asks_first_and_takes_only_what_was_shown(client_as):
    person = make_person()
    review = make_review(person, stage=Stage.PLANNING)
    result = review.results.get()
    client, url = client_as(person.user), page("review-result-remove", result.pk)
    shown = client.get(url)
    assert result.target in shown.content.decode()
    result.target = "20 kelas"  # from another device
    result.save()
    told = client.post(url, {"seen": shown.context["form"].initial["seen"]})
    assert told.status_code == 409
    assert "20 kelas" in told.content.decode()
    assert client.post(url).status_code == 409  # nothing shown, nothing removed
    assert WorkResult.objects.filter(pk=result.pk).exists()
    assert client.post(url, {"seen": told.context["form"].initial["seen"]}).status_code == 302
    assert not WorkResult.objects.filter(pk=result.pk).exists()


def test_without_the_comparison_a_newer_line_would_be_removed(today, monkeypatch):
    """The control of the test above."""
    person = make_person()
    result = make_review(person, stage=Stage.PLANNING).results.get()
    with pytest.raises(ChangedMeanwhile):
        writing.remove_result(result=result, by=person.user, on=today, seen="lama")
    monkeypatch.setattr(writing, "is_stale", lambda *args: False)
    writing.remove_result(result=result, by=person.user, on=today, seen="lama")
    assert not WorkResult.objects.exists()


# --- The stage moved while somebody typed ------------------------------------------------------------------------


def test_words_typed_while_the_plan_was_handed_in_are_shown(client_as, today):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.PLANNING)
    client, url = client_as(person.user), page("review-result", review.results.get().pk)
    seen = client.get(url).context["form"].initial["seen"]
    stages.propose_plan(review=review, by=person.user, on=today)
    for stage in (Stage.PROPOSED, Stage.RUNNING):  # in the second another form stands at this address
        review.refresh_from_db()
        review.stage = stage
        review.save()
        answer = client.post(url, {**PLAN, "seen": seen})
        source = answer.content.decode()
        assert answer.status_code == 409
        assert "Kata baru" in source
        assert str(stage.label) in source
        assert "data-keep-shown" in source
        assert f'data-keep="kinerja-{person.user_id}-PlanForm-' in source
    assert review.results.get().plan == "Kelas literasi"
    added = client.post(page("review-result-add", review.pk), PLAN)
    assert (added.status_code, "Kata baru" in added.content.decode()) == (409, True)
    words = {"expectation_loyal": "Harapan yang diketik"}
    answer = client_as(lead.user).post(page("review-conduct", review.pk), words)
    assert (answer.status_code, "Harapan yang diketik" in answer.content.decode()) == (409, True)
    answer = client_as(lead.user).post(url, PLAN)  # never theirs: here they write a word on it
    assert (answer.status_code, "Kata baru" in answer.content.decode()) == (409, False)
    assert review.results.get().plan == "Kelas literasi"


def test_the_page_says_who_moved_it_and_offers_the_draft_of_the_device(client_as, today):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.SELF)
    stages.submit_self_assessment(review=review, by=person.user, on=today)
    answer = client_as(person.user).get(page("review-self", review.pk))
    source = answer.content.decode()
    assert answer.status_code == 403
    assert "oleh Anda" in source
    assert f'data-keep="kinerja-{person.user_id}-SelfForm-{review.pk}"' in source
    assert "data-keep-shown" not in source
    assert client_as(lead.user).get(page("review-self", review.pk)).status_code == 403
    late = client_as(person.user).post(page("review-step", review.pk, "ajukan-nilai-mandiri"))
    assert (late.status_code, "oleh Anda" in late.content.decode()) == (403, True)


def test_a_stage_that_moves_between_the_look_and_the_deed_is_told_too(client_as, monkeypatch):
    person, _lead, _superior = make_chain()
    review = make_review(person, stage=Stage.SELF)
    client, url = client_as(person.user), page("review-self", review.pk)
    seen = client.get(url).context["form"].initial["seen"]
    deed = writing.write_self_assessment

    def after_the_other(**given):
        review.stage = Stage.RATING
        review.save()
        return deed(**given)

    monkeypatch.setattr(writing, "write_self_assessment", after_the_other)
    answer = client.post(url, {"self_text": "Kata yang terlambat", "seen": seen})
    assert (answer.status_code, "Kata yang terlambat" in answer.content.decode()) == (409, True)


def test_the_conflict_says_that_it_was_oneself(client_as):
    person = make_person()
    review = make_review(person, stage=Stage.SELF)
    client, url = client_as(person.user), page("review-self", review.pk)
    seen = client.get(url).context["form"].initial["seen"]
    client.post(url, {"self_text": "Dari kantor", "seen": seen})
    source = client.post(url, {"self_text": "Dari rumah", "seen": seen}).content.decode()
    assert "oleh Anda" in source
    assert "orang lain" not in source


# --- One question before a jump ----------------------------------------------------------------------------------


def test_a_button_asks_first_and_says_what_is_missing(client_as):
    person = make_person()
    review = make_review(person, stage=Stage.SELF)
    client, url = client_as(person.user), page("review-step", review.pk, "ajukan-nilai-mandiri")
    detail = client.get(page("review-detail", review.pk))
    assert 'name="ask"' in detail.content.decode()
    seen = detail.context["seen"]
    asked = client.post(url, {"seen": seen, "ask": "1"})
    source = asked.content.decode()
    assert asked.status_code == 200
    assert "Kelas literasi" in source  # without realisation, without evidence
    assert 'data-keep="' not in source  # nothing was written here
    review.refresh_from_db()
    assert review.stage == Stage.SELF
    assert client.post(url, {"seen": asked.context["form"].initial["seen"]}).status_code == 302
    review.refresh_from_db()
    assert review.stage == Stage.RATING


def test_the_question_tells_a_change_before_it_asks(client_as):
    person = make_person()
    review = make_review(person, stage=Stage.SELF)
    client, url = client_as(person.user), page("review-step", review.pk, "ajukan-nilai-mandiri")
    seen = client.get(page("review-detail", review.pk)).context["seen"]
    review.self_text = "Ditulis di perangkat lain"
    review.save()
    answer = client.post(url, {"seen": seen, "ask": "1"})
    assert (answer.status_code, "Ditulis di perangkat lain" in answer.content.decode()) == (409, True)
    assert 'data-keep="' not in answer.content.decode()


def test_whoever_accepts_a_result_reads_it_in_the_question(client_as):
    person = make_person()
    review = make_review(person, stage=Stage.RELEASED)
    client = client_as(person.user)
    seen = client.get(page("review-detail", review.pk)).context["seen"]
    asked = client.post(page("review-step", review.pk, "terima"), {"seen": seen, "ask": "1"})
    assert str(review.predicate.label) in asked.content.decode()


def test_every_jump_without_a_form_has_its_question():
    assert all(step.question for step in steps.STEPS.values() if step.form is None)


# --- Back to the person ------------------------------------------------------------------------------------------


def test_a_self_assessment_goes_back_with_its_reason_and_comes_again(client_as, today):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.RATING)
    url = page("review-step", review.pk, "kembalikan-nilai-mandiri")
    client = client_as(lead.user)
    assert url in client.get(page("review-detail", review.pk)).content.decode()
    seen = client.get(url).context["form"].initial["seen"]
    assert client.post(url, {"reason": WHY, "seen": seen}).status_code == 302
    review.refresh_from_db()
    assert (review.stage, review.self_on) == (Stage.SELF, None)
    assert WHY in client_as(person.user).get(page("review-detail", review.pk)).content.decode()
    stages.submit_self_assessment(review=review, by=person.user, on=today)
    review.refresh_from_db()
    assert (review.sent_back, review.self_on) == ("", today)


# --- Not too early -----------------------------------------------------------------------------------------------


def test_nobody_looks_back_on_a_year_that_has_not_begun(client_as, today):
    person = make_person()
    begins = today + timedelta(days=20)
    ahead = make_cycle(starts_on=begins, ends_on=begins + timedelta(days=360), plan_due_on=begins)
    later = [begins + timedelta(days=n) for n in (340, 350, 360, 370, 380)]
    for name, day in zip(("self", "rating", "release", "acknowledge", "objection"), later, strict=True):
        setattr(ahead, f"{name}_due_on", day)
    ahead.save()
    review = make_review(person, cycle=ahead)
    with pytest.raises(YearNotBegun):
        stages.open_self_assessment(review=review, by=person.user, on=today)
    source = client_as(person.user).get(page("review-detail", review.pk)).content.decode()
    assert "mulai-nilai-mandiri" not in source
    assert stages.open_self_assessment(review=review, by=person.user, on=begins).stage == Stage.SELF


def test_a_plan_without_its_expectations_is_not_agreed_to(client_as, today):
    person, lead, _superior = make_chain()
    review = make_review(person, stage=Stage.PROPOSED)
    row = review.conduct.get(value="harmonis")
    row.expectation = " "
    row.save()
    with pytest.raises(ExpectationsMissing, match="Harmonis"):
        stages.agree_plan(review=review, by=lead.user, on=today)
    client = client_as(lead.user)
    seen = client.get(page("review-detail", review.pk)).context["seen"]
    answer = client.post(page("review-step", review.pk, "setujui-rencana"), {"seen": seen}, follow=True)
    assert "Harmonis" in answer.content.decode()
    review.refresh_from_db()
    assert review.stage == Stage.PROPOSED
