"""Rows of the training room for tests."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from django.utils.timezone import get_current_timezone

from baubau_pembinaan.accounts.models import StaffProfile
from tests.factories.accounts import make_appointment, make_person
from training.choices import SessionStatus
from training.models import Competence, CompetenceFramework, CompetenceGroup, Enrolment, Programme, Session, SubjectArea
from training.services import enrolments
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


def finish_status(session: Session) -> None:
    session.status = SessionStatus.FINISHED
    session.save()
