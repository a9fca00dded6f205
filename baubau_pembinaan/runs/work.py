"""Long work that a worker does: each sort of it is declared once, by the room it belongs to, in its AppConfig.

    work.declare(Work(report="sertifikat-sesi", make=make, ...))

A run of it is a row of `documents` (a ReportRun whose `report` is the sort); `services` asks for one, makes it, stops
it and tells whoever asked.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.documents.sniff import Kind

from .notification_kinds import RUN_OVER

Progress = Callable[[int], None]


class Stopped(Exception):
    """Somebody stopped the run: leave at once."""


@dataclass(frozen=True)
class Made:
    """What a run made: its file, and `told`, one sentence in the reader's language."""

    content: bytes
    kind: Kind
    name: str
    told: Callable[[], str]


def _nothing(run: ReportRun) -> None:
    """No trace to put away."""


@dataclass(frozen=True)
class Work:
    """`make(run, progress)` does the work and says how far it is (0 to 100); `progress` raises Stopped.

    `whole`: all that it saves stands in one transaction, which a stop or a fault takes back. Otherwise each step
    stands by itself, and `make` taken up again leaves alone what an earlier try did.
    `may(user, run)` sees, stops and has it done; `page(run)` is where one watches it; `leave(run)` puts away what it
    was given, once it is over. `news` is the kind of message that tells its owner.
    """

    report: str
    make: Callable[[ReportRun, Progress], Made]
    may: Callable[[User, ReportRun], bool]
    page: Callable[[ReportRun], str]
    ready: str | Promise
    failed: str | Promise
    whole: bool = True
    leave: Callable[[ReportRun], None] = _nothing
    news: str = RUN_OVER.code


_WORKS: dict[str, Work] = {}


def declare(work: Work) -> Work:
    """Make this sort of work known; once a sort."""
    if _WORKS.setdefault(work.report, work) is not work:
        raise ValueError(f"The work {work.report!r} is declared twice.")
    return work


def of(run: ReportRun) -> Work:
    return _WORKS[run.report]


def named(report: str) -> Work:
    return _WORKS[report]


def sorts() -> list[str]:
    return sorted(_WORKS)
