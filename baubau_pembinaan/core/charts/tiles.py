"""A schematic map: one tile for each place, where it lies beside its neighbours; no outline and no outside tiles."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka

from . import svg
from .svg import Chart

# From nothing to the most, as light to dark; the ink on each keeps 4.5:1.
SHADES = (
    ("#F3F5F5", "#12262B"),
    ("#D3E3E5", "#12262B"),
    ("#A3C6CB", "#12262B"),
    ("#3A7783", "#FFFFFF"),
    ("#0B4F5C", "#FFFFFF"),
)
GAP = 6


@dataclass(frozen=True)
class Tile:
    """A place at a column and a row of the grid (from 0), with its number and the small word below it."""

    label: str
    column: int
    row: int
    value: int
    note: str = ""


@svg.for_phones_too
def tile_map(tiles: Sequence[Tile], *, title: str, value_label: str, width: int = 560) -> Chart:
    """One tile a place, darker the more it has; the number stands in it. Two places in one cell: ValueError."""
    if len({(tile.column, tile.row) for tile in tiles}) < len(tiles):
        raise ValueError("Two places stand in one cell.")
    columns = 1 + max((tile.column for tile in tiles), default=0)
    lines = 1 + max((tile.row for tile in tiles), default=0)
    wide, tall = (width - GAP * (columns - 1)) / columns, 84
    most = max((tile.value for tile in tiles), default=0)
    body = []
    for tile in tiles:
        fill, ink = SHADES[_shade(tile.value, most)]
        x, y = tile.column * (wide + GAP), tile.row * (tall + GAP)
        body.append(
            f'<rect x="{svg.num(x + 0.5)}" y="{svg.num(y + 0.5)}" width="{svg.num(wide - 1)}" '
            f'height="{svg.num(tall - 1)}" rx="6" fill="{fill}" stroke="{svg.MUTED}"/>'
        )
        middle = x + wide / 2
        name = svg.wrap(tile.label, wide - 16, 13, lines=1)[0]
        body.append(svg.text(middle, y + 22, name, anchor="middle", fill=ink))
        body.append(svg.text(middle, y + 50, angka(tile.value), size=24, anchor="middle", fill=ink, bold=True))
        if tile.note:
            note = svg.wrap(tile.note, wide - 12, 12, lines=1)[0]
            body.append(svg.text(middle, y + 71, note, size=12, anchor="middle", fill=ink))
    rows = [[tile.label, angka(tile.value), tile.note] for tile in tiles]
    described = "; ".join(f"{row[0]}: {row[1]}" for row in rows) or _("No figures yet.")
    drawn = svg.document(width, lines * (tall + GAP), title, described, body)
    headers = [_("Item"), value_label]
    return Chart.build(drawn, title=title, headers=headers, rows=[row[:2] for row in rows])


def _shade(value: int, most: int) -> int:
    """0 for nothing, else 1 to 4 by the share of the most."""
    return 0 if value <= 0 or most <= 0 else min(4, 1 + int(4 * (value - 1) / most))
