"""What the staff's event pages read."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import stands_in_for
from baubau_pembinaan.core.statements import KeptModels, KeptPart, blank
from outreach.choices import LEADING, EventKind, EventStatus, SessionState
from outreach.models import Event, Facilitator, Session, on_date

CREW_SHOWN_FOR = timedelta(days=60)


def _events(at: Any) -> QuerySet[Event]:
    found = Event.objects.select_related("author").annotate(
        dates=Count("sessions"),
        next_start=Min("sessions__starts_at", filter=Q(sessions__state=SessionState.PLANNED, sessions__ends_at__gt=at)),
    )
    return found.order_by(F("next_start").asc(nulls_last=True), "-pk")


_EVENTS = KeptModels(lambda: _events(blank("at")), number=Event.objects.all)


def events(*, search: str = "", status: str = "", kind: str = "", at: datetime) -> QuerySet[Event] | KeptPart[Event]:
    """Events with `next_start` (None where nothing comes), `dates` and `author`; what comes first stands first."""
    if not (search or status or kind):
        return _EVENTS.part(at=at)
    found = _events(at)
    if status in EventStatus.values:
        found = found.filter(status=status)
    if kind in EventKind.values:
        found = found.filter(kind=kind)
    if search:
        found = found.filter(Q(title__icontains=search) | Q(title_en__icontains=search) | Q(place__icontains=search))
    return found


_UNFINISHED = KeptModels(
    lambda: _events(blank("at")).filter(
        Q(status=EventStatus.DRAFT) | Q(status=EventStatus.APPROVED, withdrawn_at=None), author=blank("author")
    )
)


def unfinished_of(user_id: int, *, at: datetime) -> KeptPart[Event]:
    """The drafts somebody wrote, those that came back among them, and what is approved but not public yet."""
    return _UNFINISHED.part(at=at, author=user_id)


def event_for_page(pk: int) -> Event | None:
    return (
        Event.objects.select_related("author", "approved_by", "village", "service_point", "partner", "group")
        .filter(pk=pk)
        .first()
    )


def crew_of(event: Event, *, at: datetime) -> QuerySet[Facilitator]:
    """The colleagues of every date, then those of single dates to come or of the last weeks."""
    lately = Q(session=None) | Q(session__ends_at__gt=at - CREW_SHOWN_FOR)
    return _crew(event.pk).filter(lately)


def people_of(event: Event) -> QuerySet[StaffProfile]:
    """The colleagues of any date, by name."""
    mine = Facilitator.objects.filter(event=event).order_by()
    return StaffProfile.objects.filter(pk__in=mine.values("profile")).order_by("name", "pk")


def crew_on(session: Session) -> QuerySet[Facilitator]:
    """The colleagues of this date; `session` comes with its event."""
    return _crew(session.event_id).filter(on_date(session.pk, session.starts_at))


_CREW = KeptModels(lambda: _crew(blank("event")).filter(on_date(blank("session"), blank("starts"))))


def crew_shown(session: Session) -> list[Facilitator]:
    """`crew_on` for a page."""
    return _CREW.rows(event=session.event_id, session=session.pk, starts=session.starts_at)


def _crew(event: Any) -> QuerySet[Facilitator]:
    found = Facilitator.objects.filter(event=event).select_related("profile", "session", "replaces")
    return found.order_by("session__starts_at", "role", "profile__name", "pk")


def speaks_for(profile: StaffProfile, event: Event, *, session: Session | None = None, today: date) -> bool:
    """Whether this colleague leads the event on every date (or the given one), or stands in for its author that day.

    One statement.
    """
    there = Q(session=None) if session is None else on_date(session.pk, session.starts_at)
    leads = Facilitator.objects.filter(there, event=event, profile=OuterRef("pk"), role__in=LEADING)
    author = stands_in_for(profile, today).filter(user=event.author_id or 0)
    return StaffProfile.objects.filter(Exists(leads) | Exists(author), pk=profile.pk).exists()


def sessions_of(event: Event) -> QuerySet[Session]:
    return event.sessions.order_by("starts_at", "pk")


def sessions_to_run(at: datetime, *, profile_id: int | None = None) -> QuerySet[Session]:
    """Published dates not over for longer than two weeks and not reported: with `event`; one's own where asked."""
    found = Session.objects.public().filter(
        state__in=(SessionState.PLANNED, SessionState.HELD), ends_at__gt=at - timedelta(days=14)
    )
    if profile_id is not None:
        mine = Facilitator.objects.filter(event=OuterRef("event"), profile=profile_id)
        found = found.filter(Exists(mine.filter(on_date(OuterRef("pk"), OuterRef("starts_at")))))
    return found.select_related("event").order_by("starts_at", "pk")
