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

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications.services import notify
from evaluations.models import Review
from evaluations.notification_kinds import REVIEW
from evaluations.review_access import Access, access_to
from evaluations.review_choices import CycleStatus, Rating, Stage

from . import standing
from .readiness import judge
from .refusals import (
    ChangedMeanwhile,
    NotAtThisStage,
    NotLateYet,
    NotYours,
    ReasonMissing,
    RowGone,
)
from .round_end import end_round_of


def locked(review: Review, on: date) -> Review:
    """The row as it stands, locked until the end of the transaction, with its leaders of that day. Raises RowGone."""
    if not Review.objects.select_for_update().filter(pk=review.pk).exists():
        raise RowGone
    return Review.objects.with_leaders(on).with_superior(on).select_related("cycle", "person__user").get(pk=review.pk)


def begin(
    review: Review,
    by: Any,
    on: date,
    stages: tuple[Stage, ...],
    may: Callable[[Access], bool],
    *,
    seen: str | None = None,
) -> Review:
    """Lock and ask: is the cycle running, is it the stage, is it theirs, is it still what they saw (`seen`)?

    Raises NotAtThisStage, NotYours, ChangedMeanwhile. `seen` None: nobody looked at a page before.
    """
    row = locked(review, on)
    if not may(access_to(by, row, on)):
        raise NotYours
    if row.cycle.status != CycleStatus.RUNNING or row.stage not in stages:
        raise NotAtThisStage
    if seen is not None and (changed := standing.differences(seen, standing.parts_of(row))):
        raise ChangedMeanwhile(changed)
    return row


def write_stage(row: Review, by: Any, stage: Stage, **fields: Any) -> Review:
    """Put the review at that stage. The book gets no reason: it would be what somebody wrote to somebody."""
    row.stage = stage
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    with acting(by):
        row.save()
    return row


def tell(row: Review, profile: StaffProfile | None, subject: str | Promise, by: Any) -> None:
    """Say it once to that person for this version of the review; nobody is told of their own deed."""
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


def profile_at(pk: int | None) -> StaffProfile | None:
    """With the account."""
    return StaffProfile.objects.select_related("user").filter(pk=pk).first() if pk else None


@transaction.atomic
def propose_plan(*, review: Review, by: Any, on: date, seen: str | None = None) -> Review:
    """The person hands the plan to the supervisor. Raises PlanEmpty."""
    row = begin(review, by, on, (Stage.PLANNING,), lambda access: access.is_person, seen=seen)
    judge(row, on)
    write_stage(row, by, Stage.PROPOSED, sent_back="")
    tell(row, profile_at(row.lead_id), _("A plan waits for your agreement"), by)
    return row


@transaction.atomic
def return_plan(*, review: Review, by: Any, on: date, reason: str, seen: str | None = None) -> Review:
    row = begin(review, by, on, (Stage.PROPOSED,), lambda access: access.is_lead, seen=seen)
    if not reason.strip():
        raise ReasonMissing
    write_stage(row, by, Stage.PLANNING, sent_back=reason.strip()[:4000])
    tell(row, row.person, _("Your plan came back to be changed"), by)
    return row


@transaction.atomic
def agree_plan(*, review: Review, by: Any, on: date, seen: str | None = None) -> Review:
    """Raises ExpectationsMissing: the paper that is signed holds them."""
    row = begin(review, by, on, (Stage.PROPOSED,), lambda access: access.is_lead, seen=seen)
    judge(row, on)
    write_stage(row, by, Stage.RUNNING, agreed_on=on)
    tell(row, row.person, _("Your plan is agreed"), by)
    return row


@transaction.atomic
def open_self_assessment(*, review: Review, by: Any, on: date, seen: str | None = None) -> Review:
    """The person begins to look back; work goes on being written down. Raises YearNotBegun."""
    row = begin(review, by, on, (Stage.RUNNING,), lambda access: access.is_person, seen=seen)
    judge(row, on)
    return write_stage(row, by, Stage.SELF)


@transaction.atomic
def submit_self_assessment(*, review: Review, by: Any, on: date, seen: str | None = None) -> Review:
    """Raises SelfAssessmentEmpty."""
    row = begin(review, by, on, (Stage.SELF,), lambda access: access.is_person, seen=seen)
    judge(row, on)
    write_stage(row, by, Stage.RATING, self_on=on, sent_back="")
    tell(row, profile_at(row.lead_id), _("A self-assessment waits for your evaluation"), by)
    return row


@transaction.atomic
def return_self_assessment(*, review: Review, by: Any, on: date, reason: str, seen: str | None = None) -> Review:
    """Before the evaluation is handed in the supervisor may ask the person to write on. Raises ReasonMissing."""
    row = begin(review, by, on, (Stage.RATING,), lambda access: access.is_lead, seen=seen)
    if not reason.strip():
        raise ReasonMissing
    write_stage(row, by, Stage.SELF, sent_back=reason.strip()[:4000], self_on=None)
    tell(row, row.person, _("Your self-assessment came back to be completed"), by)
    return row


@transaction.atomic
def submit_rating(*, review: Review, by: Any, on: date, seen: str | None = None) -> Review:
    """The supervisor hands in both ratings: to the calibration, or where that is off to the person. RatingMissing."""
    row = begin(review, by, on, (Stage.RATING,), lambda access: access.is_lead, seen=seen)
    judge(row, on)
    rated: dict[str, Any] = {"rated_on": on, "rated_by": profile_of(by), "sent_back": ""}
    if switches.is_on("review_calibration"):
        return write_stage(row, by, Stage.CALIBRATION, **rated)
    return _release(row, by, on, **rated)


def _release(row: Review, by: Any, on: date, **fields: Any) -> Review:
    """The person reads everything now; colleagues are no longer asked about a year that is evaluated."""
    end_round_of(row, by=by, on=on)
    write_stage(row, by, Stage.RELEASED, released_on=on, **fields)
    tell(row, row.person, _("Your review is released"), by)
    return row


@transaction.atomic
def return_rating(*, review: Review, by: Any, on: date, reason: str, seen: str | None = None) -> Review:
    """The head asks the supervisor to look again; the head never writes a rating in the supervisor's place."""
    row = begin(review, by, on, (Stage.CALIBRATION,), lambda access: access.is_head, seen=seen)
    if not reason.strip():
        raise ReasonMissing
    write_stage(row, by, Stage.RATING, sent_back=reason.strip()[:4000], rated_on=None)
    tell(row, profile_at(row.lead_id), _("An evaluation came back from the calibration"), by)
    return row


@transaction.atomic
def release_review(*, review: Review, by: Any, on: date, seen: str | None = None) -> Review:
    """By the head after the calibration; an open round of 360-degree feedback ends with it."""
    row = begin(review, by, on, (Stage.CALIBRATION,), lambda access: access.is_head, seen=seen)
    return _release(row, by, on)


@transaction.atomic
def acknowledge_review(*, review: Review, by: Any, on: date, seen: str | None = None) -> Review:
    row = begin(review, by, on, (Stage.RELEASED,), lambda access: access.is_person, seen=seen)
    return write_stage(row, by, Stage.ACKNOWLEDGED)


@transaction.atomic
def object_to_review(*, review: Review, by: Any, on: date, reason: str, seen: str | None = None) -> Review:
    """The person objects; the supervisor's superior decides (PermenPAN-RB 6/2022, Pasal 28-29), else the head."""
    row = begin(review, by, on, (Stage.RELEASED,), lambda access: access.is_person, seen=seen)
    if not reason.strip():
        raise ReasonMissing
    write_stage(row, by, Stage.OBJECTED, objection=reason.strip()[:4000])
    for profile in [profile_at(row.superior_id)] if row.superior_id else heads():
        if profile is not None and profile.pk in (row.lead_id, row.rated_by_id):
            tell(row, profile, _("An objection against your evaluation: somebody else has to be named to decide"), by)
        else:
            tell(row, profile, _("An objection waits for your decision"), by)
    return row


@transaction.atomic
def decide_objection(
    *,
    review: Review,
    by: Any,
    on: date,
    reason: str,
    result_rating: int,
    conduct_rating: int,
    seen: str | None = None,
) -> Review:
    """The superior, or the head where none can, upholds or changes the ratings and says why; that locks it.

    Whoever leads the person or has rated them never decides.
    """
    row = begin(
        review,
        by,
        on,
        (Stage.OBJECTED,),
        lambda access: access.decides,
        seen=seen,
    )
    if not reason.strip():
        raise ReasonMissing
    row.objection_answer = reason.strip()[:4000]
    row.result_rating_before, row.conduct_rating_before = row.result_rating, row.conduct_rating
    write_stage(
        row,
        by,
        Stage.LOCKED,
        result_rating=Rating(result_rating),
        conduct_rating=Rating(conduct_rating),
        decided_by=profile_of(by),
        closed_on=on,
    )
    tell(row, row.person, _("Your objection is decided"), by)
    return row


def heads() -> list[StaffProfile]:
    """Heads of the agency with an account, each with it."""
    rows = StaffProfile.objects.filter(user__is_active=True, user__groups__name=Role.AGENCY_HEAD)
    return list(rows.select_related("user").order_by("pk"))


@transaction.atomic
def lock_review(*, review: Review, by: Any, on: date, seen: str | None = None) -> Review:
    """The head closes what the person has acknowledged; from then on nothing in it changes."""
    row = begin(review, by, on, (Stage.ACKNOWLEDGED,), lambda access: access.is_head, seen=seen)
    return write_stage(row, by, Stage.LOCKED, closed_on=on)


@transaction.atomic
def close_unanswered(*, review: Review, by: Any, on: date, reason: str, seen: str | None = None) -> Review:
    """The head ends what a person neither acknowledges nor objects to by the deadline. Raises NotLateYet."""
    row = begin(review, by, on, (Stage.RELEASED,), lambda access: access.is_head, seen=seen)
    if not row.is_late_on(on):
        raise NotLateYet
    if not reason.strip():
        raise ReasonMissing
    write_stage(row, by, Stage.LOCKED, closing_note=reason.strip()[:4000], closed_on=on)
    tell(row, row.person, _("Your review was closed without your answer"), by)
    return row
