"""Where a date is, and with whom: what has begun, or was called off, keeps both when the event gets others."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from outreach.models import Event, Session


def keep_places(sessions: QuerySet[Session]) -> int:
    """Write the event's place on those that follow it; returns how many."""
    place = Event.objects.filter(pk=OuterRef("event")).order_by().values("place")
    return sessions.order_by().filter(place="").update(place=Subquery(place))


def keep_partners(sessions: QuerySet[Session]) -> int:
    """Write the event's partner, or that it has none, on those that follow it; returns how many."""
    partner = Event.objects.filter(pk=OuterRef("event")).order_by().values("partner")
    rows = sessions.order_by().filter(partner_settled=False)
    return rows.update(partner=Coalesce(F("partner"), Subquery(partner)), partner_settled=True)


def following(sessions: Iterable[Session], at: Any) -> list[Session]:
    """Those to come that are where the event is."""
    return [session for session in sessions if not session.place and session.starts_at > at]


def keep_begun(event: Event, at: Any) -> None:
    """Before the event gets another place or partner: its dates that have begun stay as they were."""
    begun = Session.objects.filter(event=event, starts_at__lte=at)
    keep_places(begun)
    keep_partners(begun)
