"""What the system itself measures of the promised service, in any spans of days; each source is asked once."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Any, NamedTuple

from django.db.models import CharField, Count, DateField, F, IntegerField, Min, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Cast

from baubau_pembinaan.libraries.models import DailyCount, Holiday, ServiceHours
from collections_app.models import Demand, Suggestion
from evaluations.complaint_choices import ASKED
from evaluations.models import CommentHandling, ComplaintHandling, ReferenceTally
from evaluations.models.standard import Measure
from evaluations.tally_choices import TAKEN_FOR, TallyMinutes

from .complaints import PROMISE, Promise, median_days

COMPLAINT, COMMENT, SUGGESTION, TALLY = "complaint", "comment", "suggestion", "tally"
SOURCES: dict[str, str] = {
    Measure.COMPLAINT_DAYS: COMPLAINT,
    Measure.COMPLAINT_IN_TIME: COMPLAINT,
    Measure.COMMENT_DAYS: COMMENT,
    Measure.SUGGESTION_DAYS: SUGGESTION,
    Measure.RESPONSE_MINUTES: TALLY,
}


@dataclass(frozen=True, order=True)
class Span:
    """Some days, both counted."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def year(number: int) -> Span:
    return Span(date(number, 1, 1), date(number, 12, 31))


def quarter(number: int, of: int) -> Span:
    """`number` from 1 to 4."""
    after = date(of + number // 4, number % 4 * 3 + 1, 1)
    return Span(date(of, number * 3 - 2, 1), after - timedelta(days=1))


class Row(NamedTuple):
    """Something that began; `n`: how many alike."""

    began: date
    ended: date | None
    promised: date | None
    minutes: int | None
    n: int


class Measured:
    """Values of the measures `wanted` in any of `spans` on the day `today`.

    Three statements at most: for all that has a beginning and an end, the daily counts, the hours with the holidays.
    """

    def __init__(self, wanted: Iterable[str], spans: Iterable[Span], today: date) -> None:
        self.wanted, self.today = set(wanted), today
        spans = list(spans)
        self.whole = Span(min(span.first for span in spans), max(span.last for span in spans))

    def value(self, measure: str, span: Span) -> Decimal | None:
        return _VALUES[measure](self, span)

    # --- What has a beginning and an end --------------------------------------------------------------------

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        """source -> every row that began in the whole span."""
        sources = sorted({SOURCES[measure] for measure in self.wanted if measure in SOURCES})
        found: dict[str, list[Row]] = {source: [] for source in sources}
        first, *others = [_QUERIES[source](self.whole) for source in sources]
        for source, *row in first.union(*others, all=True) if others else first:
            found[source].append(Row(*row))
        return found

    def began(self, source: str, span: Span) -> list[Row]:
        return [row for row in self._rows[source] if row.began in span]

    def promises(self, span: Span) -> list[Promise]:
        return [Promise(row.began, row.promised, row.ended) for row in self.began(COMPLAINT, span) if row.promised]

    def days(self, source: str, span: Span) -> Decimal | None:
        spent = [max(0, (row.ended - row.began).days) for row in self.began(source, span) if row.ended]
        return decimal(median(spent)) if spent else None

    def minutes(self, span: Span) -> Decimal | None:
        often: Counter[int] = Counter()
        for row in self.began(TALLY, span):
            if row.minutes:
                often[TAKEN_FOR[TallyMinutes(row.minutes)]] += row.n
        return decimal(median(sorted(often.elements()))) if often else None

    # --- What is counted every day --------------------------------------------------------------------------

    @cached_property
    def _counts(self) -> dict[date, int | None]:
        """Every day with any count, and its visits."""
        rows: Any = DailyCount.objects.filter(day__range=(self.whole.first, self.whole.last)).order_by()
        return dict(rows.values_list("day").annotate(n=Sum("visits")))

    def visits(self, span: Span) -> Decimal | None:
        found = [n for day, n in self._counts.items() if day in span and n is not None]
        return Decimal(sum(found)) if found else None

    @cached_property
    def _announced(self) -> tuple[set[int], set[date]]:
        """The weekdays on which any public service has hours as they are now, and the holidays."""
        none_day, none_number = Cast(Value(None), DateField()), Cast(Value(None), IntegerField())
        hours: Any = ServiceHours.objects.filter(service__is_published=True).order_by()
        hours = hours.annotate(on=Cast(F("weekday"), IntegerField()), closed=none_day).values_list("on", "closed")
        holidays: Any = Holiday.objects.between(self.whole.first, self.whole.last).order_by()
        holidays = holidays.annotate(on=none_number, closed=F("date")).values_list("on", "closed")
        found = list(hours.union(holidays))
        return {on for on, _day in found if on is not None}, {day for _on, day in found if day is not None}

    def opening_kept(self, span: Span) -> Decimal | None:
        """Of the days that should have been open, those with a count; from the first count on, until yesterday."""
        if not self._counts:
            return None
        weekdays, holidays = self._announced
        # Counting may have begun within the span; days before that say nothing.
        first, last = max(span.first, min(self._counts)), min(span.last, self.today - timedelta(days=1))
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        due = [day for day in days if day.weekday() in weekdays and day not in holidays]
        kept = sum(day in self._counts for day in due)
        return decimal(kept * 100 / len(due)) if due else None


def decimal(value: float | None, places: int = 1) -> Decimal | None:
    return None if value is None else Decimal(str(round(value, places)))


def _in_time(measured: Measured, span: Span) -> Decimal | None:
    due = [row for row in measured.promises(span) if row.is_due(measured.today)]
    return decimal(sum(row.in_time for row in due) * 100 / len(due)) if due else None


_VALUES: dict[str, Callable[[Measured, Span], Decimal | None]] = {
    Measure.COMPLAINT_DAYS: lambda measured, span: decimal(median_days(measured.promises(span))),
    Measure.COMPLAINT_IN_TIME: _in_time,
    Measure.COMMENT_DAYS: lambda measured, span: measured.days(COMMENT, span),
    Measure.SUGGESTION_DAYS: lambda measured, span: measured.days(SUGGESTION, span),
    Measure.VISITS: Measured.visits,
    Measure.OPENING_KEPT: Measured.opening_kept,
    Measure.RESPONSE_MINUTES: Measured.minutes,
}


def _rows_of(rows: Any, source: str, **columns: Any) -> Any:
    """Rows of one source under the names all of them share, so that one statement may join them."""
    day, number = DateField(), IntegerField()
    none = Value(None)
    return (
        rows.order_by()
        .annotate(
            row_source=Cast(Value(source), CharField()),
            row_began=Cast(columns["began"], day),
            row_ended=Cast(columns.get("ended", none), day),
            row_promised=Cast(columns.get("promised", none), day),
            row_minutes=Cast(columns.get("minutes", none), number),
            row_n=columns.get("n", Value(1)),
        )
        .values_list("row_source", "row_began", "row_ended", "row_promised", "row_minutes", "row_n")
    )


def _complaints(whole: Span) -> Any:
    rows = ComplaintHandling.objects.filter(
        complaint__kind__in=ASKED, complaint__received_on__range=(whole.first, whole.last)
    )
    began, promised, ended = PROMISE
    return _rows_of(rows, COMPLAINT, began=F(began), promised=promised, ended=ended)


def _comments(whole: Span) -> Any:
    rows = CommentHandling.objects.filter(comment__day__range=(whole.first, whole.last), finished_on__isnull=False)
    return _rows_of(rows, COMMENT, began=F("comment__day"), ended=F("finished_on"))


def _suggestions(whole: Span) -> Any:
    """From the first wish to the first step after "received", as the demand's own history tells it."""
    wishes = Suggestion.objects.filter(demand=OuterRef("pk")).order_by().values("demand")
    steps = Demand.history.filter(~Q(status="new"), id=OuterRef("pk")).order_by().values("id")
    rows = Demand.objects.annotate(
        asked=Subquery(wishes.annotate(day=Min("asked_on")).values("day")),
        stepped=Subquery(steps.annotate(day=Min("status_on")).values("day")),
    ).filter(asked__range=(whole.first, whole.last), stepped__isnull=False)
    return _rows_of(rows, SUGGESTION, began=F("asked"), ended=F("stepped"))


def _ticks(whole: Span) -> Any:
    rows = ReferenceTally.objects.filter(day__range=(whole.first, whole.last)).order_by().values("day", "minutes")
    return _rows_of(rows, TALLY, began=F("day"), minutes=F("minutes"), n=Count("pk"))


_QUERIES: dict[str, Callable[[Span], Any]] = {
    COMPLAINT: _complaints,
    COMMENT: _comments,
    SUGGESTION: _suggestions,
    TALLY: _ticks,
}
