"""Saying what is planned, once: the reminder's row is written first, the message in the same transaction.

Run twice, by two workers at once, after a kill or with the clock put back: whoever inserts the row speaks, everybody
else is silent. One transaction a person, so that one person's trouble holds up nobody else.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.utils import translation

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.notifications import duties, kinds, services
from baubau_pembinaan.notifications.hours import end_of_quiet
from baubau_pembinaan.notifications.models import Message, Reminder, ReminderRule

from .drafts import Draft, Tasks, drafts_for, week_key, worth_saying
from .planning import Plan, Planned

logger = logging.getLogger(__name__)


@dataclass
class Outcome:
    """What a run came to, or with `dry_run` would come to. `planned` holds everything due, said before or not;
    `failed` names people by account id."""

    on: date
    dry_run: bool
    closed: bool
    planned: list[Planned] = field(default_factory=list)
    sent: set[tuple[Any, ...]] = field(default_factory=set)
    drafts: list[Draft] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)

    @property
    def messages(self) -> int:
        return len(self.drafts)

    @property
    def digests(self) -> int:
        return len(self.summaries)

    @property
    def summaries(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.is_summary]

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
            "summaries": [
                {
                    "recipient": draft.recipient.username,
                    "name": draft.recipient.name,
                    "of": "week" if draft.is_of_the_week else "day",
                    "subject": draft.subject,
                    "lines": len(draft.lines),
                    "by_email": draft.by_email,
                }
                for draft in self.summaries
            ],
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
    if outcome.closed:
        return outcome
    fresh = [one for one in outcome.planned if not one.said]
    by_person = {pk: list(group) for pk, group in groupby(fresh, key=lambda one: one.recipient.pk)}
    week = _week(plan) if plan.hours.weekly_digest and plan.calendar.starts_week(on) else {}
    spoken = {rule.code: rule for rule in ReminderRule.objects.filter(is_on=True)} if week else {}
    week = {pk: worth_saying(plan.people.by_id[pk], tasks, spoken) for pk, tasks in week.items()}
    told = {pk: plan.people.by_id[pk] for pk in sorted({*by_person, *(pk for pk, tasks in week.items() if tasks)})}
    if dry_run:
        earlier = _earlier(on) if any(one.said for one in outcome.planned) else {}
        for pk, user in told.items():
            outcome.drafts += drafts_for(
                user,
                by_person.get(pk, []),
                on,
                singly_at_most=plan.hours.singly_at_most,
                earlier=earlier.get(pk, 0),
                week=week.get(pk),
                spoken=spoken,
            )
        return outcome
    mail_from = end_of_quiet(plan.hours, at)
    for pk, user in told.items():
        try:
            with transaction.atomic():
                drafts = _tell(
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
        outcome.sent |= {one.key for draft in drafts for one in draft.said}
        outcome.drafts += drafts
    return outcome


def _earlier(on: date) -> dict[int, int]:
    """Account -> messages in which it was reminded that day."""
    rows = Message.objects.filter(reminders__said_on=on).values("recipient").annotate(n=Count("pk", distinct=True))
    return dict(rows.values_list("recipient", "n"))


def _week(plan: Plan) -> dict[int, Tasks]:
    """Account -> its open tasks, for those who were not yet told of them this week: a few statements for everybody."""
    told = set(Message.objects.filter(key=week_key(plan.on)).values_list("recipient_id", flat=True))
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


def _tell(
    user: User,
    planned: Sequence[Planned],
    on: date,
    singly_at_most: int,
    mail_from: datetime | None,
    *,
    week: Tasks | None,
    spoken: Mapping[str, ReminderRule],
) -> list[Draft]:
    """The messages written now for one person."""
    fresh = _claim(planned, on)
    if week is not None and Message.objects.filter(recipient=user, key=week_key(on)).exists():
        week = None  # a twin was first
    if not fresh and not week:
        return []
    earlier = Message.objects.filter(recipient=user, reminders__said_on=on).distinct().count() if fresh else 0
    drafts = drafts_for(user, fresh, on, singly_at_most=singly_at_most, earlier=earlier, week=week, spoken=spoken)
    for draft in drafts:
        message = services.notify(
            recipient=user,
            key=draft.key,
            kind=kinds.REMINDER.code if draft.is_summary else draft.said[0].duty.kind,
            subject=draft.subject,
            body=draft.body,
            url="/staf/" if draft.is_summary else draft.said[0].url,
            by_email=draft.by_email,
            mail_from=mail_from,
            keeps_hours=True,
        )
        _link(draft.said, message)
    return drafts


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
