"""The demo's feedback after trainings and what participants of one event took away. Nobody is written to."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from evaluations.choices import PeriodStatus, Slot
from evaluations.models import Invitation, Period, Survey
from evaluations.selectors.invited import attended_event, attended_training
from evaluations.services import invited
from evaluations.services.answering import AnswerDraft
from outreach.choices import SessionState
from outreach.models import Session as EventDate
from training.choices import SessionStatus
from training.models import Session

USEFUL = [
    "Latihan langsung di meja layanan.",
    "Contoh kasus dari perpustakaan lain.",
    "Lembar bantu yang bisa dipakai esok hari.",
    "Waktu bertanya cukup.",
]
TRAININGS = 10


def load(context: DemoContext) -> None:
    """The newest finished trainings, and the event whose last date brought most people."""
    held = Session.objects.filter(programme__is_demo=True, status=SessionStatus.FINISHED, ends_on__lt=context.as_of)
    asked = set(Survey.objects.filter(training_session__in=held).values_list("training_session", flat=True))
    for session in held.select_related("programme").order_by("-ends_on", "-pk")[:TRAININGS]:
        if session.pk in asked:
            continue
        links = [{"enrolment": row} for row in attended_training(session)]
        if links and session.ends_on:
            _ask(context, invited.survey_about(session=session), session.ends_on, links, better=0.5)
    _event(context)
    at = datetime.combine(context.as_of, time(12), timezone.get_current_timezone())
    invited.end_answering(at=at)


def _event(context: DemoContext) -> None:
    if Survey.objects.filter(event__is_demo=True).exists():
        return
    states = (SessionState.HELD, SessionState.REPORTED)
    first = context.as_of - timedelta(days=60)
    dates = EventDate.objects.filter(
        event__is_demo=True, state__in=states, starts_at__date__range=(first, context.as_of)
    )
    found = [(attended_event(date), date) for date in dates.select_related("event").order_by("starts_at", "pk")]
    people, date = max(found, key=lambda row: len(row[0]), default=([], None))
    if date is not None and people:
        day = timezone.localdate(date.ends_at)
        links = [{"registration": row} for row in people]
        _ask(context, invited.survey_about(event=date.event), day, links, better=0.3)


def _ask(context: DemoContext, survey: Survey, day: Any, links: Iterable[dict[str, Any]], *, better: float) -> None:
    """Links to all, answers from most of them."""
    with acting(context.shared["users"]["kabid"], reason="Data contoh"):
        period = Period.objects.create(
            survey=survey,
            key=day.isoformat(),
            version=survey.instrument.newest_published(),
            starts_on=day,
            ends_on=day + invited.ANSWER_DAYS,
            status=PeriodStatus.OPEN,
        )
    questions = list(period.version.questions.order_by("order", "pk"))
    for who in links:
        link = Invitation.objects.create(period=period, sent_on=day, **who)
        if context.rng.random() < 0.85:
            rated = {q.slot: min(4, max(2, round(context.rng.gauss(3 + better / 2, 0.6)))) for q in questions if q.slot}
            words = {q.pk: context.rng.choice(USEFUL) for q in questions if not q.slot and context.rng.random() < 0.5}
            draft = AnswerDraft(ratings=rated, day=day, slot=Slot.MORNING, extras=words)
            invited.answer_by_link(invitation=link, draft=draft)
