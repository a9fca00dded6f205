"""Rows of the training room for tests."""

from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.utils import timezone
from django.utils.timezone import get_current_timezone

from baubau_pembinaan.accounts.models import StaffProfile
from tests.factories.accounts import make_appointment, make_person, make_position
from training.models import (
    AnnualPlan,
    Assessment,
    Association,
    CalendarFeed,
    Certificate,
    Competence,
    CompetenceExam,
    CompetenceFramework,
    CompetenceGroup,
    ConferenceReport,
    DevelopmentPlan,
    Enrolment,
    ExchangeVisit,
    JpEntry,
    LevelStep,
    Membership,
    MentoringPair,
    PeerLibrary,
    PositionRequirement,
    PracticeNote,
    Programme,
    Session,
    SessionCost,
    SessionPaper,
    SubjectArea,
    TestAttempt,
    TestQuestion,
)
from training.services import annual, enrolments, network, office, plans, quiz
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


def make_requirement(person: StaffProfile | None = None, *, level: int = 3, **fields: Any) -> PositionRequirement:
    """What the person's post asks for; a post of its own where nobody is named."""
    fields.setdefault("competence", make_competence())
    if person is not None:
        fields.setdefault("position", person.appointments.order_by("pk").first().position)
    else:
        fields.setdefault("position", make_position())
    return PositionRequirement.objects.create(required_level=level, **fields)


def make_assessment(person: StaffProfile | None = None, **fields: Any) -> Assessment:
    now = timezone.now()
    defaults = {"year": timezone.localdate().year, "self_level": 2, "self_evidence": "Tugas harian", "self_at": now}
    fields.setdefault("competence", make_competence())
    return Assessment.objects.create(profile=person or make_worker(), **{**defaults, **fields})


def make_plan(person: StaffProfile | None = None, *, year: int | None = None) -> DevelopmentPlan:
    """This year's plan with one goal."""
    person, year = person or make_worker(), year or timezone.localdate().year
    plan = plans.draft_plan(profile=person, year=year, on=timezone.localdate(), by=None)
    if not plan.items.exists():
        plans.add_item(plan=plan, goal="Belajar mendongeng", due_on=date(year, 12, 1), by=None)
    return plan


_plan_years = count(2016)


def make_annual() -> AnnualPlan:
    """The plan of a year of its own, with one line."""
    year = 2016 + (next(_plan_years) - 2016) % 11
    plan, _made = AnnualPlan.objects.get_or_create(year=year)
    if not plan.lines.exists():
        annual.write_line(plan=plan, line=None, by=None, activity="Lokakarya", participants=5, budget_idr=1_000_000)
    return plan


def make_feed(profile: StaffProfile | None = None) -> CalendarFeed:
    return office.renew_feed(profile=profile or make_worker(), at=timezone.now())


def make_paper(session: Session | None = None, **fields: Any) -> SessionPaper:
    defaults = {"kind": "undangan", "number": "005/12/XI/2026", "day": timezone.localdate(), "text": "", "again": True}
    return office.make_paper(session=session or make_session(), by=None, **{**defaults, **fields})


def make_cost(session: Session | None = None, **fields: Any) -> SessionCost:
    fields = {"item": "Konsumsi", "amount_idr": 750_000, "spent_on": timezone.localdate(), **fields}
    return office.add_cost(session=session or make_session(), by=None, **fields)


def make_association() -> Association:
    return Association.objects.create(name=f"Ikatan Contoh {next(_numbers)}")


def make_membership(profile: StaffProfile | None = None, **fields: Any) -> Membership:
    fields.setdefault("starts_on", date(2024, 1, 1))
    association = fields.pop("association", None) or make_association()
    return Membership.objects.create(profile=profile or make_worker(), association=association, **fields)


def make_report(profile: StaffProfile | None = None, **fields: Any) -> ConferenceReport:
    """A conference of last week whose sharing session is owed."""
    ended = timezone.localdate() - timedelta(days=7)
    defaults = {"title": f"Konferensi {next(_numbers)}", "ended_on": ended, "share_by": ended + timedelta(days=30)}
    return ConferenceReport.objects.create(profile=profile or make_worker(), **{**defaults, **fields})


def make_note(profile: StaffProfile | None = None, **fields: Any) -> PracticeNote:
    subject = SubjectArea.objects.order_by("order", "pk").first()
    defaults = {"title": f"Catatan {next(_numbers)}", "body": "Cara kami.", "written_at": timezone.now()}
    return PracticeNote.objects.create(author=profile or make_worker(), subject=subject, **{**defaults, **fields})


def make_question(programme: Programme | None = None, **fields: Any) -> TestQuestion:
    defaults = {"text": f"Tanya {next(_numbers)}?", "choices": "Benar\nSalah\nTidak tahu", "right": 1}
    question = TestQuestion(programme=programme or make_programme(), **{**defaults, **fields})
    return quiz.save_question(question=question, by=None)


def make_attempt() -> TestAttempt:
    question = make_question()
    enrolment = make_seated(make_session(question.programme))
    return quiz.take_test(enrolment=enrolment, moment="before", answers={question.pk: 1}, at=timezone.now())


def make_step() -> LevelStep:
    day = date(2030, 1, 1) + timedelta(days=next(_numbers))
    return LevelStep.objects.create(from_level="mahir", to_level="penyelia", credit=100, valid_from=day)


def make_exam(profile: StaffProfile | None = None, **fields: Any) -> CompetenceExam:
    defaults = {"level": "ahli_muda", "held_on": timezone.localdate(), "passed": True}
    return network.enter_exam(profile=profile or make_worker(), by=None, **{**defaults, **fields})


def make_pair(mentor: StaffProfile | None = None) -> MentoringPair:
    pair = MentoringPair(
        mentor=mentor or make_worker(), mentee=make_worker(), goal="Rujukan", starts_on=date(2026, 1, 1)
    )
    return network.save_pair(pair=pair, by=None)


def make_peer(**fields: Any) -> PeerLibrary:
    number = next(_numbers)
    peer = PeerLibrary(**{"name": f"Perpustakaan Sahabat {number}", "place": "Kendari", **fields})
    return network.save_peer(peer=peer, by=None)


def make_visit(writer: StaffProfile | None = None) -> ExchangeVisit:
    visit = ExchangeVisit(
        institution=f"Perpustakaan Contoh {next(_numbers)}",
        visited_on=timezone.localdate(),
        purpose="Studi banding",
        written_by=writer or make_worker(),
    )
    return network.save_visit(visit=visit, by=None)
