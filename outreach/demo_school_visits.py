"""The schools of the demo: a weekly one that comes, and two visits of their own, reported with a drawn photo."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from outreach.choices import AgeBand, Audience, EventKind, PartnerKind
from outreach.models import Event, Partner, PartnerVisit, Session, SessionPhoto
from outreach.services.attendance import remove_photo, write_report

# event, its partner's number (NPSN), heads, story, cost
VISITS: list[tuple[dict[str, Any], str, dict[str, int], str, int]] = [
    (
        {
            "title": "SD Contoh 1 Lipu Berkunjung", "title_en": "A Primary School Comes",
            "kind": EventKind.SCHOOL_COMES, "audience": Audience.PUPILS, "ages": (9, 12), "place": "Seluruh gedung",
            "summary": "Kelas 4 mengenal rak, mendengar cerita, dan membuat kartu anggota.",
            "summary_en": "Class 4 gets to know the shelves, hears a story and gets library cards.",
            "at": (9, 0, 11, 0), "days": (-40, 16),
        },
        "40409001", {AgeBand.CHILD: 27, AgeBand.ADULT: 3},
        "Dua puluh tujuh anak membuat kartu anggota; tiap anak meminjam satu buku.", 85_000,
    ),
    (
        {
            "title": "Pustakawan ke SMP Contoh 1", "title_en": "Librarians Visit a Junior High School",
            "kind": EventKind.TO_SCHOOL, "audience": Audience.PUPILS, "ages": (12, 15), "place": "SMP Negeri Contoh 1",
            "summary": "Satu peti buku dan satu jam bercerita di kelas.",
            "summary_en": "A box of books and an hour of stories in class.",
            "at": (8, 0, 10, 0), "days": (-61, 23),
        },
        "40409004", {AgeBand.TEEN: 31, AgeBand.ADULT: 2},
        "Peti buku ditinggal sebulan; guru meminta kunjungan berikutnya tentang menilai sumber.", 140_000,
    ),
]  # fmt: skip


WEEKLY = (PartnerKind.SD, PartnerKind.SMP, PartnerKind.SLB)


def name_schools(event: Event) -> None:
    """Each date of the weekly visits says which school comes: those of that age in turn."""
    schools = list(Partner.objects.filter(is_demo=True, kind__in=WEEKLY).exclude(npsn="").order_by("npsn"))
    dates = list(event.sessions.order_by("starts_at", "pk"))
    for number, session in enumerate(dates):
        session.partner = schools[number % len(schools)]
    Session.objects.bulk_update(dates, ["partner"])


def load(context: DemoContext, by: Any, *, make: Any) -> None:
    """`make(plan, number)` gives the event with its dates and crew; the past date of each is reported."""
    for number, (plan, npsn, heads, story, cost) in enumerate(VISITS):
        event: Event = make(plan, number)
        with acting(by, reason="Data contoh"):
            event.partner = Partner.objects.get(npsn=npsn, is_demo=True)
            event.save()
        past = event.sessions.order_by("starts_at").first()
        if past is None:
            continue
        write_report(
            session=past, heads=heads, story=story, cost_idr=cost, by=by, at=past.ends_at + timedelta(hours=2),
            photos=[(BytesIO(_drawn(number)), "kunjungan.png")],
        )  # fmt: skip


def clear() -> None:
    """The drawn photos and the meetings that came of the reports; call it inside `acting`, before the dates go."""
    for photo in SessionPhoto.objects.filter(session__event__is_demo=True).select_related("file").order_by("pk"):
        remove_photo(photo=photo)
    dates = Session.objects.filter(event__is_demo=True)
    PartnerVisit.objects.filter(session__in=dates).delete()


def _drawn(number: int) -> bytes:
    """A shelf of books and a row of heads in front of it, the same each time."""
    image = Image.new("RGB", (960, 640), "#F4EBDC")
    pen = ImageDraw.Draw(image)
    colours = ["#083740", "#F2B632", "#B5442E", "#2E7FB8", "#5B8C5A"]
    for shelf in range(3):
        top = 40 + shelf * 130
        for book in range(24):
            left, height = 40 + book * 37, 70 + (book * 7 + shelf * 11 + number * 5) % 34
            pen.rectangle((left, top + 110 - height, left + 30, top + 110), fill=colours[(book + shelf + number) % 5])
        pen.rectangle((30, top + 110, 930, top + 120), fill="#7A5A3A")
    for child in range(9):
        middle = 95 + child * 97
        pen.ellipse((middle - 32, 440, middle + 32, 504), fill="#8A5A3C")
        pen.rounded_rectangle((middle - 42, 508, middle + 42, 660), 24, fill=colours[(child + number) % 5])
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
