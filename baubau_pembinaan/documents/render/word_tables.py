"""Tables of a Word document: a header that repeats, shares of the width, rows by the thousand."""

from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.text.run import Run

from baubau_pembinaan.documents import tree

from .word_parts import ALIGN, add_paragraph, clean, tight

_RED = RGBColor(0xB3, 0x26, 0x1E)


def add_table(word: Any, block: tree.Table) -> None:
    if block.caption:
        caption = add_paragraph(word, block.caption, bold=True)
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
            run, words = place.getparent(), clean(text)
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
        paragraph.alignment = ALIGN["start" if block.align_of(index) == "justify" else block.align_of(index)]
        run = paragraph.add_run(clean(text))
        run.bold = bold or colour is not None
        if colour is not None:
            run.font.color.rgb = colour
        tight(paragraph, 9.5)
        if shade:
            filled = OxmlElement("w:shd")
            for key, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
                filled.set(qn(f"w:{key}"), value)
            cell._tc.get_or_add_tcPr().append(filled)
