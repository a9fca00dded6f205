"""The indicator register as tables: one a family, and an annex that says where each automatic figure is found."""

from django.conf import settings
from django.utils.translation import gettext as _

from baubau_pembinaan.core.xlsx import Column
from baubau_pembinaan.documents.tree import Heading, Note
from baubau_pembinaan.reports.content import NOT_RECORDED, Grid, Part
from baubau_pembinaan.reports.models import Family
from baubau_pembinaan.reports.selectors.indicators import Line

Lines = dict[Family, list[Line]]


def register(found: Lines) -> list[Part]:
    parts: list[Part] = [Heading(_("Indicator register"))]
    for family, lines in found.items():
        parts += [Heading(str(family.label), 2), _grid(family, lines)]
        if family == Family.IPLM:
            parts.append(Note(_("Raw figures for the national table. The index itself is computed by Perpusnas only.")))
    recorded = [line for lines in found.values() for line in lines if line.value is not NOT_RECORDED]
    total = sum(len(lines) for lines in found.values())
    parts.append(
        Note(
            _("%(n)s of %(all)s indicators are recorded. A is counted by the system, K is typed by the office.")
            % {"n": len(recorded), "all": total}
        )
    )
    return parts


def quarterly_register(lines: list[Line]) -> list[Part]:
    """The indicators of a part of a year, each leading to its rows on the archive's page."""
    return [
        Heading(_("Indicators of the period")),
        Grid(
            _("Indicators of the period"),
            [Column(_("Code")), Column(_("Indicator")), Column(_("Value")), Column(_("Unit of measure"))],
            [[line.indicator.code, str(line.indicator), line.value, line.indicator.reader_unit] for line in lines],
            widths=[2.6, 5, 2, 2],
            empty=_("No figure is counted by the system."),
            links=[line.url if line.value is not NOT_RECORDED else "" for line in lines],
        ),
        Note(_("JP count from 1 January to the end of the period. Targets and typed figures are for whole years.")),
    ]


def _grid(family: Family, lines: list[Line]) -> Grid:
    return Grid(
        _SHEETS[family],
        [
            Column(_("Code")),
            Column(_("Indicator")),
            Column(_("Value")),
            Column(_("Unit of measure")),
            Column(_("Target")),
            Column(_("Reached")),
            Column("A/K"),
        ],
        [
            [
                line.indicator.code,
                str(line.indicator),
                line.value,
                line.indicator.reader_unit,
                line.target,
                {True: _("Yes"), False: _("Not yet"), None: None}[line.is_met],
                _how(line),
            ]
            for line in lines
        ],
        widths=[2.5, 4.2, 2, 1.7, 1.6, 1.4, 1.1],
        links=[line.url for line in lines],
    )


_SHEETS = {Family.SNP: "SNP", Family.IPLM: "IPLM 2025", Family.TPBIS: "TPBIS", Family.OWN: "PPK"}


def _how(line: Line) -> str | None:
    if line.value is NOT_RECORDED:
        return None
    return "A" if line.is_automatic else "K"


def sources(found: Lines) -> list[Part]:
    """Where each automatic figure is found, with whole addresses."""
    rows = [
        [line.indicator.code, str(line.indicator), settings.SITE_URL + line.url]
        for group in found.values()
        for line in group
        if line.url
    ]
    return [
        Heading(_("Annex: the rows behind the figures")),
        Grid(
            _("Rows behind the figures"),
            [Column(_("Code")), Column(_("Indicator")), Column(_("Page"))],
            rows,
            widths=[2.6, 4, 6],
            empty=_("No figure is counted by the system."),
        ),
    ]
