"""What every room's demo.py gets handed: the same day, the same dice, the same size."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any


@dataclass
class DemoContext:
    """One run of load_demo.

    as_of: the local day that counts as today; every demo date is relative to it, so nothing looks stale.
    scale: multiplies volumes (1 = a lively city library).
    rng: seeded, so the same as_of gives the same data.
    by: the account on whose wish demo data go; None where a command does it.
    kept: names of what a room could not take away, because real records refer to it.
    shared: what one room leaves for the rooms above it (e.g. "users", "service_points").
    """

    as_of: date
    scale: int = 1
    seed: int = 7472
    by: Any = None
    kept: list[str] = field(default_factory=list)
    rng: random.Random = field(init=False)
    shared: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)  # noqa: S311  # dice for demo data, not a secret

    def days_ago(self, days: int) -> date:
        return self.as_of - timedelta(days=days)
