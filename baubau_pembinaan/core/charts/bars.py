"""Bars lying (long Indonesian labels fit) or standing, and stacked bars."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka

from . import svg
from .svg import SERIES, Chart, Value

_TARGET = "#8F2C19"
_NO_VALUE = "–"


def _checked(values: Sequence[Value]) -> list[float | None]:
    numbers = [svg.as_float(value) for value in values]
    if any(number is not None and number < 0 for number in numbers):
        raise ValueError("Bars start at zero; a negative value needs a line chart.")
    return numbers


def _words(value: Value, places: int, unit: str) -> str:
    if value is None:
        return _NO_VALUE
    words = angka(value, places)
    return words if not unit else f"{words}{unit}" if unit.startswith("%") else f"{words} {unit}"


def _describe(rows: list[list[str]]) -> str:
    return "; ".join(f"{row[0]}: {', '.join(row[1:])}" for row in rows) or _("No figures yet.")


def _empty(title: str, width: float) -> str:
    words = _("No figures yet.")
    return svg.document(width, 60, title, words, [svg.text(width / 2, 35, words, anchor="middle", fill=svg.MUTED)])


@svg.for_phones_too
def bar_chart(
    items: Sequence[tuple[str, Value]],
    *,
    title: str,
    value_label: str = "",
    unit: str = "",
    places: int = 0,
    maximum: float | None = None,
    target: Value = None,
    target_label: str = "",
    vertical: bool = False,
    width: int = 640,
) -> Chart:
    """One bar for each (label, value), the value written at its end; None is "no value", not nought.

    `maximum` fixes the scale (4 for an unsur, 100 for IKM); `target` draws a dashed line. Negative values: ValueError.
    """
    goal = svg.as_float(target)
    values = _checked([value for _label, value in items])
    rows = [[label, _words(value, places, unit)] for label, value in items]
    headers = [_("Item"), value_label or _("Value")]
    top = maximum or max([v for v in values if v is not None] + ([goal] if goal else []), default=0) or 1.0
    draw = _standing if vertical else _lying
    target_words = target_label or (
        _("Target %(value)s") % {"value": _words(goal, places, unit)} if goal is not None else ""
    )
    drawn = _empty(title, width) if not items else draw(rows, values, top, goal, target_words, title, width)
    return Chart.build(drawn, title=title, headers=headers, rows=rows)


def _lying(
    rows: list[list[str]],
    values: list[float | None],
    top: float,
    target: float | None,
    target_words: str,
    title: str,
    width: int,
) -> str:
    room = min(width * 0.38, max(svg.text_width(row[0], 13) for row in rows) + 4)
    left = room + 12
    right = width - max(svg.text_width(row[1], 13) for row in rows) * 1.08 - 12
    head = 24 if target is not None else 6
    names, middles, foot = _named([row[0] for row in rows], room, head, 38)
    body = [svg.line(left, head, left, foot, stroke=svg.MUTED)]
    figures = []
    for row, value, name, middle in zip(rows, values, names, middles, strict=True):
        length = (right - left) * min((value or 0) / top, 1.0)
        body.append(svg.lines_of_text(room + 2, middle, name, anchor="end"))
        if value is not None:
            body.append(svg.rect(left, middle - 11, length, 22, SERIES[0]))
        figures.append(svg.text(left + length + 8, middle + 4.6, row[1], bold=True, halo=True))
    if target is not None:
        x = left + (right - left) * min(target / top, 1.0)
        anchor = "end" if x > width * 0.6 else "start"
        body.append(svg.line(x, 18, x, foot, stroke=_TARGET, width=1.5, dash="5 4"))
        body.append(svg.text(x, 12, target_words, size=12, anchor=anchor, fill=_TARGET))
    body += figures
    return svg.document(width, foot + 6, title, _describe(rows), body)


def _named(names: Sequence[str], room: float, head: float, step: float) -> tuple[list[list[str]], list[float], float]:
    """(lines of each name, middle of its row, where the rows end): a row is as high as its whole name needs."""
    wrapped = [svg.wrap(name, room, 13, lines=6) for name in names]
    middles, foot = [], head
    for lines in wrapped:
        height = step + 13 * 1.2 * max(0, len(lines) - 2)
        middles.append(foot + height / 2)
        foot += height
    return wrapped, middles, foot


def _standing(
    rows: list[list[str]],
    values: list[float | None],
    top: float,
    target: float | None,
    target_words: str,
    title: str,
    width: int,
) -> str:
    height, head, base = 280, 28, 236
    steps = svg.ticks(0, top)
    places = svg.tick_places(steps)
    left = max(svg.text_width(angka(step, places), 12) for step in steps) + 14
    beside = min(svg.text_width(target_words, 12) + 4, 92) if target is not None else 0
    right, scale = width - 8 - beside, (base - head) / steps[-1]
    body, figures = [], []
    for mark in steps:
        y = base - mark * scale
        body.append(svg.line(left, y, right, y, stroke=svg.MUTED if mark == 0 else svg.GRID))
        body.append(svg.text(left - 8, y + 4, angka(mark, places), size=12, anchor="end", fill=svg.MUTED))
    slot = (right - left) / len(rows)
    for index, (row, value) in enumerate(zip(rows, values, strict=True)):
        middle, thick = left + slot * (index + 0.5), min(slot * 0.62, 64)
        tall = min(value or 0, steps[-1]) * scale
        if value is not None:
            body.append(svg.rect(middle - thick / 2, base - tall, thick, tall, SERIES[0]))
        figures.append(svg.text(middle, base - tall - 7, row[1], anchor="middle", bold=True, halo=True))
        body.append(svg.lines_of_text(middle, base + 21, svg.wrap(row[0], slot - 6, 12), size=12, anchor="middle"))
    if target is not None:
        y = base - min(target, steps[-1]) * scale
        body.append(svg.line(left, y, right, y, stroke=_TARGET, width=1.5, dash="5 4"))
        words = svg.wrap(target_words, beside, 12, lines=3)
        body.append(svg.lines_of_text(right + 6, y, words, size=12, fill=_TARGET))
    body += figures
    return svg.document(width, height, title, _describe(rows), body)


@svg.for_phones_too
def stacked_bar_chart(
    categories: Sequence[str],
    series: Mapping[str, Sequence[Value]],
    *,
    title: str,
    unit: str = "",
    places: int = 0,
    share: bool = False,
    colours: Sequence[str] = SERIES,
    width: int = 640,
) -> Chart:
    """One lying bar for each category, split by series in the legend's order; `share` makes every bar full width.
    `colours` are dark enough for white figures (or SERIES, whose last is not).

    Figures stand in each part where there is room; the table beside holds them all.
    """
    columns = {name: _checked(values) for name, values in series.items()}
    if any(len(values) != len(categories) for values in columns.values()):
        raise ValueError("Each series needs one value a category.")
    rows = [
        [category, *(_words(values[index], places, unit) for values in series.values())]
        for index, category in enumerate(categories)
    ]
    headers = [_("Item"), *series]
    totals = [sum(values[index] or 0 for values in columns.values()) for index in range(len(categories))]
    if not categories or not any(totals):
        return Chart.build(_empty(title, width), title=title, headers=headers, rows=rows)
    top = max(totals)
    room = min(width * 0.34, max(svg.text_width(category, 13) for category in categories) + 4)
    left, right = room + 12, width - 8
    body, head = _legend(list(series), width, colours)
    names, middles, foot = _named(categories, room, head, 40)
    for index, (name, middle) in enumerate(zip(names, middles, strict=True)):
        body.append(svg.lines_of_text(room + 2, middle, name, anchor="end"))
        whole = (totals[index] if share else top) or 1
        edges = [left]
        for values in columns.values():
            edges.append(edges[-1] + (right - left) * (values[index] or 0) / whole)
        for number, (start, end) in enumerate(pairwise(edges)):
            words = rows[index][number + 1]
            # A hairline of paper between the parts keeps them apart in a black-and-white print.
            body.append(svg.rect(start, middle - 13, max(end - start - 1.5, 0), 26, colours[number % len(colours)]))
            if end - start > svg.text_width(words, 13) + 8 and end > start:
                ink = "#000000" if colours[number % len(colours)] == SERIES[5] else "#FFFFFF"
                body.append(svg.text((start + end) / 2, middle + 4.6, words, anchor="middle", fill=ink, bold=True))
    drawn = svg.document(width, foot + 4, title, _describe(rows), body)
    return Chart.build(drawn, title=title, headers=headers, rows=rows)


def _legend(names: list[str], width: float, colours: Sequence[str] = SERIES) -> tuple[list[str], float]:
    """Names with their colour in rows; the pieces and where the chart may begin."""
    body, x, y = [], 4.0, 12.0
    for number, name in enumerate(names):
        wide = 20 + svg.text_width(name, 13) * 1.06 + 18
        if x > 4 and x + wide > width:
            x, y = 4.0, y + 22
        body.append(svg.rect(x, y - 8, 13, 13, colours[number % len(colours)]))
        body.append(svg.text(x + 19, y + 3.5, name))
        x += wide
    return body, y + 16
