"""The ZIP: a numbered register (XLSX and PDF), what is missing in red, and the files named by their numbers."""

import logging
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.core.xlsx import Column, Red, workbook
from baubau_pembinaan.documents import letterhead
from baubau_pembinaan.documents.render import to_pdf
from baubau_pembinaan.documents.tree import Block, Document, Heading, Note, Paragraph, Table
from baubau_pembinaan.libraries.models import Library
from baubau_pembinaan.reports.periods import Span

from .front import front
from .numbered import numbered, rest
from .paper import Paper
from .rooms import rooms

logger = logging.getLogger(__name__)
MAX_BYTES = 100 * 1024 * 1024  # of all files together; what no longer fits is named with its address


@dataclass(frozen=True)
class Line:
    number: int
    paper: Paper
    file: str
    missing: str

    @property
    def address(self) -> str:
        return f"{settings.SITE_URL.rstrip('/')}{self.paper.url}" if self.paper.url else ""


def papers_of(span: Span, today: date) -> list[Paper]:
    """Every line of the register, with nothing made yet. Office papers are Indonesian."""
    with override("id"):
        found = [*front(span, today), *rooms(span, today), *numbered(span)]
        return [*found, *rest(found, span)]


def bundle(span: Span, *, at: datetime, progress: Callable[[int], None] = lambda percent: None) -> bytes:
    """The ZIP of a year. `at`: the local moment it is made. One paper that cannot be made is a red line, no more."""
    with override("id"), tempfile.SpooledTemporaryFile(max_size=20 * 1024 * 1024) as packed:
        found = papers_of(span, at.date())
        progress(10)
        lines: list[Line] = []
        size = 0
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, paper in enumerate(found, start=1):
                content, missing = _content(paper)
                if size + len(content) > MAX_BYTES:
                    content, missing = b"", _("Too large for the bundle; see its page.")
                size += len(content)
                file = f"{number:03}-{slugify(paper.stem)[:60] or 'berkas'}.{paper.ending}" if content else ""
                if content:
                    archive.writestr(file, content)
                lines.append(Line(number, paper, file, missing))
                progress(10 + 80 * number // len(found))
            archive.writestr("000-daftar-dokumen.pdf", to_pdf(register(span, lines, at)))
            archive.writestr("000-daftar-dokumen.xlsx", _workbook(span, lines, at))
        packed.seek(0)
        return packed.read()


def _content(paper: Paper) -> tuple[bytes, str]:
    """The bytes, and why there are none."""
    if paper.content is None or paper.missing:
        return b"", paper.missing
    try:
        return paper.content(), ""
    except FileNotFoundError:
        return b"", _("The file is no longer on the disk.")
    except Exception:
        logger.exception("A paper of the inspection bundle could not be made: %s", paper.stem)
        return b"", _("It could not be made; the system's log says why.")


def _headers() -> list[str]:
    return [_("Number"), _("Kind"), _("Title"), _("Number of the paper"), _("Date")]


def _workbook(span: Span, lines: Sequence[Line], at: datetime) -> bytes:
    rows = []
    for line in lines:
        paper = line.paper
        words = [paper.kind, paper.title, paper.number]
        shown = [Red(word) for word in words] if line.missing else words
        rows.append([line.number, *shown, paper.day, line.file, Red(line.missing), line.address])
    columns = [
        Column(_("Number"), "int"), *(Column(label) for label in _headers()[1:4]), Column(_("Date"), "date"),
        Column(_("File")), Column(_("Missing paper")), Column(_("Source")),
    ]  # fmt: skip
    return workbook(
        title=_("Register of official papers"), columns=columns, rows=rows, period=span.name,
        office=Library.current().name, printed_at=at,
    )  # fmt: skip


def register(span: Span, lines: Sequence[Line], at: datetime) -> Document:
    library = Library.current()
    missing = sum(bool(line.missing) for line in lines)
    rows = [
        [
            str(line.number),
            line.paper.kind,
            line.paper.title,
            line.paper.number,
            tanggal(line.paper.day) if line.paper.day else "",
            line.missing or line.file or line.address,
        ]
        for line in lines
    ]
    red = [at for at, line in enumerate(lines) if line.missing]
    headers, widths = [*_headers(), _("File, or why it is missing")], [1, 2.2, 4, 2.2, 2.1, 3.6]
    blocks: list[Block] = []
    if red:
        only = Table(headers, [rows[at] for at in red], widths=widths, red=list(range(len(red))))
        blocks = [Heading(_("Papers that are missing"), 2), only, Heading(_("All papers"), 2)]
    blocks.append(Table(headers, rows, widths=widths, red=red))
    said = _("%(n)s lines; %(missing)s of them are missing and stand in red.") % {"n": len(lines), "missing": missing}
    return Document(
        title=_("REGISTER OF OFFICIAL PAPERS"),
        subtitle=f"{_('For inspection')} – {span.name}",
        date=at.date(),
        blocks=[
            Paragraph(said),
            *blocks,
            Note(_("Performance reviews and portfolios of people have their own papers.")),
        ],
        letterhead=letterhead.letterhead(library),
        page=letterhead.page(library, landscape=True),
        language="id",
        author=library.name,
    )
