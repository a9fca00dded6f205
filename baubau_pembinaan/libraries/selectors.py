"""What the pages about services read."""

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from .models import Announcement, Holiday, Service, ServiceHours

ANNOUNCEMENTS_AT_MOST = 3


def public_services() -> QuerySet[Service]:
    """Every public service with its hours, in two statements."""
    return Service.objects.published().prefetch_related("hours").order_by("position", "name", "pk")


def public_service(code: str) -> Service | None:
    """The public service of that code with its hours."""
    return public_services().filter(code=code).first()


def announcements_on(day: date) -> QuerySet[Announcement]:
    """What is announced that day, pinned news first."""
    found = Announcement.objects.shown_on(day).order_by("-is_pinned", "-shown_from", "-pk")
    return found[:ANNOUNCEMENTS_AT_MOST]


def services_with_state(now: datetime) -> QuerySet[Service]:
    """Public services, each with `is_open_now` at the local moment `now`; a holiday closes all. One statement."""
    hours = ServiceHours.objects.on_weekday(now.weekday()).filter(opens__lte=now.time(), closes__gt=now.time())
    is_open = Exists(hours.filter(service=OuterRef("pk"))) & ~Exists(Holiday.objects.filter(date=now.date()))
    found: Any = Service.objects.published().annotate(is_open_now=is_open)
    return found.order_by("position", "name", "pk")
