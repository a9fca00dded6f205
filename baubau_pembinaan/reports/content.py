"""What a report says, once: the same content becomes a PDF, a Word file and a workbook, and has one hash."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.core.formats import angka, rupiah, tanggal_pendek
from baubau_pembinaan.core.xlsx import Column, Sheet, workbook_of
from baubau_pembinaan.documents import letterhead, tree
from baubau_pembinaan.libraries.models import Library

Language = Literal["id", "en"]


class _NotRecorded:
    """A figure nobody has written down: never a zero."""

    def __str__(self) -> str:
        return _("not recorded")

    def __bool__(self) -> bool:
        return False


NOT_RECORDED = _NotRecorded()


@dataclass(frozen=True)
class Year:
    """A year as a cell: never written with a thousands point."""

    number: int

    def __str__(self) -> str:
        return str(self.number)


@dataclass(frozen=True)
class Grid:
    """A table with real values: text in papers, typed cells in the workbook, where it is one sheet.

    Cells: text, int, Decimal, date, None (a dash) or NOT_RECORDED. `widths` as shares on paper; `links`: for each
    row the page with the records behind it, or "".
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    widths: Sequence[float] = ()
    total: Sequence[Any] = ()
    empty: str = ""
    links: Sequence[str] = ()

    def __post_init__(self) -> None:
        for row in [*self.rows, *([self.total] if self.total else [])]:
            if len(row) != len(self.columns):
                raise ValueError(f"A row of {self.name!r} has {len(row)} cells for {len(self.columns)} columns.")


Part = tree.Block | Grid


@dataclass(frozen=True)
class Content:
    """One report of one period. `day` is the last day its figures know; nothing depends on when or by whom it was
    made."""

    title: str
    subtitle: str
    period: str
    day: date
    parts: Sequence[Part]
    language: Language = "id"
    landscape: bool = False
    is_signed: bool = True

    @property
    def sha256(self) -> str:
        """The same for the same figures and words."""
        said = [self.title, self.subtitle, self.language, [_plain(part) for part in self.parts]]
        return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    def linked(self) -> list[dict[str, Any]]:
        """The tables whose rows lead to records, as a page shows them: `name`, `headers`, `rows` of words, `links`."""
        with override(self.language):
            return [
                {
                    "name": str(part.name),
                    "headers": [str(column.label) for column in part.columns],
                    "rows": [list(row) for row in table_of(part).rows],
                    "links": list(part.links),
                }
                for part in self.parts
                if isinstance(part, Grid) and part.links
            ]


def written(value: Any, kind: str = "") -> str:
    """A cell on paper, in the language in force."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime | date):
        return tanggal_pendek(value)
    if isinstance(value, int):
        return rupiah(value) if kind == "money" else angka(value)
    if isinstance(value, Decimal):
        if kind == "money":
            return rupiah(value)
        return angka(value, min(3, max(0, -int(value.as_tuple().exponent))))
    return str(value)


def to_document(content: Content, *, signed_on: date | None = None) -> tree.Document:
    """The paper, on the library's own letterhead, signed by the default signer of the day on which it was made
    (`signed_on`; without it the content's own day), which may lie long after the period."""
    with override(content.language):
        library = Library.current()
        blocks: list[tree.Block] = []
        for part in content.parts:
            blocks += _blocks(part) if isinstance(part, Grid) else [part]
        signed_on = signed_on or content.day
        signer = letterhead.default_signer(signed_on) if content.is_signed else None
        if signer:
            blocks.append(letterhead.signature(signed_on, signer))
        return tree.Document(
            title=content.title,
            subtitle=content.subtitle,
            date=content.day,
            blocks=blocks,
            letterhead=letterhead.letterhead(library),
            page=letterhead.page(library, landscape=content.landscape),
            language=content.language,
            author=library.name,
        )


def _blocks(grid: Grid) -> list[tree.Block]:
    if not grid.rows and grid.empty:
        return [tree.Paragraph(grid.empty)]
    return [table_of(grid)]


def table_of(grid: Grid) -> tree.Table:
    """A grid as a table of words: numbers at the right."""
    kinds = [column.kind for column in grid.columns]
    numbers = {"int", "number", "money", "percent"}
    align: list[tree.Align] = [
        "end" if kind in numbers or (not kind and _is_number_column(grid, at)) else "start"
        for at, kind in enumerate(kinds)
    ]
    return tree.Table(
        [column.label for column in grid.columns],
        [[written(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in grid.rows],
        align=align,
        widths=grid.widths,
        total=[written(v, k) if v is not None else "" for v, k in zip(grid.total, kinds, strict=True)]
        if grid.total
        else (),
    )


def _is_number_column(grid: Grid, at: int) -> bool:
    return any(isinstance(row[at], int | Decimal) for row in grid.rows)


def to_workbook(content: Content, *, printed_at: datetime) -> bytes:
    """One sheet for each grid."""
    with override(content.language):
        library = Library.current()
        sheets = [
            Sheet(grid.name, grid.columns, [[_cell(v) for v in row] for row in _rows(grid)])
            for grid in content.parts
            if isinstance(grid, Grid)
        ]
        return workbook_of(
            title=content.title, sheets=sheets, period=content.subtitle, office=library.name, printed_at=printed_at
        )


def _rows(grid: Grid) -> list[Sequence[Any]]:
    return [*grid.rows, *([grid.total] if grid.total else [])]


def _cell(value: Any) -> Any:
    if isinstance(value, Year):
        return str(value)
    return str(value) if isinstance(value, _NotRecorded) else value


def _plain(value: Any) -> Any:
    """A value as JSON takes it; a chart by its figures, never by how it is drawn."""
    if isinstance(value, tree.Chart):
        return ["Chart", value.chart.title, value.chart.headers, value.chart.rows, value.caption]
    if isinstance(value, Column):
        return str(value.label)
    if isinstance(value, Grid):
        cells = [[_plain(cell) for cell in row] for row in _rows(value)]
        return ["Grid", str(value.name), [_plain(column) for column in value.columns], cells, value.empty]
    if isinstance(value, _NotRecorded):
        return {"not": "recorded"}
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, _plain(asdict(value))]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bool | int) or value is None:
        return value
    return str(value).removeprefix(settings.SITE_URL)  # a site that moves has nothing new to say
