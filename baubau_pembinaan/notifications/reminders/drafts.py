"""How what is said to one person becomes messages: single ones, or one summary of the day or of the week."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.formats import hari_tanggal
from baubau_pembinaan.notifications import duties
from baubau_pembinaan.notifications.models import ReminderRule

from .planning import Planned, filled, holes_of
from .wanted import WEEK

DIGEST_LINES = 15  # of a summary; what is said now is printed whole, however much it is

Tasks = list[tuple[duties.Duty, duties.DutyRow]]


@dataclass(frozen=True)
class Draft:
    """One message to one person; with `lines` a summary. `said`: the reminders it says."""

    recipient: User
    key: str
    subject: str
    by_email: bool
    said: Sequence[Planned]
    lines: list[str] = field(default_factory=list)
    shown: int = 0

    @property
    def is_summary(self) -> bool:
        return bool(self.lines)

    @property
    def is_of_the_week(self) -> bool:
        return self.key.startswith(WEEK)

    @property
    def body(self) -> str:
        """Of a summary: the first `shown` lines and how many more there are."""
        if not self.lines:
            return self.said[0].body
        printed = list(self.lines[: self.shown])
        if more := len(self.lines) - len(printed):
            with translation.override(self.recipient.language):
                printed.append(ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more})
        return "\n".join(printed)


def drafts_for(
    user: User,
    said: Sequence[Planned],
    on: date,
    *,
    singly_at_most: int,
    earlier: int,
    week: Tasks | None,
    spoken: Mapping[str, ReminderRule],
) -> list[Draft]:
    """The messages that say `said` to this person.

    week: the open tasks of `worth_saying` on the first open day of the week, None where that was done; spoken: the
    rules that are on, by code. earlier: messages in which something was said that day.
    """
    fresh = _most_pressing_first(said, on)
    now = [_line(one.subject, one.due_on) for one in fresh]
    by_email = any(one.rule.by_email for one in fresh)
    if week is not None:
        more = _others(fresh, week)
        if lines := [*now, *_week_lines(user, more, spoken)]:
            by_email = by_email or any(spoken[duty.code].by_email for duty, _row in more)
            with translation.override(user.language):
                subject = _("Your tasks this week")
            return [Draft(user, week_key(on), subject, by_email, fresh, lines, max(len(now), DIGEST_LINES))]
    if earlier + len(fresh) > singly_at_most and fresh:
        with translation.override(user.language):
            n = len(fresh)
            subject = ngettext("%(n)d reminder for today", "%(n)d reminders for today", n) % {"n": n}
        return [Draft(user, f"reminders.day.{on.isoformat()}.{earlier}", subject, by_email, fresh, now, n)]
    return [
        Draft(
            user,
            f"reminder.{one.rule.code}.{one.row.ref}.{one.due_on:%Y%m%d}.{one.offset:+d}",
            one.subject,
            one.rule.by_email,
            [one],
        )
        for one in fresh
    ]


def week_key(on: date) -> str:
    year, week, _day = on.isocalendar()
    return f"{WEEK}{year}-W{week:02}"


def worth_saying(user: User, tasks: Tasks, spoken: Mapping[str, ReminderRule]) -> Tasks:
    """The tasks whose rule is on and concerns this person: a summary lists nothing the house wants nothing said of."""
    held = user.held_groups  # type: ignore[attr-defined]  # People hangs them on
    return [
        (duty, row)
        for duty, row in tasks
        if duty.code in spoken and (not duty.permission or spoken[duty.code].concerns(held))
    ]


def _most_pressing_first(said: Sequence[Planned], on: date) -> list[Planned]:
    """What is still ahead, the nearest first; then what is overdue, the latest first."""
    return sorted(said, key=lambda one: (one.due_on < on, abs((one.due_on - on).days)))


def _others(fresh: Sequence[Planned], tasks: Tasks) -> Tasks:
    """The open tasks that are not said already, each by its own line."""
    said = {(one.rule.code, one.row.ref, one.row.due_on) for one in fresh}
    return [(duty, row) for duty, row in tasks if (duty.code, row.ref, row.due_on) not in said]


def _week_lines(user: User, tasks: Tasks, spoken: Mapping[str, ReminderRule]) -> Iterator[str]:
    """One line a task, in the words of its rule where the house gave it some."""
    with translation.override(user.language):
        for duty, row in tasks:
            words = str(duty.title(row))
            if own := spoken[duty.code].subject_in(user.language):
                words = filled(own, holes_of(user, words, str(duty.detail(row)), row.due_on))
            yield _line(words, row.due_on)


def _line(subject: str, due_on: date | None) -> str:
    return f"- {subject} ({hari_tanggal(due_on)})" if due_on else f"- {subject}"
