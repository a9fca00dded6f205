"""`{% load heat_map %}`: the rows of the room's long lists, each list drawn in one loop of Python.

Fifty rows through template tags take most of a page's time; words and addresses are looked up once per list here.
"""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.html import format_html, format_html_join
from training.models import Competence
from training.selectors.gaps import Cell, HeatMap

register = template.Library()


@register.simple_tag
def heat_head(units: Iterable[Competence]) -> SafeString:
    """The codes; on a phone each value stands beside the unit's name (`data-word`, read by tables.js)."""
    head = '<th scope="col" data-word="{}"><abbr title="{}">{}</abbr></th>'
    return format_html_join("", head, ((unit.reader_title, unit.reader_title, unit.code) for unit in units))


@register.simple_tag
def heat_rows(heat: HeatMap) -> SafeString:
    """People down, but those of whom nothing is asked; what a cell looks like is put together once for each kind."""
    address, drawn = row_addresses("training:competences"), {}
    rows = []
    for person, cells in heat.asked:
        for cell in cells:
            if cell not in drawn:
                drawn[cell] = _heat_cell(cell)
        row = '<tr><th scope="row"><a href="{}">{}</a></th>{}</tr>'
        own = mark_safe("".join([drawn[cell] for cell in cells]))  # noqa: S308 - each drawn by _heat_cell
        rows.append(format_html(row, address(person.pk), person, own))
    return mark_safe("".join(rows))  # noqa: S308 - each made by format_html


def _heat_cell(cell: Cell | None) -> SafeString:
    if cell is None:
        return format_html('<td class="none"><span class="visually-hidden">{}</span></td>', _("not required"))
    if cell.gap is None:
        return format_html('<td><span title="{}">?</span></td>', _("Not rated yet"))
    return format_html('<td class="gap-{}">{}</td>', cell.gap, f"−{cell.gap}" if cell.gap else 0)


@register.simple_tag
def heat_totals(totals: Iterable[tuple[Competence, int]]) -> SafeString:
    return format_html_join("", "<td>{}</td>", ((total,) for _unit, total in totals))


@register.simple_tag
def heat_units(totals: Iterable[tuple[Competence, int]]) -> SafeString:
    """What each code means, how many people have a gap, and where to learn it."""
    more = format_html(
        ' · <a href="{}?competence={{}}">{}</a>', reverse("training:programme-list"), _("Trainings that help")
    )
    rows = []
    for unit, total in totals:
        people = ngettext("%(n)s person with a gap", "%(n)s people with a gap", total) % {"n": total}
        link = format_html(more, unit.pk) if total else ""
        rows.append(format_html("<dt>{}</dt><dd>{} · {}{}</dd>", unit.code, unit.reader_title, people, link))
    return mark_safe("".join(rows))  # noqa: S308 - each made by format_html
