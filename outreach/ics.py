"""Calendars as RFC 5545 text: one date, one event with all its dates, or everything for an audience.

Each date is a VEVENT of its own with a UID that never changes, whatever address the site has by then; moving or
cancelling raises its SEQUENCE, so calendar programs replace what they hold.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, vText
from icalendar import Event as Entry

from outreach.links import event_url
from outreach.models import Session

CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar(sessions: Iterable[Session], *, name: str) -> bytes:
    """`sessions` come with their events joined."""
    book = Calendar()
    book.add("prodid", "-//Pembinaan Pustakawan//Kegiatan//ID")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    if name:
        book.add("x-wr-calname", name)
    book.add("x-wr-timezone", settings.TIME_ZONE)
    book.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for session in sessions:
        book.add_component(_entry(session))
    return book.to_ical()


def _entry(session: Session) -> Entry:
    entry, event = Entry(), session.event
    entry.add("uid", f"{session.uid}@{session.uid_host}" if session.uid_host else str(session.uid))
    entry.add("sequence", session.sequence)
    entry.add("dtstamp", session.changed_at)
    entry.add("last-modified", session.changed_at)
    entry.add("dtstart", session.starts_at)
    entry.add("dtend", session.ends_at)
    if not event.is_published:  # withdrawn: what it is called by now is not for everybody
        entry.add("summary", _("Cancelled"))
        entry.add("status", "CANCELLED")
        return entry
    entry.add("summary", event.reader_title)
    entry.add("location", vText(session.where))
    words = [event.reader_summary, session.reason if session.is_cancelled or session.is_moved else ""]
    entry.add("description", "\n".join(word for word in words if word))
    entry.add("url", event_url(event))
    entry.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    return entry
