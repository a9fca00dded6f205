"""Programmes, sessions and the people in them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from baubau_pembinaan.accounts.models import StaffProfile
from training.choices import HOLDING_A_SEAT, STILL_IN, TAKING_A_SEAT, EnrolmentStatus, SessionStatus
from training.models import Competence, Enrolment, Interest, Meeting, Programme, Session

SOONEST = (F("starts_on").asc(nulls_last=True), "pk")


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
    """Each with `seats_taken` and `in_line`."""
    return sessions.annotate(
        seats_taken=Count("enrolments", filter=Q(enrolments__status__in=TAKING_A_SEAT)),
        in_line=Count("enrolments", filter=Q(enrolments__status=EnrolmentStatus.WAITING)),
    )


def catalogue(
    *, query: str = "", subject: int | None = None, form: str = "", competence: int | None = None, on: date
) -> QuerySet[Programme]:
    """Programmes in the catalogue, each with its `next_sessions` (announced, not over, soonest first)."""
    rows = Programme.objects.filter(is_active=True).select_related("subject")
    if query:
        rows = rows.filter(Q(title__icontains=query) | Q(title_en__icontains=query) | Q(summary__icontains=query))
    if subject:
        rows = rows.filter(subject=subject)
    if form:
        rows = rows.filter(form=form)
    if competence:
        rows = rows.filter(competences=competence)
    coming = with_seats(Session.objects.filter(status=SessionStatus.OPEN, ends_on__gte=on)).order_by(*SOONEST)
    return rows.order_by("title", "pk").prefetch_related(Prefetch("sessions", queryset=coming, to_attr="next_sessions"))


def sessions_of(programme: Programme, *, drafts: bool) -> QuerySet[Session]:
    """All sessions of a programme, newest first; those in preparation only for planners."""
    rows = programme.sessions.all() if drafts else programme.sessions.announced()
    newest = F("starts_on").desc(nulls_first=True)
    return with_seats(rows).select_related("coordinator").order_by(newest, "-pk")


def participants(session: Session, first: StaffProfile | None = None) -> QuerySet[Enrolment]:
    """Everybody on the session's list: those with a seat, those in line, those to decide, those who left.

    `first` stands before all of them, with `ahead`: how many stand before them in line.
    """
    states = [*TAKING_A_SEAT, "waiting", "endorsed", "requested"]
    rank = {status: number for number, status in enumerate(states)}
    own = [When(profile=first, then=Value(-1))] if first else []
    order = Case(
        *own,
        *(When(status=status, then=Value(number)) for status, number in rank.items()),
        default=Value(99),
        output_field=IntegerField(),
    )
    rows = session.enrolments.select_related("profile", "decided_by").annotate(rank=order)
    if first:
        rows = rows.annotate(ahead=Case(When(profile=first, then=_ahead(session)), default=0))
    return rows.order_by("rank", "queued_at", "seat", "profile__name", "pk")


def _ahead(session: Session) -> Coalesce:
    """How many stand in the session's line before the row."""
    before = Enrolment.objects.filter(session=session, status=EnrolmentStatus.WAITING).filter(
        Q(queued_at__lt=OuterRef("queued_at")) | Q(queued_at=OuterRef("queued_at"), pk__lt=OuterRef("pk"))
    )
    return Coalesce(Subquery(before.order_by().values("session").annotate(n=Count("pk")).values("n")), 0)


def own_enrolment(session: Session, profile: StaffProfile | None) -> Enrolment | None:
    """The person's newest enrolment in the session, with `ahead`: how many stand before it in line."""
    if profile is None:
        return None
    rows = Enrolment.objects.filter(session=session, profile=profile)
    return rows.annotate(ahead=_ahead(session)).order_by("-pk").first()


def own_among(rows: Sequence[Enrolment], profile: StaffProfile | None) -> Any:
    """The same as `own_enrolment` out of the first part of the session's list, where that was read already."""
    mine = (row for row in rows if profile and row.profile_id == profile.pk)
    return max(mine, key=lambda row: row.pk, default=None)


def place_in_line(enrolment: Enrolment) -> int:
    """1 for the first on the waiting list."""
    ahead = Q(queued_at__lt=enrolment.queued_at) | Q(queued_at=enrolment.queued_at, pk__lt=enrolment.pk)
    return enrolment.session.enrolments.in_line().filter(ahead).count() + 1


def enrolments_of(profile: StaffProfile) -> QuerySet[Enrolment]:
    """A person's trainings, newest first."""
    return (
        Enrolment.objects.filter(profile=profile)
        .select_related("session__programme__subject")
        .order_by(F("session__starts_on").desc(nulls_first=True), "-pk")
    )


def meetings_ahead(profile: StaffProfile, moment: datetime) -> QuerySet[Meeting]:
    """Meetings a person takes part in or teaches, not over yet, soonest first."""
    seated = Q(session__enrolments__profile=profile, session__enrolments__status__in=[*HOLDING_A_SEAT])
    rows = Meeting.objects.filter(seated | Q(trainer=profile), session__status=SessionStatus.OPEN, ends_at__gt=moment)
    return rows.select_related("session__programme").distinct().order_by("starts_at", "pk")


def to_decide(profiles: QuerySet[StaffProfile] | None, *, second: bool) -> QuerySet[Enrolment]:
    """Requests that wait: of these people (None: everybody), and where `second` those for the second approval."""
    rows = Enrolment.objects.select_related("profile", "session__programme", "requested_by")
    first = Q(status=EnrolmentStatus.REQUESTED)
    if profiles is not None:
        first &= Q(profile__in=profiles.values("pk"))
    wanted = first | Q(status=EnrolmentStatus.ENDORSED) if second else first
    return rows.filter(wanted).order_by(F("session__starts_on").asc(nulls_last=True), "requested_at", "pk")


def with_interest(rows: QuerySet[Programme], profile: StaffProfile | None) -> QuerySet[Programme]:
    """Each with `interest_count`, and `has_interest` of this person."""
    mine = Interest.objects.filter(programme=OuterRef("pk"), profile=profile)
    return rows.annotate(interest_count=Count("interests"), has_interest=Exists(mine))


def interested_in(programme: Programme) -> QuerySet[Interest]:
    """Who waits for a date, the longest first."""
    return programme.interests.select_related("profile").order_by("since", "pk")


def ahead_count(session: Session) -> int:
    return session.enrolments.filter(status__in=STILL_IN).count()
