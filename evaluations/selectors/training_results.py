"""What a training brought, on the four levels of Kirkpatrick: liked, learnt, applied at work, felt by patrons.

Small groups are hidden on each level. Level 1 pools only sessions that five people or more answered: a smaller one
could be worked out from the sum and the sessions shown on their own pages.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FloatField, OuterRef, QuerySet
from django.db.models.functions import Cast

from evaluations.choices import Unsur
from evaluations.comparison import Change
from evaluations.guard import SMALLEST_GROUP
from evaluations.models import FollowUp, Period, UnsurCompetence
from evaluations.selectors.followups import ClosedPeriod, change_words, closed_periods
from evaluations.selectors.invited import said_in_period
from evaluations.selectors.public import questions_of_version
from evaluations.skm import half_up
from training.choices import Applied, TestMoment
from training.models import Enrolment, Session, TestAttempt
from training.selectors.quiz import Gain, gain_between

MOST_CHANGES = 12


@dataclass
class Liked:
    """Level 1: the rated questions of the feedback. `n` is 0 where too few answered."""

    n: int = 0
    sessions: int = 0
    means: list[tuple[str, Decimal]] = field(default_factory=list)


@dataclass
class AppliedCounts:
    """Level 3: one side's answers after three months; `lines` are empty where fewer than five answered."""

    n: int
    lines: list[tuple[str, int]]


@dataclass
class PatronChange:
    """Level 4: one unsur of one survey before and after."""

    unsur: str
    survey: str
    before_key: str
    after_key: str
    change: Change

    @property
    def sentence(self) -> str:
        return change_words(self.change)


@dataclass
class TrainingResults:
    sessions: Sequence[Session]
    liked: Liked
    gain: Gain | None
    participants: AppliedCounts
    leaders: AppliedCounts
    impacts: int
    unsur: list[str]
    patrons: list[PatronChange]
    deeds: list[FollowUp]


def results_of(rows: QuerySet[Session]) -> TrainingResults:
    """Of sessions of one programme. Five statements, for one session and for many."""
    mapped = UnsurCompetence.objects.filter(competence__programmes=OuterRef("programme")).values("unsur")
    sessions = list(rows.select_related("programme").annotate(mapped=ArraySubquery(mapped)).order_by("starts_on", "pk"))
    gain, levels = _learnt(sessions)
    deeds = list(
        FollowUp.objects.filter(session__in=sessions).select_related("period__survey").order_by("period__starts_on")
    )
    unsur = _unsur(sessions, deeds)
    return TrainingResults(
        sessions=sessions,
        liked=_liked(sessions),
        gain=gain if gain.both >= SMALLEST_GROUP else None,
        participants=_applied([own for own, _leader, _asked in levels if own]),
        leaders=_applied([leader for _own, leader, _asked in levels if leader]),
        impacts=sum(asked is not None for _own, _leader, asked in levels),
        unsur=[str(Unsur(key).label) for key in unsur],
        patrons=_patrons(unsur, sessions) if unsur else [],
        deeds=deeds,
    )


def _learnt(sessions: Sequence[Session]) -> tuple[Gain, list[tuple[int | None, int | None, int | None]]]:
    """Levels 2 and 3 in one statement: the tests, and (participant, supervisor, id) of each evaluation."""
    share = Cast(F("score"), FloatField()) * 100 / F("out_of")
    tests = TestAttempt.objects.filter(enrolment=OuterRef("pk")).annotate(share=share)
    rows = Enrolment.objects.filter(session__in=sessions).annotate(
        before=tests.filter(moment=TestMoment.BEFORE).values("share"),
        after=tests.filter(moment=TestMoment.AFTER).values("share"),
    )
    names = ("pk", "before", "after", "impact__own_level", "impact__leader_level", "impact__pk")
    found = list(rows.order_by("pk").values_list(*names))
    before = {row[0]: row[1] for row in found if row[1] is not None}
    after = {row[0]: row[2] for row in found if row[2] is not None}
    return gain_between(before, after), [row[3:] for row in found]


def _liked(sessions: Sequence[Session]) -> Liked:
    rows = Period.objects.filter(survey__training_session__in=sessions).annotate(said=said_in_period())
    found, sums = Liked(), dict[str, tuple[str, int, int]]()
    for version, said in rows.order_by("starts_on", "pk").values_list("version", "said"):
        if not said or said["n"] < SMALLEST_GROUP:
            continue
        found.n += said["n"]
        found.sessions += 1
        for q in questions_of_version(version):
            if q.slot and not q.unsur and said[f"n{q.slot}"] >= SMALLEST_GROUP:
                words, n, total = sums.get(q.key, (q.reader_text, 0, 0))
                sums[q.key] = (words, n + said[f"n{q.slot}"], total + said[f"s{q.slot}"])
    found.means = [(words, half_up(Fraction(total, n), 2)) for words, n, total in sums.values()]
    return found


def _applied(levels: Sequence[int]) -> AppliedCounts:
    counts = Counter(levels)
    shown = len(levels) >= SMALLEST_GROUP
    return AppliedCounts(len(levels), [(str(level.label), counts[level]) for level in Applied] if shown else [])


def _unsur(sessions: Sequence[Session], deeds: Sequence[FollowUp]) -> list[str]:
    """The unsur a follow-up names for these sessions, and those behind the competences the programme builds."""
    named = {row.unsur for row in deeds}.union(*(session.mapped for session in sessions))  # type: ignore[attr-defined]
    return [key for key in Unsur.values if key in named]


def _patrons(unsur: Sequence[str], sessions: Sequence[Session]) -> list[PatronChange]:
    """The last period closed before the first day and the first that began after the last day, survey by survey."""
    first = min((s.starts_on for s in sessions if s.starts_on), default=None)
    last = max((s.ends_on for s in sessions if s.ends_on), default=None)
    if first is None or last is None:
        return []
    found = []
    for closed in closed_periods().values():
        pair = _around(closed, first, last)
        if pair is None:
            continue
        before, after = pair
        for key in unsur:
            old, new = before.measure(key), after.measure(key)
            if old and new and min(old.n, new.n) >= SMALLEST_GROUP:
                title = before.period.survey.reader_title
                change = Change(old, new)
                found.append(PatronChange(str(Unsur(key).label), title, before.period.key, after.period.key, change))
    found.sort(key=lambda row: (not row.change.is_conclusive, -abs(row.change.difference), row.survey, row.unsur))
    return found[:MOST_CHANGES]


def _around(closed: Sequence[ClosedPeriod], first: date, last: date) -> tuple[ClosedPeriod, ClosedPeriod] | None:
    before = [row for row in closed if row.period.ends_on < first]
    after = [row for row in closed if row.period.starts_on > last]
    return (before[-1], after[0]) if before and after else None
