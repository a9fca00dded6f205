"""typst: data goes in as JSON and files, never as source, so no text can become code however it is written."""

import json
import re
import tempfile
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from baubau_pembinaan.core.charts.svg import FONT
from baubau_pembinaan.documents import tree

from .pictures import picture_kind, printable

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"
FONTS = Path(settings.BASE_DIR) / "static" / "fonts"
# 32 signs and more in which no line may break; behind "/" and "-" before a letter one may, so addresses stay clean.
_UNBREAKABLE = re.compile(r"(?:(?![/-][^\W\d_])[^\s\u200b]){32}(?=[^\s\u200b])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def plain(text: object) -> str:
    """Text as the typesetter takes it: no control signs, no lone surrogates, endless words made breakable."""
    words = _CONTROL.sub("", str(text)).encode("utf-8", "replace").decode()
    return _UNBREAKABLE.sub(lambda match: match[0] + "\u200b", words)


def compile_template(
    name: str, data: dict[str, Any], files: dict[str, bytes], *, kind: str = "pdf", ppi: int = 110
) -> list[bytes]:
    """A template of documents/typst with its data: the pages (PNG) or one file (PDF).

    PDF/UA-1 is asked first; text that the fonts cannot show (an emoji) is allowed only in a plain tagged PDF.
    """
    with tempfile.TemporaryDirectory(prefix="dokumen-") as folder:
        root = Path(folder)
        for template in TEMPLATES.glob("*.typ"):
            (root / template.name).write_bytes(template.read_bytes())
        (root / "data.json").write_text(json.dumps(data), encoding="utf-8")
        for filename, content in files.items():
            (root / filename).write_bytes(content)
        compiler = typst.Compiler(root / name, root=root, font_paths=_fonts(), ignore_system_fonts=True)
        if kind == "png":
            pages = compiler.compile(format="png", ppi=ppi)
            return [pages] if isinstance(pages, bytes) else list(pages or [])
        try:
            made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=data.get("timestamp", 0))
        except typst.TypstError:
            made = compiler.compile(format="pdf", timestamp=data.get("timestamp", 0))
        return [made] if isinstance(made, bytes) else list(made or [])


class _Files:
    """Pictures beside the data, named in order."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def add(self, content: bytes) -> str:
        name = f"picture-{len(self.content)}.{picture_kind(content)}"
        self.content[name] = content
        return name


def deep_plain(value: Any) -> Any:
    """`plain` for every text in lists and dictionaries."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: deep_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [deep_plain(item) for item in value]
    return value


def _block(block: tree.Block, files: _Files) -> list[dict[str, Any]]:
    kind = type(block).__name__
    if isinstance(block, tree.Chart):
        description = "; ".join(": ".join((row[0], ", ".join(row[1:]))) for row in block.chart.rows)
        chart = {
            "kind": "Picture",
            "file": files.add(office_svg(block.chart)),
            "alt": f"{block.chart.title}: {description}" if description else block.chart.title,
            "width_mm": block.width_mm,
            "caption": block.caption or block.chart.title,
        }
        return [chart, *(_block(block.figures, files) if block.with_table else [])]
    if isinstance(block, tree.Picture):
        return [_picture(block, files)]
    if isinstance(block, tree.Signature):
        beside = _picture(block.beside, files) if block.beside else None
        return [{"kind": kind, **asdict(replace(block, beside=None)), "beside": beside}]
    if isinstance(block, tree.Table):
        align = [block.align_of(index) for index in range(len(block.headers))]
        return [{"kind": kind, **asdict(block), "align": align}]
    if isinstance(block, tree.NewPaper):
        fields = {"title": block.title, "subtitle": block.subtitle, "running": block.running or block.title}
        return [{"kind": kind, **fields, "kop": _kop(block.letterhead, files)}]
    return [{"kind": kind, **asdict(block)}]


def _picture(picture: tree.Picture, files: _Files) -> dict[str, Any]:
    fields = {"alt": picture.alt, "width_mm": picture.width_mm, "caption": picture.caption}
    return {"kind": "Picture", "file": files.add(picture.data), **fields}


def _kop(head: tree.Letterhead | None, files: _Files) -> dict[str, Any] | None:
    if head is None:
        return None
    emblem = files.add(printable(head.emblem)) if head.emblem else ""
    return {**{k: v for k, v in asdict(head).items() if k != "emblem"}, "emblem": emblem}


def office_svg(chart: str) -> bytes:
    """A chart in the office's font, not the brand's."""
    return chart.replace(FONT, "Liberation Sans").encode()


def _data(document: tree.Document) -> tuple[dict[str, Any], dict[str, bytes]]:
    files = _Files()
    kop = _kop(document.letterhead, files)
    width, height = document.page.size_mm
    data = {
        "title": document.title,
        "subtitle": document.subtitle,
        "number": document.number,
        "author": document.author,
        "running": document.running or document.title,
        "language": document.language,
        "date": [document.date.year, document.date.month, document.date.day],
        "page": {**asdict(document.page), "width": width, "height": height},
        "one_page": document.one_page,
        "kop": kop,
        "emblem_alt": _("Emblem"),
        "number_label": _("Number: %(number)s") % {"number": document.number} if document.number else "",
        "page_label": _("Page"),
        "blocks": [part for block in document.blocks for part in _block(block, files)],
    }
    return deep_plain(data) | {"timestamp": _timestamp(document)}, files.content


def _timestamp(document: tree.Document) -> int:
    return int(datetime(document.date.year, document.date.month, document.date.day, tzinfo=UTC).timestamp())


def document_pdf(document: tree.Document) -> bytes:
    data, files = _data(document)
    return compile_template("document.typ", data, files)[0]


def document_png(document: tree.Document, *, ppi: int = 110) -> list[bytes]:
    data, files = _data(document)
    return compile_template("document.typ", data, files, kind="png", ppi=ppi)


def chart_png(chart: Any, *, width_mm: int = 150, ppi: int = 200) -> bytes:
    """A chart as a picture for engines that read no SVG (Word)."""
    data = {"file": "chart.svg", "width_mm": width_mm}
    return compile_template("chart.typ", data, {"chart.svg": office_svg(chart)}, kind="png", ppi=ppi)[0]
