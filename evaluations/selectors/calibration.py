"""The distribution by unit or by supervisor, each group beside the whole: advice for the calibration, never a quota.

Groups in which fewer are evaluated than the small-number guard says are put together, so that no line, nor any
difference of lines, speaks of one to four people. Where all of them are small there is the whole alone.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import StaffProfile
from evaluations.guard import merge
from evaluations.models import Review, ReviewCycle
from evaluations.models.review import ReviewQuerySet
from evaluations.predikat import predicate_of
from evaluations.review_choices import EVALUATED, Predicate

NOBODY = 0  # the group of those without a unit, or without a supervisor
BY = {"unit": "unit_id", "supervisor": "lead_id"}


@dataclass(frozen=True)
class Line:
    """A group, or several together, or the whole: of how many, and how many of them have each predikat."""

    name: str
    counts: Mapping[Predicate, int]
    total: int
    key: int | None = None

    @property
    def key_text(self) -> str:
        return str(self.key)

    @property
    def rated(self) -> int:
        return sum(self.counts.values())

    @property
    def cells(self) -> list[tuple[int, int]]:
        """(how many, in percent of the evaluated) for each predikat."""
        return [(n, round(100 * n / self.rated) if self.rated else 0) for n in self.counts.values()]


@dataclass(frozen=True)
class Calibration:
    """`lines`: the whole first, then each group that may be shown, then the small ones together where they are not all
    there is. `together`: names of those; `names`: every group by its key, to choose from."""

    lines: list[Line]
    together: list[str]
    names: dict[int, str]

    @property
    def is_whole_alone(self) -> bool:
        return len(self.lines) == 1


def calibration(cycle: ReviewCycle, by: str, today: date) -> Calibration:
    """`by` is a key of BY. Two statements. Only what supervisors have handed in counts."""
    parts: dict[int, dict[Predicate, int]] = defaultdict(lambda: dict.fromkeys(Predicate, 0))
    totals: dict[int, int] = defaultdict(int)
    names: dict[int, str] = {}
    rows = _of(cycle, by, today).order_by().values("group", "result_rating", "conduct_rating", "done")
    for row in rows.annotate(n=Count("pk"), unit_name=F("unit__name")):
        key = row["group"] or NOBODY
        totals[key] += row["n"]
        names[key] = row["unit_name"] or _("without a unit")
        predicate = predicate_of(row["result_rating"], row["conduct_rating"])
        if predicate and row["done"]:
            parts[key][predicate] += row["n"]
    if by == "supervisor":
        people = {profile.pk: profile.full_name for profile in StaffProfile.objects.filter(pk__in=totals)}
        names = {key: people.get(key, _("without a supervisor")) for key in totals}
    names = dict(sorted(names.items(), key=lambda item: (item[0] == NOBODY, item[1].casefold(), item[0])))
    blocks = merge([(key, sum(parts[key].values())) for key in names])
    lines = [Line(_("The whole library"), _sum(list(parts.values())), sum(totals.values()))]
    lines += [Line(names[key], parts[key], totals[key], key) for key, _n in blocks.shown]
    if not blocks.shown:  # together they would be the whole once more
        return Calibration(lines, [], names)
    if blocks.rest:
        small = [parts[key] for key in blocks.rest]
        lines.append(Line(_("Smaller groups together"), _sum(small), sum(totals[key] for key in blocks.rest)))
    return Calibration(lines, [names[key] for key in blocks.rest], names)


def _sum(parts: list[dict[Predicate, int]]) -> dict[Predicate, int]:
    return {predicate: sum(part[predicate] for part in parts) for predicate in Predicate}


def _of(cycle: ReviewCycle, by: str, today: date) -> ReviewQuerySet:
    done = Q(stage__in=EVALUATED)
    return Review.objects.filter(cycle=cycle).with_leaders(today).annotate(group=F(BY[by]), done=done)


def reviews_of_group(cycle: ReviewCycle, by: str, key: int, today: date) -> Any:
    """The reviews of one group, as lines, by name."""
    mine = {"group": key} if key != NOBODY else {"group": None}
    return _of(cycle, by, today).filter(**mine).with_names().with_due().as_lines().order_by("person__name", "pk")
