"""What became of each row of a file that was taken in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from collections_app.slims.rows import Problem, Record

PROBLEMS_KEPT = 20_000
SAMPLE = 5


@dataclass
class Report:
    """What became of each row: rows = created + updated + merged + refused; `items` counts the copies added."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    merged: int = 0
    refused: int = 0
    items: int = 0
    problems: list[Problem] = field(default_factory=list)
    unlisted: int = 0  # problems past PROBLEMS_KEPT, counted only
    recognised: dict[str, Any] = field(default_factory=dict)
    sample: list[Record] = field(default_factory=list)  # the first SAMPLE rows as they were understood

    def as_dict(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "merged": self.merged,
            "refused": self.refused,
            "items": self.items,
            "problems": [problem.as_dict() for problem in self.problems],
            "unlisted": self.unlisted,
            "recognised": self.recognised,
        }

    def say(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if len(self.problems) < PROBLEMS_KEPT:
                self.problems.append(problem)
            else:
                self.unlisted += 1

    def refuse(self, problem: Problem) -> None:
        self.refused += 1
        self.say([problem])


Entry = Record | Problem  # a record, or why its row is refused
