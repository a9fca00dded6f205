"""Lesson plans, the mini-test around a lesson, observing a colleague's teaching."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.history import acting
from outreach.models import (
    ClassLesson,
    LearningOutcome,
    LessonPlan,
    Observation,
    Session,
    TestQuestion,
    TestSheet,
    TestTally,
    on_date,
)
from outreach.services.attendance import CLOSES_AFTER, OPENS_BEFORE


@dataclass(frozen=True)
class Asked:
    """A question of the mini-test; `outcome` is the number of the learning outcome it asks for, from 1."""

    outcome: int
    text: str
    right: str
    others: tuple[str, ...]


class PlanTaught(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            {"questions": _("A class has answered these questions already. Copy the plan and change the copy.")}
        )


class OutcomesMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"outcomes": _("Write one learning outcome at least.")})


class UnknownOutcome(ValidationError):
    def __init__(self, number: int) -> None:
        super().__init__({"questions": _("There is no learning outcome number %(n)s.") % {"n": number}})


class PlanInUse(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The mini-test of this class has answers already: its lesson plan stays."))


class NotTestTime(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Answers are taken from half a day before the lesson until two weeks after it."))


class MoreRightThanAsked(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("There cannot be more right answers than answers."))


class NotTheTeacher(ValidationError):
    def __init__(self) -> None:
        super().__init__({"teacher": _("This colleague does not lead the date.")})


class OwnTeaching(ValidationError):
    def __init__(self) -> None:
        super().__init__({"teacher": _("A colleague observes you; you cannot observe yourself.")})


class LessonNotBegun(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The observation is written after the lesson has begun."))


@transaction.atomic
def save_plan(*, plan: LessonPlan, outcomes: Sequence[str], questions: Sequence[Asked], by: Any) -> LessonPlan:
    """Keep a plan with exactly these outcomes and questions. What a class answered already never changes.

    Raises OutcomesMissing, UnknownOutcome, PlanTaught.
    """
    if not outcomes:
        raise OutcomesMissing
    for asked in questions:
        if not 1 <= asked.outcome <= len(outcomes):
            raise UnknownOutcome(asked.outcome)
    taught = bool(plan.pk) and TestTally.objects.filter(lesson__plan=plan).exists()
    if taught and (list(outcomes), list(questions)) != content_of(plan):
        raise PlanTaught
    with acting(by):
        plan.save()
    if taught:
        return plan
    plan.questions.all().delete()
    plan.outcomes.all().delete()
    made = LearningOutcome.objects.bulk_create(
        [LearningOutcome(plan=plan, order=order, text=text) for order, text in enumerate(outcomes, start=1)]
    )
    TestQuestion.objects.bulk_create(
        [
            TestQuestion(
                plan=plan, order=order, outcome=made[row.outcome - 1], text=row.text, right=row.right,
                others="\n".join(row.others),
            )
            for order, row in enumerate(questions, start=1)
        ]
    )  # fmt: skip
    return plan


def content_of(plan: LessonPlan) -> tuple[list[str], list[Asked]]:
    """Outcomes and questions as save_plan takes them."""
    outcomes = list(plan.outcomes.order_by("order"))
    numbers = {row.pk: number for number, row in enumerate(outcomes, start=1)}
    questions = [
        Asked(numbers[row.outcome_id], row.text, row.right, tuple(row.others.splitlines()))
        for row in plan.questions.order_by("order")
    ]
    return [row.text for row in outcomes], questions


@transaction.atomic
def copy_plan(*, plan: LessonPlan, by: Any) -> LessonPlan:
    """A plan like this one, free to be changed."""
    outcomes, questions = content_of(plan)
    copy = LessonPlan(
        title=_("%(title)s (copy)") % {"title": plan.title[:100]}, age_band=plan.age_band, minutes=plan.minutes,
        steps=plan.steps, materials=plan.materials,
    )  # fmt: skip
    return save_plan(plan=copy, outcomes=outcomes, questions=questions, by=by)


@transaction.atomic
def teach_by(*, session: Session, plan: LessonPlan) -> ClassLesson:
    """Choose the plan of a date; another one may be chosen until the mini-test has answers. Raises PlanInUse."""
    Session.objects.select_for_update().get(pk=session.pk)
    lesson = ClassLesson.objects.filter(session=session).first() or ClassLesson(session=session, plan=plan)
    if lesson.plan_id != plan.pk and lesson.tallies.exists():
        raise PlanInUse
    lesson.plan = plan
    lesson.save()
    return lesson


def takes_answers(session: Session, at: datetime) -> bool:
    return not session.is_cancelled and session.starts_at - OPENS_BEFORE <= at <= session.ends_at + CLOSES_AFTER


def _locked(lesson: ClassLesson) -> ClassLesson:
    return ClassLesson.objects.select_for_update(of=("self",)).select_related("session").get(pk=lesson.pk)


@transaction.atomic
def hand_in(*, lesson: ClassLesson, phase: str, answers: Mapping[int, str], nonce: str, at: datetime) -> bool:
    """Count one pupil's sheet (question id -> answer); False where the same sheet was counted before.

    A question left empty is not counted. Raises NotTestTime.
    """
    locked = _locked(lesson)
    if not takes_answers(locked.session, at):
        raise NotTestTime
    if TestSheet.objects.filter(nonce=nonce).exists():
        return False
    TestSheet.objects.create(lesson=locked, phase=phase, nonce=nonce)
    known = {row.question_id: row for row in locked.tallies.filter(phase=phase)}
    for question in TestQuestion.objects.filter(plan=locked.plan_id, pk__in=answers).order_by("order"):
        if not answers[question.pk]:
            continue
        tally = known.get(question.pk) or TestTally(lesson=locked, phase=phase, question=question)
        tally.asked += 1
        tally.right += answers[question.pk] == question.right
        tally.save()
    return True


@transaction.atomic
def count_by_hand(*, lesson: ClassLesson, phase: str, counts: Mapping[int, tuple[int, int]], at: datetime) -> None:
    """Set what was counted in the room: question id -> (right, answered). Raises NotTestTime, MoreRightThanAsked."""
    locked = _locked(lesson)
    if not takes_answers(locked.session, at):
        raise NotTestTime
    if any(right > asked for right, asked in counts.values()):
        raise MoreRightThanAsked
    locked.tallies.filter(phase=phase).delete()
    mine = set(TestQuestion.objects.filter(plan=locked.plan_id).values_list("pk", flat=True))
    TestTally.objects.bulk_create(
        [
            TestTally(lesson=locked, phase=phase, question_id=pk, right=right, asked=asked)
            for pk, (right, asked) in counts.items()
            if asked and pk in mine
        ]
    )


def teaches(session: Session, profile: Any) -> bool:
    crew = session.event.crew.filter(on_date(session.pk, session.starts_at), profile=profile)
    return crew.exists()


@transaction.atomic
def observe(*, observation: Observation, by: Any, at: datetime) -> Observation:
    """Keep what a colleague saw; writing again corrects it. Raises OwnTeaching, NotTheTeacher, LessonNotBegun."""
    session = Session.objects.select_for_update(of=("self",)).select_related("event").get(pk=observation.session_id)
    if observation.teacher_id == observation.observer_id:
        raise OwnTeaching
    if not teaches(session, observation.teacher_id):
        raise NotTheTeacher
    if session.is_cancelled or session.starts_at > at:
        raise LessonNotBegun
    observation.day = timezone.localdate(session.starts_at)
    with acting(by):
        observation.save()
    return observation
