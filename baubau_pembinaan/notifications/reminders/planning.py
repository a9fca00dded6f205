"""Who is to be told what on a day: the due dates as they stand now, never a plan made earlier.

A moved date plans anew, a done deed is no row any more, somebody who left is nobody's recipient. What fell on a closed
day is said on the working day before (a due date still ahead, or a mere appointment) or after it (a date that passed).
Of several days that have come, the last one speaks, as long as it is still of use.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import DatabaseError, transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils import timezone, translation

from baubau_pembinaan.accounts.choices import DelegationScope, Role
from baubau_pembinaan.accounts.models import Appointment, Delegation, User
from baubau_pembinaan.core.formats import hari_tanggal
from baubau_pembinaan.libraries.models import Holiday
from baubau_pembinaan.notifications import duties
from baubau_pembinaan.notifications.models import Reminder, ReminderHours, ReminderRule

logger = logging.getLogger(__name__)
LONGEST_CLOSURE = 21  # days: Idul Fitri with joint leave stays far below

Said = dict[tuple[int, str, date], int]


@dataclass(frozen=True)
class Planned:
    """One thing to say: `said` where it was said before; texts in the recipient's language."""

    rule: ReminderRule
    duty: duties.Duty
    row: duties.DutyRow
    recipient: User
    due_on: date
    offset: int
    planned_on: date
    subject: str
    body: str
    url: str
    said: bool = False

    @property
    def key(self) -> tuple[int, str, str, date, int]:
        return self.recipient.pk, self.rule.code, self.row.ref, self.due_on, self.offset


class Calendar:
    """Working days around one day."""

    def __init__(self, on: date, hours: ReminderHours) -> None:
        reach = timedelta(days=500)
        self._free = set(Holiday.objects.between(on - reach, on + reach).values_list("date", flat=True))
        self._working = set(hours.working_days)

    @classmethod
    def around(cls, at: datetime) -> "Calendar":
        """The house's own days around a moment: two statements."""
        return cls(timezone.localtime(at).date(), ReminderHours.current())

    def is_closed(self, day: date) -> bool:
        return day.isoweekday() not in self._working or day in self._free

    def moved(self, day: date, step: int) -> date:
        """The day itself or the next open one in that direction."""
        for far in range(LONGEST_CLOSURE + 1):
            found = day + timedelta(days=step * far)
            if not self.is_closed(found):
                return found
        return day

    def starts_week(self, day: date) -> bool:
        """The first open day of its week."""
        monday = day - timedelta(days=day.weekday())
        return not self.is_closed(day) and all(self.is_closed(monday + timedelta(days=n)) for n in range(day.weekday()))


class People:
    """The accounts that may be told something on a day, with their groups' rights read together."""

    def __init__(self, on: date) -> None:
        self._on = on
        found = User.objects.filter(is_active=True).select_related("profile").order_by("pk")
        found = found.annotate(held_groups=ArrayAgg("groups__name", filter=Q(groups__isnull=False), default=Value([])))
        found = found.exclude(profile__left_on__lt=on).exclude(profile__joined_on__gt=on)
        found = found.exclude(inspector_until__lt=on)
        if not settings.DEMO_ALLOWED:
            found = found.exclude(is_demo=True)
        self.by_id = {user.pk: user for user in found}
        self.languages = sorted({user.language for user in self.by_id.values()})
        self._holders: dict[str, list[User]] = {}

    def holders(self, permission: str) -> list[User]:
        """Those who may, asked of rights read once for everybody instead of one statement a person."""
        if not self._holders:
            self._read_rights()
        if permission not in self._holders:
            self._holders[permission] = [user for user in self.by_id.values() if user.has_perm(permission)]
        return self._holders[permission]

    def _read_rights(self) -> None:
        label = Concat("permissions__content_type__app_label", Value("."), "permissions__codename")
        held = ArrayAgg(label, filter=Q(permissions__isnull=False), default=Value([]))
        rights = {name: frozenset(held) for name, held in Group.objects.annotate(held=held).values_list("name", "held")}
        for user in self.by_id.values():
            names = [
                name for name in user.held_groups if name != Role.INSPECTOR or user.is_inspector_term_open(self._on)
            ]
            user.__dict__["rights"] = {name: rights.get(name, frozenset()) for name in names}

    @cached_property
    def _stand_ins(self) -> dict[tuple[int, str], set[int]]:
        """(account, scope) -> accounts that decide in its place that day; acting posts cover every scope."""
        found: dict[tuple[int, str], set[int]] = defaultdict(set)
        given = Delegation.objects.on(self._on).values_list("giver__user", "receiver__user", "scope")
        acting = Appointment.objects.on(self._on).filter(stands_in_for__isnull=False)
        for giver, receiver, scope in given:
            found[giver, scope].add(receiver)
        for giver, receiver in acting.values_list("stands_in_for__user", "profile__user"):
            found[giver, DelegationScope.EVERYTHING].add(receiver)
        return found

    def of(self, rule: ReminderRule, duty: duties.Duty, row: duties.DutyRow) -> list[User]:
        """Whom this row concerns: its person and who stands in, or for a common duty those who may, in its roles."""
        if row.recipient is None:
            holders = self.holders(duty.permission) if duty.permission else []
            return [user for user in holders if rule.concerns(user.held_groups)]
        ids = {row.recipient}
        if duty.delegated:
            ids |= self._stand_ins.get((row.recipient, duty.delegated), set())
            ids |= self._stand_ins.get((row.recipient, DelegationScope.EVERYTHING), set())
        return [self.by_id[pk] for pk in sorted(pk for pk in ids if pk in self.by_id)]


class Plan:
    """What is due on a day. Read it with `planned()`; `broken` names the duties whose rows or words failed."""

    def __init__(self, on: date, *, rules: Iterable[ReminderRule] | None = None, only_on: bool = True) -> None:
        self.on = on
        self.hours = ReminderHours.current()
        self.calendar = Calendar(on, self.hours)
        self.people = People(on)
        self.broken: list[str] = []
        wanted = ReminderRule.objects.order_by("code", "pk") if rules is None else rules
        self._rules = [
            (rule, duty)
            for rule in wanted
            if (duty := rule.duty) is not None and duty.is_in_use and rule.offsets and (rule.is_on or not only_on)
        ]

    @property
    def is_closed(self) -> bool:
        return self.calendar.is_closed(self.on)

    def planned(self) -> list[Planned]:
        """Everything due today, said already or not, by person and due date. Nothing on a closed day."""
        if self.is_closed:
            return []
        found: dict[tuple[int, str, str, date, int], Planned] = {}
        said = self._said()
        for rule, duty in self._rules:
            try:
                with transaction.atomic():
                    for one in self._of(rule, duty, said[rule.code]):
                        found.setdefault(one.key, one)
            except Exception as error:  # one room's mistake must not silence the others
                if isinstance(error, DatabaseError) and transaction.get_connection().needs_rollback:
                    raise
                logger.error("The reminders of %s failed: %s.", rule.code, type(error).__name__)
                self.broken.append(rule.code)
        return sorted(found.values(), key=lambda one: (one.recipient.pk, one.due_on, one.rule.code, one.row.ref))

    def _due_in(self, rule: ReminderRule) -> tuple[date, date]:
        """The first and last due date of which the rule may speak today."""
        return (
            self.on - timedelta(days=max(rule.offsets) + rule.useful_days + LONGEST_CLOSURE),
            self.on + timedelta(days=LONGEST_CLOSURE - min(rule.offsets)),
        )

    def _said(self) -> dict[str, Said]:
        """Rule's code -> (account, row, due date) -> the last offset said; of every rule in one statement."""
        found: dict[str, Said] = defaultdict(dict)
        if not self._rules:
            return found
        spans = [self._due_in(rule) for rule, _duty in self._rules]
        rows = Reminder.objects.filter(
            code__in=[rule.code for rule, _duty in self._rules],
            due_on__range=(min(first for first, _last in spans), max(last for _first, last in spans)),
        )
        for code, user, ref, due_on, offset in rows.values_list("code", "recipient_id", "ref", "due_on", "offset"):
            key = (user, ref, due_on)
            found[code][key] = max(found[code].get(key, offset), offset)
        return found

    def _of(self, rule: ReminderRule, duty: duties.Duty, said: Said) -> Iterator[Planned]:
        due_in = self._due_in(rule)
        for language in self.people.languages:
            with translation.override(language):
                for found in duties.rows_of(duty, self.on).filter(duty_due__range=due_in).order_by():
                    row = duties.DutyRow(*found)
                    chosen = self._offset(rule, duty, row.due_on)
                    if chosen is None or row.due_on is None:
                        continue
                    offset, planned_on = chosen
                    for user in self.people.of(rule, duty, row):
                        if user.language != language:
                            continue
                        last = said.get((user.pk, row.ref, row.due_on))
                        if last is not None and last > offset:
                            continue  # a later word was said already
                        yield self._worded(rule, duty, row, user, offset, planned_on, said=last == offset)

    def _offset(self, rule: ReminderRule, duty: duties.Duty, due_on: date | None) -> tuple[int, date] | None:
        """The last offset whose day has come, with that day; None where none has or it is of no use any more."""
        if due_on is None:
            return None
        come = []
        for offset in rule.offsets:
            ahead = offset < 0 or (offset == 0 and not duty.is_task)
            day = self.calendar.moved(due_on + timedelta(days=offset), -1 if ahead else 1)
            if day <= self.on:
                come.append((offset, day, ahead))
        if not come:
            return None
        offset, day, ahead = max(come)
        useful = self.on <= due_on if ahead else self.on <= day + timedelta(days=rule.useful_days)
        return (offset, day) if useful else None

    def _worded(
        self,
        rule: ReminderRule,
        duty: duties.Duty,
        row: duties.DutyRow,
        user: User,
        offset: int,
        planned_on: date,
        *,
        said: bool,
    ) -> Planned:
        due_on = row.due_on or planned_on
        title, detail = str(duty.title(row)), str(duty.detail(row))
        holes = holes_of(user, title, detail, due_on)
        subject = rule.subject_in(user.language) or "{tugas}"
        body = rule.body_en if user.language == "en" else rule.body_id
        if body:
            text = filled(body, holes)
        elif duty.text is not None:
            text = str(duty.text(row))
        else:
            text = "\n".join(part for part in (detail, holes["tenggat"]) if part)
        return Planned(
            rule, duty, row, user, due_on, offset, planned_on, filled(subject, holes), text, duty.url(row), said
        )


def holes_of(user: User, title: str, detail: str, due_on: date | None) -> dict[str, str]:
    """What fills the holes of a rule's own words."""
    return {
        "nama": user.name,
        "tugas": title,
        "rincian": detail,
        "tenggat": hari_tanggal(due_on) if due_on else "",
    }


def filled(text: str, holes: dict[str, str]) -> str:
    """The text with its named holes filled, in one pass: what fills a hole is never read as a hole."""
    parts = text.split("{")
    done = parts[0]
    for part in parts[1:]:
        name, closed, rest = part.partition("}")
        done += holes.get(name, "") + rest if closed else "{" + part
    return done
