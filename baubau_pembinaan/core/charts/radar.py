"""Radar: a profile over three to twelve axes, such as the nine unsur or a competence map."""

import math
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka

from . import svg
from .bars import _describe, _empty, _legend, _words
from .svg import DASHES, SERIES, Chart, Value


@svg.for_phones_too
def radar_chart(
    axes: Sequence[str],
    series: Mapping[str, Sequence[Value]],
    *,
    title: str,
    maximum: float,
    rings: int = 4,
    places: int = 2,
    width: int = 560,
) -> Chart:
    """One closed shape for each series over the axes, scale 0..maximum; None counts as missing and breaks no line.

    ValueError with fewer than three axes or a series of another length.
    """
    if len(axes) < 3:
        raise ValueError("A radar chart needs at least three axes.")
    columns = {name: [svg.as_float(value) for value in values] for name, values in series.items()}
    if any(len(values) != len(axes) for values in columns.values()):
        raise ValueError("Each series needs one value an axis.")
    rows = [
        [axis, *(_words(values[index], places, "") for values in series.values())] for index, axis in enumerate(axes)
    ]
    headers = [_("Item"), *series]
    if not any(value is not None for values in columns.values() for value in values):
        return Chart.build(_empty(title, width), title=title, headers=headers, rows=rows)
    body, head = _legend(list(series), width) if len(series) > 1 else ([], 0.0)
    radius, cx = width * 0.26, width / 2
    cy = head + radius + 52

    def at(index: int, part: float) -> tuple[float, float]:
        angle = 2 * math.pi * index / len(axes) - math.pi / 2
        return cx + radius * part * math.cos(angle), cy + radius * part * math.sin(angle)

    for ring in range(1, rings + 1):
        corners = svg.points(at(index, ring / rings) for index in range(len(axes)))
        edge = svg.MUTED if ring == rings else svg.GRID
        body.append(f'<polygon points="{corners}" fill="none" stroke="{edge}" stroke-width="1"/>')
    for index, axis in enumerate(axes):
        body.append(svg.line(cx, cy, *at(index, 1.0)))
        body.append(_axis_name(axis, at(index, 1.0), cx, width, rows[index][1] if len(series) == 1 else ""))
    for number, values in enumerate(columns.values()):
        corners_ = [at(i, min(max(v, 0) / maximum, 1)) for i, v in enumerate(values) if v is not None]
        colour, dash = SERIES[number % len(SERIES)], DASHES[number % len(DASHES)]
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        body.append(
            f'<polygon points="{svg.points(corners_)}" fill="{colour}" fill-opacity="0.12" stroke="{colour}" '
            f'stroke-width="2.5" stroke-linejoin="round"{dashes}/>'
        )
        body += [svg.marker(x, y, number) for x, y in corners_]
    for ring in range(1, rings + 1):
        words = angka(maximum * ring / rings, svg.tick_places([maximum * ring / rings]))
        body.append(svg.text(cx + 5, cy - radius * ring / rings + 12, words, size=11, fill=svg.MUTED))
    drawn = svg.document(width, cy + radius + 40, title, _describe(rows), body)
    return Chart.build(drawn, title=title, headers=headers, rows=rows)


def _axis_name(axis: str, tip: tuple[float, float], cx: float, width: float, value: str) -> str:
    """The axis's name outside its tip, with its figure below where there is one series."""
    x, y = tip
    side = x - cx
    anchor = "middle" if abs(side) < 20 else "start" if side > 0 else "end"
    room = width * 0.5 if anchor == "middle" else (width - x if side > 0 else x) - 14
    words = svg.wrap(axis, room, 12, lines=3)
    x += 0 if anchor == "middle" else math.copysign(12, side)
    tall = (len(words) + (1 if value else 0)) * 14.4
    middle = y + (0 if anchor != "middle" else (tall / 2 + 8) * (-1 if y < 200 and anchor == "middle" else 1))
    if value and anchor == "middle" and len(words) == 1:
        return svg.lines_of_text(x, middle, [f"{words[0]} {value}"], size=12, anchor=anchor)
    drawn = svg.lines_of_text(x, middle - (7.2 if value else 0), words, size=12, anchor=anchor)
    if value:
        drawn += svg.text(x, middle + len(words) * 7.2 + 4.5, value, size=12, anchor=anchor, bold=True)
    return drawn
