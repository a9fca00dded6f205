"""One row as the catalogue understands it, and what is odd about it."""

from dataclasses import dataclass, field
from typing import Any

WARNING, ERROR = "warning", "error"


@dataclass
class Problem:
    """Something about a row worth a look. severity: "error" (the row is refused) or "warning" (it is taken)."""

    row: int | None
    field: str
    value: str
    message: str
    severity: str = WARNING

    def as_dict(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "field": self.field,
            "value": self.value[:200],
            "message": self.message,
            "severity": self.severity,
        }


class RowRefused(Exception):
    """This row cannot be taken; `problem` says which cell and why."""

    def __init__(self, problem: Problem):
        self.problem = problem
        super().__init__(problem.message)


@dataclass
class Record:
    """One row as the catalogue understands it. Empty texts, None and empty lists are "nothing said"."""

    row: int
    title: str = ""
    fields: dict[str, Any] = field(default_factory=dict)  # names of Title's fields
    codes: list[str] = field(default_factory=list)
    item: dict[str, Any] = field(default_factory=dict)  # names of Item's fields, for every copy of the row
    problems: list[Problem] = field(default_factory=list)

    def warn(self, name: str, value: str, message: str) -> None:
        self.problems.append(Problem(self.row, name, value, message))
