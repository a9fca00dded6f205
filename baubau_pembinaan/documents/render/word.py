"""Word: real headings, tables with a repeating header, pictures and the office's page, for people who edit on."""

import zipfile
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from baubau_pembinaan.documents import tree

from .pictures import printable
from .typeset import chart_png
from .word_parts import add_kop, add_paragraph, clean, set_page, set_styles, tight
from .word_tables import add_table


def document_docx(document: tree.Document) -> bytes:
    word = new_document()
    set_page(word, document)
    set_styles(word)
    if document.letterhead:
        add_kop(word, document.letterhead)
    title = word.add_paragraph(clean(document.title), style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = _("Number: %(number)s") % {"number": document.number} if document.number else ""
    for line in (document.subtitle, number):
        if line:
            add_paragraph(word, line, align="center")
    for block in document.blocks:
        _WRITERS[type(block)](word, block)
    return _stable(word, document)


def _heading(word: Any, block: tree.Heading) -> None:
    word.add_heading(clean(block.text), level=min(max(block.level, 1), 3))


def _text(word: Any, block: tree.Paragraph) -> None:
    add_paragraph(word, block.text, align=block.align, bold=block.bold, italic=block.italic)


def _list(word: Any, block: tree.BulletList) -> None:
    style = "List Number" if block.ordered else "List Bullet"
    for item in block.items:
        word.add_paragraph(clean(item), style=style)


def _key_values(word: Any, block: tree.KeyValues) -> None:
    table = word.add_table(rows=0, cols=2)
    table.autofit = False
    for label, value in block.rows:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Mm(45), Mm(110)
        for cell, text in zip(cells, (label, f": {value}"), strict=True):
            tight(cell.paragraphs[0]).add_run(clean(text))
    word.add_paragraph()


def _picture(word: Any, block: tree.Picture) -> None:
    _figure(word, printable(block.data), block.alt, block.width_mm, block.caption)


def _chart(word: Any, block: tree.Chart) -> None:
    picture = chart_png(block.chart, width_mm=block.width_mm)
    _figure(word, picture, block.chart.title, block.width_mm, block.caption or block.chart.title)
    if block.with_table:
        add_table(word, block.figures)


def _figure(word: Any, content: bytes, alt: str, width_mm: int, caption: str) -> None:
    section = word.sections[0]
    inside = section.page_width - section.left_margin - section.right_margin
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape = paragraph.add_run().add_picture(BytesIO(content), width=min(Mm(width_mm), inside))
    shape._inline.docPr.set("descr", clean(alt))
    if caption:
        paragraph.paragraph_format.keep_with_next = True
        tight(add_paragraph(word, caption, align="center", italic=True), 9.5)


def _signature(word: Any, block: tree.Signature) -> None:
    _go_along(word)
    table = word.add_table(rows=1, cols=2)
    tight(table.rows[0].cells[1].paragraphs[0]).add_run(clean(block.place_and_date))
    table.rows[0].cells[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    places: list[tree.Signer | None] = [*reversed(block.signers[:2]), *block.signers[2:]]
    if len(block.signers) == 1:
        places = [None, block.signers[0]]
    for start in range(0, len(places), 2):
        for cell, signer in zip(table.add_row().cells, places[start : start + 2], strict=False):
            if signer:
                _signer(cell, signer)
    for row in table.rows:
        cant_split = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(cant_split)
    for paragraph in (p for row in table.rows[:-1] for cell in row.cells for p in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True
    if block.beside:
        _picture(word, block.beside)


def _go_along(word: Any) -> None:
    """Names never stand on a page alone: up to three paragraphs before them go along."""
    before = [element for element in word.element.body if element.tag != qn("w:sectPr")][-3:]
    for element in reversed(before):
        if element.tag != qn("w:p"):
            break
        Paragraph(element, word).paragraph_format.keep_with_next = True


def _signer(cell: Any, signer: tree.Signer) -> None:
    lines = [(signer.above, False), (signer.title, False), ("", False), ("", False), ("", False), (signer.name, True)]
    lines += [(line, False) for line in (signer.rank, f"NIP {signer.nip}" if signer.nip else "") if line]
    for index, (text, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(clean(text)).bold = bold
        tight(paragraph)


def _note(word: Any, block: tree.Note) -> None:
    tight(add_paragraph(word, block.text), 8.5)


def _break(word: Any, _block: tree.PageBreak) -> None:
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _new_paper(word: Any, block: tree.NewPaper) -> None:
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    if block.letterhead:
        add_kop(word, block.letterhead)
    title = word.add_paragraph(clean(block.title), style="Heading 1")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if block.subtitle:
        add_paragraph(word, block.subtitle, align="center")


_WRITERS: dict[type, Any] = {
    tree.Heading: _heading,
    tree.Paragraph: _text,
    tree.BulletList: _list,
    tree.KeyValues: _key_values,
    tree.Table: add_table,
    tree.Chart: _chart,
    tree.Picture: _picture,
    tree.Signature: _signature,
    tree.Note: _note,
    tree.PageBreak: _break,
    tree.NewPaper: _new_paper,
}


def _stable(word: Any, document: tree.Document) -> bytes:
    """The file with the document's own date on each part, so the same content gives the same bytes."""
    raw, out = BytesIO(), BytesIO()
    word.save(raw)
    stamp = (max(document.date.year, 1980), document.date.month, document.date.day, 0, 0, 0)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, stamp), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
