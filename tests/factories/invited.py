"""Surveys after trainings and events, for tests."""

from datetime import timedelta

from django.utils import timezone

from evaluations.models import Answer, Invitation, Survey
from evaluations.services import invited
from evaluations.services.answering import AnswerDraft
from outreach.choices import SessionState
from outreach.models import Session as EventDate
from tests.factories.outreach import make_event, make_registration
from tests.factories.outreach import make_session as make_date
from tests.factories.training import make_held
from training.models import Session


def make_asked_session(people: int = 1, **fields) -> Session:
    """A session of yesterday whose participants were sent their links."""
    session = make_held(people=people, **fields)
    invited.ask_after_training(session=session, at=timezone.now())
    return session


def links_of(session: Session) -> list[Invitation]:
    return list(Invitation.objects.filter(enrolment__session=session).order_by("pk"))


def make_invitation(session: Session | None = None) -> Invitation:
    return links_of(session or make_asked_session())[0]


def make_answered(session: Session, ratings: list[int]) -> list[Invitation]:
    """As many of the session's people as there are ratings answer, all questions alike."""
    links = links_of(session)[: len(ratings)]
    for link, rating in zip(links, ratings, strict=True):
        draft = AnswerDraft(ratings=dict.fromkeys(range(1, 5), rating), day=link.period.starts_on, slot=1)
        assert invited.answer_by_link(invitation=link, draft=draft)
    return links


def make_date_held(event=None, people: int = 1, **fields) -> EventDate:
    """A date of yesterday that took place, with so many registered, each by an e-mail of their own."""
    date = make_date(event or make_event(), **fields)
    for number in range(people):
        make_registration(date, email=f"peserta{date.pk}-{number}@example.org")
    starts = timezone.now() - timedelta(hours=26)
    EventDate.objects.filter(pk=date.pk).update(
        starts_at=starts, ends_at=starts + timedelta(hours=2), state=SessionState.HELD
    )
    date.refresh_from_db()
    return date


def make_event_survey(event=None) -> Survey:
    return invited.survey_about(event=event or make_event())


def counted(survey: Survey) -> int:
    return Answer.objects.filter(period__survey=survey).count()
