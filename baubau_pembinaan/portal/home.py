"""What a staff member's first page says: what must I do, by when; then at most three numbers.

A room below offers selectors; one small function here turns each into tasks or a card. Every function takes the same
Reader and costs at most one statement; order in TASKS does not matter, order in CARDS does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.accounts.rules import is_administrator
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.libraries.models import Library
from baubau_pembinaan.notifications.selectors import unread_count

from .navigation import url_of

CARDS_AT_MOST = 3


@dataclass(frozen=True)
class Reader:
    """For whom the page is drawn, and on which local day."""

    user: User
    today: date


@dataclass(frozen=True)
class Task:
    """One deed: the title starts with a verb. `tone` and `status` as in components/status.html."""

    title: str
    url: str
    due_on: date | None = None
    detail: str = ""
    status: str = ""
    tone: str = "plain"

    @property
    def order(self) -> tuple[bool, date, str]:
        """By due date; what has none comes last, by title."""
        return (self.due_on is None, self.due_on or date.max, self.title)


@dataclass(frozen=True)
class Card:
    """One number as text; `url` leads to the rows behind it."""

    label: str
    value: str
    url: str
    unit: str = ""
    note: str = ""


def _library_tasks(reader: Reader) -> list[Task]:
    if not is_administrator(reader.user) or Library.current().office_line_1:
        return []
    return [
        Task(
            title=_("Fill in the library's name and letterhead"),
            url=url_of("admin:libraries_library_changelist", "admin:index"),
            detail=_("They stand on every page, poster and report."),
            status=_("Not yet started"),
            tone="wait",
        )
    ]


def _account_tasks(reader: Reader) -> list[Task]:
    if not is_administrator(reader.user) or Authenticator.objects.filter(user=reader.user).exists():
        return []
    return [
        Task(
            title=_("Protect your account with a second step"),
            url=reverse("mfa_index"),
            detail=_("Administrators see everything; a password alone is too little for that."),
            status=_("Recommended"),
            tone="info",
        )
    ]


def _unread_card(reader: Reader) -> Card | None:
    url = url_of("notifications:inbox")
    if not url:
        return None
    return Card(label=_("Unread messages"), value=angka(unread_count(reader.user)), url=url)


TASKS: list[Callable[[Reader], list[Task]]] = [_library_tasks, _account_tasks]
CARDS: list[Callable[[Reader], Card | None]] = [_unread_card]


def compose(reader: Reader) -> dict[str, Any]:
    """Tasks, most pressing first, and the first three cards that have something to say."""
    tasks = sorted((task for source in TASKS for task in source(reader)), key=lambda task: task.order)
    cards: list[Card] = []
    for source in CARDS:
        card = source(reader) if len(cards) < CARDS_AT_MOST else None
        if card is not None:
            cards.append(card)
    return {"tasks": tasks, "cards": cards}
