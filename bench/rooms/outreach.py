"""The outreach room's pages under measure: the public calendar and an event, the staff's lists, a date's people."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from outreach.models import (
    Campaign,
    ChallengeGoal,
    Channel,
    Event,
    LessonPlan,
    Membership,
    Need,
    Participant,
    Partner,
    PartnerVisit,
    Post,
    ReadingChallenge,
    Registration,
    Session,
    StandingGroup,
)


def _bulk(model: Any, rows: list[Any]) -> list[Any]:
    """Past the history on purpose: these rows are weight, not records."""
    return QuerySet(model).bulk_create(rows, batch_size=2000)


def fill(n: int) -> None:
    """`n` published events with a date each, `n` registrations of one of them, `n` partners with a meeting each.

    Each event is a standing group's, the first one with `n` members and a campaign of `n` posts; `n` lesson plans and
    `n` reading challenges stand beside them.
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
    groups = _bulk(StandingGroup, [StandingGroup(event=event, is_published=True) for event in events])
    _bulk(
        Membership, [Membership(group=groups[0], founder=row, joined_at=now, accepted_at=now) for row in registrations]
    )
    _read_and_promote(n, events[0], sessions[1 % n], now)
    _bulk(LessonPlan, [LessonPlan(title=f"Rencana {number:05}", age_band="remaja", steps="A") for number in range(n)])
    partners = _bulk(Partner, [Partner(name=f"Mitra {number:05}", kind="sd") for number in range(n)])
    _bulk(
        PartnerVisit,
        [
            PartnerVisit(partner=partner, kind="datang", day=timezone.localdate(), done="Tur", reached=20)
            for partner in partners
        ],
    )


def _read_and_promote(n: int, event: Event, session: Session, now: Any) -> None:
    """Challenges that run, one campaign with its posts, and a date with 300 people to note at most."""
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=30)}
    running = [ReadingChallenge(title=f"Tantangan {number:05}", is_published=True, **days) for number in range(n)]
    challenges = _bulk(ReadingChallenge, running)
    _bulk(ChallengeGoal, [ChallengeGoal(challenge=one, age_band="anak", books=3) for one in challenges])
    [campaign] = _bulk(Campaign, [Campaign(title="Promosi", event=event, **days)])
    [channel] = _bulk(Channel, [Channel(campaign=campaign, kind="poster", label="Papan")])
    text = "Ayo datang ke perpustakaan bersama keluarga. " * 4
    _bulk(Post, [Post(channel=channel, day=today, text=text) for _number in range(n)])
    session.capacity = None
    session.save()
    seated = [
        Registration(session=session, status="terdaftar", name=f"Warga {number:05}", queued_at=now)
        for number in range(min(n, 300))
    ]
    people = [
        Participant(registration=row, nickname=f"Contoh {row.pk}", age_band="anak")
        for row in _bulk(Registration, seated)
    ]
    _bulk(Participant, people)


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


def _of_the_first(name: str, model: Any) -> Any:
    """The page of what `fill` hung on its first event."""

    def address() -> str:
        row = model.objects.filter(event__title="Kegiatan 00000").order_by("-pk").first()
        if row is None:
            raise LookupError("fill() has made no event")
        return reverse(name, args=[row.pk])

    return address


def _busy_date() -> str:
    session = Session.objects.filter(event__title="Kegiatan 00001").order_by("-pk").first()
    if session is None:
        raise LookupError("fill() has made no second event")
    return reverse("outreach:check-in", args=[session.pk])


PAGES: list[tuple[str, str, Any, str | None]] = [
    ("events-calendar", "Public calendar of events", "/kegiatan/", None),
    ("events-public", "An event for everybody", _first("outreach:public-event"), None),
    ("events-home", "Staff page of events", "/staf/kegiatan/", Role.LIBRARIAN),
    ("events-list", "List of events", "/staf/kegiatan/acara/", Role.LIBRARIAN),
    ("events-date", "A date with its registrations", _first("outreach:session-detail"), Role.LIBRARIAN),
    ("events-groups", "Standing groups for everybody", "/kelompok/", None),
    ("events-groups-staff", "List of standing groups", "/staf/kegiatan/kelompok/", Role.LIBRARIAN),
    (
        "events-group-staff",
        "A standing group with its members",
        _of_the_first("outreach:group-detail", StandingGroup),
        Role.LIBRARIAN,
    ),
    (
        "events-campaign",
        "A campaign with its posts",
        _of_the_first("outreach:campaign-detail", Campaign),
        Role.LIBRARIAN,
    ),
    ("events-check-in", "Who is here", _busy_date, Role.LIBRARIAN),
    ("events-reading", "Reading challenges for everybody", "/tantangan-baca/", None),
    ("events-plans", "List of lesson plans", "/staf/kegiatan/rencana-ajar/", Role.LIBRARIAN),
    ("events-partners", "List of partners", "/staf/kegiatan/mitra/", Role.LIBRARIAN),
    ("events-needs", "List of community needs", "/staf/kegiatan/aspirasi/", Role.LIBRARIAN),
    ("events-need-map", "Map of community needs", "/staf/kegiatan/aspirasi/peta/", Role.LIBRARIAN),
]
