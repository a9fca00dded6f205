"""What every part of a Word document is made of: the office's page, its typeface, its letterhead, a paragraph."""

from datetime import datetime
from io import BytesIO
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from baubau_pembinaan.documents import tree

from .pictures import printable
from .typeset import plain

ALIGN = {
    "start": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "end": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_FONT = "Arial"


def clean(text: str) -> str:
    """Word breaks endless words by itself; only the signs XML cannot hold must go."""
    return plain(text).replace("\u200b", "")


def set_page(word: Any, document: tree.Document) -> None:
    section, page = word.sections[0], document.page
    width, height = page.size_mm
    section.orientation = WD_ORIENT.LANDSCAPE if page.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    properties = word.core_properties
    properties.title, properties.author = clean(document.title)[:250], clean(document.author)[:250]
    properties.language = document.language
    moment = datetime(document.date.year, document.date.month, document.date.day)  # noqa: DTZ001 - Word knows no zones
    properties.created = properties.modified = moment
    properties.last_modified_by = ""


def set_styles(word: Any) -> None:
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


def add_paragraph(where: Any, text: str, *, align: str = "start", bold: bool = False, italic: bool = False) -> Any:
    paragraph = where.add_paragraph()
    paragraph.alignment = ALIGN[align]
    run = paragraph.add_run(clean(text))
    run.bold, run.italic = bold or None, italic or None
    return paragraph


def tight(paragraph: Any, size: float = 11) -> Any:
    paragraph.paragraph_format.space_after = Pt(0)
    for run in paragraph.runs:
        run.font.size = Pt(size)
    return paragraph


def add_kop(word: Any, head: tree.Letterhead) -> None:
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
        paragraph.add_run(clean(text)).bold = bold
        tight(paragraph, size)
    rule = word.add_paragraph()
    tight(rule).paragraph_format.space_before = Pt(0)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for key, value in (("val", "thickThinSmallGap"), ("sz", "24"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    rule._p.get_or_add_pPr().append(borders)
