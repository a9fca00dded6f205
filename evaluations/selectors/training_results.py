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

from evaluations.choices import Dimension, Unsur
from evaluations.comparison import Change
from evaluations.guard import SMALLEST_GROUP
from evaluations.models import FollowUp, Period, Summary, UnsurCompetence
from evaluations.models.summary import WHOLE_PERIOD
from evaluations.selectors.followups import ClosedPeriod, change_words, closed_periods
from evaluations.selectors.public import questions_of
from evaluations.selectors.results import fold
from evaluations.skm import Tally, half_up, tallies_from_counts
from training.choices import Applied
from training.models import ImpactReview, Session
from training.selectors.quiz import Gain, gain_of

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
    liked: Liked
    gain: Gain | None
    participants: AppliedCounts
    leaders: AppliedCounts
    impacts: int
    unsur: list[str]
    patrons: list[PatronChange]
    deeds: list[FollowUp]


def results_of(sessions: Sequence[Session]) -> TrainingResults:
    """Of sessions of one programme. The same number of statements for one and for many."""
    gain = gain_of(*sessions)
    levels = list(ImpactReview.objects.filter(enrolment__session__in=sessions).values_list("own_level", "leader_level"))
    deeds = list(
        FollowUp.objects.filter(session__in=sessions).select_related("period__survey").order_by("period__starts_on")
    )
    unsur = _unsur(sessions, deeds)
    return TrainingResults(
        liked=_liked(sessions),
        gain=gain if gain.both >= SMALLEST_GROUP else None,
        participants=_applied([own for own, _leader in levels if own]),
        leaders=_applied([leader for _own, leader in levels if leader]),
        impacts=len(levels),
        unsur=[str(Unsur(key).label) for key in unsur],
        patrons=_patrons(unsur, sessions) if unsur else [],
        deeds=deeds,
    )


def _liked(sessions: Sequence[Session]) -> Liked:
    periods = {
        period.pk: period
        for period in Period.objects.filter(survey__training_session__in=sessions).select_related("version")
    }
    if not periods:
        return Liked()
    fold(periods)
    rows = Summary.objects.filter(
        period__in=periods, month=WHOLE_PERIOD, dimension=Dimension.ALL, n__gte=SMALLEST_GROUP
    )
    found, said = Liked(), dict[str, tuple[str, Tally]]()
    for pk, n, counts in rows.order_by("period").values_list("period", "n", "counts"):
        found.n += n
        found.sessions += 1
        for question in questions_of(periods[pk]):
            if question.slot is not None and not question.unsur:
                tally: Tally = tallies_from_counts([("", question.slot)], counts)[0][1]
                words, before = said.get(question.key, (question.reader_text, Tally((0, 0, 0, 0))))
                a, b, c, d = (x + y for x, y in zip(before.counts, tally.counts, strict=True))
                said[question.key] = (words, Tally((a, b, c, d)))
    found.means = [(words, half_up(Fraction(tally.sum, tally.n), 2)) for words, tally in said.values() if tally.n]
    return found


def _applied(levels: Sequence[int]) -> AppliedCounts:
    counts = Counter(levels)
    shown = len(levels) >= SMALLEST_GROUP
    return AppliedCounts(len(levels), [(str(level.label), counts[level]) for level in Applied] if shown else [])


def _unsur(sessions: Sequence[Session], deeds: Sequence[FollowUp]) -> list[str]:
    """The unsur a follow-up names for these sessions, and those behind the competences the programme builds."""
    programmes = {session.programme_id for session in sessions}
    mapped = UnsurCompetence.objects.filter(competence__programmes__in=programmes).values_list("unsur", flat=True)
    named = {row.unsur for row in deeds} | set(mapped)
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
