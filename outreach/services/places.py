"""Where a date is: what has begun, or was called off, keeps the place it had when the event gets another one."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from outreach.models import Event, Session


def keep_places(sessions: QuerySet[Session]) -> int:
    """Write the event's place on those that follow it; returns how many."""
    place = Event.objects.filter(pk=OuterRef("event")).order_by().values("place")
    return sessions.order_by().filter(place="").update(place=Subquery(place))


def following(sessions: Iterable[Session], at: Any) -> list[Session]:
    """Those to come that are where the event is."""
    return [session for session in sessions if not session.place and session.starts_at > at]


def keep_begun(event: Event, at: Any) -> None:
    """Before the event gets another place: its dates that have begun stay where they were."""
    keep_places(Session.objects.filter(event=event, starts_at__lte=at))
