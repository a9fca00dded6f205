"""The goals, by their row in docs/bench.md, and what a figure says to them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """`limit` must be kept; `stretch` is the nearest to the machine's limit anybody has measured."""

    row: int
    limit: float
    stretch: float
    at_least: bool = False

    def verdict(self, value: float) -> str:
        if self._keeps(value, self.stretch):
            return "met, stretch too"
        return "met" if self._keeps(value, self.limit) else "NOT MET"

    def _keeps(self, value: float, bound: float) -> bool:
        return value >= bound if self.at_least else value <= bound

    def __str__(self) -> str:
        sign = ">=" if self.at_least else "<="
        return f"{sign} {self.limit:g} ({self.stretch:g})"


FRAME = Goal(1, 0.6, 0.4)  # of a staff page: what is paid before its own first row
LIST = Goal(1, 2.0, 1.2)
DETAIL = Goal(2, 2.0, 1.2)
HOME = Goal(3, 2.0, 1.0)
FORM = Goal(4, 0.5, 0.15)
LIST_RATE = Goal(5, 0.5, 1.0, at_least=True)  # 120 and 240 requests/s where FLOOR gave 241
STATEMENTS = Goal(6, 10, 6)
ADMIN_STATEMENTS = Goal(6, 20, 10)
KILOBYTES = Goal(7, 60, 30)
MEMORY = Goal(8, 200, 150)
POSTS = Goal(9, 450, 750, at_least=True)
REPORT = Goal(10, 0.5, 0.25)
RECOUNT = Goal(11, 10, 8.1)
BYTES = Goal(13, 250, 190)
PAGES = {
    "form": FORM,
    "frame": FRAME,
    "result": DETAIL,
    "home": HOME,
    "surveys": LIST,
    "admin": LIST,
}
