"""Pieces every chapter uses."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import nama_periode
from baubau_pembinaan.core.xlsx import Column
from baubau_pembinaan.reports.content import NOT_RECORDED, Grid
from baubau_pembinaan.reports.periods import PeriodKind, Span
from evaluations.selectors.figures import Satisfaction, satisfaction_between, satisfaction_of_year
from evaluations.selectors.rollup import Leaf
from evaluations.skm import SkmResult
from evaluations.words import ikm_words


def figures(name: str, rows: Sequence[tuple[str, Any, str]]) -> Grid:
    """A list of single figures: what, how much, in which unit."""
    columns = [Column(_("Figure")), Column(_("Value")), Column(_("Unit of measure"))]
    return Grid(name, columns, rows, widths=[5, 2, 2])


def satisfied(span: Span) -> Satisfaction:
    """What patrons said in the period: of a month or quarter its own answers, of a year the periods begun in it."""
    if span.kind == PeriodKind.YEAR:
        return satisfaction_of_year(span.year)
    return satisfaction_between(span.first, span.last)


def ikm_by_survey(lines: Sequence[tuple[Leaf | None, SkmResult]], empty: str = "") -> Grid:
    """A line a survey period; the line without one is of the small ones together."""
    return Grid(
        _("IKM by survey"),
        [Column(_("Survey")), Column(_("Period")), Column(_("Respondents"), "int"), Column("IKM", "text")],
        [
            [
                leaf.period.survey.reader_title if leaf else _("Small groups"),
                nama_periode(leaf.period.key) if leaf else None,
                result.respondents,
                ikm_words(result) or NOT_RECORDED,
            ]
            for leaf, result in lines
        ],
        widths=[4, 1.6, 1.6, 2.4],
        empty=empty,
    )
