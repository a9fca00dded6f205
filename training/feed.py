"""A person's trainings as a calendar other programs read (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from training.models import Meeting


def calendar_of(meetings: Iterable[Meeting], *, name: str, at: datetime) -> bytes:
    """Each meeting under its own lasting UID; SEQUENCE rises with every announced change, cancelled ones say so."""
    calendar = Calendar()
    calendar.add("prodid", "-//Pembinaan Pustakawan//Pelatihan//ID")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for meeting in meetings:
        session = meeting.session
        event = Event()
        event.add("uid", f"{meeting.uid}@pembinaan-pustakawan")
        event.add("dtstamp", at)
        event.add("dtstart", meeting.starts_at)
        event.add("dtend", meeting.ends_at)
        event.add("sequence", session.changes)
        event.add("summary", session.title)
        event.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
        if meeting.place:
            event.add("location", meeting.place)
        event.add("url", settings.SITE_URL + reverse("training:session-detail", args=[session.pk]))
        words = [meeting.topic, meeting.link, _("Trainer: %(name)s") % {"name": meeting.taught_by or "–"}]
        event.add("description", "\n".join(word for word in words if word))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
