"""Finds formulas without a value in one worksheet part, in pieces of 64 kB (the part has passed spreadsheet_guard)."""

from typing import IO
from xml.parsers import expat

from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter

_PIECE = 64 * 1024


class _Found(Exception):
    pass


class _Formulas:
    """Follows rows and cells as openpyxl counts them: by their own address, else one further than the last."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.holds_formula = self.holds_value = False
        self.inside = ""  # of a cell: the part whose text is its value

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "row":
                self.row = int(attributes.get("r") or self.row + 1)
                self.column = 0
            case "c":
                self.column += 1
                if address := attributes.get("r"):
                    self.row, self.column = coordinate_to_tuple(address)
                self.holds_formula = self.holds_value = False
            case "f":
                self.holds_formula = True
            case "v" | "is" as part:
                self.inside = part

    def end(self, name: str) -> None:
        part = name.rpartition(" ")[2]
        if part == self.inside:
            self.inside = ""
        if part == "c" and self.holds_formula and not self.holds_value:
            raise _Found

    def text(self, text: str) -> None:
        if self.inside and not text.isspace():
            self.holds_value = True


def uncalculated(part: IO[bytes]) -> tuple[int, str] | None:
    """Row and column (5, "B") of the first cell whose formula nobody has calculated."""
    formulas = _Formulas()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = formulas.start
    parser.EndElementHandler = formulas.end
    parser.CharacterDataHandler = formulas.text
    try:
        while piece := part.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except _Found:
        return formulas.row, get_column_letter(formulas.column)
    return None
