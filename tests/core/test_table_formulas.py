"""A formula that no spreadsheet program has calculated is refused by name, and never read as a missing value."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from baubau_pembinaan.core.tables import Row, TableRefused, read_table

from .test_tables import _xlsx


def test_a_formula_nobody_calculated_is_refused_and_named():
    with pytest.raises(TableRefused) as refusal:
        read_table(_xlsx(["a", "b"], [4, "=2+2"]))
    assert [(problem.row, problem.column) for problem in refusal.value.problems] == [(2, "B")]


def test_every_bad_cell_is_named_at_once():
    rows = [["a", "b"], ["=1+1", "x"], ["y", "z", "outside"], ["v", "=2"]]
    with pytest.raises(TableRefused) as refusal:
        read_table(_xlsx(*rows))
    assert [(problem.row, problem.column) for problem in refusal.value.problems] == [(2, "A"), (3, ""), (4, "B")]
    faults = []
    table = read_table(_xlsx(*rows), faults=faults)
    assert [problem.row for problem in faults] == [2, 3, 4]
    assert [row.cells["a"] for row in table.rows] == ["", "y", "v"]


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'


def _with_sheet(xml: str, second: str = "") -> io.BytesIO:
    """A workbook of two tabs, its first tab's part replaced by `xml` (and its second's by `second`)."""
    book = Workbook()
    book.active.append(["x"])
    book.create_sheet("second").append(["y"])
    made, out = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            given = {"xl/worksheets/sheet1.xml": xml, "xl/worksheets/sheet2.xml": second}.get(name)
            new.writestr(name, given or old.read(name))
    return out


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B3"><f>1+1</f></c>',
        "<c r='B3'><f>1+1</f><v/></c>",
        '<c r="B3"><!-- hello --><f>1+1</f><v xml:space="preserve"></v></c>',
        '<c r="A3"><v>4</v></c><c><f>1+1</f></c>',
        '<c r="B3"><f t="shared" si="0"/></c>',
        '<c r="B3" t="str"><f>1+1</f><v> </v></c>',
        '<c r="B3"><f><![CDATA[1<2]]></f><v></v></c>',
        '<c r="B3" t="e"><f>A99</f><v>#REF!</v></c>',
        '<c r="B3" t="e"><v>#N/A</v></c>',
    ],
)
def test_however_it_is_written_a_formula_without_a_value_is_refused(cell):
    plain = f'<worksheet xmlns="{MAIN}"><sheetData>{HEAD}<row r="3">{cell}</row></sheetData></worksheet>'
    with pytest.raises(TableRefused) as refusal:
        read_table(_with_sheet(plain))
    assert [(problem.row, problem.column) for problem in refusal.value.problems] == [(3, "B")]


def test_a_prefix_does_not_hide_a_formula():
    rows = "<x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row><x:row><x:c><x:f>1+1</x:f></x:c></x:row>"
    with pytest.raises(TableRefused) as refusal:
        read_table(_with_sheet(f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'))
    assert [(problem.row, problem.column) for problem in refusal.value.problems] == [(2, "A")]


def test_calculated_formulas_are_read_and_those_of_other_tabs_do_not_matter():
    rows = '<row r="2"><c r="A2"><f>2+2</f><v>4</v></c><c r="B2" t="inlineStr"><f>1</f><is><t>a</t></is></c></row>'
    good = f'<worksheet xmlns="{MAIN}"><sheetData>{HEAD}{rows}</sheetData></worksheet>'
    other = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><f>1+1</f></c></row></sheetData></worksheet>'
    assert read_table(_with_sheet(good, other)).rows == [Row(2, {"1": "4", "2": "a"})]


def test_the_first_tab_is_looked_through_whatever_its_part_is_called():
    book = Workbook()
    book.active.append(["spare"])
    book.create_sheet("answers", 0).append(["a", "b"])
    book["answers"].append([1, "=1+1"])
    out = io.BytesIO()
    book.save(out)
    swapped = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(swapped, "w") as new:
        names = {
            "xl/worksheets/sheet1.xml": "xl/worksheets/sheet2.xml",
            "xl/worksheets/sheet2.xml": "xl/worksheets/sheet1.xml",
        }
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                data = data.replace(b"sheet1.xml", b"sheet9.xml").replace(b"sheet2.xml", b"sheet1.xml")
                data = data.replace(b"sheet9.xml", b"sheet2.xml")
            new.writestr(names.get(name, name), data)
    with pytest.raises(TableRefused) as refusal:
        read_table(swapped)
    assert [(problem.row, problem.column) for problem in refusal.value.problems] == [(2, "B")]
