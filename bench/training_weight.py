"""What hangs on one programme, one session and one year of the training room: the lists of its heaviest pages."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from baubau_pembinaan.accounts.models import Appointment, Position, StaffProfile
from baubau_pembinaan.documents.models import DocumentNumber, NumberSeries
from baubau_pembinaan.libraries.models import Unit
from training.models import (
    Assessment,
    Certificate,
    Competence,
    CompetenceFramework,
    CompetenceGroup,
    ConferenceReport,
    Enrolment,
    JpEntry,
    Material,
    Meeting,
    PositionRequirement,
    PracticeNote,
    Programme,
    Session,
    SessionCost,
    SessionPaper,
    SubjectArea,
    TestQuestion,
)
from training.reference import CERTIFICATES

COLLEAGUES, UNITS = 400, 30


def bulk(model: Any, rows: list[Any]) -> list[Any]:
    """Past the history on purpose: these rows are weight, not records."""
    return QuerySet(model).bulk_create(rows, batch_size=2000)


def colleagues(n: int) -> list[StaffProfile]:
    """As many people at work, at most as many as a large office has, after those who are there."""
    number = min(n, COLLEAGUES)
    bulk(StaffProfile, [StaffProfile(name=f"Rekan {number:04}") for number in range(number)])
    return list(StaffProfile.objects.order_by("pk")[: number + 5])


def hang_on(programme: Programme, session: Session, people: list[StaffProfile], n: int) -> None:
    """On one programme `n` sessions, materials and questions; on one session everybody, its papers and its costs."""
    now, today = timezone.now(), timezone.localdate()
    zone = timezone.get_current_timezone()
    more = [
        Session(programme=programme, status="open", starts_on=today, ends_on=today, label=f"Angkatan {number}")
        for number in range(n)
    ]
    others = bulk(Session, more)
    nine, noon = (datetime.combine(today, time(hour), zone) for hour in (9, 12))
    bulk(Meeting, [Meeting(session=row, starts_at=nine, ends_at=noon, place="Aula") for row in others])
    seated = people[1:]
    QuerySet(Session).filter(pk=session.pk).update(capacity=len(people) + 1)
    bulk(Enrolment, [_enrolment(session, person, now, seat) for seat, person in enumerate(seated, start=2)])
    asking = [others[number % len(others)] for number, _person in enumerate(seated)]
    bulk(Enrolment, [_enrolment(row, person, now) for row, person in zip(asking, seated, strict=True)])
    link = "https://example.org/"
    bulk(Material, [Material(programme=programme, title=f"Bahan {number:05}", link=link) for number in range(n)])
    bulk(TestQuestion, [_question(programme, number) for number in range(n)])
    costs = [
        SessionCost(session=session, item=f"Konsumsi {number}", amount_idr=1000, spent_on=today) for number in range(n)
    ]
    bulk(SessionCost, costs)
    bulk(SessionPaper, [SessionPaper(session=session, kind="undangan", day=today) for _number in range(n)])


def _enrolment(session: Session, person: StaffProfile, now: datetime, seat: int | None = None) -> Enrolment:
    status = "seated" if seat else "requested"
    return Enrolment(session=session, profile=person, status=status, seat=seat, requested_at=now, note="Perlu")


def _question(programme: Programme, number: int) -> TestQuestion:
    return TestQuestion(programme=programme, text=f"Pertanyaan {number}?", choices="Ya\nTidak\nMungkin", right=1)


def hang_on_the_year(people: list[StaffProfile], n: int) -> None:
    """`n` certificates, JP of one person, conference reports and practice notes; a competence grid of everybody."""
    now, today = timezone.now(), timezone.localdate()
    subject = SubjectArea.objects.order_by("pk").first()
    _certificates(n, now, today)
    bulk(JpEntry, [_entry(people[0], number, now, today) for number in range(n)])
    share_by = today + timedelta(days=30)
    bulk(
        ConferenceReport,
        [
            ConferenceReport(profile=people[number % len(people)], title="Kongres", ended_on=today, share_by=share_by)
            for number in range(n)
        ],
    )
    bulk(
        PracticeNote,
        [
            PracticeNote(author=people[0], subject=subject, title=f"Catatan {number}", body="Isi", written_at=now)
            for number in range(n)
        ],
    )
    _competences(people, now, today)


def _certificates(n: int, now: datetime, today: date) -> None:
    series = NumberSeries.objects.get(code=CERTIFICATES)
    rows = list(Enrolment.objects.order_by("-pk")[:n])
    numbers = [
        DocumentNumber(
            series=series,
            year=1999,
            sequence=place,
            text=f"B/{place}",
            subject="Contoh",
            day=date(1999, 1, 1),
            taken_at=now,
        )
        for place, _row in enumerate(rows, start=1)
    ]
    told = {"name": "Contoh", "title": "Pelatihan Contoh", "jp": "4.00"}
    made = zip(rows, bulk(DocumentNumber, numbers), strict=True)
    bulk(Certificate, [Certificate(enrolment=row, number=text, snapshot=told, issued_on=today) for row, text in made])


def _entry(person: StaffProfile, number: int, now: datetime, today: date) -> JpEntry:
    return JpEntry(
        profile=person,
        year=today.year,
        jp=1,
        entered_at=now,
        title=f"Webinar {number:05}",
        form="webinar",
        organiser="Perpustakaan",
        starts_on=today,
        ends_on=today,
    )


def _competences(people: list[StaffProfile], now: datetime, today: date) -> None:
    framework = CompetenceFramework.objects.create(code="bench", title="Kerangka Contoh")
    group = CompetenceGroup.objects.create(framework=framework, code="bench", title="Kelompok Contoh")
    units = bulk(
        Competence, [Competence(group=group, code=f"B.{number:03}", title=f"Unit {number}") for number in range(UNITS)]
    )
    post = Position.objects.create(name="Pustakawan Contoh", kind="pelaksana")
    bulk(PositionRequirement, [PositionRequirement(position=post, competence=unit, required_level=3) for unit in units])
    unit, _made = Unit.objects.get_or_create(code="bench-training", defaults={"name": "Bidang Pelatihan"})
    kind = {"kind": "definitif", "employment_status": "pns", "unit": unit}
    free = [row for row in people if row.name.startswith("Rekan ")]
    bulk(Appointment, [Appointment(profile=row, position=post, starts_on=today, **kind) for row in free])
    bulk(
        Assessment,
        [
            Assessment(profile=row, competence=unit, year=today.year, self_level=2, self_evidence="Ada", self_at=now)
            for row in people
            for unit in units
        ],
    )
