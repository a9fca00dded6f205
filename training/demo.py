"""Demo data of training: a year and a half of programmes that tell the story of the surveys' weak "kompetensi"."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.notifications.choices import Channel
from baubau_pembinaan.notifications.models import Delivery, Message
from training import demo_development, demo_learning, demo_office, demo_sessions, demo_tests
from training.choices import Origin
from training.models import (
    Competence,
    CompetenceGroup,
    Enrolment,
    Interest,
    Material,
    Meeting,
    Programme,
    Session,
    SubjectArea,
)
from training.services import enrolments, interests
from training.services.sessions import Slot, announce_session, plan_session

UNITS = [
    # group of SKKNI 2019, code, title, title in English, level; codes are the demo's own, marked so
    ("01", "CONTOH.01.01", "Menyeleksi bahan perpustakaan", "Select library materials", 3),
    ("02", "CONTOH.02.01", "Mengatalog deskriptif", "Descriptive cataloguing", 3),
    ("02", "CONTOH.02.02", "Menentukan tajuk subjek", "Assign subject headings", 3),
    ("03", "CONTOH.03.01", "Melayani sirkulasi dengan ramah", "Friendly circulation service", 2),
    ("03", "CONTOH.03.02", "Melayani rujukan", "Reference service", 3),
    ("03", "CONTOH.03.03", "Membimbing literasi informasi", "Teach information literacy", 4),
    ("03", "CONTOH.03.04", "Mendongeng dan melayani anak", "Storytelling and children's services", 3),
    ("04", "CONTOH.04.01", "Merawat naskah dan koleksi langka", "Care for manuscripts and rare items", 3),
    ("05", "CONTOH.05.01", "Menulis praktik kepustakawanan", "Write about library practice", 3),
    ("06", "CONTOH.06.01", "Menyusun program kerja layanan", "Plan a service's work", 4),
    ("07", "CONTOH.07.01", "Mengelola katalog daring", "Manage the online catalogue", 3),
    ("07", "CONTOH.07.02", "Membuat konten digital", "Make digital content", 2),
]


@dataclass(frozen=True)
class Plan:
    """A demo programme and its sessions: days before (negative: after) the day of the demo."""

    title: str
    title_en: str
    form: str
    subject: str
    units: tuple[str, ...]
    sessions: tuple[tuple[int, int, int], ...]  # (first day, number of days, seats)
    jp: int | None = None
    provider: str = ""
    scope: str = "national"
    budget: int = 0
    trainer: str = ""  # one of the library's people; else they take turns, and others' programmes bring their own


PLANS = [
    Plan("Layanan Prima di Meja Sirkulasi", "Excellent service at the circulation desk", "workshop", "layanan-ramah",
         ("03.01",), ((410, 1, 12), (150, 2, 12), (-18, 1, 12)), budget=4_500_000, trainer="pustakawan"),
    Plan("Dasar Layanan Rujukan", "Basics of reference service", "bimtek", "layanan-ramah",
         ("03.02",), ((520, 2, 10), (200, 2, 10)), jp=16, budget=6_000_000),
    Plan("Literasi Informasi untuk Pengajar", "Information literacy for teachers", "course", "literasi-informasi",
         ("03.03",), ((330, 3, 8), (-32, 3, 8)), jp=24, budget=8_000_000),
    Plan("Mendongeng untuk Anak", "Storytelling for children", "workshop", "anak-remaja",
         ("03.04",), ((270, 2, 10), (30, 1, 10)), budget=3_000_000),
    Plan("Katalog Daring dan Metadata", "Online catalogue and metadata", "technical", "teknologi-informasi",
         ("07.01", "02.01"), ((460, 3, 10), (75, 2, 6), (-10, 2, 6)), jp=20, budget=7_500_000),
    Plan("Konten Digital Perpustakaan", "Digital content for libraries", "webinar", "teknologi-informasi",
         ("07.02",), ((120, 1, 20), (-25, 1, 20)), jp=3, provider="Perpustakaan Nasional RI"),
    Plan("Perawatan Naskah Buton", "Care of Buton manuscripts", "internship", "pelestarian",
         ("04.01",), ((240, 5, 3),), provider="Museum Contoh Keraton Buton", budget=5_000_000),
    Plan("Konferensi Pustakawan Indonesia", "Indonesian librarians' conference", "conference", "pengelolaan",
         ("05.01", "06.01"), ((95, 3, 4),), provider="Ikatan Pustakawan Contoh", budget=12_000_000),
    Plan("Komunikasi dengan Pemustaka", "Talking with patrons", "seminar", "komunikasi",
         ("03.01",), ((365, 1, 16), (45, 1, 16))),
    Plan("Menulis Artikel Kepustakawanan", "Writing about librarianship", "mentoring", "komunikasi",
         ("05.01",), ((180, 4, 5),)),
    Plan("Seleksi dan Penyiangan Koleksi", "Selection and weeding", "workshop", "koleksi", ("01.01",), ()),
    Plan("Promosi Perpustakaan di Media Sosial", "Promoting the library on social media", "webinar", "kemitraan",
         ("07.02",), ((-40, 1, 25),), jp=2, provider="Dinas Kominfo Contoh"),
]  # fmt: skip
TRAINERS = ("madya", "muda", "kabid.koleksi")
PLACES = ["Aula lantai 3", "Ruang rapat lantai 2", "Ruang baca anak"]


def load(context: DemoContext) -> None:
    """Units, programmes, sessions and who took part. Present programmes stay as they are."""
    admin = context.shared["users"]["admin"]
    with acting(admin, reason="Data contoh"):
        units = _units()
        subjects = {subject.code: subject for subject in SubjectArea.objects.all()}
        for number, plan in enumerate(PLANS):
            if Programme.objects.filter(title=plan.title, is_demo=True).exists():
                continue
            _programme(context, plan, number, units, subjects)
        demo_sessions.load(context)
        demo_learning.load(context)
        demo_tests.load(context)
        demo_development.load(context)
        demo_office.load(context)
    _hush(context)


def clear(context: DemoContext) -> None:
    """Take the demo's programmes away with everything that hangs on them."""
    demo: dict[str, Any] = {"session__programme__is_demo": True}
    with acting(context.by, reason="Data contoh"):
        demo_office.clear(context)
        demo_development.clear(context)
        demo_tests.clear(context)
        demo_learning.clear(context)
        Enrolment.objects.filter(**demo).delete()
        Meeting.objects.filter(**demo).delete()
        Session.objects.filter(programme__is_demo=True).delete()
        Interest.objects.filter(programme__is_demo=True).delete()
        Material.objects.filter(programme__is_demo=True).delete()
        Programme.objects.filter(is_demo=True).delete()


def remove(context: DemoContext) -> None:
    """The invented units go too, where no real programme aims at them."""
    with acting(context.by, reason="Data contoh"):
        demo_development.remove(context)
        demo_office.remove(context)
        Competence.objects.filter(code__startswith="CONTOH.", programmes__isnull=True).delete()
        demo_learning.remove(context)


def _hush(context: DemoContext) -> None:
    """Nobody is mailed about invented trainings, and inboxes keep only what is still ahead."""
    said = Message.objects.filter(key__startswith="training.", recipient__is_demo=True)
    Delivery.objects.filter(message__in=said, channel=Channel.EMAIL).delete()
    ahead = Session.objects.filter(starts_on__gte=context.as_of).values_list("pk", flat=True)
    kept = [f"/staf/pelatihan/sesi/{pk}/" for pk in ahead]
    said.exclude(url__in=kept).delete()


def _units() -> dict[str, Competence]:
    found = {}
    for group, code, title, title_en, level in UNITS:
        parent = CompetenceGroup.objects.get(framework__code="skkni-2019", code=group)
        defaults = {"group": parent, "title": title, "title_en": title_en, "level": level}
        found[code.removeprefix("CONTOH.")], _made = Competence.objects.get_or_create(code=code, defaults=defaults)
    return found


def _programme(context: DemoContext, plan: Plan, number: int, units: Any, subjects: Any) -> None:
    programme = Programme.objects.create(
        title=plan.title,
        title_en=plan.title_en,
        form=plan.form,
        scope=plan.scope,
        subject=subjects[plan.subject],
        summary="Materi singkat, latihan, dan rencana penerapan di tempat kerja.",
        target_group="Pustakawan dan petugas layanan",
        provider_kind="external" if plan.provider else "own",
        provider=plan.provider,
        jp=plan.jp,
        budget_idr=plan.budget or None,
        budget_source="APBD" if plan.budget else "",
        needs_second_approval=plan.form == "conference",
        is_demo=True,
    )
    programme.competences.set([units[code] for code in plan.units])
    people = context.shared["people"]
    for position, (ago, days, seats) in enumerate(plan.sessions):
        trainer = None if plan.provider else people[plan.trainer or TRAINERS[(number + position) % 3]]
        _session(context, programme, context.as_of - timedelta(days=ago), days, seats, number + position, trainer)
    if not plan.sessions:
        at = at_hour(context.as_of - timedelta(days=20), 10)
        for username in ("pertama", "pengelola", "madya"):
            interests.note_interest(programme=programme, profile=people[username], at=at)


def _session(
    context: DemoContext, programme: Programme, first: date, days: int, seats: int, number: int, trainer: Any
) -> None:
    users, people = context.shared["users"], context.shared["people"]
    slots = [
        Slot(
            starts_at=at_hour(day, 9),
            ends_at=at_hour(day, 15),
            place="" if programme.form == "webinar" else PLACES[number % 3],
            link="https://example.org/ruang-daring" if programme.form == "webinar" else "",
            topic=f"Hari ke-{index + 1}" if days > 1 else "",
            trainer=trainer,
            trainer_name="" if trainer else "Narasumber Contoh",
        )
        for index, day in enumerate(working_days(first, days))
    ]
    session = plan_session(
        programme=programme,
        by=users["admin"],
        slots=slots,
        label=f"Angkatan {'I' * (number % 3 + 1)}",
        capacity=seats,
        opens_on=first - timedelta(days=40),
        closes_on=first - timedelta(days=3),
        offer_hours=48 if first > context.as_of else 0,
        coordinator=people["muda"],
    )
    announce_session(session=session, by=users["admin"])
    _people(context, session, first, trainer)


def _people(context: DemoContext, session: Session, first: date, trainer: Any) -> None:
    """Who asked, who decided, who waits: in the days before the session, never after the day of the demo."""
    users, people, dice = context.shared["users"], context.shared["people"], context.rng
    names = [name for name in sorted(people) if people[name] != trainer and name not in ("kadis", "sekretaris")]
    is_past = first <= context.as_of
    wanted = dice.sample(names, min(len(names), session.capacity + 2 if session.capacity < 9 else 9))
    if "pustakawan" in names and "pustakawan" not in wanted and dice.random() < 0.7:
        wanted[0] = "pustakawan"
    for position, name in enumerate(wanted):
        asked_on = min(first - timedelta(days=30 - position), context.as_of - timedelta(days=1))
        if session.opens_on and asked_on < session.opens_on:
            asked_on = session.opens_on
        if asked_on >= context.as_of:
            continue
        at = at_hour(asked_on, 8 + position % 6)
        profile = people[name]
        # Taken up by service desks in turn: most ask, some are named by their head.
        if position % 4 == 3:
            by = users["kadis"] if profile.user_id == users["kabid"].pk else users["kabid"]
            row = enrolments.nominate(session=session, profile=profile, by=by, at=at, origin=Origin.NOMINATED)
            _confirm(context, row, at, is_past)
            continue
        row = enrolments.request_seat(
            session=session,
            profile=profile,
            by=profile.user,
            at=at,
            note="Perlu untuk tugas harian saya." if position % 2 else "",
        )
        if is_past or position < len(wanted) - 2:
            demo_sessions.approve(context, row, at + timedelta(hours=3))
            _confirm(context, row, at + timedelta(hours=4), is_past)
    if not is_past and not session.programme.needs_second_approval:
        _offer(context, session, [people[name] for name in names if name not in wanted])


def _confirm(context: DemoContext, row: Enrolment, at: datetime, is_past: bool) -> None:
    """The second approval of what is over by now."""
    if is_past and row.session.programme.needs_second_approval:
        enrolments.confirm_enrolment(enrolment=row, by=context.shared["users"]["kadis"], at=at)


def _offer(context: DemoContext, session: Session, spare: list[Any]) -> None:
    """Where people wait: one more joins the line, somebody leaves, and the first in line is asked."""
    leaving = session.enrolments.seated().order_by("pk").first()
    is_open = session.closes_on is not None and session.closes_on >= context.as_of
    if not (spare and leaving and is_open and session.enrolments.in_line().exists()):
        return
    before = context.days_ago(1)
    enrolments.nominate(session=session, profile=spare[0], by=context.shared["users"]["kabid"], at=at_hour(before, 18))
    enrolments.withdraw(enrolment=leaving, by=None, at=at_hour(before, 19), reason="Ada tugas luar kota.")


def working_days(first: date, days: int) -> list[date]:
    """So many days from the first on, Sundays left out."""
    found: list[date] = []
    day = first
    while len(found) < days:
        if day.weekday() < 6:
            found.append(day)
        day += timedelta(days=1)
    return found


def at_hour(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_current_timezone())
