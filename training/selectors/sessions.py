"""Programmes, sessions and the people in them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.statements import KeptModels, KeptPart, blank
from training.choices import HOLDING_A_SEAT, STILL_IN, TAKING_A_SEAT, EnrolmentStatus, SessionStatus
from training.models import Competence, Enrolment, Interest, Material, Meeting, Programme, Session

from .rates import with_rate
from .results import with_results

SOONEST = (F("starts_on").asc(nulls_last=True), "pk")


def still_ahead() -> Any:
    """Of sessions: a meeting has still to end at the blank `moment`."""
    return Exists(Meeting.objects.filter(session=OuterRef("pk"), ends_at__gt=blank("moment")))


def open_sessions_for_competence(competence: Competence | int, on: date) -> QuerySet[Session]:
    """Sessions that aim at this unit of competence and take requests that day, the soonest first."""
    pk = competence if isinstance(competence, int) else competence.pk
    rows = Session.objects.registering_on(on).filter(programme__competences=pk).distinct()  # type: ignore[attr-defined]  # seen late by the plugin
    return rows.select_related("programme").order_by(*SOONEST)


def attendees_of(session: Session) -> QuerySet[StaffProfile]:
    """People who were at a meeting of the session; only they may say how it was."""
    there = Enrolment.objects.filter(
        session=session, status__in=[EnrolmentStatus.ATTENDED, EnrolmentStatus.COMPLETED], profile=OuterRef("pk")
    )
    return StaffProfile.objects.filter(Exists(there)).select_related("user").order_by("name", "pk")


def with_seats(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Each with `seats_taken`, counted only for the rows that are shown."""
    return sessions.annotate(seats_taken=enrolled(*TAKING_A_SEAT))


def enrolled(*states: str) -> Coalesce:
    """How many stand on a session's list in these states."""
    rows = Enrolment.objects.filter(session=OuterRef("pk"), status__in=states).order_by().values("session")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def sessions_of(programme: Programme, *, drafts: bool) -> KeptPart[Session]:
    """All sessions of a programme, newest first; those in preparation only for planners."""
    return (_SESSIONS if drafts else _ANNOUNCED).part(programme=programme.pk)


def _sessions(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Each with `over_at`, the end of its last meeting."""
    newest = F("starts_on").desc(nulls_first=True)
    ends = Meeting.objects.filter(session=OuterRef("pk")).order_by("-ends_at").values("ends_at")[:1]
    rows = rows.filter(programme=blank("programme")).annotate(over_at=Subquery(ends))
    return with_seats(rows).order_by(newest, "-pk")


_SESSIONS = KeptModels(lambda: _sessions(Session.objects.all()))
_ANNOUNCED = KeptModels(lambda: _sessions(Session.objects.announced()))  # type: ignore[attr-defined]  # seen late by the plugin


def participants(session: Session, first: StaffProfile | None = None) -> KeptPart[Enrolment]:
    """Everybody on the session's list: those with a seat, those in line, those to decide, those who left.

    `first` stands before all of them, with `ahead`: how many stand before them in line.
    """
    if first:
        return _OWN_FIRST.part(session=session.pk, first=first.pk)
    return _PARTICIPANTS.part(session=session.pk)


SHOWN = (
    *("session", "status", "seat", "note", "reason", "queued_at", "offered_until"),
    *(f"profile__{part}" for part in ("name", "title_prefix", "title_suffix")),
)


def _participants(*, own_first: bool) -> QuerySet[Enrolment]:
    states = [*TAKING_A_SEAT, "waiting", "endorsed", "requested"]
    first = blank("first")
    order = Case(
        *([When(profile=first, then=Value(-1))] if own_first else []),
        *(When(status=status, then=Value(number)) for number, status in enumerate(states)),
        default=Value(99),
        output_field=IntegerField(),
    )
    rows = Enrolment.objects.filter(session=blank("session")).annotate(rank=order)
    rows = rows.select_related("profile") if own_first else rows.select_related("profile", "decided_by")
    if own_first:
        rows = rows.annotate(ahead=Case(When(profile=first, then=_ahead()), default=0)).only(*SHOWN)
    return rows.order_by("rank", "queued_at", "seat", "profile__name", "pk")


_PARTICIPANTS = KeptModels(lambda: _participants(own_first=False))
_OWN_FIRST = KeptModels(lambda: _participants(own_first=True))


def _ahead() -> Coalesce:
    """How many stand in the session's line before the row."""
    before = Enrolment.objects.filter(session=blank("session"), status=EnrolmentStatus.WAITING).filter(
        Q(queued_at__lt=OuterRef("queued_at")) | Q(queued_at=OuterRef("queued_at"), pk__lt=OuterRef("pk"))
    )
    return Coalesce(Subquery(before.order_by().values("session").annotate(n=Count("pk")).values("n")), 0)


def own_enrolment(session: Session, profile: StaffProfile | None) -> Enrolment | None:
    """The person's newest enrolment in the session, with `ahead`: how many stand before it in line."""
    return _OWN.first(session=session.pk, person=profile.pk) if profile else None


def _own() -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(session=blank("session"), profile=blank("person"))
    return rows.annotate(ahead=_ahead()).order_by("-pk")


_OWN = KeptModels(_own)


def own_among(rows: Sequence[Enrolment], profile: StaffProfile | None) -> Any:
    """The same as `own_enrolment` out of the first part of the session's list, where that was read already."""
    mine = (row for row in rows if profile and row.profile_id == profile.pk)
    return max(mine, key=lambda row: row.pk, default=None)


def place_in_line(enrolment: Enrolment) -> int:
    """1 for the first on the waiting list."""
    ahead = Q(queued_at__lt=enrolment.queued_at) | Q(queued_at=enrolment.queued_at, pk__lt=enrolment.pk)
    return enrolment.session.enrolments.in_line().filter(ahead).count() + 1


def enrolments_of(profile: StaffProfile) -> KeptPart[Enrolment]:
    """A person's trainings, newest first, to be read by `results.result_of` too."""
    return _ENROLMENTS.part(person=profile.pk)


def _enrolments() -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(profile=blank("person")).select_related("session__programme__subject")
    return with_results(rows).order_by(F("session__starts_on").desc(nulls_first=True), "-pk")


_ENROLMENTS = KeptModels(_enrolments)


def meetings_ahead(profile: StaffProfile, moment: datetime) -> KeptPart[Meeting]:
    """Meetings a person takes part in or teaches, not over yet, soonest first."""
    return _AHEAD.part(person=profile.pk, moment=moment)


def _meetings_ahead() -> QuerySet[Meeting]:
    person = blank("person")
    seated = Enrolment.objects.filter(profile=person, status__in=[*HOLDING_A_SEAT]).order_by().values("session")
    own = Q(session__in=seated) | Q(trainer=person)
    rows = Meeting.objects.filter(own, session__status=SessionStatus.OPEN, ends_at__gt=blank("moment"))
    return rows.select_related("session__programme").order_by("starts_at", "pk")


_AHEAD = KeptModels(_meetings_ahead)


def to_decide(people: QuerySet[StaffProfile] | None, *, second: bool) -> QuerySet[Enrolment]:
    """Requests that wait: of these people (None: everybody), and where `second` those for the second approval."""
    first = Q(status=EnrolmentStatus.REQUESTED)
    if people is not None:
        first &= Q(profile__in=people.values("pk"))
    wanted = first | Q(status=EnrolmentStatus.ENDORSED) if second else first
    # A sum instead of the day itself: the few who wait are sorted, instead of all sessions looked through by day.
    day: Any = Func(F("session__starts_on"), template="(%(expressions)s + 0)", output_field=DateField())
    return Enrolment.objects.filter(wanted).order_by(day.asc(nulls_last=True), "requested_at", "pk")


def _programme() -> QuerySet[Programme]:
    """With its rate, whether a session takes requests, who waits for a date, and whether this person does."""
    on: Any = blank("on")
    open_now = Session.objects.registering_on(on).filter(still_ahead(), programme=OuterRef("pk"))  # type: ignore[attr-defined]  # seen late by the plugin
    mine = Interest.objects.filter(programme=OuterRef("pk"), profile=blank("person"))
    rows = Programme.objects.filter(pk=blank("programme")).select_related("subject").order_by()
    rows = rows.annotate(
        has_open_session=Exists(open_now), interest_count=Count("interests"), has_interest=Exists(mine)
    )
    return with_rate(rows, on=on)


def interested_in(programme: Programme) -> KeptPart[Interest]:
    """Who waits for a date, the longest first."""
    return _INTERESTED.part(programme=programme.pk)


PROGRAMME = KeptModels(_programme)
UNITS = KeptModels(lambda: Competence.objects.filter(programmes=blank("programme")).order_by("code", "pk"))
MATERIALS = KeptModels(
    lambda: Material.objects.filter(programme=blank("programme")).select_related("file").order_by("title", "pk")
)
_INTERESTED = KeptModels(
    lambda: Interest.objects.filter(programme=blank("programme")).select_related("profile").order_by("since", "pk")
)


def ahead_count(session: Session) -> int:
    return session.enrolments.filter(status__in=STILL_IN).count()
