"""The outreach room's pages under measure: the public calendar and an event, the staff's lists, a date's people."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from outreach.models import (
    Event,
    LessonPlan,
    Need,
    Participant,
    Partner,
    PartnerVisit,
    Registration,
    Session,
    StandingGroup,
)


def _bulk(model: Any, rows: list[Any]) -> list[Any]:
    """Past the history on purpose: these rows are weight, not records."""
    return QuerySet(model).bulk_create(rows, batch_size=2000)


def fill(n: int) -> None:
    """`n` published events with a date each, `n` registrations of one of them, `n` partners with a meeting each.

    Each event is a standing group's; `n` lesson plans stand beside them.
    """
    now = timezone.now()
    events = _bulk(Event, [_event(number, now) for number in range(n)])
    sessions = _bulk(Session, [_session(event, number, now) for number, event in enumerate(events)])
    registrations = _bulk(
        Registration,
        [
            Registration(
                session=sessions[0], status="antre", name=f"Warga {number:05}", phone=f"62811{number:07}", queued_at=now
            )
            for number in range(n)
        ],
    )
    _bulk(Participant, [Participant(registration=row, nickname="Contoh", age_band="anak") for row in registrations])
    _bulk(Need, [_need(number) for number in range(n)])
    _bulk(StandingGroup, [StandingGroup(event=event, is_published=True) for event in events])
    _bulk(LessonPlan, [LessonPlan(title=f"Rencana {number:05}", age_band="remaja", steps="A") for number in range(n)])
    partners = _bulk(Partner, [Partner(name=f"Mitra {number:05}", kind="sd") for number in range(n)])
    _bulk(
        PartnerVisit,
        [
            PartnerVisit(partner=partner, kind="datang", day=timezone.localdate(), done="Tur", reached=20)
            for partner in partners
        ],
    )


def _event(number: int, now: Any) -> Event:
    return Event(
        title=f"Kegiatan {number:05}",
        title_en=f"Event {number:05}",
        kind="mendongeng",
        summary="Satu kalimat tentang kegiatan ini.",
        place="Lobi",
        status="terbit",
        approved_at=now,
        registration_mode="daftar",
        capacity=20,
    )


def _need(number: int) -> Need:
    day = timezone.localdate()
    return Need(text=f"Aspirasi {number:05}", theme="anak", code=f"A{number:010}", asked_on=day, status_on=day)


def _session(event: Event, number: int, now: Any) -> Session:
    starts = now + timedelta(minutes=30 + number)
    return Session(
        event=event,
        planned_for=starts,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        capacity=20,
        changed_at=now,
    )


def _first(name: str) -> Any:
    """The page of the first of the rows `fill` made: the one with many registrations."""

    def address() -> str:
        session = Session.objects.filter(event__title="Kegiatan 00000").order_by("-pk").first()
        if session is None:
            raise LookupError("fill() has made no event")
        return reverse(name, args=[session.event_id if "event" in name else session.pk])

    return address


PAGES: list[tuple[str, str, Any, str | None]] = [
    ("events-calendar", "Public calendar of events", "/kegiatan/", None),
    ("events-public", "An event for everybody", _first("outreach:public-event"), None),
    ("events-home", "Staff page of events", "/staf/kegiatan/", Role.LIBRARIAN),
    ("events-list", "List of events", "/staf/kegiatan/acara/", Role.LIBRARIAN),
    ("events-date", "A date with its registrations", _first("outreach:session-detail"), Role.LIBRARIAN),
    ("events-groups", "Standing groups for everybody", "/kelompok/", None),
    ("events-groups-staff", "List of standing groups", "/staf/kegiatan/kelompok/", Role.LIBRARIAN),
    ("events-plans", "List of lesson plans", "/staf/kegiatan/rencana-ajar/", Role.LIBRARIAN),
    ("events-partners", "List of partners", "/staf/kegiatan/mitra/", Role.LIBRARIAN),
    ("events-needs", "List of community needs", "/staf/kegiatan/aspirasi/", Role.LIBRARIAN),
    ("events-need-map", "Map of community needs", "/staf/kegiatan/aspirasi/peta/", Role.LIBRARIAN),
]
