"""Word: real headings, tables with a repeating header, pictures and the office's page, for people who edit on."""

import zipfile
from copy import deepcopy
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from baubau_pembinaan.documents import tree

from .pictures import printable
from .typeset import chart_png, plain

_RED = RGBColor(0xB3, 0x26, 0x1E)
_ALIGN = {
    "start": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "end": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_FONT = "Arial"


def _words(text: str) -> str:
    """Word breaks endless words by itself; only the signs XML cannot hold must go."""
    return plain(text).replace("\u200b", "")


def document_docx(document: tree.Document) -> bytes:
    word = new_document()
    _page(word, document)
    _styles(word)
    if document.letterhead:
        _kop(word, document.letterhead)
    title = word.add_paragraph(_words(document.title), style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = _("Number: %(number)s") % {"number": document.number} if document.number else ""
    for line in (document.subtitle, number):
        if line:
            _paragraph(word, line, align="center")
    for block in document.blocks:
        _WRITERS[type(block)](word, block)
    return _stable(word, document)


def _page(word: Any, document: tree.Document) -> None:
    section, page = word.sections[0], document.page
    width, height = page.size_mm
    section.orientation = WD_ORIENT.LANDSCAPE if page.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    properties = word.core_properties
    properties.title, properties.author = _words(document.title)[:250], _words(document.author)[:250]
    properties.language = document.language
    moment = datetime(document.date.year, document.date.month, document.date.day)  # noqa: DTZ001 - Word knows no zones
    properties.created = properties.modified = moment
    properties.last_modified_by = ""


def _styles(word: Any) -> None:
    for name, size, bold in (
        ("Normal", 11, False),
        ("Title", 13, True),
        ("Heading 1", 13, True),
        ("Heading 2", 11.5, True),
        ("Heading 3", 11, True),
    ):
        style = word.styles[name]
        style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    border = word.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        word.styles["Title"].element.pPr.remove(border)
    word.styles["Normal"].paragraph_format.space_after = Pt(6)


def _paragraph(where: Any, text: str, *, align: str = "start", bold: bool = False, italic: bool = False) -> Any:
    paragraph = where.add_paragraph()
    paragraph.alignment = _ALIGN[align]
    run = paragraph.add_run(_words(text))
    run.bold, run.italic = bold or None, italic or None
    return paragraph


def _tight(paragraph: Any, size: float = 11) -> Any:
    paragraph.paragraph_format.space_after = Pt(0)
    for run in paragraph.runs:
        run.font.size = Pt(size)
    return paragraph


def _kop(word: Any, head: tree.Letterhead) -> None:
    table = word.add_table(rows=1, cols=3)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    section = word.sections[0]
    inside = section.page_width - section.left_margin - section.right_margin
    for cell, width in zip(table.rows[0].cells, (Mm(22), inside - Mm(44), Mm(22)), strict=True):
        cell.width = width
    left, middle, _right = table.rows[0].cells
    if head.emblem:
        left.paragraphs[0].add_run().add_picture(BytesIO(printable(head.emblem)), width=Mm(19))
    lines = [
        (head.line_1, 13, False),
        (head.line_2, 15, True),
        (head.name, 12, True),
        (head.address, 9, False),
        (head.contact, 9, False),
    ]
    used = [line for line in lines if line[0]]
    for index, (text, size, bold) in enumerate(used):
        paragraph = middle.paragraphs[0] if index == 0 else middle.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(_words(text)).bold = bold
        _tight(paragraph, size)
    rule = word.add_paragraph()
    _tight(rule).paragraph_format.space_before = Pt(0)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for key, value in (("val", "thickThinSmallGap"), ("sz", "24"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    rule._p.get_or_add_pPr().append(borders)


def _heading(word: Any, block: tree.Heading) -> None:
    word.add_heading(_words(block.text), level=min(max(block.level, 1), 3))


def _text(word: Any, block: tree.Paragraph) -> None:
    _paragraph(word, block.text, align=block.align, bold=block.bold, italic=block.italic)


def _list(word: Any, block: tree.BulletList) -> None:
    style = "List Number" if block.ordered else "List Bullet"
    for item in block.items:
        word.add_paragraph(_words(item), style=style)


def _key_values(word: Any, block: tree.KeyValues) -> None:
    table = word.add_table(rows=0, cols=2)
    table.autofit = False
    for label, value in block.rows:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Mm(45), Mm(110)
        for cell, text in zip(cells, (label, f": {value}"), strict=True):
            _tight(cell.paragraphs[0]).add_run(_words(text))
    word.add_paragraph()


def _table(word: Any, block: tree.Table) -> None:
    if block.caption:
        caption = _paragraph(word, block.caption, bold=True)
        caption.paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=max(len(block.headers), 1), style="Table Grid")
    _row(table.rows[0], block.headers, block, bold=True, shade="E3F0F1")
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    usual, red = table.add_row(), table.add_row()
    for pattern, colour in ((usual, None), (red, _RED)):
        _row(pattern, ["x"] * len(block.headers), block, colour=colour)
    if block.total:
        _row(table.add_row(), block.total, block, bold=True, shade="FAF6EE")
    if block.widths:
        section = word.sections[0]
        inside = section.page_width - section.left_margin - section.right_margin
        table.autofit = False
        for row in table.rows:
            for cell, share in zip(row.cells, block.widths, strict=False):
                cell.width = int(inside * share / sum(block.widths))
    _fill(table, block, usual._tr, red._tr)
    word.add_paragraph()


def _fill(table: Any, block: tree.Table, usual: Any, red: Any) -> None:
    """The rows in the place of the two patterns, one word in each cell: copied, for an annex has thousands."""
    for number, row in enumerate(block.rows):
        made = deepcopy(red if number in block.red else usual)
        for place, text in zip(list(made.iter(qn("w:t"))), row, strict=True):
            run, words = place.getparent(), _words(text)
            if words == words.strip() and words.isprintable():
                place.text = words
            else:
                Run(run, table).text = words  # knows line breaks, tabs and spaces at the ends
        usual.addprevious(made)
    for pattern in (usual, red):
        pattern.getparent().remove(pattern)


def _row(
    row: Any, texts: Any, block: tree.Table, *, bold: bool = False, shade: str = "", colour: RGBColor | None = None
) -> None:
    for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.alignment = _ALIGN["start" if block.align_of(index) == "justify" else block.align_of(index)]
        run = paragraph.add_run(_words(text))
        run.bold = bold or colour is not None
        if colour is not None:
            run.font.color.rgb = colour
        _tight(paragraph, 9.5)
        if shade:
            filled = OxmlElement("w:shd")
            for key, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
                filled.set(qn(f"w:{key}"), value)
            cell._tc.get_or_add_tcPr().append(filled)


def _picture(word: Any, block: tree.Picture) -> None:
    _figure(word, printable(block.data), block.alt, block.width_mm, block.caption)


def _chart(word: Any, block: tree.Chart) -> None:
    picture = chart_png(block.chart, width_mm=block.width_mm)
    _figure(word, picture, block.chart.title, block.width_mm, block.caption or block.chart.title)
    if block.with_table:
        _table(word, block.figures)


def _figure(word: Any, content: bytes, alt: str, width_mm: int, caption: str) -> None:
    section = word.sections[0]
    inside = section.page_width - section.left_margin - section.right_margin
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape = paragraph.add_run().add_picture(BytesIO(content), width=min(Mm(width_mm), inside))
    shape._inline.docPr.set("descr", _words(alt))
    if caption:
        paragraph.paragraph_format.keep_with_next = True
        _tight(_paragraph(word, caption, align="center", italic=True), 9.5)


def _signature(word: Any, block: tree.Signature) -> None:
    _go_along(word)
    table = word.add_table(rows=1, cols=2)
    _tight(table.rows[0].cells[1].paragraphs[0]).add_run(_words(block.place_and_date))
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
        paragraph.add_run(_words(text)).bold = bold
        _tight(paragraph)


def _note(word: Any, block: tree.Note) -> None:
    _tight(_paragraph(word, block.text), 8.5)


def _break(word: Any, _block: tree.PageBreak) -> None:
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _new_paper(word: Any, block: tree.NewPaper) -> None:
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    if block.letterhead:
        _kop(word, block.letterhead)
    title = word.add_paragraph(_words(block.title), style="Heading 1")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if block.subtitle:
        _paragraph(word, block.subtitle, align="center")


_WRITERS: dict[type, Any] = {
    tree.Heading: _heading,
    tree.Paragraph: _text,
    tree.BulletList: _list,
    tree.KeyValues: _key_values,
    tree.Table: _table,
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
