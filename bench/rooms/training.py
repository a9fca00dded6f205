"""The training room's pages under measure: the catalogue, one's own pages, the lists of a session and a year."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.documents.models import StoredFile
from bench.training_weight import bulk, colleagues, hang_on, hang_on_the_year
from training.models import DevelopmentPlan, Enrolment, JpEntry, Meeting, Programme, Session, SubjectArea


def fill(n: int) -> None:
    """`n` programmes, sessions, meetings, enrolments and JP entries; every person of the bench takes part, and all of
    them in the first session. Where a page draws what hangs on one row, the first one carries `n` / 5 of it."""
    today, subject = timezone.localdate(), SubjectArea.objects.order_by("pk").first()
    people = colleagues(n)
    programmes = bulk(
        Programme,
        [
            Programme(
                title=f"Pelatihan {number:05}", title_en=f"Training {number:05}", form="workshop", subject=subject
            )
            for number in range(n)
        ],
    )
    sessions = bulk(Session, [_session(programme, today, number) for number, programme in enumerate(programmes)])
    zone = timezone.get_current_timezone()
    bulk(
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
    bulk(
        Enrolment,
        [
            Enrolment(session=session, profile=people[number % len(people)], status="seated", seat=1, requested_at=now)
            for number, session in enumerate(sessions)
        ],
    )
    proof = StoredFile.objects.create(
        file="bench/bukti.pdf", name="bukti.pdf", kind="pdf", size=1, sha256="0" * 64, app="training", uploaded_at=now
    )
    bulk(JpEntry, [_entry(people[number % len(people)], today, number, now, proof) for number in range(n)])
    hang_on(programmes[0], sessions[0], people, max(n // 5, 1))
    hang_on_the_year(people, max(n // 5, 1))


def _session(programme: Programme, today: date, number: int) -> Session:
    day = today + timedelta(days=number % 300)
    return Session(programme=programme, status="open", capacity=20, starts_on=day, ends_on=day)


def _entry(person: StaffProfile, today: date, number: int, now: datetime, proof: StoredFile) -> JpEntry:
    """Half of them with a proof, and half of those verified."""
    is_verified = number % 4 == 1
    return JpEntry(
        proof=proof if number % 2 else None,
        status="verified" if is_verified else "earned",
        decided_at=now if is_verified else None,
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


def _first(model: Any, name: str) -> Callable[[], str]:
    """The page of the row on which everything hangs."""
    return lambda: reverse(f"training:{name}", args=[model.objects.order_by("pk").values_list("pk", flat=True)[0]])


def _named(name: str) -> Callable[[], str]:
    return lambda: reverse(f"training:{name}")


def _of_year() -> str:
    return reverse("training:year", args=[timezone.localdate().year])


def _my_plan() -> str:
    """A goal to add to the plan of the first person; made where there is none."""
    person, year = StaffProfile.objects.order_by("pk")[0], timezone.localdate().year
    DevelopmentPlan.objects.get_or_create(profile=person, year=year)
    return reverse("training:item-add", args=[person.pk, year])


PAGES = [
    ("training-home", "Training (first page)", "/staf/pelatihan/", Role.LIBRARIAN),
    ("training-catalogue", "Training catalogue", "/staf/pelatihan/katalog/", Role.LIBRARIAN),
    ("training-programme", "A programme", _first(Programme, "programme-detail"), Role.DIVISION_HEAD),
    ("training-session", "A session with its list", _first(Session, "session-detail"), Role.DIVISION_HEAD),
    ("training-attendance", "Attendance list", _first(Meeting, "attendance"), Role.DIVISION_HEAD),
    ("training-meetings", "Meetings of a session", _first(Session, "session-meetings"), Role.DIVISION_HEAD),
    ("training-office", "Papers and costs of a session", _first(Session, "session-office"), Role.DIVISION_HEAD),
    ("training-nominate", "Enrol somebody", _first(Session, "nominate"), Role.ADMINISTRATOR),
    ("training-questions", "Question bank", _first(Programme, "questions"), Role.DIVISION_HEAD),
    ("training-approvals", "Requests to decide", "/staf/pelatihan/persetujuan/", Role.ADMINISTRATOR),
    ("training-verification", "JP to verify", _named("verification"), Role.ADMINISTRATOR),
    ("training-decided", "Decided JP", _named("decided"), Role.ADMINISTRATOR),
    ("training-certificates", "Certificates", _named("certificate-list"), Role.DIVISION_HEAD),
    ("training-year", "Calendar of the year", _of_year, Role.DIVISION_HEAD),
    ("training-heat", "Competence gaps", _named("heat-map"), Role.DIVISION_HEAD),
    ("training-network", "Professional network", _named("network"), Role.LIBRARIAN),
    ("training-notes", "Practice notes", _named("note-list"), Role.LIBRARIAN),
    ("training-pair", "A mentoring pair", _named("pair-add"), Role.DIVISION_HEAD),
    ("training-goal", "A goal of a plan", _my_plan, Role.ADMINISTRATOR),
    ("training-my-jp", "My JP", _named("my-jp"), Role.LIBRARIAN),
    ("training-mine", "My training", "/staf/pelatihan/saya/", Role.LIBRARIAN),
    ("training-jp", "JP of the staff", "/staf/pelatihan/jp/tim/", Role.DIVISION_HEAD),
]
