"""The jumps of a review, each by its name. Whoever asks at the wrong stage, or is the wrong one, gets PermissionDenied.

Planning -> plan waits -> agreed and running -> self-assessment -> supervisor's evaluation -> (calibration) -> released
-> acknowledged, or objected and decided by the supervisor's superior -> locked.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications.services import notify
from evaluations.models import Review
from evaluations.notification_kinds import REVIEW
from evaluations.review_access import Access, access_to
from evaluations.review_choices import CycleStatus, Rating, ResultKind, Stage

from .refusals import (
    NotAtThisStage,
    NotYours,
    PlanEmpty,
    RatingMissing,
    ReasonMissing,
    SelfAssessmentEmpty,
)


def locked(review: Review, on: date) -> Review:
    """The row as it stands, locked until the end of the transaction, with its leaders of that day."""
    Review.objects.select_for_update().get(pk=review.pk)
    return Review.objects.with_leaders(on).select_related("cycle", "person__user").get(pk=review.pk)


def begin(review: Review, by: Any, on: date, stages: tuple[Stage, ...], may: Callable[[Access], bool]) -> Review:
    """Lock and ask: is the cycle running, is it the stage, is it theirs? Raises NotAtThisStage, NotYours."""
    row = locked(review, on)
    if not may(access_to(by, row, on)):
        raise NotYours
    if row.cycle.status != CycleStatus.RUNNING or row.stage not in stages:
        raise NotAtThisStage
    return row


def _write(row: Review, by: Any, stage: Stage, reason: str = "", **dates: Any) -> Review:
    row.stage = stage
    for name, value in dates.items():
        setattr(row, name, value)
    row.version += 1
    with acting(by, reason):
        row.save()
    return row


def _tell(row: Review, profile: StaffProfile | None, subject: str | Promise, by: Any) -> None:
    user = profile.user if profile else None
    if user is None or user == by:
        return
    notify(
        recipient=user,
        key=f"evaluations.review.{row.pk}.{row.version}",
        kind=REVIEW.code,
        subject=subject,
        body=_("Open the page to see it; nothing of it is written in this message."),
        url=reverse("evaluations:review-detail", args=[row.pk]),
    )


def _profile(pk: int | None) -> StaffProfile | None:
    return StaffProfile.objects.select_related("user").filter(pk=pk).first() if pk else None


@transaction.atomic
def propose_plan(*, review: Review, by: Any, on: date) -> Review:
    """The person hands the plan to the supervisor. Raises PlanEmpty."""
    row = begin(review, by, on, (Stage.PLANNING,), lambda access: access.is_person)
    if not row.results.filter(kind=ResultKind.MAIN).exists():
        raise PlanEmpty
    _write(row, by, Stage.PROPOSED)
    _tell(row, _profile(row.lead_id), _("A plan waits for your agreement"), by)
    return row


@transaction.atomic
def return_plan(*, review: Review, by: Any, on: date, reason: str) -> Review:
    row = begin(review, by, on, (Stage.PROPOSED,), lambda access: access.is_lead)
    if not reason.strip():
        raise ReasonMissing
    _write(row, by, Stage.PLANNING, reason.strip())
    _tell(row, row.person, _("Your plan came back to be changed"), by)
    return row


@transaction.atomic
def agree_plan(*, review: Review, by: Any, on: date) -> Review:
    row = begin(review, by, on, (Stage.PROPOSED,), lambda access: access.is_lead)
    _write(row, by, Stage.RUNNING, agreed_on=on)
    _tell(row, row.person, _("Your plan is agreed"), by)
    return row


@transaction.atomic
def open_self_assessment(*, review: Review, by: Any, on: date) -> Review:
    """The person begins to look back; work goes on being written down."""
    row = begin(review, by, on, (Stage.RUNNING,), lambda access: access.is_person)
    return _write(row, by, Stage.SELF)


@transaction.atomic
def submit_self_assessment(*, review: Review, by: Any, on: date) -> Review:
    """Raises SelfAssessmentEmpty."""
    row = begin(review, by, on, (Stage.SELF,), lambda access: access.is_person)
    if not row.self_text.strip():
        raise SelfAssessmentEmpty
    _write(row, by, Stage.RATING, self_on=on)
    _tell(row, _profile(row.lead_id), _("A self-assessment waits for your evaluation"), by)
    return row


@transaction.atomic
def submit_rating(*, review: Review, by: Any, on: date) -> Review:
    """The supervisor hands in both ratings: to the calibration, or where that is off to the person. RatingMissing."""
    row = begin(review, by, on, (Stage.RATING,), lambda access: access.is_lead)
    if row.predicate is None:
        raise RatingMissing
    if switches.is_on("review_calibration"):
        return _write(row, by, Stage.CALIBRATION, rated_on=on)
    _write(row, by, Stage.RELEASED, rated_on=on, released_on=on)
    _tell(row, row.person, _("Your review is released"), by)
    return row


@transaction.atomic
def return_rating(*, review: Review, by: Any, on: date, reason: str) -> Review:
    """The head asks the supervisor to look again; the head never writes a rating in the supervisor's place."""
    row = begin(review, by, on, (Stage.CALIBRATION,), lambda access: access.is_head)
    if not reason.strip():
        raise ReasonMissing
    _write(row, by, Stage.RATING, reason.strip(), rated_on=None)
    _tell(row, _profile(row.lead_id), _("An evaluation came back from the calibration"), by)
    return row


@transaction.atomic
def release_review(*, review: Review, by: Any, on: date) -> Review:
    row = begin(review, by, on, (Stage.CALIBRATION,), lambda access: access.is_head)
    _write(row, by, Stage.RELEASED, released_on=on)
    _tell(row, row.person, _("Your review is released"), by)
    return row


@transaction.atomic
def acknowledge_review(*, review: Review, by: Any, on: date) -> Review:
    row = begin(review, by, on, (Stage.RELEASED,), lambda access: access.is_person)
    return _write(row, by, Stage.ACKNOWLEDGED)


@transaction.atomic
def object_to_review(*, review: Review, by: Any, on: date, reason: str) -> Review:
    """The person objects; the supervisor's superior decides (PermenPAN-RB 6/2022, Pasal 28-29)."""
    row = begin(review, by, on, (Stage.RELEASED,), lambda access: access.is_person)
    if not reason.strip():
        raise ReasonMissing
    _write(row, by, Stage.OBJECTED, objection=reason.strip()[:4000])
    _tell(row, _profile(row.superior_id), _("An objection waits for your decision"), by)
    return row


@transaction.atomic
def decide_objection(
    *, review: Review, by: Any, on: date, reason: str, result_rating: int, conduct_rating: int
) -> Review:
    """The superior (the head where there is none) upholds or changes the ratings and says why; that locks it."""
    row = begin(
        review,
        by,
        on,
        (Stage.OBJECTED,),
        lambda access: access.is_superior or (access.is_head and review_has_no_superior(review, on)),
    )
    if not reason.strip():
        raise ReasonMissing
    row.objection_answer = reason.strip()[:4000]
    _write(
        row,
        by,
        Stage.LOCKED,
        str(_("Decision on the objection")),
        result_rating=Rating(result_rating),
        conduct_rating=Rating(conduct_rating),
        closed_on=on,
    )
    _tell(row, row.person, _("Your objection is decided"), by)
    return row


def review_has_no_superior(review: Review, on: date) -> bool:
    return Review.objects.with_leaders(on).filter(pk=review.pk, superior_id=None).exists()


@transaction.atomic
def lock_review(*, review: Review, by: Any, on: date) -> Review:
    """The head closes what the person has acknowledged; from then on nothing in it changes."""
    row = begin(review, by, on, (Stage.ACKNOWLEDGED,), lambda access: access.is_head)
    return _write(row, by, Stage.LOCKED, closed_on=on)
