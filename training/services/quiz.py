"""Taking a test: once before, once after, marked by itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from training.choices import HOLDING_A_SEAT, TestMoment
from training.models import Enrolment, TestAttempt, TestQuestion

from .enrolments import lock_session


class NotYourTest(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Only participants take the test."))


class WrongMoment(ValidationError):
    """Before: until the first meeting is over. After: once the last meeting has begun."""

    def __init__(self) -> None:
        super().__init__(_("This test is not open now."))


class TakenAlready(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("You have taken this test already."))


class AnswersMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Answer every question."))


def is_open(moment: str, meetings: list[Any], at: datetime) -> bool:
    """Whether the test of that moment may be taken now; `meetings` of the session in their order."""
    if not meetings:
        return False
    if moment == TestMoment.BEFORE:
        return at < meetings[0].ends_at
    return at >= meetings[-1].starts_at


@transaction.atomic
def take_test(*, enrolment: Enrolment, moment: str, answers: Mapping[int, int], at: datetime) -> TestAttempt:
    """Mark and keep the answers (question id -> number of the choice).

    Raises NotYourTest, WrongMoment, TakenAlready, AnswersMissing.
    """
    session = lock_session(enrolment.session_id)
    row = Enrolment.objects.get(pk=enrolment.pk)
    if row.status not in HOLDING_A_SEAT:
        raise NotYourTest
    if not is_open(moment, list(session.meetings.order_by("starts_at", "pk")), at):
        raise WrongMoment
    if TestAttempt.objects.filter(enrolment=row, moment=moment).exists():
        raise TakenAlready
    questions = list(TestQuestion.objects.filter(programme=session.programme_id, is_active=True).order_by("pk"))
    if not questions or any(not 1 <= answers.get(q.pk, 0) <= len(q.options) for q in questions):
        raise AnswersMissing
    marked = [
        {
            "question": question.text,
            "chosen": question.options[answers[question.pk] - 1],
            "right": answers[question.pk] == question.right,
        }
        for question in questions
    ]
    score = sum(1 for line in marked if line["right"])
    return TestAttempt.objects.create(
        enrolment=row, moment=moment, marked=marked, score=score, out_of=len(marked), taken_at=at
    )


@transaction.atomic
def save_question(*, question: TestQuestion, by: Any) -> TestQuestion:
    question.full_clean()
    with acting(by):
        question.save()
    return question


@transaction.atomic
def retire_question(*, question: TestQuestion, by: Any) -> None:
    """Take it out of use; tests taken keep it."""
    question.is_active = False
    with acting(by):
        question.save()
