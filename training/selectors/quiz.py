"""What a training taught, by its tests before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from baubau_pembinaan.core.statements import Kept, blank
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


def gain_of(session: Session) -> Gain:
    """One statement."""
    shares: dict[str, dict[int, float]] = {TestMoment.BEFORE: {}, TestMoment.AFTER: {}}
    for person, moment, score, out_of in _ATTEMPTS.rows(session=session.pk):
        shares[moment][person] = 100 * score / out_of
    return gain_between(shares[TestMoment.BEFORE], shares[TestMoment.AFTER])


def _attempts() -> QuerySet[TestAttempt, Any]:
    rows = TestAttempt.objects.filter(enrolment__session=blank("session")).order_by()
    return rows.values_list("enrolment", "moment", "score", "out_of")


_ATTEMPTS = Kept(_attempts)


def gain_between(before: Mapping[int, float], after: Mapping[int, float]) -> Gain:
    """From each person's share of right answers, in per cent."""
    both = sorted(set(before) & set(after))
    return Gain(
        _mean(list(before.values())),
        _mean(list(after.values())),
        len(both),
        _mean([after[person] - before[person] for person in both]),
    )
