"""What the pages and reports about complaints read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, JSONObject

from baubau_pembinaan.accounts.rules import is_inspector, profile_of
from baubau_pembinaan.accounts.selectors import staff_of
from baubau_pembinaan.core.statements import KeptModels, KeptPart
from evaluations.complaint_choices import ASKED, OPEN, ComplaintChannel, ComplaintKind, ComplaintStatus
from evaluations.models import Complaint, ComplaintCategory, ComplaintHandling, RepairTicket

MANAGE = "evaluations.manage_complaint"
PROMISE = (
    "complaint__received_on", Coalesce("promised_on", "due_on"), Coalesce("first_answered_on", "answered_on"),
)  # fmt: skip
_JOINED = (
    "service_point", "handling__category", "handling__unit", "handling__owner", "handling__person",
)  # fmt: skip


_PRESSING: Any = (F("handling__answered_on").desc(nulls_first=True), "handling__due_on", "received_on", "pk")


def visible_to(user: Any, today: date) -> QuerySet[Complaint]:
    """The complaints this reader may open: managers and inspectors all, others what they or the people they lead look
    into, and what names them. A manager may read what is said about them; somebody else decides on it."""
    found: Any = Complaint.objects.select_related(*_JOINED)
    if user.has_perm(MANAGE) or is_inspector(user):
        return found
    me = profile_of(user)
    if me is None:
        return found.none()
    return found.filter(Q(handling__owner=me) | Q(handling__person=me) | Q(handling__owner__in=staff_of(me, today)))


def complaints(
    user: Any, today: date, *, search: str = "", status: str = "", kind: str = "", category: int | None = None
) -> QuerySet[Complaint]:
    """What must be answered first comes first, then the newest answers. status: a status, or "open" for all open."""
    found = visible_to(user, today)
    if status == "open":
        found = found.filter(handling__status__in=OPEN)
    elif status in ComplaintStatus.values:
        found = found.filter(handling__status=status)
    if kind in ComplaintKind.values:
        found = found.filter(kind=kind)
    if category is not None:
        found = found.filter(handling__category=category)
    if search:
        found = found.filter(text__icontains=search)
    return found.order_by(*_PRESSING)


def lines(user: Any, today: date, **chosen: Any) -> QuerySet[Complaint] | KeptPart[Complaint]:
    """`complaints`, no more of each than the list draws."""
    if (user.has_perm(MANAGE) or is_inspector(user)) and not any(chosen.values()):
        return _ALL.part()
    return as_lines(complaints(user, today, **chosen))


def as_lines(found: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """No more of each than the list draws."""
    handling = ("status", "due_on", "category__name", "category__name_en", "owner__name")
    owner = ("owner__title_prefix", "owner__title_suffix")
    names = (f"handling__{name}" for name in (*handling, *owner))
    joined = found.select_related(None).select_related("handling__category", "handling__owner")
    return joined.only("kind", "text", "received_on", *names)


_ALL = KeptModels(lambda: as_lines(Complaint.objects.order_by(*_PRESSING)), number=Complaint.objects.all)


def with_repairs(found: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Each with `repair_rows`: pk, place and status of the tickets that came of it; no statement more."""
    tickets = RepairTicket.objects.filter(complaint=OuterRef("pk")).order_by("pk")
    return found.annotate(
        repair_rows=ArraySubquery(tickets.values(row=JSONObject(pk="pk", place="place", status="status")))
    )


def by_code(code: str) -> Complaint | None:
    """The complaint with this code (stored form), with what its status page draws."""
    return Complaint.objects.select_related("handling__category", "service_point").filter(code=code).first()


def active_categories() -> QuerySet[ComplaintCategory]:
    return ComplaintCategory.objects.filter(is_active=True).order_by("order", "pk")


_CATEGORIES = KeptModels(active_categories)


def category_choices() -> list[tuple[int, str]]:
    """Key and title of each on offer, in the reader's language."""
    return [(row.pk, row.title) for row in _CATEGORIES.rows()]


# --- Statistics ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ComplaintFigures:
    """Complaints, questions and praise that came in during some days.

    total, kinds, categories and channels are of everything. The rest is of complaints and questions (`asked`) alone,
    since praise needs no answer: answered, declined and open make asked; late: open and past their day on `today`;
    in_time: first answered by the day first promised, of the `due` ones that were answered or are past that day; days:
    median of calendar days to the first answer, None without one; satisfied: how many of the `judged` answers were
    found satisfying.
    """

    total: int
    kinds: list[tuple[str, int]]
    categories: list[tuple[str, int]]
    channels: list[tuple[str, int]]
    open: int
    late: int
    asked: int
    answered: int
    declined: int
    due: int
    in_time: int
    reopened: int
    judged: int
    satisfied: int
    days: float | None

    @property
    def in_time_share(self) -> float | None:
        """Share of the due ones that were answered in time, 0 to 1; what is open past its day was not."""
        return self.in_time / self.due if self.due else None


@dataclass(frozen=True)
class Promise:
    """One complaint or question: when it came, the day first promised, the first answer."""

    received_on: date
    promised_on: date
    answered_on: date | None

    def is_due(self, today: date) -> bool:
        return self.answered_on is not None or self.promised_on < today

    @property
    def in_time(self) -> bool:
        return self.answered_on is not None and self.answered_on <= self.promised_on

    @property
    def days(self) -> int | None:
        return None if self.answered_on is None else (self.answered_on - self.received_on).days


def median_days(promises: Iterable[Promise]) -> float | None:
    found = [row.days for row in promises if row.days is not None]
    return median(found) if found else None


def figures(
    first: date, last: date, *, today: date, service_point: int | None = None, unit: int | None = None
) -> ComplaintFigures:
    """What came in from `first` to `last`, for the whole library or one desk or unit. Two statements.

    Feeds the chapter on unsur pengaduan of the SKM report and the page of figures.
    """
    rows = ComplaintHandling.objects.filter(complaint__received_on__range=(first, last))
    if service_point is not None:
        rows = rows.filter(complaint__service_point=service_point)
    if unit is not None:
        rows = rows.filter(Q(unit=unit) | Q(complaint__service_point__unit=unit))
    found: list[tuple[Any, ...]] = list(
        rows.values_list(
            "complaint__kind",
            "category_id",
            "complaint__channel",
            "status",
            "due_on",
            "complaint__received_on",
            "complaint__reopened_on",
            Coalesce("complaint__satisfaction", "complaint__first_satisfaction"),
            *PROMISE,
        )
    )
    names = {row.pk: row.title for row in ComplaintCategory.objects.order_by("order", "pk")}
    kinds = _counted([row[0] for row in found], dict(ComplaintKind.choices))
    channels = _counted([row[2] for row in found], dict(ComplaintChannel.choices))
    asked = [row for row in found if row[0] in ASKED]
    promises = [Promise(*row[8:]) for row in asked]
    due = [row for row in promises if row.is_due(today)]
    judged = [row[7] for row in asked if row[7]]
    return ComplaintFigures(
        total=len(found),
        kinds=kinds,
        categories=_counted([row[1] for row in found], names),
        channels=channels,
        open=sum(row[3] in OPEN for row in asked),
        late=sum(row[3] in OPEN and row[4] < today for row in asked),
        asked=len(asked),
        answered=sum(row[3] == ComplaintStatus.ANSWERED for row in asked),
        declined=sum(row[3] == ComplaintStatus.DECLINED for row in asked),
        due=len(due),
        in_time=sum(row.in_time for row in due),
        reopened=sum(row[6] is not None for row in asked),
        judged=len(judged),
        satisfied=sum(value >= 3 for value in judged),
        days=median_days(promises),
    )


def _counted(values: list[Any], names: dict[Any, Any]) -> list[tuple[str, int]]:
    """(name, number) in the order of `names`; what nobody said is left out."""
    return [(str(name), n) for key, name in names.items() if (n := values.count(key))]


def years() -> list[int]:
    """Years in which something came in, newest first."""
    found = Complaint.objects.order_by().values_list("received_on__year").annotate(n=Count("pk"))
    return sorted((year for year, _n in found), reverse=True)
