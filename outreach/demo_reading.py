"""Two invented reading challenges: one that ended last year's holidays, one that runs, with families and classes."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.documents.models import DocumentNumber
from outreach.choices import AgeBand, Measure, RegistrationKind
from outreach.models import ChallengeBadge, Reader, ReadingChallenge, ReadingParty
from outreach.services.reading import Amount, join, save_challenge
from outreach.services.reading_log import log_reading

GOALS = {
    AgeBand.TODDLER: Amount(10, 0, 1),
    AgeBand.CHILD: Amount(8, 400, 2),
    AgeBand.TEEN: Amount(5, 600, 1),
    AgeBand.YOUTH: Amount(5, 0, 0),
}
BADGES = [
    ("Lembar Pertama", "First page", Measure.BOOKS, 1),
    ("Penjelajah Rak", "Shelf explorer", Measure.BOOKS, 5),
    ("Seribu Menit", "A thousand minutes", Measure.MINUTES, 1000),
    ("Kawan Perpustakaan", "Friend of the library", Measure.ACTIVITIES, 2),
]
NICKNAMES = ["Ayu", "Rian", "Sinta", "Budi", "Lala", "Ucok", "Nisa", "Dimas"]
TITLES = ["Cerita Rakyat Buton", "Ensiklopedia Laut", "Si Kancil", "Puisi Anak", "Komik Sains", "Kisah Para Sultan"]


def load(context: DemoContext, by: Any) -> None:
    for title, english, first, days in (
        ("Tantangan Baca Libur Sekolah", "School Holiday Reading Challenge", 170, 45),
        ("Tantangan Baca Akhir Tahun", "Year-end Reading Challenge", 30, 65),
    ):
        challenge = save_challenge(
            challenge=ReadingChallenge(
                title=title, title_en=english, is_published=True, is_demo=True,
                about="Baca apa saja, catat di sini, kumpulkan lencana. Piagam untuk semua yang mencapai target.",
                about_en="Read anything, note it here, collect badges. A certificate for everyone who gets there.",
                starts_on=context.days_ago(first), ends_on=context.days_ago(first) + timedelta(days=days),
            ),
            goals=GOALS,
            badges=[ChallengeBadge(name=n, name_en=e, measure=m, amount=a) for n, e, m, a in BADGES],
            by=by,
        )  # fmt: skip
        for number in range(8):
            _party(context, challenge, number, by, first)


def _party(context: DemoContext, challenge: ReadingChallenge, number: int, by: Any, first: int) -> None:
    at = timezone.make_aware(datetime.combine(challenge.starts_on, time(9)))
    school = number % 4 == 3
    readers = (
        [("", AgeBand.CHILD.value)] * 25
        if school
        else [
            (f"{NICKNAMES[number]}{' Contoh' if n == 0 else f' {n + 1}'}", band)
            for n, band in enumerate([AgeBand.CHILD.value, AgeBand.TEEN.value][: 1 + number % 2])
        ]
    )
    party = join(
        challenge=challenge, kind=RegistrationKind.GROUP if school else RegistrationKind.FAMILY, readers=readers,
        name=f"SD Contoh, kelas {4 + number // 4}" if school else f"Keluarga Contoh {number + 1}", at=at,
        agreed_by="Wali Contoh", by=by if school or number % 3 == 0 else None,
    )  # fmt: skip
    for step in range(3 if school else 2 + number):
        day = challenge.starts_on + timedelta(days=3 + step * 3)
        if day > min(context.as_of, challenge.ends_on):
            break
        amount = Amount(context.rng.randint(1, 3), context.rng.choice([60, 90, 120]), step % 2)
        log_reading(
            party=party, numbers=None, day=day, amount=amount, what=TITLES[(number + step) % len(TITLES)], by=by,
            at=timezone.make_aware(datetime.combine(day, time(16))),
        )  # fmt: skip


def clear() -> None:
    papers = Reader.objects.filter(party__challenge__is_demo=True, certificate__isnull=False)
    numbers = list(papers.values_list("certificate_id", flat=True))
    ReadingParty.objects.filter(challenge__is_demo=True).delete()
    DocumentNumber.objects.filter(pk__in=numbers).delete()
    ReadingChallenge.objects.filter(is_demo=True).delete()
