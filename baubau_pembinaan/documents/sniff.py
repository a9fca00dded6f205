"""What a file is, told by its content alone; names and browsers are not believed (ASVS 5.2)."""

import enum
import io
import zipfile
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from baubau_pembinaan.core.tables import TableRefused, check_archive

MAX_PIXELS = 40_000_000
_END_OF_ZIP = b"PK\x05\x06"


class Kind(enum.StrEnum):
    """The kinds of files that are kept; the value is the ending they are stored with. ZIP: made here, never taken."""

    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"
    XLSX = "xlsx"
    DOCX = "docx"
    PPTX = "pptx"
    CSV = "csv"
    ZIP = "zip"

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]


_CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.JPG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Kind.CSV: "text/csv",
    Kind.ZIP: "application/zip",
}
PICTURES = frozenset({Kind.JPG, Kind.PNG})
OFFICE = {"xl/workbook.xml": Kind.XLSX, "word/document.xml": Kind.DOCX, "ppt/presentation.xml": Kind.PPTX}
ANY = frozenset(Kind) - {Kind.ZIP}


class FileRefused(ValidationError):
    """The file is not taken; nothing of it was stored."""


def sniff(content: bytes, allowed: Collection[Kind] = ANY) -> Kind:
    """The kind of the content, if it is an allowed one and nothing else besides. Raises FileRefused."""
    kind = _guess(content)
    if kind is None or kind not in allowed:
        kinds = ", ".join(sorted(kind.upper() for kind in allowed))
        raise FileRefused(_("This kind of file is not taken here. Allowed: %(kinds)s.") % {"kinds": kinds})
    if not _is_whole(kind, content):
        raise FileRefused(_("This file is damaged or holds something other than its kind says."))
    return kind


def _guess(content: bytes) -> Kind | None:
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPG
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return Kind.CSV if _is_table_text(content) else None


def _office(content: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for part, kind in OFFICE.items() if part in names), None)


def _is_table_text(content: bytes) -> bool:
    """Lines with separators, no markup and no program: the first sign must not be one that starts those."""
    if not content.strip() or b"\0" in content:
        return False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            return False
    start = text.lstrip()
    first = start.splitlines()[0] if start else ""
    lowered = text[:4096].lower()
    return (
        any(sign in first for sign in ",;\t")
        and not start.startswith(("<", "#!", "%!", "{", "["))
        and not any(mark in lowered for mark in ("<script", "<html", "<svg", "<!doctype", "<?php", "<?xml"))
    )


def _is_whole(kind: Kind, content: bytes) -> bool:
    tail = content[-70_000:]
    if kind is Kind.PDF:
        return b"%%EOF" in content[-2048:] and _END_OF_ZIP not in tail
    if kind in PICTURES:
        return _END_OF_ZIP not in tail and _is_picture(kind, content)
    if kind in OFFICE.values():
        try:
            check_archive(content)
        except TableRefused:
            return False
    return True


def _is_picture(kind: Kind, content: bytes) -> bool:
    from PIL import Image

    ending = b"IEND\xaeB`\x82" if kind is Kind.PNG else b"\xff\xd9"
    if not content.rstrip(b"\0").endswith(ending):
        return False
    try:
        with Image.open(io.BytesIO(content), formats=["PNG" if kind is Kind.PNG else "JPEG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise FileRefused(_("The picture has too many pixels. Make it smaller and try again."))
            image.load()
    except FileRefused:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    return True


def redrawn(kind: Kind, content: bytes, *, longest_side: int = 2400) -> bytes:
    """A picture drawn anew: turned upright, no larger than needed, without place, camera or anything hidden."""
    from PIL import Image, ImageOps

    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as image:
        fresh = ImageOps.exif_transpose(image)
        fresh.thumbnail((longest_side, longest_side))
        if kind is Kind.JPG:
            _bare(fresh.convert("RGB")).save(out, "JPEG", quality=85, optimize=True)
        else:
            _bare(fresh.convert("RGBA" if "A" in fresh.getbands() or "transparency" in fresh.info else "RGB")).save(
                out, "PNG", optimize=True
            )
    return out.getvalue()


def _bare(image):  # type: ignore[no-untyped-def]
    image.info.clear()
    return image
