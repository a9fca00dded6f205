"""Tests before and after: for participants, once each, marked by themselves, the gain shown."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import make_programme, make_question, make_request, make_seated, make_session, make_worker
from tests.pages import assert_same_queries
from training.models import TestAttempt, TestQuestion
from training.selectors.quiz import gain_of
from training.services import quiz
from training.services.quiz import AnswersMissing, NotYourTest, TakenAlready, WrongMoment

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def programme():
    made = make_programme()
    for _number in range(2):
        make_question(made)
    return made


def answers(programme, *chosen):
    return dict(zip(programme.questions.order_by("pk").values_list("pk", flat=True), chosen, strict=True))


def take(row, moment, *chosen, at=None):
    programme = row.session.programme
    return quiz.take_test(enrolment=row, moment=moment, answers=answers(programme, *chosen), at=at or NOW())


def test_a_test_is_marked_by_itself_and_keeps_its_questions_as_they_were(programme):
    attempt = take(make_seated(make_session(programme)), "before", 1, 2)
    assert (attempt.score, attempt.out_of, attempt.percent) == (1, 2, 50)
    question = programme.questions.order_by("pk").first()
    was = question.text
    question.text = "Lain?"
    quiz.save_question(question=question, by=None)
    attempt.refresh_from_db()
    assert attempt.marked[0] == {"question": was, "chosen": "Benar", "right": True}


def test_each_test_is_taken_once_also_by_the_database(programme):
    row = make_seated(make_session(programme))
    take(row, "before", 1, 1)
    with pytest.raises(TakenAlready):
        take(row, "before", 1, 1)
    with pytest.raises(IntegrityError, match="test_is_taken_once"), transaction.atomic():
        TestAttempt.objects.create(enrolment=row, moment="before", marked=[], score=1, out_of=1, taken_at=NOW())


def test_before_ends_with_the_first_meeting_and_after_begins_with_the_last(programme):
    row = make_seated(make_session(programme))
    meeting = row.session.meetings.get()
    with pytest.raises(WrongMoment):
        take(row, "after", 1, 1, at=meeting.starts_at - timedelta(minutes=1))
    with pytest.raises(WrongMoment):
        take(row, "before", 1, 1, at=meeting.ends_at)
    assert take(row, "after", 1, 1, at=meeting.starts_at).score == 2


def test_only_participants_and_only_whole_answers_count(programme):
    session = make_session(programme)
    with pytest.raises(NotYourTest):
        take(make_request(session), "before", 1, 1)
    row = make_seated(session)
    for chosen in ((1, 0), (1, 4)):
        with pytest.raises(AnswersMissing):
            take(row, "before", *chosen)


@pytest.mark.parametrize(
    "fields", [{"choices": "Satu"}, {"choices": "a\nb\nc\nd\ne\nf\ng"}, {"right": 4}, {"right": 0}]
)
def test_a_question_has_choices_and_one_of_them_is_right(fields):
    with pytest.raises(ValidationError):
        make_question(**fields)


def test_the_gain_counts_those_who_took_both(programme):
    session = make_session(programme)
    last = session.meetings.get().starts_at
    first, second = make_seated(session), make_seated(session)
    assert gain_of(session).gain is None
    take(first, "before", 2, 2)
    take(second, "before", 1, 2)
    take(first, "after", 1, 1, at=last)
    gain = gain_of(session)
    assert (gain.before, gain.after, gain.both, gain.gain) == (25, 100, 1, 100)


def test_a_participant_takes_the_test_and_a_planner_sees_the_gain(client_as, programme):
    person = make_worker()
    session = make_seated(make_session(programme), person).session
    client = client_as(person.user)
    address = reverse("training:test", args=[session.pk, "sebelum"])
    assert address in client.get(reverse("training:session-detail", args=[session.pk])).content.decode()
    data = {f"q-{pk}": "1" for pk in answers(programme, 1, 1)}
    assert "2 dari 2 jawaban benar" in client.post(address, data, follow=True).content.decode()
    planner = client_as(Role.DIVISION_HEAD)
    assert "100 %" in planner.get(reverse("training:session-office", args=[session.pk])).content.decode()
    assert client.get(reverse("training:test", args=[session.pk, "kapan"])).status_code == 404


def test_a_planner_adds_a_question_and_takes_it_out_of_use(client_as):
    client, programme = client_as(Role.DIVISION_HEAD), make_programme()
    address = reverse("training:questions", args=[programme.pk])
    client.post(address, {"text": "Apa itu OPAC?", "choices": "Katalog\nKamus", "right": "1"})
    question = TestQuestion.objects.get()
    assert question.options == ["Katalog", "Kamus"]
    client.post(reverse("training:question-retire", args=[question.pk]))
    assert "Apa itu OPAC?" not in client.get(address).content.decode()
    assert_same_queries(client, address, lambda: make_question(programme))
