"""Asking those who attended a training session or an event, once, by a link of their own."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.history import acting
from evaluations.choices import InstrumentKind, PeriodStatus
from evaluations.models import Instrument, Invitation, Period, Survey
from evaluations.models.invitation import new_link_key
from evaluations.models.survey import CODE_SIGNS
from evaluations.selectors.invited import attended_event, attended_training
from evaluations.services.answering import AnswerDraft, submit_invited_answer
from evaluations.services.invited_words import event_words, tell_participant
from evaluations.services.surveys import close_period
from outreach.choices import SessionState
from outreach.models import Event, Registration
from outreach.models import Session as EventDate
from outreach.services.notices import tell
from training.choices import SessionStatus
from training.models import Meeting, Session

ANSWER_DAYS = timedelta(days=14)
ASK_WITHIN = timedelta(days=7)  # who attended longer ago is not bothered when the asking begins
# A long series of dates shares a period: it grows with each date, but ends some day so that results are frozen.
PERIOD_AT_MOST = timedelta(days=120)
LEAST_DAYS = timedelta(days=5)
LINK_LOCKS = 7473  # room of the advisory locks on links


class NoQuestionnaire(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("No questionnaire of this kind is published."))


class AskingIsOver(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The answers to this training are closed; nobody is asked about it any more."))


class LinkRevoked(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This link is no longer valid."))


# --- Which survey ------------------------------------------------------------------------------------------------


def survey_about(*, session: Session | None = None, event: Event | None = None) -> Survey:
    """The survey about this session or event, made where there is none. Raises NoQuestionnaire."""
    subject: dict[str, Any] = {"training_session": session} if session else {"event": event}
    found = Survey.objects.filter(**subject).first()
    if found:
        return found
    kind = InstrumentKind.TRAINING if session else InstrumentKind.OUTCOME
    published = Instrument.objects.filter(kind=kind, versions__published_at__isnull=False)
    instrument = published.order_by("pk").first()
    if instrument is None:
        raise NoQuestionnaire
    titles = {"title": session.programme.title, "title_en": session.programme.title_en} if session else {}
    if event:
        titles = {"title": event.title, "title_en": event.title_en}
    is_demo = bool(session.programme.is_demo if session else event and event.is_demo)
    defaults: dict[str, Any] = {name: words[:150] for name, words in titles.items()} | {
        "is_demo": is_demo,  # goes with what it asks about
        "code": "".join(secrets.choice(CODE_SIGNS) for _sign in range(8)),
        "instrument": instrument,
    }
    with acting(None):
        return Survey.objects.get_or_create(**subject, defaults=defaults)[0]


def is_asking_over(session: Session, *, answering_ended: bool, on: date) -> bool:
    """Whether nobody can be asked about the session any more: its answers are closed, or it is too long ago."""
    return answering_ended or (session.ends_on is not None and session.ends_on < on - ASK_WITHIN)


@transaction.atomic
def choose_asking(*, session: Session, on: bool, by: Any, at: datetime) -> Survey:
    """Whether those who attend the session are asked. Raises NoQuestionnaire and AskingIsOver."""
    survey = Survey.objects.select_for_update().get(pk=survey_about(session=session).pk)
    ended = set(survey.periods.values_list("status", flat=True))
    closed = bool(ended) and PeriodStatus.OPEN not in ended
    if is_asking_over(session, answering_ended=closed, on=timezone.localdate(at)):
        raise AskingIsOver
    return set_asking(survey=survey, on=on, by=by)


@transaction.atomic
def set_asking(*, survey: Survey, on: bool, by: Any) -> Survey:
    """Whether those who attended are asked without anybody's doing."""
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    if locked.asks_by_itself != on:
        locked.asks_by_itself = on
        with acting(by):
            locked.save(update_fields=["asks_by_itself"])
    return locked


# --- Asking ------------------------------------------------------------------------------------------------------


def ask_those_due(*, at: datetime) -> int:
    """Send the links of everything that ended within ASK_WITHIN; returns how many went. Safe to run twice."""
    sent = 0
    for session in _sessions_due(at):
        sent += ask_after_training(session=session, at=at)
    for held in _dates_due(at):
        sent += ask_after_event(held=held, at=at)
    return sent


def _sessions_due(at: datetime) -> list[Session]:
    """Sessions whose last meeting ended within the last days, unless somebody switched their survey off."""
    today = timezone.localdate(at)
    ahead = Meeting.objects.filter(session=OuterRef("pk"), ends_at__gt=at)
    off = Survey.objects.filter(training_session=OuterRef("pk"), asks_by_itself=False)
    rows = Session.objects.filter(
        ~Exists(ahead),
        ~Exists(off),
        status__in=[SessionStatus.OPEN, SessionStatus.FINISHED],
        ends_on__range=(today - ASK_WITHIN, today),
    )
    return list(rows.select_related("programme").order_by("ends_on", "pk"))


def _dates_due(at: datetime) -> list[EventDate]:
    rows = EventDate.objects.filter(
        event__survey__asks_by_itself=True,
        state__in=[SessionState.HELD, SessionState.REPORTED],
        ends_at__range=(at - ASK_WITHIN, at),
    )
    return list(rows.select_related("event").order_by("ends_at", "pk"))


@transaction.atomic
def ask_after_training(*, session: Session, at: datetime) -> int:
    """Send a link to everybody who attended and was not asked; returns how many. Nobody's name stands in the survey."""
    people = list(attended_training(session).select_related("profile__user", "session__programme"))
    if not people:
        return 0
    last_day = session.ends_on or timezone.localdate(at)
    period = _period(survey_about(session=session), first=last_day, at=at)
    if period is None:
        return 0
    asked = set(period.invitations.values_list("enrolment", flat=True))
    fresh = [row for row in people if row.pk not in asked]
    for row in fresh:
        invitation, made = Invitation.objects.get_or_create(
            period=period, enrolment=row, defaults={"sent_on": timezone.localdate(at)}
        )
        if made:
            tell_participant(invitation, row)
    return len(fresh)


@transaction.atomic
def ask_after_event(*, held: EventDate, at: datetime) -> int:
    """The same after a date of an event. Who came to several dates is asked once a period.

    An event to which people come without registering has nobody to send a link to: its period opens all the same, for
    those who answer by the code.
    """
    people = attended_event(held)
    if not people and held.event.needs_registration:
        return 0
    period = _period(survey_about(event=held.event), first=timezone.localdate(held.ends_at), at=at)
    if period is None:
        return 0
    asked = period.invitations.values_list("registration", "registration__email", "registration__phone")
    known: set[Any] = {mark for row in asked for mark in row if mark}
    sent = 0
    for row in people:
        if known & {row.pk, row.email or row.pk, row.phone or row.pk}:
            continue
        known |= {mark for mark in (row.pk, row.email, row.phone) if mark}
        invitation = Invitation.objects.create(period=period, registration=row, sent_on=timezone.localdate(at))
        tell(row, f"survey.{period.pk}", event_words(invitation), at=at)
        sent += 1
    return sent


def _period(survey: Survey, *, first: date, at: datetime) -> Period | None:
    """The open period that takes these answers, long enough for them; None where a full one must end first.

    Held under the survey's lock, so that two runs never open two.
    """
    today = timezone.localdate(at)
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    period = locked.periods.filter(status=PeriodStatus.OPEN).first()
    ends_on = today + ANSWER_DAYS
    if period is None:
        if locked.training_session_id and locked.periods.exists():
            return None  # the one period of this session is over
        version = locked.instrument.newest_published()
        if version is None:
            raise NoQuestionnaire
        key = _free_key(locked, first)
        with acting(None):
            return Period.objects.create(
                survey=locked, key=key, version=version, starts_on=first, ends_on=ends_on, status=PeriodStatus.OPEN
            )
    latest = min(ends_on, period.starts_on + PERIOD_AT_MOST)
    if max(period.ends_on, latest) < today + LEAST_DAYS:
        return None
    if locked.event_id and latest > period.ends_on:
        period.ends_on = latest
        with acting(None):
            period.save(update_fields=["ends_on"])
    return period


def _free_key(survey: Survey, first: date) -> str:
    taken = set(survey.periods.values_list("key", flat=True))
    keys = [first.isoformat(), *(f"{first.isoformat()}-{number}" for number in range(2, 100))]
    return next(key for key in keys if key not in taken)


# --- Answering ---------------------------------------------------------------------------------------------------


def answer_by_link(*, invitation: Invitation, draft: AnswerDraft) -> bool:
    """Take one answer in; False where the link was used before. Raises LinkRevoked.

    A link revoked at this very moment takes no answer, or took one before. The lock is an advisory one: a lock on the
    link's row would write this transaction's number into it, which the answer carries too, and so name who answered.
    """
    with transaction.atomic():
        _hold_link(invitation, shared=True)
        row = Invitation.objects.select_related("period").get(pk=invitation.pk)
        if row.is_revoked or row.key != invitation.key:
            raise LinkRevoked
        return submit_invited_answer(period=row.period, draft=draft, spent=row.spent_digest)


def _hold_link(invitation: Invitation, *, shared: bool = False) -> None:
    """Answering shares it, taking the link back does not; kept in memory only, until the transaction ends."""
    with connection.cursor() as cursor:
        function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        cursor.execute(f"SELECT {function}(%s, %s)", [LINK_LOCKS, invitation.pk % 2**31])


# --- Links taken back --------------------------------------------------------------------------------------------


@transaction.atomic
def revoke_link(*, invitation: Invitation, by: Any, at: datetime) -> Invitation:
    """Make a link worthless; one that was used stays used, and nobody learns which it was. Twice is once."""
    _hold_link(invitation)
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not row.is_revoked:
        row.revoked_at, row.revoked_by = at, by
        row.save(update_fields=["revoked_at", "revoked_by"])
    return row


@transaction.atomic
def renew_link(*, invitation: Invitation, at: datetime) -> Invitation:
    """A new link instead of the old one, sent again; it gives no second answer to whoever used the old one."""
    _hold_link(invitation)
    rows = Invitation.objects.select_for_update(of=("self",))
    row = rows.select_related("enrolment__profile__user", "enrolment__session__programme").get(pk=invitation.pk)
    row.key, row.revoked_at, row.revoked_by = new_link_key(), None, None
    row.sent_on = timezone.localdate(at)
    row.save(update_fields=["key", "revoked_at", "revoked_by", "sent_on"])
    if row.enrolment:
        tell_participant(row, row.enrolment)
    elif row.registration_id:
        registration = Registration.objects.select_related("session__event").get(pk=row.registration_id)
        tell(registration, f"survey.{row.period_id}.{row.key[:6]}", event_words(row), at=at)
    return row


# --- The end -----------------------------------------------------------------------------------------------------


def end_answering(*, at: datetime) -> int:
    """Close the periods of such surveys whose last day is over, so that nobody has to; returns how many."""
    ended = Period.objects.filter(status=PeriodStatus.OPEN, ends_on__lt=timezone.localdate(at)).exclude(
        survey__training_session=None, survey__event=None
    )
    return _close(ended.order_by("pk"), at)


def _close(periods: Iterable[Period], at: datetime) -> int:
    number = 0
    for period in periods:
        close_period(period=period, by=None, at=at)
        number += 1
    return number
