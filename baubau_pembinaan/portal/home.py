"""What a staff member's first page says: what must I do, by when; then at most three numbers.

A room below offers selectors; one small function here turns each into tasks or a card. Every function takes the same
Reader and costs at most one statement; order in TASKS does not matter, order in CARDS does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.accounts.rules import is_administrator, profile_of
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.libraries.models import Library
from evaluations.models import Period
from evaluations.selectors import comments
from evaluations.selectors.followups import has_open, open_of

from . import surveys
from .navigation import url_of

CARDS_AT_MOST = 3
COMMENTS_AT_MOST = 5


@dataclass(frozen=True)
class Reader:
    """For whom the page is drawn, on which local day, and how many messages wait unread (the header says it too)."""

    user: User
    today: date
    unread: int

    @cached_property
    def open_periods(self) -> list[Period]:
        """Survey periods that nobody has closed yet: a task and a card read them."""
        return surveys.open_periods()


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


def _period_tasks(reader: Reader) -> list[Task]:
    if not reader.user.has_perm("evaluations.manage_survey"):
        return []
    return [
        Task(
            title=_("Close the period %(key)s of “%(survey)s”")
            % {"key": period.key, "survey": period.survey.reader_title},
            url=reverse("evaluations:period-detail", args=[period.pk]),
            due_on=period.ends_on,
            detail=_("Closing freezes the result; the report reads it from there."),
            status=_("Past its end") if left < 0 else ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left},
            tone="late" if left < 2 else "wait",
        )
        for period, left in surveys.to_close(reader.open_periods, reader.today)
    ]


def _held_tasks(reader: Reader) -> list[Task]:
    if not reader.user.has_perm("evaluations.manage_survey"):
        return []
    return [
        Task(
            title=ngettext("Decide on %(n)s answer held aside", "Decide on %(n)s answers held aside", row["answers"])
            % {"n": angka(row["answers"])},
            url=reverse("evaluations:period-detail", args=[row["period_id"]]),
            detail=f"{row['period__survey__title']}, {row['period__key']}",
            status=_("Waiting for a decision"),
            tone="wait",
        )
        for row in surveys.waiting_answers()
    ]


def _follow_up_tasks(reader: Reader) -> list[Task]:
    if not has_open(reader.user):
        return []
    return [
        Task(
            title=_("See to the follow-up “%(action)s”") % {"action": Truncator(row.action).chars(80)},
            url=reverse("evaluations:followup-edit", args=[row.pk]),
            due_on=row.due_on,
            detail=f"{row.get_unsur_display()}, {row.period.survey.reader_title}",
            status=_("Past its due date") if row.is_overdue_on(reader.today) else row.get_status_display(),
            tone="late" if row.is_overdue_on(reader.today) else "wait",
        )
        for row in open_of(reader.user)[:10]
    ]


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
        url=reverse("evaluations:period-detail", args=[result.period_id]),
    )


def _open_card(reader: Reader) -> Card | None:
    if not reader.user.has_perm("evaluations.view_survey"):
        return None
    return Card(
        label=_("Surveys open today"),
        value=angka(len(surveys.answered_on(reader.open_periods, reader.today))),
        url=reverse("evaluations:survey-list"),
    )


def _unread_card(reader: Reader) -> Card | None:
    url = url_of("notifications:inbox")
    if not url:
        return None
    return Card(label=_("Unread messages"), value=angka(reader.unread), url=url)


def _comment_tasks(reader: Reader) -> list[Task]:
    if not reader.user.has_perm("evaluations.moderate_comment"):
        return []
    number = comments.waiting_counts(reader.today)
    if not number["waiting"]:
        return []
    return [
        Task(
            title=ngettext("Decide on %(n)s patron's comment", "Decide on %(n)s patrons' comments", number["waiting"])
            % {"n": angka(number["waiting"])},
            url=reverse("evaluations:comment-moderation"),
            detail=_("Nobody reads them before that."),
            status=_("Overdue") if number["late"] else _("Waiting for a decision"),
            tone="late" if number["late"] else "wait",
        )
    ]


def _owned_comment_tasks(reader: Reader) -> list[Task]:
    profile = profile_of(reader.user)
    if profile is None:
        return []
    return [
        Task(
            title=_("See to a patron's comment on “%(survey)s”") % {"survey": comment.period.survey.reader_title},
            url=reverse("evaluations:comment-detail", args=[comment.pk]),
            due_on=comment.handling.due_on,
            detail=comment.handling.get_kind_display(),
            status=_("Overdue") if comment.is_overdue(reader.today) else "",
            tone="late" if comment.is_overdue(reader.today) else "plain",
        )
        for comment in comments.owned_by(profile)[:COMMENTS_AT_MOST]
    ]


TASKS: list[Callable[[Reader], list[Task]]] = [
    _library_tasks,
    _account_tasks,
    _period_tasks,
    _held_tasks,
    _follow_up_tasks,
    _comment_tasks,
    _owned_comment_tasks,
]
CARDS: list[Callable[[Reader], Card | None]] = [_result_card, _open_card, _unread_card]


def compose(reader: Reader) -> dict[str, Any]:
    """Tasks, most pressing first, and the first three cards that have something to say."""
    tasks = sorted((task for source in TASKS for task in source(reader)), key=lambda task: task.order)
    cards: list[Card] = []
    for source in CARDS:
        card = source(reader) if len(cards) < CARDS_AT_MOST else None
        if card is not None:
            cards.append(card)
    return {"tasks": tasks, "cards": cards}
