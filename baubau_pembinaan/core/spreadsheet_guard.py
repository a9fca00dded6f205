"""Refuse a hostile spreadsheet before any library opens it.

Measured: a 1.17 MB .xlsx makes openpyxl take 2,345 MB. So the file is first walked as what it is, a zip of
XML, in pieces of 64 kB, and refused as soon as it passes a limit; memory stays flat whatever it holds.
"""

import zipfile
from typing import IO
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
MAX_RATIO = 100
RATIO_COUNTS_FROM = 4 * 1024 * 1024
MAX_PARTS = 200
MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_ELEMENTS = 2_500_000
_PIECE = 64 * 1024
_UNREADABLE = (zipfile.BadZipFile, zipfile.LargeZipFile, expat.ExpatError, NotImplementedError, RuntimeError, OSError)


class SpreadsheetRefused(ValidationError):
    """The file is too large, packed to explode, or not a spreadsheet."""


class _Walk:
    """Counts rows, cells of a row and all elements of the XML parts of one workbook."""

    def __init__(self) -> None:
        self.elements = self.rows = self.cells = 0

    def part(self, stream: IO[bytes]) -> None:
        self.rows = self.cells = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._doctype
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise SpreadsheetRefused(_("The file holds too many cells."), code="too-many-cells")
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.rows += 1
            self.cells = 0
            if self.rows > MAX_ROWS + 1:
                raise SpreadsheetRefused(
                    _("The file has more than %(limit)s rows; split it.") % {"limit": MAX_ROWS}, code="too-many-rows"
                )
        elif kind == "c":
            self.cells += 1
            if self.cells > MAX_COLUMNS:
                raise SpreadsheetRefused(
                    _("The file has more than %(limit)s columns.") % {"limit": MAX_COLUMNS}, code="too-many-columns"
                )

    def _doctype(self, *_args: object) -> None:
        raise SpreadsheetRefused(_("The file is not a spreadsheet that Excel wrote."), code="not-xlsx")


def check_size(size: int) -> None:
    """Refuse an upload of more than MAX_BYTES bytes."""
    if size > MAX_BYTES:
        raise SpreadsheetRefused(
            _("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 1024 // 1024}, code="too-large"
        )


def check_xlsx(file: IO[bytes]) -> None:
    """Raise SpreadsheetRefused unless `file` (seekable, binary) is a workbook safe to open; leaves it at its start."""
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = max(sum(part.compress_size for part in parts), 1)
            explodes = unpacked > RATIO_COUNTS_FROM and unpacked / packed > MAX_RATIO
            if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS or explodes:
                raise SpreadsheetRefused(_("The file unpacks to far more than a table needs."), code="bomb")
            if "[Content_Types].xml" not in archive.namelist():
                raise SpreadsheetRefused(_("The file is not an .xlsx workbook."), code="not-xlsx")
            walk = _Walk()
            for part in parts:
                # Every part, whatever its name: a relation may call picture.png a sheet.
                with archive.open(part) as stream:
                    try:
                        walk.part(stream)
                    except expat.ExpatError:
                        if part.filename.endswith((".xml", ".rels")):
                            raise
    except _UNREADABLE as e:
        raise SpreadsheetRefused(_("The file is not an .xlsx workbook."), code="not-xlsx") from e
    finally:
        file.seek(0)
