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
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.accounts.rules import is_administrator
from baubau_pembinaan.accounts.selectors import administrators
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.libraries.models import Library
from baubau_pembinaan.libraries.selectors import announcements_on
from baubau_pembinaan.notifications import duties
from baubau_pembinaan.notifications.duties import Duty, DutyRow

from . import surveys
from .navigation import url_of
from .rooms import all_of

CARDS_AT_MOST = 3
SOON_DAYS = 14


@dataclass(frozen=True)
class Reader:
    """For whom the page is drawn, on which local day, and how many messages wait unread (the header says it too)."""

    user: User
    today: date
    unread: int


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


def _duties(reader: Reader) -> list[Task]:
    """What the rooms below say must be done by this person: all of it in one statement."""
    return [_task(duty, row, reader.today) for duty, row in duties.open_for(reader.user, reader.today)]


def _task(duty: Duty, row: DutyRow, today: date) -> Task:
    status, tone = duty.status(row, today) if duty.status else due_words(row.due_on, today)
    return Task(
        title=duty.title(row),
        url=duty.url(row),
        due_on=row.due_on,
        detail=duty.detail(row),
        status=status,
        tone=tone,
    )


def due_words(due_on: date | None, today: date) -> tuple[str, str]:
    """Word and tone of a deed by its due date; empty where there is none or it is far off."""
    if due_on is None:
        return "", "plain"
    left = (due_on - today).days
    if left < 0:
        return _("Past its due date"), "late"
    if left == 0:
        return _("Due today"), "late"
    if left <= SOON_DAYS:
        return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}, "wait"
    return "", "plain"


def _result_card(reader: Reader) -> Card | None:
    if not reader.user.has_perm("evaluations.view_survey"):
        return None
    result = surveys.newest_result()
    if result is None:
        return None
    ikm, grade, source = surveys.result_figures(result)
    return Card(
        label=_("Latest IKM"),
        value=ikm,
        unit=grade,
        note=source,
        url=reverse("evaluations:period-detail", args=[result.period]),
    )


def _open_card(reader: Reader) -> Card | None:
    if not reader.user.has_perm("evaluations.view_survey"):
        return None
    return Card(
        label=_("Surveys open today"),
        value=angka(surveys.number_open_on(reader.today)),
        url=reverse("evaluations:survey-list"),
    )


def _unread_card(reader: Reader) -> Card | None:
    url = url_of("notifications:inbox")
    if not url:
        return None
    return Card(label=_("Unread messages"), value=angka(reader.unread), url=url)


TASKS: list[Callable[[Reader], list[Task]]] = [
    _library_tasks,
    _account_tasks,
    _duties,
]
CARDS: list[Callable[[Reader], Card | None]] = [_result_card, _open_card, _unread_card]


def personal_tasks(user: User, today: date) -> list[Task]:
    """What this person must do, most pressing first; the office's own tasks, which the administration lists, left out.

    Two statements at most.
    """
    reader = Reader(user=user, today=today, unread=0)
    return sorted([*_account_tasks(reader), *_duties(reader)], key=lambda task: task.order)


def role_missing(user: User) -> str:
    """Whom to ask, as a sentence, where nobody has given this account a role yet; empty for everybody else."""
    if user.role_names or user.is_superuser:
        return ""
    names = administrators()
    if not names:
        return _("Ask the library's administrator for a role.")
    return _("Ask %(names)s for a role.") % {"names": get_text_list(names, _("or"))}


def compose(reader: Reader) -> dict[str, Any]:
    """Tasks, most pressing first, the first three cards that have something to say, and what is announced."""
    tasks = sorted((task for source in TASKS for task in source(reader)), key=lambda task: task.order)
    cards: list[Card] = []
    for source in [*CARDS, *all_of("CARDS")]:
        card = source(reader) if len(cards) < CARDS_AT_MOST else None
        if card is not None:
            cards.append(card)
    return {"tasks": tasks, "cards": cards, "news": announcements_on(reader.today)}
