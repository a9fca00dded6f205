"""360-degree feedback: answers in, figures out that no subtraction turns into the word of fewer than three people.

One of those who answered may read the result as well (the lead, say) and take their own answer away: so whatever is
shown speaks of four, three besides the reader. Relations with fewer answers are put together; what they make is again
at least four, or nothing is shown. Within a group a value scored by fewer is not shown, and neither is the total of
that value where taking the shown groups from it would leave one, two or three people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from baubau_pembinaan.core.formats import half_up
from evaluations.models.circle import CANNOT_SAY
from evaluations.review_choices import Relation, Value

HIDDEN_AMONG = 3
AT_LEAST = HIDDEN_AMONG + 1  # the reader's own answer helps nobody to the others'
Given = tuple[str, Sequence[int]]  # relation, a score for each value in the order of Value

_OTHERS = [Relation(name) for name in Relation.values if name != Relation.SELF]


@dataclass(frozen=True)
class Group:
    """Relations shown together, how many answered, and the mean for each value; None where it is not shown."""

    relations: tuple[Relation, ...]
    n: int
    means: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Figures:
    groups: tuple[Group, ...]
    totals: tuple[Decimal | None, ...]  # of everybody but the person, for each value
    own: tuple[int | None, ...]  # the person's own scores; empty where they gave none

    @property
    def n(self) -> int:
        return sum(group.n for group in self.groups)


def figures(answers: Iterable[Given]) -> Figures:
    """What may be shown of these answers."""
    by_relation: dict[Relation, list[Sequence[int]]] = {relation: [] for relation in _OTHERS}
    own: tuple[int | None, ...] = ()
    for relation, scores in answers:
        if relation == Relation.SELF:
            own = tuple(None if score == CANNOT_SAY else score for score in scores)
        else:
            by_relation[Relation(relation)].append(scores)
    parts = _parts({relation: len(rows) for relation, rows in by_relation.items()})
    groups = []
    hidden = [0] * len(Value)
    everybody: list[list[int]] = [[] for _value in Value]
    for relations in parts:
        rows = [scores for relation in relations for scores in by_relation[relation]]
        means: list[Decimal | None] = []
        for place in range(len(Value)):
            said = [scores[place] for scores in rows if scores[place] != CANNOT_SAY]
            everybody[place] += said
            means.append(_mean(said))
            if len(said) < AT_LEAST:
                hidden[place] += len(said)
        groups.append(Group(relations, len(rows), tuple(means)))
    totals = [
        _mean(said) if hidden[place] == 0 or hidden[place] >= AT_LEAST else None for place, said in enumerate(everybody)
    ]
    return Figures(tuple(groups), tuple(totals), own)


def _parts(counts: dict[Relation, int]) -> list[tuple[Relation, ...]]:
    """The relations that answered, put together so that each part holds at least AT_LEAST; [] where all are too few."""
    large = [relation for relation in _OTHERS if counts[relation] >= AT_LEAST]
    small = [relation for relation in _OTHERS if 0 < counts[relation] < AT_LEAST]
    if not small:
        return [(relation,) for relation in large]
    together = sum(counts[relation] for relation in small)
    while together < AT_LEAST and large:
        joins = min(large, key=lambda relation: (counts[relation], _OTHERS.index(relation)))
        large.remove(joins)
        small.append(joins)
        together += counts[joins]
    parts = [(relation,) for relation in large]
    return [*parts, tuple(sorted(small, key=_OTHERS.index))] if together >= AT_LEAST else []


def _mean(scores: list[int]) -> Decimal | None:
    """To one place, half up; None for too few."""
    return half_up(Decimal(sum(scores)) / len(scores), 1) if len(scores) >= AT_LEAST else None
