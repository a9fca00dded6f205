"""Eighteen months of a lively library: story time every Saturday, clubs, workshops, school visits, the mobile library.

Every person, school and sentence is invented ("Contoh").
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries.models import Holiday, Village
from outreach import (
    demo_groups,
    demo_lessons,
    demo_needs,
    demo_packs,
    demo_promotion,
    demo_reading,
    demo_registrations,
    demo_reports,
    demo_school_visits,
)
from outreach.choices import (
    Audience,
    EventKind,
    EventStatus,
    FacilitatorRole,
    RegistrationMode,
    SessionState,
)
from outreach.demo_partners import PARTNERS
from outreach.models import Agreement, Event, Facilitator, Partner, PartnerVisit, Session

REASON = "Data contoh"
MONTHS_BACK, DAYS_AHEAD = 18, 56

# title, English, kind, audience, ages, one sentence, English, place, registration, seats, how: weekday + weeks or None
SERIES: list[dict[str, Any]] = [
    {
        "title": "Dongeng Sabtu Pagi", "title_en": "Saturday Story Time", "kind": EventKind.STORY_TIME,
        "audience": Audience.FAMILIES, "ages": (4, 9), "place": "Taman Baca Anak, lantai 2",
        "summary": "Cerita rakyat Buton dengan boneka tangan, lalu menggambar tokohnya.",
        "summary_en": "Folk tales of Buton with hand puppets, then we draw the heroes.",
        "seats": None, "weekday": 5, "weeks": 1, "at": (9, 0, 10, 30), "rule": "FREQ=WEEKLY;BYDAY=SA",
    },
    {
        "title": "Klub Membaca Remaja", "title_en": "Young Readers' Club", "kind": EventKind.READING_CLUB,
        "audience": Audience.YOUTH, "ages": (13, 18), "place": "Ruang baca terbuka, lantai 3",
        "summary": "Satu buku sebulan, obrolan santai, dan tulisan pendek untuk mading.",
        "summary_en": "One book a month, easy talk, and a short text for the wall paper.",
        "seats": 20, "weekday": 4, "weeks": 2, "at": (15, 30, 17, 0), "rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    },
    {
        "title": "Lokakarya Menulis Cerita", "title_en": "Story-writing Workshop", "kind": EventKind.WRITING,
        "audience": Audience.YOUTH, "ages": (10, 17), "place": "Ruang pertemuan, lantai 1",
        "summary": "Dari ide menjadi cerita pendek dalam dua jam, didampingi pustakawan.",
        "summary_en": "From an idea to a short story in two hours, with a librarian's help.",
        "seats": 15, "weekday": 6, "weeks": 4, "at": (9, 0, 11, 0), "rule": "FREQ=MONTHLY;BYDAY=+1SU",
    },
    {
        "title": "Kelas Literasi Informasi", "title_en": "Information-literacy Class",
        "kind": EventKind.INFORMATION_LITERACY, "audience": Audience.PUPILS, "ages": (12, 18),
        "place": "Ruang komputer, lantai 1",
        "summary": "Mencari, menilai, dan memakai informasi dengan jujur untuk tugas sekolah.",
        "summary_en": "Finding, judging and honestly using information for school work.",
        "seats": 40, "weekday": 2, "weeks": 3, "at": (9, 0, 11, 30), "rule": "FREQ=WEEKLY;INTERVAL=3;BYDAY=WE",
    },
    {
        "title": "Perpustakaan Keliling Pesisir", "title_en": "Mobile Library on the Coast",
        "kind": EventKind.MOBILE_STOP, "audience": Audience.COMMUNITY, "ages": (0, 120), "place": "Lapangan Palabusa",
        "summary": "Mobil perpustakaan singgah dengan 400 buku; pinjam di tempat, kembalikan pekan depan.",
        "summary_en": "The book van stops with 400 books; borrow here, return next week.",
        "seats": None, "weekday": 1, "weeks": 1, "at": (14, 0, 16, 0), "rule": "FREQ=WEEKLY;BYDAY=TU",
    },
    {
        "title": "Kunjungan Sekolah ke Perpustakaan", "title_en": "School Visits to the Library",
        "kind": EventKind.SCHOOL_COMES, "audience": Audience.PUPILS, "ages": (6, 15), "place": "Seluruh gedung",
        "summary": "Tur, cerita, dan kartu anggota untuk satu kelas, paling banyak 20 orang sekali jalan.",
        "summary_en": "A tour, a story and library cards for a class, twenty at a time.",
        "seats": 20, "weekday": 3, "weeks": 1, "at": (8, 30, 10, 0), "rule": "FREQ=WEEKLY;BYDAY=TH",
    },
]  # fmt: skip
SINGLES: list[dict[str, Any]] = [
    {
        "title": "Pekan Buku Baubau", "title_en": "Baubau Book Week", "kind": EventKind.BOOK_FAIR,
        "audience": Audience.EVERYBODY, "ages": (0, 120), "place": "Halaman perpustakaan",
        "summary": "Pameran buku, dongeng, dan tukar buku untuk seluruh keluarga.",
        "summary_en": "Books, stories and a book swap for the whole family.", "at": (9, 0, 17, 0),
        "days": (-400, -35),
    },
    {
        "title": "Diskusi Naskah Kesultanan Buton", "title_en": "Talk on the Buton Manuscripts",
        "kind": EventKind.DISCUSSION, "audience": Audience.EVERYBODY, "ages": (16, 120),
        "place": "Ruang naskah, lantai 2",
        "summary": "Membaca naskah Wolio bersama dan bertanya kepada peneliti.",
        "summary_en": "Reading a Wolio manuscript together and asking a researcher.", "at": (13, 30, 15, 30),
        "days": (-210, -120, 12),
    },
    {
        "title": "Pameran Karya Klub Membaca", "title_en": "Exhibition of the Reading Club",
        "kind": EventKind.EXHIBITION, "audience": Audience.EVERYBODY, "ages": (0, 120), "place": "Lobi, lantai 1",
        "summary": "Puisi, komik, dan resensi buatan anggota klub membaca.",
        "summary_en": "Poems, comics and reviews by members of the reading club.", "at": (9, 0, 16, 0),
        "days": (-160, 26),
    },
    {
        "title": "Berbagi Baca di Karang Taruna", "title_en": "Reading with the Youth Organisation",
        "kind": EventKind.COMMUNITY, "audience": Audience.COMMUNITY, "ages": (13, 30), "place": "Balai Kelurahan Wameo",
        "summary": "Pustakawan ikut malam seni kelurahan dengan pojok baca.",
        "summary_en": "Librarians join the village arts evening with a reading corner.", "at": (16, 0, 18, 0),
        "days": (-95, 19),
    },
]  # fmt: skip
WAITING = {
    "title": "Kemah Literasi Akhir Tahun", "title_en": "Year-end Literacy Camp", "kind": EventKind.WRITING,
    "audience": Audience.YOUTH, "ages": (13, 17), "place": "Pantai Nirwana",
    "summary": "Dua hari membaca, menulis, dan bercerita di alam terbuka.",
    "summary_en": "Two days of reading, writing and telling stories outdoors.", "at": (8, 0, 15, 0), "days": (33,),
}  # fmt: skip


def load(context: DemoContext) -> None:
    """Partners, events, dates; what is there already stays."""
    if Event.objects.filter(is_demo=True).exists():
        return
    by = context.shared["users"]["pustakawan"]
    head = context.shared["users"]["kabid"]
    villages = {village.name: village for village in Village.objects.all()}
    with acting(by, reason=REASON):
        for name, kind, npsn, village, contact in PARTNERS:
            Partner.objects.create(
                name=name, kind=kind, npsn=npsn, village=villages.get(village), contact_name=contact, is_demo=True
            )
    people = _people()
    _partnerships(context, by, people)
    for number, plan in enumerate([*SERIES, *SINGLES]):
        event = _event(context, plan, by, head, EventStatus.PUBLISHED, villages)
        _crew(event, people, number)
        _sessions(context, event, plan)
    demo_groups.load(context, by)
    demo_registrations.load(context)
    demo_reports.load(context, by)

    def school_visit(plan: dict[str, Any], number: int) -> Event:
        event = _event(context, plan, by, head, EventStatus.PUBLISHED, villages)
        _crew(event, people, number + 4)
        _sessions(context, event, plan)
        return event

    demo_school_visits.load(context, by, make=school_visit)
    demo_lessons.load(context, by)
    demo_needs.load(context, by)
    demo_reading.load(context, by)
    demo_promotion.load(context, by)
    demo_packs.load(context, by)
    event = _event(context, WAITING, by, head, EventStatus.SUBMITTED, villages)
    _crew(event, people, 10)
    _sessions(context, event, WAITING)
    for more in range(2, context.scale + 1):
        for number, plan in enumerate([*SERIES, *SINGLES]):
            named = {"title": f"{plan['title']} (contoh {more})", "title_en": f"{plan['title_en']} (sample {more})"}
            event = _event(context, plan | named, by, head, EventStatus.PUBLISHED, villages)
            _crew(event, people, number + more)
            _sessions(context, event, plan)


def clear(context: DemoContext) -> None:
    """Dated rows go: events with all that hangs on them, then partners nobody else refers to."""
    mine = Q(event__is_demo=True)
    demo_groups.clear_members()
    demo_registrations.clear()
    demo_needs.clear()
    with acting(context.by, reason=REASON):
        demo_groups.clear()
        demo_lessons.clear()
        demo_reports.clear()
        demo_reading.clear()
        demo_promotion.clear()
        demo_packs.clear()
        demo_school_visits.clear()
    Session.objects.filter(mine).delete()
    with acting(context.by, reason=REASON):
        Event.objects.filter(is_demo=True).delete()
        for made in (Agreement, PartnerVisit):
            made.objects.filter(partner__is_demo=True).delete()
        for partner in Partner.objects.filter(is_demo=True).order_by("pk"):
            if partner.events.exists() or partner.sessions.exists():
                context.kept.append(partner.name)
            else:
                partner.delete()


DONE = [
    ("Tur perpustakaan dan cerita untuk satu kelas.", "datang"),
    ("Mendongeng dan meminjamkan satu peti buku.", "pergi"),
    ("Ikut pekan literasi sekolah sebagai juri resensi.", "program-mitra"),
]


def _partnerships(context: DemoContext, by: Any, people: list[StaffProfile]) -> None:
    """Agreements (one ends soon, one has ended) and the meetings of eighteen months."""
    for number, partner in enumerate(Partner.objects.filter(is_demo=True).order_by("pk")):
        with acting(by, reason=REASON):
            if number % 3 == 0:
                Agreement.objects.create(
                    partner=partner, about="Kerja sama kunjungan dan peti buku", number=f"{number + 3}/PKS/Contoh",
                    starts_on=context.days_ago(700),
                    ends_on=context.as_of + timedelta(days=[20, 200, -15, 400][number // 3]),
                )  # fmt: skip
            for visit in range(6 if partner.is_school else 2):
                done, kind = DONE[(number + visit) % 3]
                PartnerVisit.objects.create(
                    partner=partner, kind=kind, done=done, day=context.days_ago(25 + visit * 85 + number * 3),
                    reached=context.rng.randint(15, 60), books_lent=context.rng.choice([0, 0, 40, 60]),
                    learned="Kelas kecil lebih mudah diajak bercerita." if visit % 3 == 1 else "",
                    competence="Mengelola kelas anak" if visit % 3 == 1 else "",
                    colleague=people[(number + visit) % len(people)] if people else None, noted_by=by,
                )  # fmt: skip


def _people() -> list[StaffProfile]:
    """The invented colleagues who lead events, in a fixed order."""
    return list(StaffProfile.objects.filter(left_on=None, user__is_demo=True).order_by("pk")[:12])


def _event(context: DemoContext, plan: dict[str, Any], by: Any, head: Any, status: str, villages: Any) -> Event:
    at = _moment(context.days_ago(MONTHS_BACK * 30 + 20), (8, 0))
    seats = plan.get("seats")
    approved = {"approved_at": at, "approved_by": head, "published_at": at} if status == EventStatus.PUBLISHED else {}
    with acting(by, reason=REASON):
        return Event.objects.create(
            title=plan["title"], title_en=plan["title_en"], kind=plan["kind"], audience=plan["audience"],
            age_min=plan["ages"][0], age_max=plan["ages"][1], summary=plan["summary"], summary_en=plan["summary_en"],
            description=plan["summary"] + "\n\nGratis. Bawa teman, adik, atau kakak.",
            description_en=plan["summary_en"] + "\n\nFree of charge. Bring friends.",
            place=plan["place"], registration_mode=RegistrationMode.REGISTER if seats else RegistrationMode.OPEN,
            capacity=seats, takes_groups=plan["audience"] == Audience.PUPILS,
            village=villages.get("Palabusa" if plan["kind"] == EventKind.MOBILE_STOP else "Lipu"),
            contact_phone="628110000000", budget_idr=plan.get("budget", 1_500_000), rule=plan.get("rule", ""),
            status=status, submitted_at=at, author=by, is_demo=True, **approved,
        )  # fmt: skip


def _crew(event: Event, people: list[StaffProfile], number: int) -> None:
    if not people:
        return
    leader, helper = people[number % len(people)], people[(number + 3) % len(people)]
    role = FacilitatorRole.STORYTELLER if event.kind == EventKind.STORY_TIME else FacilitatorRole.LEADER
    Facilitator.objects.create(event=event, profile=leader, role=role)
    if helper != leader:
        Facilitator.objects.create(event=event, profile=helper, role=FacilitatorRole.ASSISTANT)


def _sessions(context: DemoContext, event: Event, plan: dict[str, Any]) -> None:
    h1, m1, h2, m2 = plan["at"]
    rows = []
    for day in _days(context, plan):
        past = day < context.as_of
        start = _moment(day, (h1, m1))
        rows.append(
            Session(
                event=event, planned_for=start, starts_at=start, ends_at=_moment(day, (h2, m2)),
                capacity=event.capacity, state=SessionState.HELD if past else SessionState.PLANNED,
                changed_at=event.submitted_at,
            )
        )  # fmt: skip
    future = [row for row in rows if row.state == SessionState.PLANNED]
    if plan.get("weeks") == 1 and len(future) > 3 and event.kind == EventKind.STORY_TIME:
        future[2].state, future[2].reason, future[2].sequence = SessionState.CANCELLED, "Gedung dipakai rapat kota.", 1
        moved = future[3]
        moved.starts_at += timedelta(hours=6)
        moved.ends_at += timedelta(hours=6)
        moved.reason, moved.sequence = "Pindah ke sore karena kerja bakti pagi hari.", 1
    Session.objects.bulk_create(rows)
    if event.kind == EventKind.SCHOOL_COMES and "weeks" in plan:
        demo_school_visits.name_schools(event)


def _days(context: DemoContext, plan: dict[str, Any]) -> list[date]:
    if "days" in plan:
        return [context.as_of + timedelta(days=n) for n in plan["days"]]
    closed = set(Holiday.objects.values_list("date", flat=True))
    first = context.days_ago(MONTHS_BACK * 30)
    first += timedelta(days=(plan["weekday"] - first.weekday()) % 7)
    days, last = [], context.as_of + timedelta(days=DAYS_AHEAD)
    while first <= last:
        if first not in closed:
            days.append(first)
        first += timedelta(days=7 * plan["weeks"])
    return days


def _moment(day: date, clock: tuple[int, int]) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(*clock)))
