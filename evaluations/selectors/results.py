"""Results of a period, read from the summary."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Case, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baubau_pembinaan.core import statements
from baubau_pembinaan.core.statements import KeptModels, blank
from baubau_pembinaan.libraries.models import ServicePoint
from evaluations.choices import Channel, Dimension, Slot
from evaluations.guard import SMALLEST_GROUP, merge
from evaluations.models import (
    DemographicOption,
    FrozenResult,
    InstrumentVersion,
    Period,
    Question,
    SkmFormula,
    Summary,
)
from evaluations.models.summary import WHOLE_PERIOD
from evaluations.skm import Bands, SkmResult, compute, half_up, tallies_from_counts


def fold(period_ids: Iterable[int]) -> int:
    """Bring the summary of these periods up to date; returns the months folded. One statement, cheap when fresh."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT evaluations_fold_summary(%s::bigint[])", [list(period_ids)])
        return cursor.fetchone()[0]


def _formulas_of_a_period() -> QuerySet[SkmFormula]:
    frozen = FrozenResult.objects.filter(period=blank("closed")).order_by("-number").values("formula_version")[:1]
    kept = Q(version=Subquery(frozen))
    found = SkmFormula.objects.filter(kept | Q(valid_from__lte=blank("last")))
    return found.annotate(kept=Case(When(kept, then=1), default=0)).order_by("-kept", "-valid_from", "-pk")


_FORMULAS = KeptModels(_formulas_of_a_period)


def bands_for(period: Period) -> Bands:
    """The formula of a period: the one its result was frozen with, else the newest in force on its last day."""
    first = _FORMULAS.part(closed=period.pk if period.is_closed else None, last=period.ends_on).first()
    return bands_of(first or SkmFormula.objects.order_by("valid_from", "pk")[0])


_CURRENT = KeptModels(lambda: SkmFormula.objects.filter(valid_from__lte=blank("today")).order_by("-valid_from", "-pk"))


def current_bands() -> Bands:
    """The newest formula in force today."""
    first = _CURRENT.part(today=timezone.localdate()).first()
    return bands_of(first or SkmFormula.objects.order_by("valid_from", "pk")[0])


def bands_of(formula: SkmFormula) -> Bands:
    return Bands(formula.version, [(grade, Decimal(floor)) for grade, floor in formula.bands])


def questions_of(period: Period) -> list[tuple[str, int]]:
    """(unsur, slot) of the period's statutory questions, in their order; own questions and other kinds never count."""
    return questions_of_versions([period.version])[period.version_id]


def questions_of_versions(versions: Collection[InstrumentVersion]) -> dict[int, list[tuple[str, int]]]:
    """The same for many versions; remembered, as a published version never changes."""
    keys = {version.pk: f"survey-questions:{version.pk}" for version in versions}
    known = cache.get_many(keys.values())
    found = {pk: known[key] for pk, key in keys.items() if key in known}
    if wanted := keys.keys() - found.keys():
        found |= {pk: [] for pk in wanted}
        asked = Question.objects.filter(version__in=wanted, slot__isnull=False).exclude(unsur="")
        for pk, unsur, slot in asked.order_by("order", "pk").values_list("version", "unsur", "slot"):
            found[pk].append((unsur, slot or 0))
        fresh = {keys[v.pk]: found[v.pk] for v in versions if v.pk in wanted and v.is_published}
        if fresh:
            cache.set_many(fresh, 600)
    return found


Rows = list[tuple[int, int, int, list[int]]]  # dimension, value, n, counts


_CELLS = statements.Kept(
    lambda: (
        Summary.objects.filter(period=blank("period"), month=WHOLE_PERIOD)
        .order_by("dimension", "value")
        .values_list("dimension", "value", "n", "counts")
    )
)


def whole_period_rows(period: Period) -> Rows:
    """Every summary row of the whole period, exact at this moment.

    Those who were invited are few and known by name: nothing of them until SMALLEST_GROUP answered, on no page.
    """
    fold([period.pk])
    rows: Rows = _CELLS.rows(period=period.pk)
    if period.survey.is_by_invitation and not any(r[0] == Dimension.ALL and r[2] >= SMALLEST_GROUP for r in rows):
        return []
    return rows


def period_result(period: Period, rows: Rows | None = None, bands: Bands | None = None) -> SkmResult:
    """The result of all respondents of a period; `rows` and `bands` where the caller has read them already."""
    rows = whole_period_rows(period) if rows is None else rows
    everybody = next(((n, counts) for dimension, _value, n, counts in rows if dimension == Dimension.ALL), (0, []))
    return result_from_counts(questions_of(period), everybody[1], everybody[0], bands or bands_for(period))


def result_from_counts(questions: Sequence[tuple[str, int]], counts: Sequence[int], n: int, bands: Bands) -> SkmResult:
    return compute(tallies_from_counts(questions, counts), n, bands)


@dataclass(frozen=True)
class Group:
    """One line of the respondent profile."""

    label: str
    n: int
    share: Decimal  # per cent of all respondents, one decimal


@dataclass(frozen=True)
class Profile:
    """The respondents by one thing asked; small groups are merged so that none can be worked out."""

    title: str
    groups: list[Group]


# What the respondents are told apart by, in the order in which it is shown.
PROFILED = (
    Dimension.SEX,
    Dimension.AGE,
    Dimension.EDUCATION,
    Dimension.OCCUPATION,
    Dimension.CHANNEL,
    Dimension.SLOT,
    Dimension.SERVICE_POINT,
)
Kept = list[dict[str, Any]]
NOT_SAID = -1
MOST_NAMES = 3


def profiles(summary: Rows) -> list[Profile]:
    """Who answered, by everything the respondent block asks, by the way of answering and by the service received."""
    return profiles_of(kept_profiles(summary))


def kept_profiles(summary: Rows) -> Kept:
    """The same without words, as a closing keeps it: {by, groups: [[stored number, n]], rest: n}; already guarded."""
    cells: dict[int, list[tuple[int, int]]] = {}
    for dimension, value, n, _counts in summary:
        cells.setdefault(dimension, []).append((value, n))
    found: Kept = []
    for dimension in PROFILED:
        blocks = merge(cells.get(dimension, []))
        groups = [list(cell) for cell in blocks.shown]
        if dimension == Dimension.SERVICE_POINT and len(groups) + len(blocks.rest) < 2:
            continue  # a survey about one desk says so in its title
        found.append({"by": int(dimension), "groups": groups, "rest": blocks.rest_n})
    return found


def profiles_of(kept: Kept) -> list[Profile]:
    """In the reader's words."""
    found = []
    for row in kept:
        dimension = Dimension(row["by"])
        words, lines = _words_of(dimension), row["groups"]
        total = sum(n for _value, n in lines) + row["rest"]
        shown = [(words.get(value, _("Not said")), n) for value, n in lines]
        if row["rest"]:  # one heap of everybody says nothing
            shown = [*shown, (rest_name(dimension, [value for value, _n in lines]), row["rest"])] if shown else []
        groups = [Group(label, n, half_up(Fraction(100 * n, total), 1)) for label, n in shown]
        found.append(Profile(_title_of(dimension), groups))
    return found


def rest_name(dimension: Dimension, shown: Collection[int]) -> str:
    """What the heap of merged groups is called: all that is not shown, whether or not anybody is in it, so that the
    name tells nothing the table does not; where that would be many, that they are others."""
    names = [label for value, label in _words_of(dimension).items() if value not in shown]
    if dimension not in (Dimension.CHANNEL, Dimension.SLOT) and NOT_SAID not in shown:
        names.append(_("Not said"))
    if dimension == Dimension.SERVICE_POINT or not 2 <= len(names) <= MOST_NAMES:
        return _("Other groups together")
    first, *others = names
    *middle, last = [name[:1].lower() + name[1:] if name[1:2].islower() else name for name in others]
    return _("%(list)s and %(last)s") % {"list": ", ".join([first, *middle]), "last": last}


def _title_of(dimension: Dimension) -> str:
    return _("Service received") if dimension == Dimension.SERVICE_POINT else str(dimension.label)


def _words_of(dimension: Dimension) -> dict[int, str]:
    if dimension == Dimension.SERVICE_POINT:
        return service_names()
    if dimension in (Dimension.CHANNEL, Dimension.SLOT):
        choices = Channel if dimension == Dimension.CHANNEL else Slot
        return {value: str(label) for value, label in choices.choices}
    return {code: words for (kind, code), words in option_labels().items() if kind == int(dimension)}


def service_names() -> dict[int, str]:
    """id -> name of every service point in the reader's language; remembered for a minute."""
    key = f"survey-service-names:{get_language()}"
    found = cache.get(key)
    if found is None:
        found = {point.pk: str(point) for point in ServicePoint.objects.all()}
        cache.set(key, found, 60)
    return found


def option_labels() -> dict[tuple[int, int], str]:
    """(kind, stored number) -> words in the reader's language; remembered for a minute."""
    key = f"survey-options:{get_language()}"
    found = cache.get(key)
    if found is None:
        found = {(o.kind, o.code): str(o) for o in DemographicOption.objects.all()}
        cache.set(key, found, 60)
    return found
