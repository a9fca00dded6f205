"""What came of the demo's past dates: heads by age, a short story, a cost; the last few still wait for their report."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from outreach.choices import AgeBand, EventKind, PartnerKind, SessionState
from outreach.models import HeadCount, Session, SessionReport
from outreach.services.partners import note_reported

# kind -> people of each age on an ordinary date, and what it costs
CROWD: dict[str, tuple[dict[str, int], int]] = {
    EventKind.STORY_TIME: ({AgeBand.TODDLER: 7, AgeBand.CHILD: 12, AgeBand.ADULT: 9}, 150_000),
    EventKind.READING_CLUB: ({AgeBand.TEEN: 9, AgeBand.YOUTH: 3}, 60_000),
    EventKind.WRITING: ({AgeBand.CHILD: 3, AgeBand.TEEN: 9}, 350_000),
    EventKind.INFORMATION_LITERACY: ({AgeBand.TEEN: 24, AgeBand.ADULT: 2}, 120_000),
    EventKind.MOBILE_STOP: ({AgeBand.CHILD: 21, AgeBand.TEEN: 6, AgeBand.ADULT: 11}, 275_000),
    EventKind.SCHOOL_COMES: ({AgeBand.CHILD: 18, AgeBand.ADULT: 2}, 90_000),
    EventKind.BOOK_FAIR: ({AgeBand.TODDLER: 40, AgeBand.CHILD: 120, AgeBand.TEEN: 85, AgeBand.ADULT: 140}, 6_500_000),
    EventKind.DISCUSSION: ({AgeBand.YOUTH: 18, AgeBand.ADULT: 22}, 900_000),
    EventKind.EXHIBITION: ({AgeBand.CHILD: 35, AgeBand.TEEN: 42, AgeBand.ADULT: 30}, 1_200_000),
    EventKind.COMMUNITY: ({AgeBand.TEEN: 20, AgeBand.YOUTH: 25, AgeBand.ADULT: 12}, 400_000),
}
STORIES = [
    "Anak-anak antusias menjawab pertanyaan dan meminjam buku setelah acara.",
    "Peserta lebih banyak dari biasanya; kursi tambahan diambil dari lantai 1.",
    "Hujan membuat acara mulai terlambat, tetapi hampir semua peserta bertahan sampai selesai.",
    "Dua peserta baru bergabung dan membuat kartu anggota.",
]
LESSONS = ["", "", "Siapkan alat gambar lebih banyak.", "Mulai lima belas menit lebih awal."]
WAIT_DAYS = 4


def load(context: DemoContext, by: Any) -> None:
    """Report every held date but those of the last days; one with a partner is a meeting with it, too."""
    before = timezone.make_aware(datetime.combine(context.days_ago(WAIT_DAYS), time()))
    held = Session.objects.filter(event__is_demo=True, state=SessionState.HELD, ends_at__lt=before)
    heads: list[HeadCount] = []
    done: list[int] = []
    with acting(by, reason="Data contoh"):
        for number, session in enumerate(held.select_related("event__partner", "partner").order_by("starts_at", "pk")):
            usual, cost = CROWD[session.event.kind]
            came = [
                HeadCount(
                    session=session,
                    age_band=_band(session, band),
                    heads=max(1, round(n * context.rng.uniform(0.6, 1.3))),
                )
                for band, n in usual.items()
            ]
            heads += came
            SessionReport.objects.create(
                session=session,
                story=STORIES[number % len(STORIES)],
                lessons=LESSONS[number % len(LESSONS)],
                cost_idr=round(cost * context.rng.uniform(0.7, 1.2) / 1000) * 1000,
                written_by=by,
                written_at=session.ends_at + timedelta(hours=3),
            )
            note_reported(session=session, reached=sum(count.heads for count in came), by=by)
            done.append(session.pk)
    HeadCount.objects.bulk_create(heads)
    Session.objects.filter(pk__in=done).update(state=SessionState.REPORTED)


def _band(session: Session, usual: str) -> str:
    """Pupils of a junior high school are no children any more."""
    junior = session.partner is not None and session.partner.kind == PartnerKind.SMP
    return AgeBand.TEEN if junior and usual == AgeBand.CHILD else usual


def clear() -> None:
    SessionReport.objects.filter(session__event__is_demo=True).delete()
