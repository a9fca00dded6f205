"""What a paper of the office consists of, said once and rendered to PDF, PNG, Word and a print view.

All text is plain text: no renderer reads markup from it, so nothing people type can become code.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from baubau_pembinaan.core import charts

Align = Literal["start", "center", "end", "justify"]


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1  # 1 to 3


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; line breaks in the text are kept."""

    text: str
    align: Align = "justify"
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class BulletList:
    items: Sequence[str]
    ordered: bool = False


@dataclass(frozen=True)
class KeyValues:
    """Lines such as "Nomor : 12/SKM/XI/2026"."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """Cells are text as they shall appear; `align` per column, `widths` as shares (empty: by content); `red`: the rows
    (from 0) drawn in red because something is missing."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    align: Sequence[Align] = ()
    widths: Sequence[float] = ()
    caption: str = ""
    total: Sequence[str] = ()
    red: Sequence[int] = ()

    def __post_init__(self) -> None:
        for row in [*self.rows, *([self.total] if self.total else [])]:
            if len(row) != len(self.headers):
                raise ValueError(f"A row has {len(row)} cells, the table {len(self.headers)} columns.")

    def align_of(self, column: int) -> Align:
        return self.align[column] if column < len(self.align) else "start"


@dataclass(frozen=True)
class Chart:
    chart: charts.Chart
    caption: str = ""
    width_mm: int = 150
    with_table: bool = False

    @property
    def figures(self) -> Table:
        """The chart's figures as a table."""
        headers = self.chart.headers
        numbers: list[Align] = ["end"] * (len(headers) - 1)
        return Table(headers, self.chart.rows, align=["start", *numbers])


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG; `alt` says what it shows to those who do not see it."""

    data: bytes
    alt: str
    width_mm: int = 120
    caption: str = ""


@dataclass(frozen=True)
class Signer:
    """One column of the signature block; `above` such as "Mengetahui," stands over the title."""

    title: str
    name: str
    rank: str = ""
    nip: str = ""
    above: str = ""


@dataclass(frozen=True)
class Signature:
    """Place and date, then one or two signers side by side with room for hand and wet stamp; never a drawn one.

    `beside` stands in the half that a single signer leaves free, else below (in Word and browsers always).
    """

    place_and_date: str
    signers: Sequence[Signer]
    beside: Picture | None = None


@dataclass(frozen=True)
class Note:
    """Small print, such as "QR pemeriksaan, bukan tanda tangan elektronik"."""

    text: str


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class NewPaper:
    """Another paper begins in the same file: a new page, the office's head, a title of its own."""

    title: str
    subtitle: str = ""
    letterhead: "Letterhead | None" = None
    running: str = ""  # at the foot of its pages; empty: the title


Block = Heading | Paragraph | BulletList | KeyValues | Table | Chart | Picture | Signature | Note | PageBreak | NewPaper


@dataclass(frozen=True)
class Letterhead:
    """The kop naskah dinas: two office lines, the library's own name, address and contact; emblem if there is one."""

    line_1: str
    line_2: str
    name: str = ""
    address: str = ""
    contact: str = ""
    emblem: bytes = b""


@dataclass(frozen=True)
class Page:
    """Paper and margins in millimetres."""

    paper: Literal["a4", "f4", "a5"] = "a4"
    top: int = 25
    right: int = 25
    bottom: int = 30
    left: int = 30
    landscape: bool = False

    @property
    def size_mm(self) -> tuple[int, int]:
        width, height = {"a4": (210, 297), "f4": (215, 330), "a5": (148, 210)}[self.paper]
        return (height, width) if self.landscape else (width, height)


@dataclass(frozen=True)
class Document:
    """A whole paper. `date` fixes the file's own date, so the same content always gives the same bytes.

    `running` stands at the foot of each page of a paper of several pages; empty: the title.
    `one_page`: typeset smaller, as far as needed, rather than on a second page (PDF and PNG; Word and browsers flow).
    """

    title: str
    date: date
    blocks: Sequence[Block]
    letterhead: Letterhead | None = None
    number: str = ""
    subtitle: str = ""
    page: Page = field(default_factory=Page)
    language: Literal["id", "en"] = "id"
    author: str = ""
    running: str = ""
    one_page: bool = False
