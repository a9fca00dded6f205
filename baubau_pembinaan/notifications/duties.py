"""What somebody must do (or know) by a date: one declaration feeds the staff home's task list and the reminders.

An app declares its duties in `<app>/duties.py`, found by itself:

    register(Duty(
        code="evaluations.follow-up",
        label=_("Follow-ups of the patron survey"),
        rows=lambda today: as_rows(FollowUp.objects.open(), subject="action", recipient="responsible__user"),
        title=lambda row: _("See to the follow-up “%(action)s”") % {"action": row.subject},
        url=lambda row: row_address("evaluations:followup-edit", row.ref),
        offsets=(-7, 0, 7),
    ))

`rows` never runs a statement of its own and depends on nothing but the day and the reader's language: the staff home
joins the rows of every duty into one UNION, whose parts are put together once a day, and the reminders ask each duty
for the rows of the wanted due dates. A deed that is done leaves `rows`, and with it the home page and what is still to
be said.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, CharField, DateField, F, Func, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import Appointment, StaffProfile, User
from baubau_pembinaan.core.prepared import Prepared
from baubau_pembinaan.core.statements import blank
from baubau_pembinaan.libraries import switches

from . import kinds

Words = str | Promise
COLUMNS = ("duty_code", "duty_ref", "duty_recipient", "duty_subject", "duty_detail", "duty_due")
SHOWN_AT_MOST = 60


@dataclass(frozen=True)
class DutyRow:
    """One thing to do. `ref` is the row's key as text; `subject` and `detail` are texts as stored."""

    code: str
    ref: str
    recipient: int | None
    subject: str
    detail: str
    due_on: date | None


CONCERNED = _("The person concerned")
SUPERVISOR = _("Their supervisor")
SUPERIOR = _("Their supervisor's superior")
RESPONSIBLE = _("Whoever is responsible for it")
LEADERS = _("Those who lead it")


@dataclass(frozen=True)
class Duty:
    """A sort of duty.

    code: `app.verb-noun`, at most 60 characters; the reminder rule of the same name is edited by administrators.
    rows: local day -> unordered queryset made by `as_rows`, all people's rows, those done left out.
    title, detail, url: what is drawn of a row; the title starts with a verb. Called in the reader's language.
    status: a word and a tone (components/status.html) for a row on a day; empty: the due date decides.
    permission: who sees rows without a recipient (a desk's common duty); empty where each row names its recipient.
    offsets: days around the due date on which a reminder goes out: -7 a week before, 0 on the day, 3 three days after.
    earliest, latest: the days around the due date outside which `rows` holds nothing, where it looks so far only; an
        administrator's rule must lie within.
    is_task: False where nothing is to be done, only known (a meeting tomorrow): listed from the first day on which it
        may be reminded until the day itself, and never overdue.
    kind: the notification kind the reminder goes out as (notifications.kinds).
    text: the reminder's body; empty: the title, the detail and the due date.
    switch: the part of the system (libraries.switches) the duty belongs to; off hides it.
    default_on: whether a new installation sends the reminder; people see the task in any case.
    is_reminded: False where a kept message would tell what nobody may know: a task only, without a rule.
    delegated: the DelegationScope under which whoever stands in for the person is reminded too; empty: nobody else.
    led: the path from a row to the staff member whose supervisor, by a post of the day, the recipient is: the home page
        then looks only at rows of the people its reader leads, before it works out who is told. Empty: at all rows.
    person: the path from a row to the staff member whose account the recipient is: the home page then finds that person
        first and the rows by it, where one person may have a thousand. Empty: by the recipient.
    who: whom a row that names its recipient concerns, in words for the administrator (below); of a common duty the
        rule itself says which roles.
    """

    code: str
    label: Words
    rows: Callable[[date], QuerySet[Any, Any]]
    title: Callable[[DutyRow], str]
    url: Callable[[DutyRow], str]
    detail: Callable[[DutyRow], str] = lambda row: row.detail
    status: Callable[[DutyRow, date], tuple[str, str]] | None = None
    text: Callable[[DutyRow], str] | None = None
    permission: str = ""
    offsets: tuple[int, ...] = ()
    earliest: int | None = None
    latest: int | None = None
    is_task: bool = True
    kind: str = kinds.REMINDER.code
    switch: str = ""
    default_on: bool = True
    is_reminded: bool = True
    delegated: str = ""
    led: str = ""
    person: str = ""
    who: Words = CONCERNED

    @property
    def ahead(self) -> int | None:
        """How many days before its date an appointment is listed; None for a task, which is listed until it is done."""
        return None if self.is_task else max((-days for days in self.offsets), default=0)

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """The first and the last day on which a reminder finds anything; None: no such day. An appointment passes."""
        latest = self.latest if self.is_task else min(self.latest or 0, 0)
        return self.earliest, latest

    @property
    def is_in_use(self) -> bool:
        return not self.switch or switches.is_on(self.switch)


_DUTIES: dict[str, Duty] = {}


def register(duty: Duty) -> Duty:
    """Make a duty known. ValueError where two share a code."""
    if _DUTIES.setdefault(duty.code, duty) is not duty:
        raise ValueError(f"The duty {duty.code!r} is registered twice.")
    return duty


def get(code: str) -> Duty:
    return _DUTIES[code]


def find(code: str) -> Duty | None:
    return _DUTIES.get(code)


def declared() -> list[Duty]:
    """Every duty, also of parts that are switched off."""
    return [duty for _code, duty in sorted(_DUTIES.items())]


def all_duties() -> list[Duty]:
    """Every duty that is in use here, in the order of their codes."""
    return [duty for _code, duty in sorted(_DUTIES.items()) if duty.is_in_use]


def as_rows(
    queryset: QuerySet[Any],
    *,
    subject: str | Any,
    recipient: str | Any | None = None,
    ref: str | Any = "pk",
    detail: str | Any = "",
    due_on: str | Any | None = None,
) -> QuerySet[Any, Any]:
    """The queryset with the columns every duty has; texts name fields (`period__survey__title`), "" is an empty text.

    subject, detail: a bilingual name is `reader_text("title")`. recipient: the field with the account's id; None for a
    common duty. due_on: None where there is no date.
    """
    return queryset.order_by().annotate(
        duty_ref=Cast(_column(ref), CharField()),
        duty_recipient=Cast(_column(recipient), BigIntegerField()),
        duty_subject=Cast(_column(subject), CharField()),
        duty_detail=Cast(_column(detail or Value("")), CharField()),
        duty_due=Cast(_column(due_on), DateField()),
    )


def reader_text(field: str) -> Any:
    """The column `field`, or where the reader speaks English and it is filled, `field`_en."""
    if (get_language() or "id").startswith("en"):
        return Coalesce(NullIf(F(f"{field}_en"), Value("")), F(field))
    return F(field)


def rows_of(duty: Duty, today: date) -> QuerySet[Any, Any]:
    """The duty's rows as tuples of COLUMNS."""
    return _tuples(duty.rows, duty.code, today)


def open_for(user: User, today: date, *, at_most: int = SHOWN_AT_MOST) -> list[tuple[Duty, DutyRow]]:
    """What this person has to do, the most pressing first, in one statement (none where no duty can concern them)."""
    concerned = tuple(
        (duty.rows, duty.code, not duty.permission, duty.ahead, duty.led, duty.person)
        for duty in all_duties()
        if not duty.permission or user.has_perm(duty.permission)
    )
    joined = _joined(concerned, today, get_language() or "", at_most)
    if joined is None:
        return []
    return [(get(row[0]), DutyRow(*row)) for row in joined.rows({"reader": user.pk})]


def open_for_each(
    holders: Mapping[str, Collection[int]], readers: Collection[int], today: date, *, at_most: int = SHOWN_AT_MOST
) -> dict[int, list[tuple[Duty, DutyRow]]]:
    """What `open_for` tells each of these accounts, read in one statement for all of them in the reader's language.

    `holders`: permission -> the accounts that hold it. Accounts without anything to do are absent.
    """
    common: dict[str, Collection[int]] = {}
    parts: list[str] = []
    params: list[Any] = []
    for duty in all_duties():
        rows = _tuples(duty.rows, duty.code, today, duty.ahead)
        if duty.permission:
            common[duty.code] = [pk for pk in holders.get(duty.permission, ()) if pk in readers]
            if not common[duty.code]:
                continue
        else:
            rows = rows.filter(duty_recipient__in=list(readers))
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"({sql})")
        params += values
    if not parts:
        return {}
    of_one = "CASE WHEN duty_code = ANY(%s) THEN NULL ELSE duty_recipient END"  # a common duty's rows are everybody's
    joined = f"""
        SELECT {", ".join(COLUMNS)} FROM (
            SELECT *, row_number() OVER (
                PARTITION BY duty_code, {of_one} ORDER BY duty_due ASC NULLS LAST, duty_ref
            ) AS place FROM ({" UNION ALL ".join(parts)}) AS every_duty
        ) AS counted WHERE place <= %s ORDER BY duty_due ASC NULLS LAST, duty_code, duty_ref"""  # noqa: S608 - our own
    found: dict[int, list[tuple[Duty, DutyRow]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(joined, [list(common), *params, at_most])
        for one in cursor.fetchall():
            row = DutyRow(*one)
            for pk in common.get(row.code, () if row.recipient is None else (row.recipient,)):
                lines = found.setdefault(pk, [])
                if len(lines) < at_most:
                    lines.append((get(row.code), row))
    return found


_Rows = Callable[[date], QuerySet[Any, Any]]


@lru_cache(maxsize=64)
def _joined(
    concerned: tuple[tuple[_Rows, str, bool, int | None, str, str], ...], today: date, language: str, at_most: int
) -> Prepared | None:
    """The rows of these duties as one statement with a blank for the reader; None where none can have rows.

    Each is prepared by the database too: to plan a union of fifty parts takes it twice as long as to read it.
    """
    parts: list[str] = []
    params: list[Any] = []
    for rows, code, personal, ahead, led, person in concerned:
        if compiled := _compiled(rows, code, personal, today, language, ahead, led, person):
            parts.append(f"({compiled[0]})")
            params += compiled[1]
    if not parts:
        return None
    code_at, ref_at, due_at = (COLUMNS.index(name) + 1 for name in ("duty_code", "duty_ref", "duty_due"))
    order = f"{due_at} ASC NULLS LAST, {code_at}, {ref_at}"
    return Prepared(f"{' UNION ALL '.join(parts)} ORDER BY {order} LIMIT {at_most:d}", tuple(params))


@lru_cache(maxsize=1024)
def _compiled(
    rows: _Rows,
    code: str,
    personal: bool,
    today: date,
    language: str,
    ahead: int | None,
    led: str,
    person: str,
) -> tuple[str, tuple[Any, ...]] | None:
    """A duty's statement for one day and language; None where it can have no rows.

    Putting thirty such statements together anew took four fifths of the staff home's time. It may be kept because a
    duty's rows are a function of the day and the reader's language alone.
    """
    found = _tuples(rows, code, today, ahead)
    if personal and person:
        own = StaffProfile.objects.filter(user=blank("reader"))
        found = found.filter(_any_of(F(person), ArraySubquery(own.values("pk"))))
    elif personal:
        found = found.filter(duty_recipient=blank("reader"))
    if led:
        posts = Appointment.objects.on(today).filter(supervisor__user=blank("reader"))
        found = found.filter(_any_of(F(led), ArraySubquery(posts.values("profile"))))
    try:
        return found.query.sql_with_params()
    except EmptyResultSet:
        return None


def _any_of(one: F, array: ArraySubquery) -> Func:
    """Not a join, which PostgreSQL would make last: an array is read once and looked at before the recipients."""
    return Func(one, array, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField())


def _tuples(rows: _Rows, code: str, today: date, ahead: int | None = None) -> QuerySet[Any, Any]:
    """The rows as tuples of COLUMNS; with `ahead` those of the next so many days."""
    found = rows(today)
    if ahead is not None:
        found = found.filter(duty_due__range=(today, today + timedelta(days=ahead)))
    return found.annotate(duty_code=Value(code, output_field=CharField())).values_list(*COLUMNS)


def _column(name: str | Any | None) -> Any:
    if name is None:
        return Value(None)
    return F(name) if isinstance(name, str) else name
