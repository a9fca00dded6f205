"""The long view: five years on one sheet."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from baubau_pembinaan.accounts.selectors import people_on
from baubau_pembinaan.core.charts import line_chart
from baubau_pembinaan.core.formats import half_up
from baubau_pembinaan.core.xlsx import Column
from baubau_pembinaan.documents.tree import Chart, Note
from baubau_pembinaan.libraries.figures import total
from baubau_pembinaan.reports.content import NOT_RECORDED, Content, Grid, Language, Part
from baubau_pembinaan.reports.measures import YOUNG
from baubau_pembinaan.reports.periods import PeriodKind, Span, span_on
from baubau_pembinaan.reports.registry import Builder
from baubau_pembinaan.reports.selectors.indicators import typed_values
from collections_app.selectors.figures import growth_between, receipts_known_by
from evaluations.selectors.figures import satisfaction_of_years
from outreach.selectors.figures import figures_between
from training.selectors.figures import jp_until, learnt_between

from .programme import opening

YEARS = 5
CHARTS_AT_MOST = 3
VISITS = "iplm-pengunjung"  # typed, for years before the desks counted


def long_view(span: Span, _subject: Any, language: Language, day: date) -> Content:
    with override(language):
        years = range(span.year - YEARS + 1, span.year + 1)
        spans = [span_on(PeriodKind.YEAR, date(year, 1, 1)) for year in years]
        labels = [str(year) for year in years]
        ikm = satisfaction_of_years(years)
        visits = typed_values(VISITS, years)
        jp = [_jp(one, day) for one in spans]
        indices = [_or_nothing(ikm[year].ikm) if year in ikm else NOT_RECORDED for year in years]
        young = [_young(one) for one in spans]
        rows: list[tuple[str, Sequence[Any]]] = [
            (_("JP per staff member"), jp),
            (_("Community satisfaction (IKM)"), indices),
            (_("Visits"), [_visits(one, day, visits.get(one.year)) for one in spans]),
            (_("New titles"), [_new_titles(one) for one in spans]),
            (_("Participants aged 7–24"), young),
        ]
        parts: list[Part] = [
            opening(spans[0], _("%(library)s over five years; a figure nobody has recorded is named as such.")),
            Grid(
                _("Five years"),
                [Column(_("Figure")), *(Column(label) for label in labels)],
                [[name, *values] for name, values in rows],
                widths=[4, *[1.6] * YEARS],
            ),
        ]
        if day < span.last:
            parts.append(Note(_("%(year)s is not over yet.") % {"year": span.key}))
        lines = {"IKM" if values is indices else name: values for name, values in rows}
        parts += _charts(labels, lines, running=YEARS - 1 if day < span.last else None)
        title = _("THE LONG VIEW")
        subtitle = f"{labels[0]}–{labels[-1]}"
        return Content(title, subtitle, span.key, day, parts, language, is_signed=False)


def _charts(labels: list[str], series: dict[str, list[Any]], *, running: int | None) -> list[Part]:
    """A line for each figure with at least two years that are over (a running year is not drawn); the three best
    recorded ones, as more do not fit on the sheet."""
    known = {
        name: [None if value is NOT_RECORDED else float(value) for value in values] for name, values in series.items()
    }
    over = {
        name: sum(value is not None for at, value in enumerate(values) if at != running)
        for name, values in known.items()
    }
    best = sorted((name for name in known if over[name] >= 2), key=lambda name: -over[name])[:CHARTS_AT_MOST]
    charts: list[Part] = []
    for name in best:
        places = 2 if name == "IKM" else 0
        chart = line_chart(labels, {name: known[name]}, title=name, places=places, running=running, height=180)
        charts.append(Chart(chart, width_mm=105))
    return charts


def _or_nothing(value: Any) -> Any:
    return NOT_RECORDED if value is None else value


def _jp(span: Span, day: date) -> Any:
    """The mean of everybody who worked at the year's end; not recorded where nobody's training was."""
    if not learnt_between(span.first, span.last).trainings:
        return NOT_RECORDED
    until = min(span.last, day)
    lines = jp_until(people_on(until), until)
    return half_up(sum((line.jp for line in lines), Decimal(0)) / len(lines), 1) if lines else NOT_RECORDED


def _new_titles(span: Span) -> Any:
    return growth_between(span.first, span.last).titles if receipts_known_by(span.last) else NOT_RECORDED


def _visits(span: Span, day: date, typed: Any) -> Any:
    counted = total("visits", span.first, min(span.last, day))
    return _or_nothing(typed if counted is None else counted)


def _young(span: Span) -> Any:
    found = figures_between(span.first, span.last)
    if found.activities == found.not_reported:
        return NOT_RECORDED
    return sum(found.by_band.get(band, 0) for band in YOUNG)


BUILDERS = [
    Builder(
        name="lima-tahun",
        title=gettext_lazy("The long view"),
        about=gettext_lazy("Five years on one sheet: JP, IKM, visits, new titles, young participants."),
        kind=PeriodKind.YEAR,
        build=long_view,
    ),
]
