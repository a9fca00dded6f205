"""Dates and events as the staff's tables draw them: words and tones, no statement of their own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outreach.choices import EventStatus, RegistrationStatus, SessionState
from outreach.models import Event, Registration, Session

EVENT_TONES = {
    EventStatus.DRAFT: "plain",
    EventStatus.SUBMITTED: "wait",
    EventStatus.APPROVED: "info",
    EventStatus.PUBLISHED: "done",
}


def event_tone(event: Event) -> str:
    return EVENT_TONES[EventStatus(event.status)]


def session_word(session: Session, now: datetime) -> tuple[str, str]:
    """Where the date stands, and its tone."""
    if session.is_cancelled:
        return _("Cancelled"), "late"
    if session.is_reported:
        return _("Reported"), "done"
    if session.is_held:
        return _("Held, report missing"), "wait"
    if session.is_over(now):
        return _("Over, nothing written yet"), "late"
    if session.starts_at <= now:
        return _("Now"), "info"
    return (_("Moved"), "info") if session.is_moved else (SessionState.PLANNED.label.capitalize(), "plain")


def seats_words(session: Session) -> str:
    """ "12 of 20 seats", "12 people", empty where nobody registers or the date does not take place."""
    if not session.event.needs_registration or session.is_cancelled:
        return ""
    if session.capacity is None:
        return ngettext("%(n)s person", "%(n)s people", session.seats_taken) % {"n": session.seats_taken}
    return _("%(n)s of %(all)s seats") % {"n": session.seats_taken, "all": session.capacity}


def staff_row(session: Session, address: Callable[[int], str], now: datetime) -> dict[str, Any]:
    word, tone = session_word(session, now)
    return {
        "title": session.event.reader_title,
        "url": address(session.pk),
        "starts": timezone.localtime(session.starts_at),
        "where": session.where,
        "seats": seats_words(session),
        "word": word,
        "tone": tone,
    }


REGISTRATION_TONES = {
    RegistrationStatus.REGISTERED: "done",
    RegistrationStatus.INVITED: "wait",
    RegistrationStatus.WAITING: "wait",
    RegistrationStatus.UNCONFIRMED: "info",
    RegistrationStatus.HELD_ASIDE: "late",
}


def registration_tone(registration: Registration) -> str:
    return REGISTRATION_TONES.get(RegistrationStatus(registration.status), "plain")


def registration_row(registration: Registration, address: Callable[[int], str]) -> dict[str, Any]:
    """One registration as the staff's table draws it; `participants` are prefetched."""
    names = [f"{p.nickname} ({p.get_age_band_display()})" for p in registration.participants.all()]
    return {
        "name": str(registration),
        "url": address(registration.pk),
        "who": ", ".join(names) or registration.school,
        "seats": registration.seats,
        "word": registration.get_status_display().capitalize(),
        "tone": registration_tone(registration),
        "confirmed": registration.confirmed_at,
    }


class Counted(Paginator):
    """Pages of rows whose number is known already."""

    count: Any = 0

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count
