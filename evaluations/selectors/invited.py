"""Surveys by invitation: who attended, whose link it is, and what was said, from five answers on."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.core.signing import BadSignature
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import JSONObject

from baubau_pembinaan.core.statements import KeptModels, blank
from evaluations.choices import PeriodStatus, QuestionKind
from evaluations.guard import SMALLEST_GROUP
from evaluations.links import read_invitation
from evaluations.models import Answer, Invitation, Period, Question, SpentLink, Survey
from evaluations.models.instrument import SLOTS
from evaluations.selectors.public import questions_of_version
from evaluations.skm import half_up
from outreach.models import CheckIn, Registration
from outreach.models import Session as EventDate
from outreach.selectors.attendance import attendees_of
from training.choices import EnrolmentStatus
from training.models import Enrolment, Session

ATTENDED = (EnrolmentStatus.ATTENDED, EnrolmentStatus.COMPLETED)


def attended_training(session: Session) -> QuerySet[Enrolment]:
    """Who was there, by the attendance taken so far."""
    return session.enrolments.filter(status__in=ATTENDED).order_by("pk")


def attended_event(held: EventDate) -> list[Registration]:
    """Who came to this date: where arrivals were noted, those noted; else who had a seat and was not marked absent."""
    rows = attendees_of(held.event, session_id=held.pk).annotate(
        came=Exists(CheckIn.objects.of_those_expected().filter(registration=OuterRef("pk")))
    )
    found: list[Any] = list(rows)
    return [row for row in found if row.came] if any(row.came for row in found) else found


def invitation_of(token: str) -> Invitation | None:
    """Behind a genuine link in force of somebody who attended; None for anything else. One statement."""
    try:
        key = read_invitation(token)
    except BadSignature:
        return None
    came = Q(enrolment__status__in=ATTENDED) | Q(
        registration__no_show=False, registration__erased_at__isnull=True, registration__isnull=False
    )
    rows = Invitation.objects.filter(came, key=key, revoked_at=None)
    return rows.select_related("period__survey", "period__version").first()


def is_spent(invitation: Invitation) -> bool:
    return SpentLink.objects.filter(digest=invitation.spent_digest).exists()


@dataclass(frozen=True)
class Asked:
    """One rated question: `mean` (two decimals) is None where fewer than five answered it."""

    text: str
    mean: Decimal | None
    best: int


@dataclass
class Feedback:
    """What stands on the page of a session or event. `means` is empty until five people answered."""

    survey: Survey | None
    period_id: int | None = None
    ends_on: date | None = None
    asked: int = 0
    n: int = 0
    is_closed: bool = False
    means: list[Asked] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return self.n >= SMALLEST_GROUP


def feedback_about(subject: dict[str, Any]) -> Feedback:
    """The newest period of the survey about `subject` (a filter of Survey), counted as it stands at this moment.

    One statement once the questions are known: the pages this stands on have no more to spare. The answers are those of
    a few invited people, so they are counted directly.
    """
    [(name, about)] = subject.items()
    survey: Any = _about(name).first(about=about.pk)
    if survey is None or survey.newest is None:
        return Feedback(survey)
    found, said = survey.newest, survey.newest["said"] or {"n": 0}
    shown = Feedback(survey, found["pk"], date.fromisoformat(found["ends_on"]), found["asked"] or 0, said["n"])
    shown.is_closed = found["status"] != PeriodStatus.OPEN
    if shown.is_shown:
        shown.means = [_asked(q, said) for q in questions_of_version(found["version"]) if q.slot and not q.unsur]
    return shown


@lru_cache
def _about(name: str) -> KeptModels[Survey]:
    """The survey about what stands in this field, with its newest period counted."""
    newest = Period.objects.filter(survey=OuterRef("pk")).order_by("-starts_on", "-pk")
    newest = newest.annotate(asked=_links(), said=said_in_period())
    row = JSONObject(pk="pk", ends_on="ends_on", status="status", version="version_id", asked="asked", said="said")
    surveys = Survey.objects.filter(**{name: blank("about")}).annotate(newest=newest.values(data=row)[:1])
    return KeptModels(lambda: surveys)


def _links() -> Any:
    rows = Invitation.objects.filter(period=OuterRef("pk")).order_by().values("period")
    return rows.annotate(n=Count("pk")).values("n")


def said_in_period() -> Any:
    """Of a period (an outer query): how many answered, and for each rating column how many and their sum."""
    sums: dict[str, Any] = {"n": Count("pk")}
    for slot in range(1, SLOTS + 1):
        sums |= {f"n{slot}": Count(f"r{slot}"), f"s{slot}": Sum(f"r{slot}")}
    rows = Answer.objects.filter(period=OuterRef("pk")).order_by().values("period")
    return rows.annotate(data=JSONObject(**sums)).values("data")


def _asked(question: Question, said: dict[str, int]) -> Asked:
    n = said[f"n{question.slot}"]
    mean = half_up(Fraction(said[f"s{question.slot}"], n), 2) if n >= SMALLEST_GROUP else None
    return Asked(question.reader_text, mean, 3 if question.kind == QuestionKind.FACES else 4)


def all_invitations() -> QuerySet[Invitation]:
    """With what their names need."""
    return Invitation.objects.select_related(
        "period__survey", "enrolment__profile", "enrolment__session__programme", "registration__session"
    )


def invitations_of(survey: Survey) -> QuerySet[Invitation]:
    """The links of a survey, the newest period first. Whether one was used stands nowhere."""
    rows = all_invitations().filter(period__survey=survey)
    return rows.order_by("-period__starts_on", "enrolment__profile__name", "registration__name", "pk")
