"""What the pages about patrons' comments read. Nothing here tells who wrote one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from baubau_pembinaan.accounts.models import Appointment
from baubau_pembinaan.accounts.rules import profile_of
from evaluations.choices import CommentKind, CommentState
from evaluations.models import Comment
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

    period: str
    text: str
    kind: str
    answer: str
    reply: str


def published_comments(periods: Iterable[int], most: int) -> dict[int, list[PublishedComment]]:
    """Survey -> `most` public comments of these periods: answered ones first, then of the newest period, then in an
    order that means nothing. One statement."""
    answered = Case(When(handling__answer="", then=0), default=1)
    place = Window(
        RowNumber(), partition_by="period__survey", order_by=[answered.desc(), F("period__starts_on").desc(), F("pk")]
    )
    rows = (
        Comment.objects.filter(period__in=list(periods), handling__state=CommentState.PUBLIC)
        .exclude(handling__shown="")
        .annotate(place=place)
        .filter(place__lte=most)
        .select_related("handling", "period")
        .order_by("period__survey", "place")
    )
    found: dict[int, list[PublishedComment]] = {}
    for comment in rows:
        care = comment.handling
        shown = PublishedComment(
            period=comment.period.key,
            text=care.shown,
            kind=str(CommentKind(care.kind).label) if care.kind else "",
            answer=care.answer,
            reply=care.reply,
        )
        found.setdefault(comment.period.survey_id, []).append(shown)
    return found
