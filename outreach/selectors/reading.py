"""What the pages of reading challenges read."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from outreach.choices import AgeBand, Measure
from outreach.models import ChallengeBadge, ChallengeGoal, Reader, ReadingChallenge, ReadingLog, ReadingParty

SHARES = {Measure.BOOKS: "books", Measure.MINUTES: "minutes", Measure.ACTIVITIES: "activities"}

_UNCHECKED = Q(finished_on__isnull=False, certificate=None)


def challenges() -> QuerySet[ReadingChallenge]:
    """Newest first, each with `readers` and `finished`."""
    return ReadingChallenge.objects.annotate(
        readers=Count("parties__readers", distinct=True),
        finished=Count("parties__readers", filter=Q(parties__readers__finished_on__isnull=False), distinct=True),
    ).order_by("-starts_on", "-pk")


def running(today: date) -> QuerySet[ReadingChallenge]:
    """Published and not over, with `goals` and `badges`. Three statements."""
    found = ReadingChallenge.objects.filter(is_published=True, ends_on__gte=today)
    return found.prefetch_related("goals", "badges").order_by("starts_on", "pk")


def challenge_for_page(pk: int) -> ReadingChallenge | None:
    return ReadingChallenge.objects.prefetch_related("goals", "badges").filter(pk=pk).first()


def _sums() -> dict[str, Any]:
    return {f"{name}_read": Coalesce(Sum(f"logs__{name}"), 0) for name in SHARES.values()}


@dataclass
class Progress:
    """Where a reader stands: how much of each measure the goal asks, and the badges earned."""

    reader: Any
    parts: list[tuple[str, int, int]] = field(default_factory=list)  # measure in words, read, asked
    badges: list[ChallengeBadge] = field(default_factory=list)

    @property
    def percent(self) -> int:
        """The mean of the parts, each at most whole."""
        asked = [(read, goal) for _label, read, goal in self.parts if goal]
        return round(sum(100 * min(read, goal) / goal for read, goal in asked) / len(asked)) if asked else 0


def progress_of(party: ReadingParty, challenge: ReadingChallenge) -> list[Progress]:
    """Each reader of the party. `challenge` with goals and badges prefetched; one statement."""
    goals = {goal.age_band: goal for goal in challenge.goals.all()}
    readers = Reader.objects.filter(party=party).select_related("certificate").annotate(**_sums())
    return [_progress(reader, goals[reader.age_band], challenge) for reader in readers.order_by("number")]


def _progress(reader: Any, goal: ChallengeGoal, challenge: ReadingChallenge) -> Progress:
    found = Progress(reader)
    for measure, name in SHARES.items():
        read, asked = getattr(reader, f"{name}_read"), getattr(goal, name)
        if asked or read:
            found.parts.append((str(measure.label), read, asked))
    found.badges = [
        badge
        for badge in challenge.badges.all()
        if getattr(reader, f"{SHARES[Measure(badge.measure)]}_read") >= badge.amount
    ]
    return found


@dataclass
class BandRow:
    label: str
    readers: int
    finished: int
    books: int
    minutes: int
    activities: int
    unchecked: int


def bands(challenge: ReadingChallenge) -> list[BandRow]:
    """What each age band has read, youngest first. One statement."""
    readers = Reader.objects.filter(party__challenge=challenge).order_by().values_list("age_band")
    rows: Any = readers.annotate(
        n=Count("pk", distinct=True),
        done=Count("pk", filter=Q(finished_on__isnull=False), distinct=True),
        **_sums(),
        unchecked=Count("pk", filter=_UNCHECKED, distinct=True),
    )
    found = {band: BandRow(str(AgeBand(band).label), *numbers) for band, *numbers in rows}
    return [found[band] for band in AgeBand.values if band in found]


def parties(challenge: ReadingChallenge, *, search: str = "", unchecked: bool = False) -> QuerySet[ReadingParty]:
    """By name, each with `size`, `done` (readers who finished) and what was read in all.

    unchecked: only those with readers who finished by what the family noted, and wait for a colleague's look.
    """
    found = ReadingParty.objects.filter(challenge=challenge).annotate(
        size=Count("readers", distinct=True),
        done=Count("readers", filter=Q(readers__finished_on__isnull=False), distinct=True),
        **{f"{name}_read": Coalesce(Sum(f"readers__logs__{name}"), 0) for name in SHARES.values()},
    )
    if search:
        found = found.filter(name__icontains=search)
    if unchecked:
        waiting = Reader.objects.filter(_UNCHECKED, party=OuterRef("pk"))
        found = found.filter(Exists(waiting))
    return found.order_by("name", "pk")


def party_for_page(**where: Any) -> ReadingParty | None:
    joined = ReadingParty.objects.select_related("challenge", "text")
    return joined.prefetch_related("challenge__goals", "challenge__badges").filter(**where).first()


def own_entries(party: ReadingParty) -> QuerySet[ReadingLog]:
    """What the party noted itself, without a colleague."""
    return ReadingLog.objects.filter(reader__party=party, noted_by=None)


def entries(party: ReadingParty, most: int = 20, *, own: bool = False) -> list[dict[str, Any]]:
    """The last presses: `press`, `day`, what was read, for how many readers; with `own` the party's own ones only."""
    found_in = own_entries(party) if own else ReadingLog.objects.filter(reader__party=party)
    rows = found_in.order_by().values("press", "day", "books", "minutes", "activities", "what")
    found: Any = rows.annotate(n=Count("pk")).order_by("-day", "press")[:most]
    return list(found)
