"""What the pages about services read."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject

from baubau_pembinaan.core.statements import Kept, blank, whole

from .models import Announcement, Holiday, Service, ServiceHours
from .opening import DAYS_LOOKED_AHEAD, Opening, Stretch, opening_at

ANNOUNCEMENTS_AT_MOST = 3


def public_services() -> QuerySet[Service]:
    """Every public service with its hours, in two statements."""
    return Service.objects.published().prefetch_related("hours").order_by("position", "name", "pk")


def public_service(code: str) -> Service | None:
    """The public service of that code with its hours and stops."""
    return public_services().prefetch_related("stops").filter(code=code).first()


def _announced() -> QuerySet[Announcement, Any]:
    return whole(all_announcements_on(blank("day"))[:ANNOUNCEMENTS_AT_MOST])


_ANNOUNCED = Kept(_announced)


def announcements_on(day: date) -> list[Announcement]:
    """The first of what is announced that day, pinned news first."""
    return _ANNOUNCED.objects(Announcement, day=day)


def all_announcements_on(day: date | RawSQL) -> QuerySet[Announcement]:
    return Announcement.objects.shown_on(day).order_by("-is_pinned", "-shown_from", "-pk")


def services_with_opening(now: datetime, *, at_most: int) -> list[tuple[Service, Opening]]:
    """The first public services, each with where it stands at the local moment `now`. One statement."""
    today = now.date()
    hours = ServiceHours.objects.filter(service=OuterRef("pk")).order_by("weekday", "opens", "pk")
    closed = Holiday.objects.between(today, today + timedelta(days=DAYS_LOOKED_AHEAD)).order_by("date", "pk")
    found: Any = Service.objects.published().annotate(
        stretches=ArraySubquery(hours.values(row=JSONObject(weekday="weekday", opens="opens", closes="closes"))),
        closed_days=ArraySubquery(closed.values(row=JSONObject(date="date", name="name"))),
    )
    return [
        (
            service,
            opening_at(
                [
                    Stretch(row["weekday"], time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"]))
                    for row in service.stretches
                ],
                {date.fromisoformat(row["date"]): row["name"] for row in service.closed_days},
                now,
            ),
        )
        for service in found.order_by("position", "name", "pk")[:at_most]
    ]
