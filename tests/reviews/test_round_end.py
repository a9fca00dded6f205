"""A round ends with its review: nobody is asked about a year that was evaluated, and no answer comes in late."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connections
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from evaluations.links import guest_url
from evaluations.models import FeedbackRound, RoundAnswer, RoundGuest, RoundReviewer
from evaluations.review_choices import Rating, RoundStatus, Stage, Value
from evaluations.services.reviews import circles, people, round_end, stages
from evaluations.services.reviews.refusals import NotYours
from tests.factories.accounts import make_person
from tests.reviews.deeds import page
from tests.reviews.test_circles import MARK, SCORES, answer, asked_round

WORDS = dict(zip(Value.values, SCORES, strict=True)) | {"strength": MARK}


@pytest.fixture(autouse=True)
def _on(request):
    is_race = request.node.get_closest_marker("django_db").kwargs.get("transaction")
    request.getfixturevalue("transactional_db" if is_race else "db")
    switches.turn("review_360", True, by=None)
    switches.turn("review_calibration", True, by=None)


def rated(review, stage):
    """Both ratings are there, and the review stands at that stage."""
    review.stage, review.result_rating, review.conduct_rating = stage, Rating.MEETS, Rating.MEETS
    review.self_text, review.rated_on = "Catatan diri", timezone.localdate()
    review.save()
    return review


@pytest.mark.django_db
def test_the_release_ends_the_round_and_nobody_is_asked_any_more(client_as, today, head):
    review, peers, person, _lead = asked_round(today, n=5)
    row = FeedbackRound.objects.get()
    RoundGuest.objects.create(round=row, name="Wa Ode Nurlian", organisation="SD Contoh")
    for peer in peers[:4]:
        answer(review, peer, today)
    rated(review, Stage.CALIBRATION)
    asked = client_as(peers[4].user)
    form = page("round-answer", review.pk)
    assert form in asked.get(page("rounds-asked")).content.decode()
    url = page("review-step", review.pk, "rilis")
    said = dict(client_as(head.user).post(url, {"ask": 1}).context["facts"])
    assert any("berakhir dengan langkah ini" in text for text in said.values())
    stages.release_review(review=review, by=head.user, on=today)
    row.refresh_from_db()
    assert (row.status, row.closes_on) == (RoundStatus.CLOSED, today)
    assert not RoundReviewer.objects.exists() and not RoundGuest.objects.exists()
    assert form not in asked.get(page("rounds-asked")).content.decode()
    assert asked.get(form).status_code == 404
    late = asked.post(form, WORDS)
    assert late.status_code == 404 and MARK in late.content.decode()  # the words come back
    assert "untuk Anda sendiri" in late.content.decode() and "yang berkepentingan" not in late.content.decode()
    elsewhere = client_as(make_person(Role.LIBRARIAN).user).post(page("round-answer", 999999), WORDS)
    assert elsewhere.status_code == 404 and late.context["happened"] == elsewhere.context["happened"]
    assert RoundAnswer.objects.count() == 4
    assert client_as(person.user).get(page("round-detail", review.pk)).context["outcome"].figures.n == 4


@pytest.mark.django_db
def test_without_calibration_handing_in_the_evaluation_ends_it(client_as, today):
    switches.turn("review_calibration", False, by=None)
    review, _peers, _person, lead = asked_round(today)
    rated(review, Stage.RATING)
    said = client_as(lead.user).post(page("review-step", review.pk, "ajukan-evaluasi"), {"ask": 1})
    assert "berakhir dengan langkah ini" in str(said.context["facts"])
    stages.submit_rating(review=review, by=lead.user, on=today)
    assert FeedbackRound.objects.get().is_closed


@pytest.mark.django_db
def test_before_a_calibration_the_round_goes_on(client_as, today):
    review, peers, _person, lead = asked_round(today)
    rated(review, Stage.RATING)
    said = client_as(lead.user).post(page("review-step", review.pk, "ajukan-evaluasi"), {"ask": 1})
    assert "dirilis" in str(said.context["facts"]) and "langkah ini" not in str(said.context["facts"])
    stages.submit_rating(review=review, by=lead.user, on=today)
    answer(review, peers[0], today)
    assert RoundAnswer.objects.count() == 1


@pytest.mark.django_db
def test_a_review_taken_out_ends_its_round(client_as, today, head):
    review, _peers, _person, _lead = asked_round(today)
    drawn = client_as(head.user).get(page("review-withdraw", review.pk))
    assert "berakhir dengan langkah ini" in str(drawn.context["facts"])
    people.withdraw_person(review=review, by=head.user, on=today, reason="Pindah")
    assert FeedbackRound.objects.get().is_closed


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [Stage.RELEASED, Stage.LOCKED])
def test_rounds_left_open_by_an_earlier_version_end_by_themselves(today, stage):
    review, _peers, _person, _lead = asked_round(today)
    going_on = asked_round(today)[0]
    review.closed_on = today if stage == Stage.LOCKED else None
    rated(review, stage)
    assert circles.close_due_rounds(on=today) == 1
    assert circles.close_due_rounds(on=today) == 0
    states = dict(FeedbackRound.objects.values_list("review", "status"))
    assert states == {review.pk: RoundStatus.CLOSED, going_on.pk: RoundStatus.OPEN}


@pytest.mark.django_db
def test_a_guest_who_sends_too_late_gets_the_words_back(client, today, head):
    review, _peers, _person, _lead = asked_round(today)
    guest = RoundGuest.objects.create(round=FeedbackRound.objects.get(), name="Wa Ode", organisation="SD Contoh")
    link = guest_url(guest)
    assert client.get(link).status_code == 200
    stages.release_review(review=rated(review, Stage.CALIBRATION), by=head.user, on=today)
    late = client.post(link, WORDS)
    assert late.status_code == 404 and MARK in late.content.decode()


# --- At the same moment --------------------------------------------------------------------------------------------


def answer_while_it_ends(monkeypatch, today):
    """The answer is judged, not written yet, as the release begins. (state, answers, what the answer met)."""
    review, peers, _person, _lead = asked_round(today)
    head = make_person(Role.AGENCY_HEAD)
    rated(review, Stage.CALIBRATION)
    judged, tried, met = threading.Event(), threading.Event(), []
    real = circles.checked_answer

    def judge(*args):
        found = real(*args)
        judged.set()
        tried.wait(timeout=2)  # with the lock the release waits for this answer: then time is up here
        return found

    monkeypatch.setattr(circles, "checked_answer", judge)

    def run():
        try:
            answer(review, peers[0], today)
        except Exception as error:
            met.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    assert judged.wait(timeout=60)
    stages.release_review(review=review, by=head.user, on=today)
    tried.set()
    thread.join()
    return FeedbackRound.objects.get().status, RoundAnswer.objects.count(), met


@pytest.mark.django_db(transaction=True)
def test_an_answer_of_the_same_moment_counts(monkeypatch, today):
    assert answer_while_it_ends(monkeypatch, today) == (RoundStatus.CLOSED, 1, [])


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_it_would_meet_a_closed_round(monkeypatch, today):
    """Negative control: neither waits for the other, and the database has to refuse the answer."""
    unlocked = lambda review: FeedbackRound.objects.filter(review=review).first()  # noqa: E731
    monkeypatch.setattr(circles, "_locked", unlocked)
    state, answers, met = answer_while_it_ends(monkeypatch, today)
    assert (state, answers, [isinstance(error, DatabaseError) for error in met]) == (RoundStatus.CLOSED, 0, [True])


@pytest.mark.django_db
def test_who_comes_after_the_end_is_refused_by_name(today):
    review, peers, _person, _lead = asked_round(today)
    round_end.end_round_of(review, by=None, on=today + timedelta(days=1))
    with pytest.raises(NotYours):
        answer(review, peers[0], today)
