"""What reference questions come to: for the desk, for reports, and as evidence of one person's work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import ExtractMonth

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import appointment_on
from baubau_pembinaan.libraries.models import ServicePoint
from evaluations.models import ReferenceTally, ReferenceTopic
from evaluations.tally_choices import TAKEN_FOR, TallyChannel, TallyMinutes, TallyResult


def active_topics() -> QuerySet[ReferenceTopic]:
    return ReferenceTopic.objects.filter(is_active=True).order_by("order", "pk")


def of_today(profile: StaffProfile, today: date, *, at_most: int = 5) -> list[ReferenceTally]:
    """The newest ticks of one person that day."""
    rows = ReferenceTally.objects.filter(staff=profile, day=today).select_related("topic")
    return list(rows.order_by("-pk")[:at_most])


def usual_point(profile: StaffProfile, today: date) -> int | None:
    """The service point where this person answers: as appointed, else where they last ticked, else the only one of
    their unit. Three statements at most."""
    post = appointment_on(profile, today)
    if post and post.service_point_id:
        return post.service_point_id
    last = ReferenceTally.objects.filter(staff=profile, service_point__is_active=True).order_by("-day", "-pk")
    if found := last.values_list("service_point", flat=True).first():
        return found
    if post is None:
        return None
    of_unit = list(ServicePoint.objects.active().filter(unit=post.unit_id).values_list("pk", flat=True)[:2])
    return of_unit[0] if len(of_unit) == 1 else None


def own(profile: StaffProfile, pk: int) -> ReferenceTally | None:
    return ReferenceTally.objects.filter(staff=profile, pk=pk).select_related("topic").first()


def unanswered() -> QuerySet[Any]:
    """Every question nobody could answer and no wish came of yet, topic by topic, the newest first; each topic's number
    as `n_of_topic`."""
    open_ones: Any = ReferenceTally.objects.filter(result=TallyResult.UNANSWERED, demand=None)
    same = open_ones.filter(topic=OuterRef("topic")).order_by().values("topic").annotate(n=Count("pk")).values("n")
    rows = open_ones.select_related("topic", "service_point").annotate(n_of_topic=Subquery(same))
    return rows.order_by("topic__order", "topic", "-day", "-pk")


def to_wish_for(pk: int) -> ReferenceTally | None:
    """A question without an answer and without a wish, whoever was asked it."""
    return unanswered().filter(pk=pk).first()


@dataclass(frozen=True)
class TopicLine:
    name: str
    answered: int
    referred: int
    unanswered: int

    @property
    def n(self) -> int:
        return self.answered + self.referred + self.unanswered


@dataclass(frozen=True)
class TallyFigures:
    """Questions of some days. minutes: added up from the middle of each span; months: twelve numbers of the year."""

    total: int
    unanswered: int
    minutes: int
    topics: list[TopicLine]
    channels: list[tuple[str, int]]
    months: list[int]

    @property
    def unanswered_share(self) -> float | None:
        return self.unanswered / self.total if self.total else None


def figures(first: date, last: date, *, staff: StaffProfile | None = None) -> TallyFigures:
    """The whole desk, or what one person dealt with (evidence for a review or portfolio). Two statements."""
    rows: Any = ReferenceTally.objects.filter(day__range=(first, last))
    if staff is not None:
        rows = rows.filter(staff=staff)
    counted = list(
        rows.order_by()
        .annotate(month=ExtractMonth("day"))
        .values_list("topic_id", "channel", "result", "minutes", "month")
        .annotate(n=Count("pk"))
    )
    names = {topic.pk: topic.title for topic in ReferenceTopic.objects.order_by("order", "pk")}

    def n_of(rows: Iterable[tuple[Any, ...]]) -> int:
        return sum(row[-1] for row in rows)

    topics = [
        TopicLine(
            names[pk],
            *(n_of(row for row in counted if row[0] == pk and row[2] == result) for result in TallyResult.values),
        )
        for pk in names
    ]
    channels = [(str(label), n_of(row for row in counted if row[1] == value)) for value, label in TallyChannel.choices]
    return TallyFigures(
        total=n_of(counted),
        unanswered=n_of(row for row in counted if row[2] == TallyResult.UNANSWERED),
        minutes=sum(TAKEN_FOR[TallyMinutes(row[3])] * row[-1] for row in counted),
        topics=[line for line in topics if line.n],
        channels=[line for line in channels if line[1]],
        months=[n_of(row for row in counted if row[4] == month) for month in range(1, 13)],
    )


def days(first: date, last: date, *, staff: StaffProfile | None = None) -> QuerySet[Any, Any]:
    """For the Excel file: number by day, topic, channel and result; nobody's name."""
    rows: Any = ReferenceTally.objects.filter(day__range=(first, last))
    if staff is not None:
        rows = rows.filter(staff=staff)
    grouped = rows.order_by().values("day", "topic__name", "topic__name_en", "channel", "result", "minutes")
    return grouped.annotate(n=Count("pk")).order_by("day", "topic__name", "channel", "result", "minutes")


def years() -> list[int]:
    return sorted((day.year for day in ReferenceTally.objects.dates("day", "year")), reverse=True)
