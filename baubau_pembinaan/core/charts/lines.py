"""Trends: lines with named ends, points of different shapes and a target."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka

from . import svg
from .bars import _TARGET, _describe, _empty, _words
from .svg import DASHES, SERIES, Chart, Value


@svg.for_phones_too
def line_chart(
    labels: Sequence[str],
    series: Mapping[str, Sequence[Value]],
    *,
    title: str,
    unit: str = "",
    places: int = 0,
    minimum: float | None = None,
    maximum: float | None = None,
    target: Value = None,
    target_label: str = "",
    running: int | None = None,
    width: int = 640,
    height: int = 300,
) -> Chart:
    """One line for each series over the labels (periods); None leaves a gap. The scale fits the figures unless fixed.

    running: the index of a period that is not over. Its name says so and its figures stand in the table; the lines end
    before it, since half a month beside whole ones looks like a fall. With nothing else to draw it is drawn.
    With one series and at most 12 points each point carries its figure; with more, each line carries its name.
    """
    columns = {name: [svg.as_float(value) for value in values] for name, values in series.items()}
    if any(len(values) != len(labels) for values in columns.values()):
        raise ValueError("Each series needs one value a label.")
    if running is not None:
        labels = [_("%(period)s (running)") % {"period": label} if at == running else label
                  for at, label in enumerate(labels)]  # fmt: skip
    rows = [
        [label, *(_words(values[index], places, unit) for values in series.values())]
        for index, label in enumerate(labels)
    ]
    headers = [_("Period"), *series]
    columns = _without(columns, running)
    goal = svg.as_float(target)
    known = [value for values in columns.values() for value in values if value is not None]
    if not known:
        return Chart.build(_empty(title, width), title=title, headers=headers, rows=rows)
    spread = [*known, *([goal] if goal is not None else [])]
    low = minimum if minimum is not None else _low(spread)
    steps = svg.ticks(low, maximum if maximum is not None else max(spread))
    mark_places = svg.tick_places(steps)
    widest = max(svg.text_width(name, 13) for name in columns) + 16
    named = len(columns) > 1 and widest <= width * 0.28  # else their names stand above, whole
    left = max(svg.text_width(angka(step, mark_places), 12) for step in steps) + 16
    right = width - (widest if named else 24)
    key, above = _key(list(columns), width) if len(columns) > 1 and not named else ([], 0.0)
    height += round(above)
    head, base = 26.0 + above, height - 44.0
    scale = (base - head) / (steps[-1] - steps[0])

    def x_of(index: int) -> float:
        return left + 14 + (right - left - 28) * (index / (len(labels) - 1) if len(labels) > 1 else 0.5)

    def y_of(value: float) -> float:
        return base - (min(max(value, steps[0]), steps[-1]) - steps[0]) * scale

    body = key
    for mark in steps:
        y = y_of(mark)
        body.append(svg.line(left, y, right, y, stroke=svg.MUTED if mark == steps[0] else svg.GRID))
        body.append(svg.text(left - 8, y + 4, angka(mark, mark_places), size=12, anchor="end", fill=svg.MUTED))
    body += _period_labels(labels, x_of, base, (right - left) / max(len(labels), 1))
    if goal is not None:
        body += _target(goal, target_label, places, unit, left, right, y_of(goal))
    ends: list[tuple[float, int, str]] = []
    for number, (name, values) in enumerate(columns.items()):
        body += _line(values, number, x_of, y_of)
        if len(columns) == 1 and len(labels) <= 12:
            body += [
                svg.text(x_of(i), y_of(v) - 11, _words(v, places, ""), size=12, anchor="middle", bold=True, halo=True)
                for i, v in enumerate(values)
                if v is not None
            ]
        last = next((value for value in reversed(values) if value is not None), None)
        if named and last is not None:
            ends.append((y_of(last), number, name))
    body += _names(ends, right, width - right - 10)
    return Chart.build(
        svg.document(width, height, title, _describe(rows), body), title=title, headers=headers, rows=rows
    )


def _without(columns: dict[str, list[float | None]], running: int | None) -> dict[str, list[float | None]]:
    """The columns without the running period; as they are where nothing else would be left."""
    whole = {name: [None if at == running else value for at, value in enumerate(values)]
             for name, values in columns.items()}  # fmt: skip
    return whole if any(value is not None for values in whole.values() for value in values) else columns


def _key(names: list[str], width: float) -> tuple[list[str], float]:
    """Each line's stroke, point and name, one below the other; the pieces and their height."""
    body = []
    for number, name in enumerate(names):
        y, colour, dash = 12.0 + 20 * number, SERIES[number % len(SERIES)], DASHES[number % len(DASHES)]
        body += [svg.line(4, y, 32, y, stroke=colour, width=2.5, dash=dash), svg.marker(18, y, number)]
        words = svg.wrap(name, width - 44, 13, lines=1)[0]
        body.append(svg.text(40, y + 4.5, words, fill=colour, bold=True))
    return body, 20.0 * len(names)


def _low(values: list[float]) -> float:
    """Start at nought when the figures come near it; else leave room below, so a trend is seen and a small change does
    not look like a fall."""
    low, high = min(values), max(values)
    if low >= 0 and (low < 0.5 * high or high == low):
        return 0.0
    return low - max(0.1 * (high - low), 0.05 * abs(high))


def _period_labels(labels: Sequence[str], x_of: Callable[[int], float], base: float, slot: float) -> list[str]:
    widest = max((svg.text_width(label, 12) for label in labels), default=0)
    every = 1 if min(widest, 60) <= slot else int(min(widest, 60) // slot) + 1
    return [
        svg.lines_of_text(
            x_of(index), base + 20, svg.wrap(label, slot * every - 4, 12), size=12, anchor="middle", fill=svg.MUTED
        )
        for index, label in enumerate(labels)
        if (len(labels) - 1 - index) % every == 0
    ]


def _target(target: float, label: str, places: int, unit: str, left: float, right: float, y: float) -> list[str]:
    words = label or _("Target %(value)s") % {"value": _words(target, places, unit)}
    return [
        svg.line(left, y, right, y, stroke=_TARGET, width=1.5, dash="5 4"),
        svg.text(left + 6, y - 6, words, size=12, fill=_TARGET, halo=True),
    ]


def _line(
    values: list[float | None], number: int, x_of: Callable[[int], float], y_of: Callable[[float], float]
) -> list[str]:
    """The line in unbroken stretches (a gap stays a gap), its points on top."""
    dash = f' stroke-dasharray="{DASHES[number % len(DASHES)]}"' if DASHES[number % len(DASHES)] else ""
    stretches: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append((x_of(index), y_of(value)))
    drawn = [
        f'<polyline points="{svg.points(stretch)}" fill="none" stroke="{SERIES[number % len(SERIES)]}" '
        f'stroke-width="2.5" stroke-linejoin="round"{dash}/>'
        for stretch in stretches
        if len(stretch) > 1
    ]
    return drawn + [svg.marker(x, y, number) for stretch in stretches for x, y in stretch]


def _names(ends: list[tuple[float, int, str]], right: float, room: float) -> list[str]:
    """Each line's name at its end, pushed apart where two would meet."""
    body, last = [], -100.0
    for y, number, name in sorted(ends):
        y = max(y, last + 17)
        last = y
        words = svg.wrap(name, room, 13, lines=1)[0]
        body.append(svg.text(right + 8, y + 4.5, words, fill=SERIES[number % len(SERIES)], bold=True))
    return body
