"""Why a table is refused: each reason with its row and column, and the refusal that carries them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_PROBLEMS = 200


@dataclass(frozen=True)
class Problem:
    """Why a table is refused, and where: row as a spreadsheet counts it, column by its header; 0 and "" for all."""

    message: str
    row: int = 0
    column: str = ""
    value: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        if not self.row:
            return self.message
        if not self.column:
            return _("Row %(row)s: %(message)s") % {"row": self.row, "message": self.message}
        return _("Row %(row)s, column %(column)s: %(message)s") % {
            "row": self.row,
            "column": self.column,
            "message": self.message,
        }


class TableRefused(ValidationError):
    """The table was not taken at all; `problems` says why, at most MAX_PROBLEMS of them."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = list(problems)[:MAX_PROBLEMS]
        super().__init__([str(problem) for problem in self.problems])


class TooManyRows(TableRefused):
    """The table is longer than the reader takes."""

    def __init__(self, most: int):
        super().__init__([Problem(_("The table has more than %(count)s rows.") % {"count": most})])


def by_row(problems: Sequence[Problem]) -> list[Problem]:
    """In the order of the rows; those of one row as they came."""
    return sorted(problems, key=lambda problem: problem.row)


def refuse(message: str, *, row: int = 0, column: str = "", value: str = "") -> TableRefused:
    """A refusal with one reason."""
    return TableRefused([Problem(message, row, column, value)])
