"""Results of a period, read from the summary."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.core.cache import cache
from django.db import connection
from django.db.models import Case, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations.choices import Channel, Demographic, Dimension, Slot
from evaluations.guard import SMALLEST_GROUP, guarded
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


def bands_for(period: Period) -> Bands:
    """The formula of a period: the one its result was frozen with, else the newest in force on its last day."""
    frozen = FrozenResult.objects.filter(period=period).order_by("-number").values("formula_version")[:1]
    kept = Q(version=Subquery(frozen)) if period.is_closed else Q(pk=None)
    found = SkmFormula.objects.filter(kept | Q(valid_from__lte=period.ends_on))
    first = found.annotate(kept=Case(When(kept, then=1), default=0)).order_by("-kept", "-valid_from", "-pk").first()
    return bands_of(first or SkmFormula.objects.order_by("valid_from", "pk")[0])


def current_bands() -> Bands:
    """The newest formula in force today."""
    formulas = SkmFormula.objects.order_by("-valid_from", "-pk")
    return bands_of(formulas.filter(valid_from__lte=timezone.localdate()).first() or formulas.reverse()[0])


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


def whole_period_rows(period: Period) -> Rows:
    """Every summary row of the whole period, exact at this moment.

    Those who were invited are few and known by name: nothing of them until SMALLEST_GROUP answered, on no page.
    """
    fold([period.pk])
    rows: Rows = list(
        Summary.objects.filter(period=period, month=WHOLE_PERIOD)
        .order_by("dimension", "value")
        .values_list("dimension", "value", "n", "counts")
    )
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


def profiles(summary: Rows) -> list[Profile]:
    """Who answered, by everything the respondent block asks and by the way of answering."""
    options = option_labels()
    rows: dict[int, list[tuple[int, int]]] = {}
    for dimension, value, n, _counts in summary:
        rows.setdefault(dimension, []).append((value, n))
    asked = [
        (Dimension.SEX, Demographic.SEX),
        (Dimension.AGE, Demographic.AGE),
        (Dimension.EDUCATION, Demographic.EDUCATION),
        (Dimension.OCCUPATION, Demographic.OCCUPATION),
    ]
    found = [
        _profile(str(d.label), [(options.get((k, v), _("Not said")), n) for v, n in rows.get(d, [])]) for d, k in asked
    ]
    for dimension, words in ((Dimension.CHANNEL, Channel), (Dimension.SLOT, Slot)):
        cells = [(str(words(v).label) if v in words.values else _("Not said"), n) for v, n in rows.get(dimension, [])]
        found.append(_profile(str(dimension.label), cells))
    return found


def option_labels() -> dict[tuple[int, int], str]:
    """(kind, stored number) -> words in the reader's language; remembered for a minute."""
    key = f"survey-options:{get_language()}"
    found = cache.get(key)
    if found is None:
        found = {(o.kind, o.code): str(o) for o in DemographicOption.objects.all()}
        cache.set(key, found, 60)
    return found


def _profile(title: str, cells: Sequence[tuple[str, int]]) -> Profile:
    total = sum(n for _label, n in cells)
    shown = guarded(cells, _("Small groups"))
    if len(shown) == 1 and shown[0][1] == total and len(cells) > 1:  # one heap of everybody says nothing
        return Profile(title, [])
    return Profile(title, [Group(label, n, half_up(Fraction(100 * n, total), 1)) for label, n in shown])
