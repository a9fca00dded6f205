"""Finds formulas without a value, or with an error as theirs (#REF!), in one worksheet part.

It is read in pieces of 64 kB; the part has passed spreadsheet_guard.
"""

from typing import IO
from xml.parsers import expat

from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter

_PIECE = 64 * 1024


class _Enough(Exception):
    pass


class _Formulas:
    """Follows rows and cells as openpyxl counts them: by their own address, else one further than the last."""

    def __init__(self, most: int) -> None:
        self.found: list[tuple[int, str]] = []
        self.most = most
        self.row = self.column = 0
        self.holds_formula = self.holds_value = self.is_error = False
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
                self.is_error = attributes.get("t") == "e"
            case "f":
                self.holds_formula = True
            case "v" | "is" as part:
                self.inside = part

    def end(self, name: str) -> None:
        part = name.rpartition(" ")[2]
        if part == self.inside:
            self.inside = ""
        if part == "c" and (self.is_error or (self.holds_formula and not self.holds_value)):
            self.found.append((self.row, get_column_letter(self.column)))
            if len(self.found) >= self.most:
                raise _Enough

    def text(self, text: str) -> None:
        if self.inside and not text.isspace():
            self.holds_value = True


def uncalculated(part: IO[bytes], most: int) -> list[tuple[int, str]]:
    """Row and column (5, "B") of each cell whose formula has no value or an error, at most so many."""
    formulas = _Formulas(most)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = formulas.start
    parser.EndElementHandler = formulas.end
    parser.CharacterDataHandler = formulas.text
    try:
        while piece := part.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except _Enough:
        pass
    return formulas.found
