"""What a training taught, by its tests before and after."""

from dataclasses import dataclass

from training.choices import TestMoment
from training.models import Session, TestAttempt


@dataclass(frozen=True)
class Gain:
    """Means in per cent; `gain` in points, over those who took both tests. None where nobody did."""

    before: int | None
    after: int | None
    both: int
    gain: int | None


def _mean(values: list[float]) -> int | None:
    return round(sum(values) / len(values)) if values else None


def gain_of(*sessions: Session) -> Gain:
    """Over all who were tested in these sessions. One statement."""
    shares: dict[str, dict[int, float]] = {TestMoment.BEFORE: {}, TestMoment.AFTER: {}}
    rows = TestAttempt.objects.filter(enrolment__session__in=sessions)
    for person, moment, score, out_of in rows.values_list("enrolment", "moment", "score", "out_of"):
        shares[moment][person] = 100 * score / out_of
    before, after = shares[TestMoment.BEFORE], shares[TestMoment.AFTER]
    both = sorted(set(before) & set(after))
    return Gain(
        _mean(list(before.values())),
        _mean(list(after.values())),
        len(both),
        _mean([after[person] - before[person] for person in both]),
    )
