"""Results of many periods together: service points, units, the library, years; always from all respondents.

A survey belongs to its service point, else to its unit, else to the library as a whole; a unit counts the surveys of
its service points and its own. A year holds the periods that began in it.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from evaluations.choices import Dimension, InstrumentKind, PeriodStatus
from evaluations.guard import Blocks, merge, nested
from evaluations.models import Period, Summary
from evaluations.models.summary import WHOLE_PERIOD
from evaluations.services.answering import month_of
from evaluations.skm import Bands, SkmResult, pool

from .results import current_bands, fold, questions_of_versions, result_from_counts

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Leaf:
    """One period and the result of all its respondents."""

    period: Period
    result: SkmResult

    @property
    def year(self) -> int:
        return self.period.starts_on.year

    @property
    def unit_id(self) -> int | None:
        point = self.period.survey.service_point
        return point.unit_id if point else self.period.survey.unit_id


@dataclass(frozen=True)
class Row:
    """One line: a name and the pooled result; `inner` are the lines that it is made of, as far as they may be shown."""

    label: str
    result: SkmResult
    inner: list["Row"] = field(default_factory=list)


@dataclass(frozen=True)
class Moment:
    """One point of a trend; result is None where too few answered to show it."""

    label: str
    result: SkmResult | None


@dataclass(frozen=True)
class Rollup:
    """What the library's patrons said in one year, and over time."""

    year: int | None
    years: list[int]
    library: SkmResult
    units: list[Row]
    yearly: list[Moment]
    trend: list[Moment]
    has_open: bool


def all_periods() -> list[Period]:
    """SKM periods that were ever opened, oldest first, with all that a roll-up names."""
    periods = Period.objects.filter(survey__instrument__kind=InstrumentKind.SKM).exclude(status=PeriodStatus.DRAFT)
    return list(
        periods.select_related("survey__service_point__unit", "survey__unit", "version").order_by("starts_on", "pk")
    )


def leaves(
    known: Sequence[Period],
    bands: Bands,
    cut: Collection[int] = (),
    days: tuple[date, date] | None = None,
) -> list[Leaf]:
    """The result of each of these periods, in their order; two statements, and one where questions are not cached.

    Of the periods in `cut` only the months from the first to the second of `days` are counted.
    """
    fold([period.pk for period in known])
    wanted = Q(month=WHOLE_PERIOD) & ~Q(period__in=cut)
    if days is not None:
        wanted |= Q(month__range=[month_of(day) for day in days], period__in=cut)
    totals: dict[int, tuple[int, list[int]]] = {}
    rows = Summary.objects.filter(wanted, period__in=[period.pk for period in known], dimension=Dimension.ALL)
    for of, n, counts in rows.values_list("period", "n", "counts"):
        before, sums = totals.get(of, (0, [0] * len(counts)))
        totals[of] = (before + n, [a + b for a, b in zip_longest(sums, counts, fillvalue=0)])
    questions = questions_of_versions({period.version for period in known})
    found = []
    for period in known:
        n, counts = totals.get(period.pk, (0, []))
        found.append(Leaf(period, result_from_counts(questions[period.version_id], counts, n, bands)))
    return found


def rollup(year: int | None = None) -> Rollup:
    """Everything the roll-up page shows of `year` (the newest with answers where none is asked for)."""
    bands = current_bands()
    everything = [leaf for leaf in leaves(all_periods(), bands) if leaf.result.respondents]
    years = sorted({leaf.year for leaf in everything}, reverse=True)
    if year is None and years:
        year = years[0]
    chosen = [leaf for leaf in everything if leaf.year == year]
    return Rollup(
        year=year,
        years=years,
        library=_pool(chosen, bands),
        units=_units(chosen, bands),
        yearly=_moments(everything, lambda leaf: str(leaf.year), bands),
        trend=[
            moment
            for one in sorted(set(years))
            for moment in _moments(
                [leaf for leaf in everything if leaf.year == one], lambda leaf: leaf.period.key, bands
            )
        ],
        has_open=any(leaf.period.is_open for leaf in chosen),
    )


def _pool(found: Iterable[Leaf], bands: Bands) -> SkmResult:
    return pool([leaf.result for leaf in found], bands)


def _people(found: Iterable[Leaf]) -> int:
    return sum(leaf.result.respondents for leaf in found)


def _by(found: Iterable[Leaf], key: Callable[[Leaf], K]) -> dict[K, list[Leaf]]:
    groups: dict[K, list[Leaf]] = {}
    for leaf in found:
        groups.setdefault(key(leaf), []).append(leaf)
    return groups


def _units(chosen: Sequence[Leaf], bands: Bands) -> list[Row]:
    units = _by(chosen, lambda leaf: leaf.unit_id)
    points = {unit: _by(mine, lambda leaf: leaf.period.survey.service_point_id) for unit, mine in units.items()}
    blocks, inner = nested(
        [(unit, _people(mine)) for unit, mine in units.items()],
        {unit: [(point, _people(mine)) for point, mine in of.items()] for unit, of in points.items()},
    )

    def unit_name(mine: list[Leaf]) -> str:
        survey = mine[0].period.survey
        unit = survey.service_point.unit if survey.service_point else survey.unit
        return str(unit) if unit else _("The library as a whole")

    def point_name(mine: list[Leaf]) -> str:
        return str(mine[0].period.survey.service_point or _("Surveys of the unit as a whole"))

    found = []
    for unit, row in _rows(blocks, units, unit_name, _("Other units together"), bands):
        if unit is not None and unit in inner:
            within = _rows(inner[unit], points[unit], point_name, _("Other service points together"), bands)
            row.inner.extend(line for _point, line in within)
        found.append(row)
    return found


def _rows(
    blocks: Blocks[K], groups: dict[K, list[Leaf]], name: Callable[[list[Leaf]], str], rest: str, bands: Bands
) -> list[tuple[K | str, Row]]:
    """(key, line) by name; the rest, whose key is a text, last."""
    rows: list[tuple[K | str, Row]] = [
        (key, Row(name(groups[key]), _pool(groups[key], bands))) for key, _n in blocks.shown
    ]
    rows.sort(key=lambda pair: pair[1].label)
    if blocks.rest:
        rows.append(("rest", Row(rest, _pool([leaf for key in blocks.rest for leaf in groups[key]], bands))))
    return rows


def _moments(found: Sequence[Leaf], label: Callable[[Leaf], str], bands: Bands) -> list[Moment]:
    """One point a label in order of time; small ones, and what would give them away, are left blank."""
    groups = _by(found, label)
    shown = dict(merge([(key, _people(mine)) for key, mine in groups.items()]).shown)
    return [Moment(key, _pool(mine, bands) if key in shown else None) for key, mine in groups.items()]


def survey_trend(found: Sequence[Leaf]) -> list[tuple[Leaf, bool]]:
    """A survey's periods with whether each may be shown beside the year's total."""
    shown: set[int] = set()
    for mine in _by(found, lambda leaf: leaf.year).values():
        shown |= {key for key, _n in merge([(leaf.period.pk, leaf.result.respondents) for leaf in mine]).shown}
    return [(leaf, leaf.period.pk in shown) for leaf in found if leaf.result.respondents]
