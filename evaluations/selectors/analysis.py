"""What a period's answers say beyond the index: importance, who is missing, other kinds of survey."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from evaluations.choices import Channel, Demographic, Dimension, QuestionKind
from evaluations.guard import merge
from evaluations.models import ExpectedShare, ImportanceSum, Period, Summary
from evaluations.models.summary import WHOLE_PERIOD
from evaluations.sample import Missing, who_is_missing
from evaluations.skm import Bands, SkmResult, Tally, half_up, pool, tallies_from_counts

from .public import questions_of as questions_asked
from .results import Rows, option_labels, questions_of, rest_name, result_from_counts, service_names

LEAST_FOR_IMPORTANCE = 30
ASKED = {
    Dimension.SEX: Demographic.SEX,
    Dimension.AGE: Demographic.AGE,
    Dimension.EDUCATION: Demographic.EDUCATION,
    Dimension.OCCUPATION: Demographic.OCCUPATION,
}


def importance(period: Period) -> tuple[int, dict[str, float | None]]:
    """(n, unsur -> importance): the correlation of the unsur with the respondent's mean over all unsur.

    Only respondents who answered everything count; with fewer than LEAST_FOR_IMPORTANCE of them there is no value.
    None stands for an unsur that all answered alike. Read from the summary, after results.fold.
    """
    rows = {row.unsur: row for row in ImportanceSum.objects.filter(period=period, month=WHOLE_PERIOD)}
    n = max((row.n for row in rows.values()), default=0)
    if n < LEAST_FOR_IMPORTANCE:
        return n, {}
    asked = dict.fromkeys(unsur for unsur, _slot in questions_of(period))
    return n, {unsur: _correlation(rows[unsur]) for unsur in asked if unsur in rows}


def _correlation(sums: ImportanceSum) -> float | None:
    spread = (sums.n * sums.uu - sums.u**2) * (sums.n * sums.tt - sums.t**2)
    return (sums.n * sums.ut - sums.u * sums.t) / sqrt(spread) if spread else None


@dataclass(frozen=True)
class MissingGroup:
    """A group that answered less than half as often as expected, in words."""

    about: str
    label: str
    found: Missing


def with_expectations(periods: QuerySet[Period]) -> QuerySet[Period]:
    """Periods with what missing_groups compares with: `expected` shares of the survey, and `cells_before`, how many of
    each group answered in the survey's period before. Costs no statement of its own."""
    shares = ExpectedShare.objects.filter(survey=OuterRef("survey")).order_by("kind", "code")
    before = Period.objects.filter(survey=OuterRef(OuterRef("survey")), starts_on__lt=OuterRef(OuterRef("starts_on")))
    cells = Summary.objects.filter(
        period=before.order_by("-starts_on", "-pk").values("pk")[:1], month=WHOLE_PERIOD, dimension__in=ASKED
    ).order_by("dimension", "value")
    return periods.annotate(
        expected=ArraySubquery(shares.values(line=JSONObject(kind="kind", code="code", share="share"))),
        cells_before=ArraySubquery(cells.values(line=JSONObject(dimension="dimension", value="value", n="n"))),
    )


def missing_groups(period: Any, summary: Rows) -> tuple[str, list[MissingGroup]]:
    """(where the expectation comes from, the groups): "survey", "period" (the one before) or "" where there is none.

    `period` comes from with_expectations.
    """
    expected: dict[int, dict[int, Decimal]] = {}
    for row in period.expected:
        expected.setdefault(row["kind"], {})[row["code"]] = Decimal(str(row["share"]))
    source = "survey"
    if not expected:
        expected, source = _shares_before(period), "period"
    labels = option_labels()
    found = [
        MissingGroup(str(kind.label), labels.get((kind, group.code), str(group.code)), group)
        for dimension, kind in ASKED.items()
        for group in who_is_missing(_cells(summary, dimension), expected.get(kind, {}))
    ]
    return (source if expected else ""), found


def _cells(summary: Rows, dimension: int) -> list[tuple[int, int]]:
    return [(value, n) for d, value, n, _counts in summary if d == dimension]


def _shares_before(period: Any) -> dict[int, dict[int, Decimal]]:
    """Shares (per cent) in the guarded blocks of the survey's period before this one."""
    cells: dict[int, list[tuple[int, int]]] = {}
    for row in period.cells_before:
        cells.setdefault(row["dimension"], []).append((row["value"], row["n"]))
    shares = {}
    for dimension, groups in cells.items():
        blocks = merge(groups)
        total = sum(n for _code, n in blocks.shown) + blocks.rest_n
        shares[int(ASKED[Dimension(dimension)])] = {
            code: half_up(Fraction(100 * n, total), 1) for code, n in blocks.shown if code >= 0
        }
    return {kind: groups for kind, groups in shares.items() if groups}


@dataclass(frozen=True)
class GroupResult:
    label: str
    result: SkmResult


def by_channel(period: Period, summary: Rows, bands: Bands) -> list[GroupResult]:
    """The result by way of answering, so that paper and phone can be set side by side; guarded."""
    words = {value: str(label) for value, label in Channel.choices}
    return _by(Dimension.CHANNEL, words, period, summary, bands)


def by_service(period: Period, summary: Rows, bands: Bands) -> list[GroupResult]:
    """The result by the desk where somebody was served; guarded. Empty in a survey about one desk."""
    if sum(dimension == Dimension.SERVICE_POINT for dimension, *_row in summary) < 2:
        return []
    return _by(Dimension.SERVICE_POINT, service_names(), period, summary, bands)


def _by(
    dimension: Dimension, words: Mapping[int, str], period: Period, summary: Rows, bands: Bands
) -> list[GroupResult]:
    questions = questions_of(period)
    results = {
        value: result_from_counts(questions, counts, n, bands) for d, value, n, counts in summary if d == dimension
    }
    blocks = merge([(value, result.respondents) for value, result in results.items()])
    found = [GroupResult(words.get(value, _("Not said")), results[value]) for value, _n in blocks.shown]
    if blocks.rest:
        name = rest_name(dimension, [value for value, _n in blocks.shown])
        found.append(GroupResult(name, pool([results[value] for value in blocks.rest], bands)))
    return found


@dataclass(frozen=True)
class QuestionMean:
    """One rated question of a survey that yields no IKM: 1 is the worst answer, `best` the best."""

    text: str
    key: str
    n: int
    mean: Decimal | None
    best: int
    answers: list[tuple[str, int]]


def question_means(period: Period, summary: Rows) -> list[QuestionMean]:
    """Mean and distribution of the rated questions without unsur (outcome, pictures, training)."""
    counts = next((row[3] for row in summary if row[0] == Dimension.ALL), [])
    found = []
    for q in questions_asked(period):
        if q.slot is None or q.unsur:
            continue
        tally: Tally = tallies_from_counts([("", q.slot or 0)], counts)[0][1]
        found.append(
            QuestionMean(
                text=q.reader_text,
                key=q.key,
                n=tally.n,
                mean=None if tally.mean is None else half_up(tally.mean, 2),
                best=3 if q.kind == QuestionKind.FACES else 4,
                answers=[(words, tally.counts[value - 1]) for value, words in q.answers],
            )
        )
    return found
