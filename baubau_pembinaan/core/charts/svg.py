"""The pen all charts share: palette, text measuring and SVG pieces with presentation attributes only.

No class and no style on any shape: the page's CSP forbids styles, and typst draws class-styled shapes black.
"""

import hashlib
import html
import math
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache, wraps
from typing import ParamSpec

from django.utils.safestring import SafeString

# Series colours of the design, each at least 3:1 on white and on sand; the lighter blue last.
SERIES = ("#0B4F5C", "#B23A22", "#8A5A00", "#6B4E9B", "#1F6B45", "#2E7FB8")
# From the best answer to the worst, for charts whose series are steps of one scale.
FROM_BEST = ("#0B4F5C", "#34786F", "#8A5A00", "#8F2C19")
INK, MUTED, GRID, GOLD = "#12262B", "#55666B", "#D9DEE0", "#8F2C19"
FONT = "'Plus Jakarta Sans', 'Liberation Sans', Arial, sans-serif"
DASHES = ("", "7 4", "2 4", "10 3 2 3", "4 2", "1 3")
PHONE_WIDTH = 340  # what a 390 px phone leaves inside the page's edges
Value = int | float | Decimal | None
P = ParamSpec("P")

# What the signs of Plus Jakarta Sans take at most, at size 1; any other sign takes _WIDTH.
_WIDTH = 0.7
_WIDTHS = {
    sign: width
    for width, signs in (
        (0.17, " "),
        (0.27, "ijlI',"),
        (0.32, ".:;!|()[]"),
        (0.4, "frtJ1"),
        (0.5, "xz-"),
        (0.55, "ksvyLT7"),
        (0.6, "achnu269FXZ"),
        (0.63, "e3458EY"),
        (0.67, "bdgopqAKPRSV"),
        (0.79, "w0CDHN"),
        (0.88, "MOQ"),
        (0.92, "mG"),
        (1.0, "W%@"),
    )
    for sign in signs
}


class Chart(SafeString):
    """SVG text that also knows its figures, so that a page can show the same numbers as a table beside it."""

    title: str  # type: ignore[assignment]  # shadows str.title(), which no SVG needs
    headers: list[str]
    rows: list[list[str]]
    redraw: Callable[[], "Chart"] | None = None

    @property
    def narrow(self) -> "Chart | None":
        """The same chart drawn for a phone's width, or None where its maker knows one width only."""
        return self.redraw() if self.redraw else None

    @classmethod
    def build(cls, svg: str, *, title: str, headers: list[str], rows: list[list[str]]) -> "Chart":
        chart = cls(svg)
        chart.title, chart.headers, chart.rows = title, headers, rows
        return chart


def for_phones_too(draw: Callable[P, Chart]) -> Callable[P, Chart]:
    """A chart function that takes `width` also answers, in `.narrow`, the chart as a phone shows it."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Chart:
        chart = draw(*args, **kwargs)
        chart.redraw = lambda: draw(*args, **{**kwargs, "width": PHONE_WIDTH})  # type: ignore[arg-type]
        return chart

    return drawn


_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def escape(words: str) -> str:
    """Text as XML holds it: marks escaped, signs that XML forbids left out."""
    return html.escape(_NO_XML.sub("", words))


def text_width(text: str, size: float) -> float:
    """How wide a text is drawn at most: enough to wrap labels and keep them apart."""
    return _units(text) * size


@lru_cache(maxsize=4096)
def _units(text: str) -> float:
    """The width at size 1; the labels of a chart are the same from page to page."""
    return sum(_WIDTHS.get(sign, _WIDTH) for sign in text)


def wrap(text: str, width: float, size: float, lines: int = 2) -> list[str]:
    """The text in at most `lines` lines of the width; what does not fit ends in an ellipsis."""
    out: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size) > width:
            out.append(line)
            line = word
        else:
            line = longer
    out.append(line)
    if len(out) > lines:
        out = [*out[: lines - 1], " ".join(out[lines - 1 :])]
    for index, line in enumerate(out):
        while text_width(line, size) > width and len(line) > 2:
            line = line.rstrip("…")[:-1].rstrip() + "…"
        out[index] = line
    return out


def num(value: float) -> str:
    """A coordinate with at most one decimal: small files, the same bytes everywhere."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 13,
    anchor: str = "start",
    fill: str = INK,
    bold: bool = False,
    halo: bool = False,
) -> str:
    """One line of text; a halo of paper keeps it readable where it crosses a line."""
    weight = ' font-weight="700"' if bold else ""
    if halo:
        weight += ' stroke="#FFFFFF" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    return (
        f'<text x="{num(x)}" y="{num(y)}" font-size="{num(size)}" text-anchor="{anchor}" fill="{fill}"{weight}>'
        f"{escape(words)}</text>"
    )


def lines_of_text(x: float, middle: float, lines: Sequence[str], **options: object) -> str:
    """Lines of text centred on `middle`."""
    size = float(options.get("size", 13))  # type: ignore[arg-type]
    top = middle - (len(lines) - 1) * size * 0.6 + size * 0.35
    return "".join(
        text(x, top + index * size * 1.2, line, **options)  # type: ignore[arg-type]
        for index, line in enumerate(lines)
    )


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = GRID, width: float = 1, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}" stroke="{stroke}" '
        f'stroke-width="{num(width)}"{dashes}/>'
    )


def rect(x: float, y: float, width: float, height: float, fill: str, *, round_: float = 0) -> str:
    corner = f' rx="{num(round_)}"' if round_ else ""
    return (
        f'<rect x="{num(x)}" y="{num(y)}" width="{num(max(width, 0))}" height="{num(height)}" fill="{fill}"{corner}/>'
    )


def marker(x: float, y: float, series: int) -> str:
    """Each series has its own shape besides its colour: circle, square, triangle, diamond, and again."""
    fill, edge = SERIES[series % len(SERIES)], 'stroke="#FFFFFF" stroke-width="1.5"'
    shape = series % 4
    if shape == 0:
        return f'<circle cx="{num(x)}" cy="{num(y)}" r="5" fill="{fill}" {edge}/>'
    corners = {
        1: ((-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)),
        2: ((0, -5.8), (5.6, 4.4), (-5.6, 4.4)),
        3: ((0, -6), (6, 0), (0, 6), (-6, 0)),
    }[shape]
    return f'<polygon points="{points((x + dx, y + dy) for dx, dy in corners)}" fill="{fill}" {edge}/>'


def points(pairs: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{num(x)},{num(y)}" for x, y in pairs)


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round numbers that span low..high: steps of 1, 2, 2.5 or 5 times a power of ten."""
    if high <= low:
        high = low + 1
    raw = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def tick_places(steps: Sequence[float]) -> int:
    """How many decimals tell the steps apart."""
    for places in range(4):
        if all(abs(step - round(step, places)) < 1e-9 for step in steps):
            return places
    return 4


def as_float(value: Value) -> float | None:
    return None if value is None else float(value)


def document(width: float, height: float, title: str, description: str, body: Iterable[str]) -> str:
    """One <svg> named for screen readers; ids come from the content, so the same chart has the same bytes."""
    inner = "".join(body)
    key = hashlib.sha256(f"{escape(title)}\0{escape(description)}\0{inner}".encode()).hexdigest()[:10]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {num(width)} {num(height)}" width="{num(width)}" '
        f'height="{num(height)}" role="img" aria-labelledby="c{key}t c{key}d" font-family="{FONT}">'
        f'<title id="c{key}t">{escape(title)}</title><desc id="c{key}d">{escape(description)}</desc>{inner}</svg>'
    )
