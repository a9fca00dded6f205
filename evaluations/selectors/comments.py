"""What the pages about patrons' comments read. Nothing here tells who wrote one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from baubau_pembinaan.accounts.models import Appointment
from baubau_pembinaan.accounts.rules import profile_of
from evaluations.choices import CommentKind, CommentState
from evaluations.models import Comment, Period
from evaluations.models.comment import DAYS_TO_DECIDE

WAITING = Q(handling=None) | Q(handling__state=CommentState.WAITING)
UNFINISHED = Q(handling__finished_on=None) & ~WAITING & ~Q(handling__state=CommentState.REMOVED)
MODERATE = "evaluations.moderate_comment"


def overdue(today: date) -> Q:
    """Undecided for longer than DAYS_TO_DECIDE, or past the day on which somebody was to have seen to it."""
    late = Q(handling__due_on__lt=today) & UNFINISHED
    return late | (WAITING & Q(day__lt=today - timedelta(days=DAYS_TO_DECIDE)))


def visible_to(user: Any, today: date) -> QuerySet[Comment]:
    """The comments this reader may see: moderators all, others what was decided to be for them."""
    comments = Comment.objects.select_related(
        "period__survey__service_point", "period__survey__unit", "handling__person", "handling__owner"
    )
    if user.has_perm(MODERATE):
        return comments
    seen = Q(handling__state=CommentState.PUBLIC)
    profile = profile_of(user)
    if profile is not None:
        units = list(Appointment.objects.on(today).filter(profile=profile).values_list("unit_id", flat=True))
        ours = (
            Q(period__survey__unit__in=units)
            | Q(period__survey__service_point__unit__in=units)
            | Q(period__survey__unit=None, period__survey__service_point=None)
        )
        seen |= Q(handling__state=CommentState.UNIT) & ours
        seen |= Q(handling__state=CommentState.UNIT, handling__owner=profile)
        seen |= Q(handling__state=CommentState.PERSON, handling__person=profile)
    return comments.filter(seen)


def comments(
    user: Any, today: date, *, state: str = "", survey: int | None = None, only_overdue: bool = False
) -> QuerySet[Comment]:
    """The list page: newest day first; within a day in an order that means nothing."""
    found = visible_to(user, today)
    if state == CommentState.WAITING:
        found = found.filter(WAITING)
    elif state:
        found = found.filter(handling__state=state)
    if survey is not None:
        found = found.filter(period__survey=survey)
    if only_overdue:
        found = found.filter(overdue(today))
    return found.order_by("-day", "pk")


def to_decide(user: Any, today: date) -> QuerySet[Comment]:
    """Waiting comments, oldest day first."""
    return visible_to(user, today).filter(WAITING).order_by("day", "pk")


@dataclass(frozen=True)
class PublishedComment:
    """What everybody may read: the words (names masked), the kind in words, the library's and the person's answer."""

    text: str
    kind: str
    answer: str
    reply: str
    finished_on: date | None


def published_comments(period: Period) -> list[PublishedComment]:
    """The public comments of a period in an order that means nothing; answered ones first."""
    found = Comment.objects.filter(period=period, handling__state=CommentState.PUBLIC).select_related("handling")
    shown = [
        PublishedComment(
            text=comment.handling.shown,
            kind=str(CommentKind(comment.handling.kind).label) if comment.handling.kind else "",
            answer=comment.handling.answer,
            reply=comment.handling.reply,
            finished_on=comment.handling.finished_on,
        )
        for comment in found.order_by("pk")
    ]
    return sorted(shown, key=lambda comment: not comment.answer)
