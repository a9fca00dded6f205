"""Saying what is planned, once: the reminder's row is written first, the message in the same transaction.

Run twice, by two workers at once, after a kill or with the clock put back: whoever inserts the row speaks, everybody
else is silent. One transaction a person, so that one person's trouble holds up nobody else.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.formats import hari_tanggal
from baubau_pembinaan.notifications import duties, kinds, services
from baubau_pembinaan.notifications.hours import end_of_quiet
from baubau_pembinaan.notifications.models import Message, Reminder, ReminderRule

from .planning import Plan, Planned, filled, holes_of
from .wanted import WEEK

logger = logging.getLogger(__name__)
DIGEST_LINES = 15  # of a summary; what is said now is printed whole, however much it is

Tasks = list[tuple[duties.Duty, duties.DutyRow]]


@dataclass
class Outcome:
    """What a run came to. `planned` holds everything due, said before or not; `failed` names people by account id."""

    on: date
    dry_run: bool
    closed: bool
    planned: list[Planned] = field(default_factory=list)
    sent: set[tuple[Any, ...]] = field(default_factory=set)
    messages: int = 0
    digests: int = 0
    broken: list[str] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The answer of `send_reminders --format json`; docs/reminders.md describes it."""
        return {
            "on": self.on.isoformat(),
            "dry_run": self.dry_run,
            "closed": self.closed,
            "planned": len(self.planned),
            "sent": len(self.sent),
            "already_said": sum(one.said for one in self.planned),
            "messages": self.messages,
            "digests": self.digests,
            "broken": self.broken,
            "failed": self.failed,
            "reminders": [self._line(one) for one in self.planned],
        }

    def _line(self, one: Planned) -> dict[str, Any]:
        state = "said" if one.said else "sent" if one.key in self.sent else "due"
        return {
            "rule": one.rule.code,
            "ref": one.row.ref,
            "recipient": one.recipient.username,
            "name": one.recipient.name,
            "due_on": one.due_on.isoformat(),
            "offset": one.offset,
            "planned_on": one.planned_on.isoformat(),
            "by_email": one.rule.by_email,
            "subject": one.subject,
            "body": one.body,
            "url": one.url,
            "state": state,
        }


def send(*, on: date, at: datetime, dry_run: bool = False) -> Outcome:
    """Say everything due on the day that was not said yet; with `dry_run` only look."""
    plan = Plan(on)
    outcome = Outcome(on=on, dry_run=dry_run, closed=plan.is_closed, planned=plan.planned(), broken=plan.broken)
    if dry_run or outcome.closed:
        return outcome
    mail_from = end_of_quiet(plan.hours, at)
    fresh = [one for one in outcome.planned if not one.said]
    by_person = {pk: list(group) for pk, group in groupby(fresh, key=lambda one: one.recipient.pk)}
    week = _week(plan) if plan.hours.weekly_digest and plan.calendar.starts_week(on) else {}
    spoken = {rule.code: rule for rule in ReminderRule.objects.filter(is_on=True)} if week else {}
    for pk in sorted({*by_person, *(pk for pk, tasks in week.items() if tasks)}):
        user = plan.people.by_id[pk]
        try:
            with transaction.atomic():
                said, messages, digests = _tell(
                    user,
                    by_person.get(pk, []),
                    on,
                    plan.hours.singly_at_most,
                    mail_from,
                    week=week.get(pk),
                    spoken=spoken,
                )
        except Exception as error:  # told at the next run; the others are told now
            logger.error("The reminders of account %s failed: %s.", user.pk, type(error).__name__)
            outcome.failed.append(user.pk)
            continue
        outcome.sent |= {one.key for one in said}
        outcome.messages += messages
        outcome.digests += digests
    return outcome


def _week(plan: Plan) -> dict[int, Tasks]:
    """Account -> its open tasks, for those who were not yet told of them this week: a few statements for everybody."""
    told = set(Message.objects.filter(key=_week_key(plan.on)).values_list("recipient_id", flat=True))
    found: dict[int, Tasks] = {}
    for language in plan.people.languages:
        readers = {pk for pk, user in plan.people.by_id.items() if user.language == language and pk not in told}
        if not readers:
            continue
        found |= {pk: [] for pk in readers}  # what is reminded today stands in the week's summary too
        try:
            with transaction.atomic(), translation.override(language):
                holders = {
                    duty.permission: [user.pk for user in plan.people.holders(duty.permission)]
                    for duty in duties.all_duties()
                    if duty.permission
                }
                found |= duties.open_for_each(holders, readers, plan.on)
        except Exception as error:  # one room's mistake leaves the single reminders as they are
            logger.error("The summary of the week failed: %s.", type(error).__name__)
            plan.broken.append("week")
            found = {pk: tasks for pk, tasks in found.items() if pk not in readers}
    return found


def _week_key(on: date) -> str:
    year, week, _day = on.isocalendar()
    return f"{WEEK}{year}-W{week:02}"


def _tell(
    user: User,
    planned: Sequence[Planned],
    on: date,
    singly_at_most: int,
    mail_from: datetime | None,
    *,
    week: Tasks | None,
    spoken: Mapping[str, ReminderRule],
) -> tuple[list[Planned], int, int]:
    """(what was said now, messages written, summaries among them) for one person. `week`: the open tasks to sum up;
    `spoken`: the rules that are on, by code."""
    fresh = _most_pressing_first(_claim(planned, on), on)
    if week is not None:
        key = _week_key(on)
        if not Message.objects.filter(recipient=user, key=key).exists():  # a twin may have been first
            now = [_line(one.subject, one.due_on) for one in fresh]
            more = _others(fresh, week)
            if lines := [*now, *_week_lines(user, more, spoken)]:
                with translation.override(user.language):
                    subject = _("Your tasks this week")
                mailed = {code for code, rule in spoken.items() if rule.by_email}
                by_email = any(one.rule.by_email for one in fresh) or any(duty.code in mailed for duty, _row in more)
                shown = max(len(now), DIGEST_LINES)
                _link(fresh, _summary(user, key, subject, lines, mail_from, by_email=by_email, shown=shown))
                return fresh, 1, 1
    if not fresh:
        return [], 0, 0
    earlier = Message.objects.filter(recipient=user, reminders__said_on=on).distinct().count()
    if earlier + len(fresh) > singly_at_most:
        with translation.override(user.language):
            n = len(fresh)
            subject = ngettext("%(n)d reminder for today", "%(n)d reminders for today", n) % {"n": n}
        key = f"reminders.day.{on.isoformat()}.{earlier}"
        by_email = any(one.rule.by_email for one in fresh)
        lines = [_line(one.subject, one.due_on) for one in fresh]
        _link(fresh, _summary(user, key, subject, lines, mail_from, by_email=by_email, shown=len(lines)))
        return fresh, 1, 1
    for one in fresh:
        message = services.notify(
            recipient=user,
            key=f"reminder.{one.rule.code}.{one.row.ref}.{one.due_on:%Y%m%d}.{one.offset:+d}",
            kind=one.duty.kind,
            subject=one.subject,
            body=one.body,
            url=one.url,
            by_email=one.rule.by_email,
            mail_from=mail_from,
            keeps_hours=True,
        )
        _link([one], message)
    return fresh, len(fresh), 0


def _claim(planned: Sequence[Planned], on: date) -> list[Planned]:
    """Write the rows; returns those that nobody had written. A racing twin is waited for and then found."""
    if not planned:
        return []
    values = [
        (one.rule.code, one.row.ref, one.recipient.pk, one.due_on, one.offset, one.planned_on, on) for one in planned
    ]
    holes = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_reminder"  # noqa: S608 - the holes are counted, not typed
            ' (code, ref, recipient_id, due_on, "offset", planned_on, said_on)'
            f' VALUES {holes} ON CONFLICT (recipient_id, code, ref, due_on, "offset") DO NOTHING'
            ' RETURNING recipient_id, code, ref, due_on, "offset"',
            [value for row in values for value in row],
        )
        written = set(cursor.fetchall())
    return [one for one in planned if one.key in written]


def _link(said: Sequence[Planned], message: Message) -> None:
    for one in said:
        Reminder.objects.filter(
            recipient=one.recipient, code=one.rule.code, ref=one.row.ref, due_on=one.due_on, offset=one.offset
        ).update(message=message)


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
            rule = spoken.get(duty.code)
            if rule is not None and (own := rule.subject_in(user.language)):
                words = filled(own, holes_of(user, words, str(duty.detail(row)), row.due_on))
            yield _line(words, row.due_on)


def _line(subject: str, due_on: date | None) -> str:
    return f"- {subject} ({hari_tanggal(due_on)})" if due_on else f"- {subject}"


def _summary(
    user: User,
    key: str,
    subject: str,
    lines: Sequence[str],
    mail_from: datetime | None,
    *,
    by_email: bool,
    shown: int,
) -> Message:
    """One message of the first `shown` lines and how many more there are."""
    with translation.override(user.language):
        printed = list(lines[:shown])
        if more := len(lines) - len(printed):
            printed.append(ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more})
    return services.notify(
        recipient=user,
        key=key,
        kind=kinds.REMINDER.code,
        subject=subject,
        body="\n".join(printed),
        url="/staf/",
        by_email=by_email,
        mail_from=mail_from,
        keeps_hours=True,
    )
