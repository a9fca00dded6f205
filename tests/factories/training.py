"""Rows of the training room for tests."""

from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.utils import timezone
from django.utils.timezone import get_current_timezone

from baubau_pembinaan.accounts.models import StaffProfile
from tests.factories.accounts import make_appointment, make_person
from training.models import (
    Certificate,
    Competence,
    CompetenceFramework,
    CompetenceGroup,
    Enrolment,
    JpEntry,
    Programme,
    Session,
    SubjectArea,
)
from training.services import enrolments
from training.services.attendance import Mark, take_list
from training.services.certificates import issue_for_session
from training.services.finishing import finish_session
from training.services.ledger import enter_external
from training.services.sessions import Slot, announce_session, plan_session

_numbers = count(1)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=get_current_timezone())


def make_framework(**fields: Any) -> CompetenceFramework:
    number = next(_numbers)
    return CompetenceFramework.objects.create(**{"code": f"kerangka-{number}", "title": f"Kerangka {number}", **fields})


def make_competence(**fields: Any) -> Competence:
    number = next(_numbers)
    group = fields.pop("group", None) or CompetenceGroup.objects.create(
        framework=make_framework(), code=f"{number:02}", title=f"Kelompok {number}"
    )
    return Competence.objects.create(**{"group": group, "code": f"K.{number:03}", "title": f"Unit {number}", **fields})


def make_programme(**fields: Any) -> Programme:
    number = next(_numbers)
    defaults = {"title": f"Pelatihan Contoh {number}", "title_en": f"Example training {number}", "form": "workshop"}
    subject = fields.pop("subject", None) or SubjectArea.objects.order_by("order", "pk").first()
    competences = fields.pop("competences", [])
    programme = Programme.objects.create(**{**defaults, "subject": subject, **fields})
    programme.competences.set(competences)
    return programme


def slot(day: date, hour: int = 9, hours: int = 3, **fields: Any) -> Slot:
    starts = local(day, hour)
    return Slot(starts_at=starts, ends_at=starts + timedelta(hours=hours), **{"place": "Aula", **fields})


def make_session(programme: Programme | None = None, *, announced: bool = True, **fields: Any) -> Session:
    """A session of one meeting in ten days (or `on`), announced unless told otherwise; `slots` replaces the meeting."""
    on = fields.pop("on", None) or timezone.localdate() + timedelta(days=10)
    slots = fields.pop("slots", None) or [slot(on, place=f"Ruang {next(_numbers)}")]
    session = plan_session(programme=programme or make_programme(), by=None, slots=slots, **fields)
    return announce_session(session=session, by=None) if announced else session


def make_draft(**fields: Any) -> Session:
    return make_session(announced=False, **fields)


def make_worker(*roles: str, supervisor: StaffProfile | None = None, **fields: Any) -> StaffProfile:
    """A person with an account and an appointment under `supervisor`."""
    person = make_person(*(roles or ("Pustakawan",)), **fields)
    make_appointment(person, supervisor=supervisor)
    return person


def make_request(session: Session | None = None, profile: StaffProfile | None = None, **fields: Any) -> Enrolment:
    profile = profile or make_worker()
    fields = {"by": profile.user, "at": timezone.now(), **fields}
    return enrolments.request_seat(session=session or make_session(), profile=profile, **fields)


def make_seated(session: Session | None = None, profile: StaffProfile | None = None) -> Enrolment:
    """Somebody with a seat (or, where none is free, a place in line)."""
    enrolment = make_request(session, profile)
    return enrolments.approve_enrolment(enrolment=enrolment, by=None, at=timezone.now())


def make_held(
    programme: Programme | None = None, *, people: int = 1, minutes: int | None = None, **fields: Any
) -> Session:
    """A finished session of yesterday at which `people` were present (`minutes`: only so long)."""
    yesterday = timezone.localdate() - timedelta(days=1)
    profiles = fields.pop("profiles", None) or [make_worker() for _person in range(people)]
    session = make_session(
        programme or make_programme(), **{"on": yesterday, "slots": [slot(yesterday, 9, 3)], **fields}
    )
    at = local(yesterday, 8)
    rows = [enrolments.nominate(session=session, profile=profile, by=None, at=at) for profile in profiles]
    for meeting in session.meetings.all():
        marks = [Mark(row.pk, "present" if minutes is None else "partial", minutes) for row in rows]
        now = timezone.now()
        take_list(meeting=meeting, marks=marks, way="list", by=None, taken_at=now, at=now)
    finish_session(session=session, by=None, at=timezone.now())
    session.refresh_from_db()
    return session


def make_certificate(profile: StaffProfile | None = None) -> Certificate:
    session = make_held(profiles=[profile or make_worker()])
    return issue_for_session(session=session, by=None, at=timezone.now())[0]


def make_entry(profile: StaffProfile | None = None, **fields: Any) -> JpEntry:
    """A training held elsewhere, entered today, with its proof; waits for verification."""
    number = next(_numbers)
    today = timezone.localdate()
    upload = BytesIO(b"%PDF-1.4\n%%EOF\n")
    upload.name = "bukti.pdf"
    defaults = {
        "title": f"Seminar Contoh {number}",
        "form": "seminar",
        "scope": "national",
        "organiser": "Perpustakaan Nasional RI",
        "starts_on": today,
        "ends_on": today,
        "certificate_number": f"{number}/2026",
        "jp": None,
        "upload": upload,
        "by": None,
        "at": timezone.now(),
        "on": today,
    }
    return enter_external(profile=profile or make_worker(), **{**defaults, **fields})
