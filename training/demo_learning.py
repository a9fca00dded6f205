"""The demo's attendance, certificates and JP: what came of the past sessions."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.db.models import Q
from django.utils import timezone

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.documents.letterhead import letterhead
from baubau_pembinaan.documents.models import DocumentNumber, NumberSeries
from baubau_pembinaan.documents.render import to_pdf
from baubau_pembinaan.documents.services import discard_file
from baubau_pembinaan.documents.tree import Document, Paragraph
from training.choices import HOLDING_A_SEAT, ProviderKind, SessionStatus
from training.models import Attendance, Certificate, ConferenceReport, ImpactReview, JpEntry, Session
from training.services import certificates, ledger
from training.services.attendance import Mark, take_list
from training.services.finishing import finish_session

SERIES = "sertifikat-contoh"
# person, title, form, organiser, days ago, days, JP, what becomes of it
EXTERNAL = [
    ("pustakawan", "Seminar Nasional Literasi", "seminar", "Perpustakaan Nasional RI", 300, 2, None, "verified"),
    ("pustakawan", "Kursus Daring Layanan Digital", "e_learning", "Pusdiklat Contoh", 40, 1, 6, "waiting"),
    ("muda", "Bimtek Penilaian Angka Kredit", "bimtek", "BKPSDM Contoh", 130, 2, 12, "verified"),
    ("pertama", "Webinar Metadata", "webinar", "Ikatan Pustakawan Contoh", 60, 1, 3, "refused"),
    ("madya", "Konferensi Internasional Kepustakawanan", "conference", "Asosiasi Contoh", 210, 3, None, "verified"),
    ("pembina", "Lokakarya Desain Poster", "workshop", "Komunitas Contoh", 25, 1, None, "waiting"),
]


def load(context: DemoContext) -> None:
    """Settle every demo session that is over, give certificates, enter trainings held elsewhere."""
    users = context.shared["users"]
    for session in Session.objects.filter(programme__is_demo=True, status="open", ends_on__lt=context.as_of).order_by(
        "ends_on", "pk"
    ):
        _settle(context, session)
    if not JpEntry.objects.filter(profile__is_demo=True, enrolment=None).exists():
        for more in range(context.scale):
            for number, (username, title, form, organiser, ago, days, jp, outcome) in enumerate(EXTERNAL, start=1):
                named = f"{title} (angkatan contoh {more + 1})" if more else title
                serial, back = number + more * len(EXTERNAL), ago + more * 11 % 330
                _external(context, serial, username, named, form, organiser, back, days, jp, outcome)
    NumberSeries.objects.get_or_create(
        code=SERIES,
        defaults={"name": "Sertifikat contoh", "mark": "CONTOH", "pattern": "{urut3}/{kode}/{bulan_romawi}/{tahun}"},
    )
    later = Session.objects.filter(
        programme__is_demo=True, programme__provider_kind=ProviderKind.OWN, status=SessionStatus.FINISHED
    ).order_by("ends_on", "pk")
    for session in later:
        if session.ends_on > context.days_ago(14):
            continue  # the newest waits for its administrator
        at = _moment(session.ends_on + timedelta(days=4), 9)
        certificates.issue_for_session(session=session, by=_somebody_else(users, session), at=at, series=SERIES)


def clear(context: DemoContext) -> None:
    """Take away what hangs on the demo's enrolments, and the numbers given to its certificates."""
    demo: dict[str, Any] = {"enrolment__session__programme__is_demo": True}
    found = Certificate.objects.filter(**demo)
    numbers = list(found.values_list("number", flat=True))
    found.delete()
    # The invented numbers stand in a row of their own, so the office's own row shows no gap.
    DocumentNumber.objects.filter(pk__in=numbers, series__code=SERIES).delete()
    JpEntry.objects.filter(**demo).delete()
    for entry in JpEntry.objects.filter(profile__is_demo=True, enrolment=None).select_related("proof"):
        stored = entry.proof
        entry.delete()
        if stored is not None:
            discard_file(stored=stored)
    Attendance.objects.filter(**demo).delete()
    ImpactReview.objects.filter(**demo).delete()
    ConferenceReport.objects.filter(Q(**demo) | Q(profile__is_demo=True)).delete()


def _somebody_else(users: dict[str, User], session: Session) -> User:
    """Who settles the session: the administrator, or, where they take part themselves, a head who does not."""
    inside = set(session.enrolments.values_list("profile__user", flat=True))
    wanted = [users["admin"], users["kabid"], users["kadis"], *users.values()]
    return next(user for user in wanted if user.pk not in inside)


def _settle(context: DemoContext, session: Session) -> None:
    dice, by = context.rng, _somebody_else(context.shared["users"], session)
    rows = list(session.enrolments.filter(status__in=HOLDING_A_SEAT).order_by("pk"))
    for meeting in session.meetings.order_by("starts_at", "pk"):
        marks = []
        for row in rows:
            chance = dice.random()
            state, minutes = ("present", None) if chance < 0.86 else ("late", meeting.minutes - 40)
            if chance > 0.96:
                state, minutes = "absent", 0
            marks.append(Mark(row.pk, state, minutes))
        at = meeting.ends_at
        take_list(meeting=meeting, marks=marks, way="list", by=by, taken_at=at, at=at)
    if session.ends_on > context.days_ago(2):
        return
    finish_session(session=session, by=by, at=_moment(session.ends_on + timedelta(days=1), 9))


def _external(
    context: DemoContext,
    number: int,
    username: str,
    title: str,
    form: str,
    organiser: str,
    ago: int,
    days: int,
    jp: int | None,
    outcome: str,
) -> None:
    people, users = context.shared["people"], context.shared["users"]
    last = context.days_ago(ago)
    first, at = last - timedelta(days=days - 1), _moment(last + timedelta(days=5), 10)
    if last.year != first.year:
        first = last
    paper = Document(
        title="Sertifikat Contoh",
        date=last,
        blocks=[Paragraph(f"{people[username].full_name}: {title}")],
        letterhead=letterhead(),
    )
    upload = BytesIO(to_pdf(paper))
    upload.name = f"sertifikat-contoh-{number}.pdf"
    entry = ledger.enter_external(
        profile=people[username],
        title=title,
        form=form,
        scope="international" if "Internasional" in title else "national",
        organiser=organiser,
        starts_on=first,
        ends_on=last,
        certificate_number=f"{number:03}/CONTOH/{last.year}",
        jp=Decimal(jp) if jp else None,
        upload=upload,
        by=people[username].user,
        at=at,
        on=context.as_of,
    )
    decided = at + timedelta(days=3)
    if outcome == "verified":
        ledger.verify_entry(entry=entry, by=users["admin"], at=decided)
    elif outcome == "refused":
        ledger.refuse_entry(entry=entry, by=users["admin"], at=decided, reason="Nomor sertifikat tidak terbaca.")


def _moment(day: Any, hour: int) -> datetime:
    return datetime.combine(day, time(hour), timezone.get_current_timezone())


def remove(context: DemoContext) -> None:
    """The row of invented numbers goes too."""
    NumberSeries.objects.filter(code=SERIES, numbers=None).delete()
