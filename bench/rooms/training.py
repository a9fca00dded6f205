"""The training room's pages under measure: the catalogue, one's own trainings, a session's list, the staff's JP."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile
from training.models import Enrolment, JpEntry, Meeting, Programme, Session, SubjectArea


def _bulk(model: Any, rows: list[Any]) -> list[Any]:
    """Past the history on purpose: these rows are weight, not records."""
    return QuerySet(model).bulk_create(rows, batch_size=2000)


def fill(n: int) -> None:
    """`n` programmes, sessions, meetings, enrolments and JP entries; every person of the bench takes part."""
    today, subject = timezone.localdate(), SubjectArea.objects.order_by("pk").first()
    people = list(StaffProfile.objects.order_by("pk")[:200])
    programmes = _bulk(
        Programme,
        [
            Programme(
                title=f"Pelatihan {number:05}", title_en=f"Training {number:05}", form="workshop", subject=subject
            )
            for number in range(n)
        ],
    )
    sessions = _bulk(Session, [_session(programme, today, number) for number, programme in enumerate(programmes)])
    zone = timezone.get_current_timezone()
    _bulk(
        Meeting,
        [
            Meeting(
                session=session,
                starts_at=datetime.combine(session.starts_on, time(9), zone),
                ends_at=datetime.combine(session.starts_on, time(12), zone),
                place="Aula",
            )
            for session in sessions
        ],
    )
    now = timezone.now()
    _bulk(
        Enrolment,
        [
            Enrolment(session=session, profile=people[number % len(people)], status="seated", seat=1, requested_at=now)
            for number, session in enumerate(sessions)
        ],
    )
    _bulk(JpEntry, [_entry(people[number % len(people)], today, number, now) for number in range(n)])


def _session(programme: Programme, today: date, number: int) -> Session:
    day = today + timedelta(days=number % 300)
    return Session(programme=programme, status="open", capacity=20, starts_on=day, ends_on=day)


def _entry(person: StaffProfile, today: date, number: int, now: datetime) -> JpEntry:
    return JpEntry(
        profile=person,
        year=today.year,
        jp=4,
        entered_at=now,
        title=f"Pelatihan {number:05}",
        form="seminar",
        organiser="Perpustakaan",
        starts_on=today,
        ends_on=today,
    )


def _a_session() -> str:
    return reverse("training:session-detail", args=[Session.objects.order_by("pk").values_list("pk", flat=True)[0]])


PAGES = [
    ("training-home", "Training (first page)", "/staf/pelatihan/", Role.LIBRARIAN),
    ("training-catalogue", "Training catalogue", "/staf/pelatihan/katalog/", Role.LIBRARIAN),
    ("training-session", "A session with its list", _a_session, Role.DIVISION_HEAD),
    ("training-mine", "My training", "/staf/pelatihan/saya/", Role.LIBRARIAN),
    ("training-jp", "JP of the staff", "/staf/pelatihan/jp/tim/", Role.DIVISION_HEAD),
]
