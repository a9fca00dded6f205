"""The importance-performance picture: each unsur in one of four fields, the same values as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from baubau_pembinaan.core.charts import Chart, svg
from baubau_pembinaan.core.formats import angka


@dataclass(frozen=True)
class Point:
    """One unsur: NRR (1-4), importance (correlation, -1 to 1) and the field it falls into."""

    label: str
    nrr: float
    importance: float
    field: str


def fields() -> dict[tuple[bool, bool], str]:
    """(important, done well) -> the field's name."""
    return {
        (True, False): _("Weak and important"),
        (True, True): _("Keep it up"),
        (False, False): _("Weak, less important"),
        (False, True): _("Enough is done"),
    }


def place(rows: Sequence[tuple[str, float, float]]) -> tuple[list[Point], float, float]:
    """(points, middle NRR, middle importance): each of (label, nrr, importance) against the mean of all of them."""
    middle_nrr = sum(nrr for _label, nrr, _imp in rows) / len(rows)
    middle_importance = sum(imp for _label, _nrr, imp in rows) / len(rows)
    names = fields()
    return (
        [Point(label, nrr, imp, names[imp >= middle_importance, nrr >= middle_nrr]) for label, nrr, imp in rows],
        middle_nrr,
        middle_importance,
    )


def importance_picture(
    rows: Sequence[tuple[str, float | None, float | None]], *, title: str
) -> tuple[Chart | None, list[str]]:
    """(the picture of (label, nrr, importance), the labels without a place); no picture of fewer than two."""
    placed = [(label, nrr, value) for label, nrr, value in rows if nrr is not None and value is not None]
    unplaced = [label for label, nrr, value in rows if nrr is None or value is None]
    if len(placed) < 2:
        return None, unplaced
    points, *middle = place(placed)
    return importance_chart(points, (middle[0], middle[1]), title=title), unplaced


@svg.for_phones_too
def importance_chart(points: Sequence[Point], middle: tuple[float, float], *, title: str, width: int = 640) -> Chart:
    """Numbered points over four named fields; the lines stand at the means (NRR, importance)."""
    height, left, top, right, base = 440.0, 56.0, 20.0, width - 16.0, 388.0
    xs, ys = [p.nrr for p in points], [p.importance for p in points]
    low_x, high_x = _room(xs)
    low_y, high_y = _room(ys)

    def x_of(value: float) -> float:
        return left + (value - low_x) / (high_x - low_x) * (right - left)

    def y_of(value: float) -> float:
        return base - (value - low_y) / (high_y - low_y) * (base - top)

    mid_x, mid_y = x_of(middle[0]), y_of(middle[1])
    names = fields()
    body = [
        svg.rect(left, top, right - left, base - top, "#FAF6EE"),
        svg.rect(left, top, mid_x - left, mid_y - top, "#F6D9D0"),
        svg.line(mid_x, top, mid_x, base, stroke=svg.MUTED, dash="5 4"),
        svg.line(left, mid_y, right, mid_y, stroke=svg.MUTED, dash="5 4"),
        svg.text(left + 8, top + 18, names[True, False], bold=True, fill="#8F2C19"),
        svg.text(right - 8, top + 18, names[True, True], bold=True, anchor="end", fill=svg.MUTED),
        svg.text(left + 8, base - 10, names[False, False], bold=True, fill=svg.MUTED),
        svg.text(right - 8, base - 10, names[False, True], bold=True, anchor="end", fill=svg.MUTED),
        svg.text((left + right) / 2, height - 12, _("Satisfaction (NRR) →"), size=12, anchor="middle", fill=svg.MUTED),
        svg.text(left, 13, _("↑ Importance"), size=12, fill=svg.MUTED),
    ]
    for value, anchor, x in ((low_x, "start", left), (high_x, "end", right)):
        body.append(svg.text(x, base + 18, angka(value, 2), size=12, anchor=anchor, fill=svg.MUTED))
    for value, y in ((low_y, base), (high_y, top + 10)):
        body.append(svg.text(left - 6, y, angka(value, 2), size=12, anchor="end", fill=svg.MUTED))
    for number, point in enumerate(points, start=1):
        x, y = x_of(point.nrr), y_of(point.importance)
        body.append(
            f'<circle cx="{svg.num(x)}" cy="{svg.num(y)}" r="12" fill="#0B4F5C" stroke="#FFFFFF" stroke-width="2"/>'
        )
        body.append(svg.text(x, y + 4.5, str(number), anchor="middle", fill="#FFFFFF", bold=True))
    rows = [
        [f"{number}. {p.label}", angka(p.nrr, 2), angka(p.importance, 2), p.field]
        for number, p in enumerate(points, start=1)
    ]
    headers = [_("Unsur"), "NRR", _("Importance"), _("Quadrant")]
    return Chart.build(
        svg.document(width, height, title, "; ".join(f"{r[0]}: {r[3]}" for r in rows), body),
        title=title,
        headers=headers,
        rows=rows,
    )


def _room(values: Sequence[float]) -> tuple[float, float]:
    """The scale: the values with some air at both ends."""
    low, high = min(values), max(values)
    air = (high - low) * 0.12 or 0.1
    return low - air, high + air
