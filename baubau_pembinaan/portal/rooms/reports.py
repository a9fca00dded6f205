"""Scheduled reports on the roof's own pages."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from baubau_pembinaan.portal.admin_dashboard import Board, Task
from baubau_pembinaan.reports.selectors.schedule import stuck


def _stuck(board: Board, user: Any, at: datetime) -> None:
    if not user.has_perm("reports.build_reports"):
        return
    n = stuck().count()
    if n:
        words = ngettext(
            "Look at %(n)s report on schedule that could not be made.",
            "Look at %(n)s reports on schedule that could not be made.",
            n,
        )
        board.tasks.append(Task(words % {"n": n}, reverse("reports:schedule")))


BOARD = [_stuck]
